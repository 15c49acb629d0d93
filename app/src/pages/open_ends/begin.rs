//! Beginning a coding: of which source, under which name, with which label.

use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use store::codings::{self, By, Coding};
use store::surveys::Survey;
use survey::SurveyId;
use survey::questionnaire::{Questionnaire, Text};

use super::{Shown, labels, path, shown, with_rehearsal};
use crate::auth::Analyst;
use crate::error::AppError;
use crate::pages::desk::Place;
use crate::pages::desk::form::Faults;
use crate::pages::{draw, open_ends};
use crate::state::AppState;
use crate::variables::{added, name_fault, published, text};
use crate::verbatims::Verbatims;
use crate::words::t;

/// What was typed, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    source: String,
    var: String,
    label: Text,
    pub(super) faults: Faults,
}

impl Typed {
    pub(super) fn read(pairs: &[(String, String)], langs: &[String]) -> Typed {
        let word = |name: &str| {
            let found = pairs.iter().find(|(it, _)| it == name);
            found.map(|(_, text)| text.trim().to_owned()).unwrap_or_default()
        };
        let label = labels::read(pairs, "label", langs);
        Typed { source: word("source"), var: word("var"), label, faults: Faults::default() }
    }

    /// A coding as it is called now.
    pub(super) fn of(coding: &Coding) -> Typed {
        let (source, var) = (coding.source.to_string(), coding.var.clone());
        Typed { source, var, label: coding.label.clone(), faults: Faults::default() }
    }

    pub(super) fn name(&self) -> (&str, Text) {
        (&self.var, self.label.clone())
    }

    /// What is wrong with it. The newest of the versions has what analysts add; `own` is the name of a coding that has one.
    pub(super) fn check(&mut self, versions: &[Arc<Questionnaire>], own: Option<&str>) {
        let mut fault = |field: &str, word: &str| self.faults.0.push((field.to_owned(), word.to_owned()));
        let word = name_fault(&self.var, versions).filter(|_| own != Some(&self.var));
        if let Some(word) = word {
            fault("var", word);
        }
        match () {
            () if self.label.0.is_empty() => fault("label", "openends-label-missing"),
            () if labels::is_long(&self.label) => fault("label", "openends-label-long"),
            () => {}
        }
    }
}

/// The form of one source.
pub(super) fn form(
    shown: &Shown,
    it: &Verbatims,
    typed: &Typed,
    lang: &'static str,
) -> impl IntoView + use<> {
    let source = it.source.to_string();
    let is_this = typed.source == source;
    let typed = if is_this { typed.clone() } else { proposed(shown, it) };
    let langs = &shown.survey.questionnaire.langs;
    let action = with_rehearsal(&Place::OpenEnds.path(&shown.survey.id), shown.rehearsal);
    view! {
        <details open=is_this>
            <summary>{t(lang, "openends-begin")}</summary>
            <form method="post" action=action class="form">
                <input type="hidden" name="source" value=source.clone()/>
                {fields(&source, &typed, langs, lang)}
                <button class="button">{t(lang, "openends-begin-do")}</button>
            </form>
        </details>
    }
}

/// Name and label. `of` tells the fields from those of another form on the page.
pub(super) fn fields(of: &str, typed: &Typed, langs: &[String], lang: &'static str) -> impl IntoView + use<> {
    let fault = typed.faults.of("var", lang);
    let (id, hint_id, fault_id) = (format!("var-{of}"), format!("var-{of}-hint"), format!("var-{of}-fault"));
    let described = if fault.is_some() { format!("{hint_id} {fault_id}") } else { hint_id.clone() };
    let label_fault = typed.faults.of("label", lang);
    view! {
        <div class="field">
            <label for=id.clone()>{t(lang, "openends-var")}</label>
            <p class="hint" id=hint_id>{t(lang, "openends-var-hint")}</p>
            {fault.clone().map(|it| view! { <p class="fault" id=fault_id>{it}</p> })}
            <input
                id=id
                name="var"
                type="text"
                value=typed.var.clone()
                autocomplete="off"
                spellcheck="false"
                autofocus=fault.is_some()
                aria-invalid=fault.is_some().then_some("true")
                aria-describedby=described
            />
        </div>
        {labels::fields(("label", of), &t(lang, "openends-label"), langs, &typed.label, label_fault)}
    }
}

/// The versions of a survey, the newest with what analysts add: whose names are taken.
pub(super) async fn with_all_names(
    state: &AppState,
    survey: &Survey,
) -> Result<Vec<Arc<Questionnaire>>, AppError> {
    let mut versions = published(&state.db, survey).await?;
    let text = text(&state.db, &survey.id).await?;
    let (with, _) = added(&state.db, &survey.id, &versions, &text).await?;
    versions.pop();
    versions.push(Arc::new(with));
    Ok(versions)
}

/// A name that is free, and the question as label.
fn proposed(shown: &Shown, it: &Verbatims) -> Typed {
    let is_taken = |name: &str| shown.codings.iter().any(|it| it.coding.var.eq_ignore_ascii_case(name));
    let first = format!("{}_coded", it.source.var);
    let more = (2..).map(|n| format!("{first}{n}"));
    let var = std::iter::once(first.clone()).chain(more).find(|it| !is_taken(it)).unwrap_or_default();
    Typed { source: String::new(), var, label: it.question.clone(), faults: Faults::default() }
}

/// `POST /surveys/{id}/open-ends`
pub async fn begin(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let rehearsal = super::is_rehearsal(&parts);
    let shown = shown(&state, person, &SurveyId(survey), rehearsal).await?;
    let questionnaire = &shown.survey.questionnaire;
    let mut typed = Typed::read(&pairs, &questionnaire.langs);
    let mut sources = shown.sources.iter().map(|it| &it.of.source);
    let source = sources.find(|it| it.to_string() == typed.source).ok_or(AppError::Malformed)?.clone();
    typed.check(&with_all_names(&state, &shown.survey).await?, None);
    if typed.faults.0.is_empty() {
        let by = By { person: shown.person.id, name: shown.person.name.clone() };
        let begun = (&*typed.var, source, typed.label.clone());
        match codings::begin(&state.db, &shown.survey.id, begun, Vec::new(), &by, (state.now)()).await {
            Ok(_) => {
                let frame = format!("{}/frame", path(&shown.survey.id, &typed.var));
                return Ok(Redirect::to(&with_rehearsal(&frame, rehearsal)).into_response());
            }
            Err(store::Error::Taken(_)) => typed.faults = Faults::one("var", "variables-name-taken"),
            Err(err) => return Err(err.into()),
        }
    }
    let page = move || open_ends::page(shown.clone(), typed.clone());
    Ok(draw(&state, parts, StatusCode::UNPROCESSABLE_ENTITY, page).await)
}
