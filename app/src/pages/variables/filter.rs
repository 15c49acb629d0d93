//! A condition saved by a name, from then on a filter of tables and data files and a variable like any other.

use axum::extract::{Form, Path, State};
use axum::http::request::Parts;
use axum::response::Response;
use leptos::prelude::*;
use store::surveys;
use store::texts::{self, Kind};
use survey::condition::filter;
use survey::questionnaire::Text;
use survey::variables::saved_filter;
use survey::{Problem, Severity, SurveyId};

use super::{Shown, Wrong, again, leads_back};
use crate::auth::Analyst;
use crate::error::AppError;
use crate::pages::desk::Place;
use crate::pages::desk::condition::condition;
use crate::pages::desk::form::{Faults, Field};
use crate::state::AppState;
use crate::variables::{added, name_fault, published};
use crate::words::{language_name, t};

/// What is typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    name: String,
    /// In each language, as the questionnaire has them.
    labels: Vec<(String, String)>,
    condition: String,
}

impl Filter {
    /// A condition that has no name yet.
    pub(super) fn of(condition: String) -> Filter {
        Filter { condition, ..Filter::default() }
    }
}

pub(super) fn form(shown: &Shown, wrong: &Wrong, lang: &'static str) -> impl IntoView + use<> {
    let Wrong { filter, faults, .. } = wrong;
    let labels: Vec<_> = shown.questionnaire.langs.iter().map(|it| label(it, filter, faults, lang)).collect();
    let action = format!("{}/filter", Place::Variables.path(&shown.survey.id));
    view! {
        <section class="panel" id="save-filter">
            <h2>{t(lang, "variables-save")}</h2>
            <p class="hint">{t(lang, "variables-save-is")}</p>
            <form method="post" action=action class="form">
                {condition(&filter.condition, &shown.questionnaire, faults, lang)}
                <Field
                    lang
                    name="name"
                    word="variables-name"
                    hint=true
                    typed=filter.name.clone()
                    faults=faults.clone()
                />
                {labels}
                <button class="button">{t(lang, "variables-save")}</button>
            </form>
        </section>
    }
}

fn label(of: &str, filter: &Filter, faults: &Faults, lang: &'static str) -> impl IntoView + use<> {
    let name = format!("label.{of}");
    let typed = filter.labels.iter().find(|(it, _)| it == of).map(|(_, it)| it.clone());
    let fault = faults.of(&name, lang);
    let fault_id = format!("{name}-fault");
    let described = fault.is_some().then(|| fault_id.clone());
    view! {
        <div class="field">
            <label for=name.clone()>{t(lang, "variables-label")} " (" {language_name(of)} ")"</label>
            {fault.map(|it| view! { <p class="fault" id=fault_id>{it}</p> })}
            <input
                id=name.clone()
                name=name
                value=typed.unwrap_or_default()
                autocomplete="off"
                aria-invalid=described.is_some().then_some("true")
                aria-describedby=described
            />
        </div>
    }
}

/// `POST /surveys/{id}/variables/filter`: adds a condition under a name.
pub async fn save(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let survey = surveys::load(&state.db, &SurveyId(survey)).await?;
    let typed = read(&survey.questionnaire.langs, &pairs);
    let line = saved_filter(&typed.name, &Text(typed.labels.clone()), &typed.condition);
    let versions = published(&state.db, &survey).await?;
    loop {
        let kept = texts::newest(&state.db, &survey.id, Kind::Variables).await?;
        let (before, was) = kept.map(|it| (it.text, it.id)).unwrap_or_default();
        let text = format!("{}\n{line}", before.trim_end()).trim().to_owned();
        let (with, old) = added(&state.db, &survey.id, &versions, &before).await?;
        let mut faults = faults(&typed);
        if filter(&with, &typed.condition).is_err() {
            faults.0.push(("filter".to_owned(), "data-filter-wrong".to_owned()));
        }
        let all = [&versions[..], &[with.into()]].concat();
        // Whatever else is wrong is wrong with the text that it is added to.
        let (_, new) = added(&state.db, &survey.id, &versions, &text).await?;
        let of_text =
            (faults.0.is_empty() && errors(&new) > errors(&old)).then_some("variables-name-or-text");
        let word = name_fault(&typed.name, &all).or(of_text);
        faults.0.extend(word.map(|it| ("name".to_owned(), it.to_owned())));
        if !faults.0.is_empty() {
            let wrong = Wrong { filter: typed, faults, ..Wrong::default() };
            return again(&state, parts, person, &survey.id, wrong).await;
        }
        let now = (state.now)();
        match texts::put(&state.db, &survey.id, Kind::Variables, (&text, Some(was)), &person.name, now).await
        {
            // Somebody else wrote meanwhile: it is added to that.
            Err(store::Error::Stale) => continue,
            put => put?,
        };
        return Ok(leads_back(&survey.id, "saved"));
    }
}

fn errors(problems: &[Problem]) -> usize {
    problems.iter().filter(|it| it.severity == Severity::Error).count()
}

fn read(langs: &[String], pairs: &[(String, String)]) -> Filter {
    let word = |name: &str| {
        let found = pairs.iter().find(|(it, _)| it == name);
        found.map(|(_, text)| text.trim().to_owned()).unwrap_or_default()
    };
    Filter {
        name: word("name"),
        labels: langs.iter().map(|it| (it.clone(), word(&format!("label.{it}")))).collect(),
        condition: word("filter"),
    }
}

fn faults(typed: &Filter) -> Faults {
    let mut faults = Faults::default();
    for (lang, text) in &typed.labels {
        if text.is_empty() {
            faults.0.push((format!("label.{lang}"), "variables-label-missing".to_owned()));
        }
    }
    faults
}
