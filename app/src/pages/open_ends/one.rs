//! One coding with its texts, as all of its pages begin; and what can be done to the whole of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::http::request::Parts;
use axum::response::Redirect;
use leptos::prelude::*;
use store::codings::{self, By, Coding, FrameCode, Marks, Step};
use store::surveys::{self, Survey};
use survey::questionnaire::Code;
use survey::{PersonId, Questionnaire, SurveyId};

use super::{is_rehearsal, path, with_rehearsal};
use crate::auth::{Analyst, Person};
use crate::error::AppError;
use crate::pages::desk::Place;
use crate::pages::desk::time::words as time;
use crate::state::AppState;
use crate::variables::{self, own_choices};
use crate::verbatims::{self, Verbatims};
use crate::words::{t, t_with};

/// A coding, its texts, and what coders made of them.
#[derive(Clone)]
pub(super) struct Opened {
    pub person: Person,
    pub survey: Survey,
    pub rehearsal: bool,
    /// The choices of the question, but for "other", stand before the codes of the frame.
    pub coding: Coding,
    /// The numbers of all its choices, in whichever version.
    pub choices: BTreeSet<Code>,
    pub verbatims: Verbatims,
    pub marks: Marks,
    /// What this person would undo.
    pub last: Option<Step>,
    /// A version has the name of the coding: its codes are nowhere.
    pub is_out: bool,
}

impl Opened {
    /// `NotFound` where the survey has no coding of this name.
    pub async fn load(
        state: &AppState,
        person: Person,
        (survey, var): (&SurveyId, &str),
        rehearsal: bool,
    ) -> Result<Opened, AppError> {
        let db = &state.db;
        let survey = surveys::load(db, survey).await?;
        let versions = variables::published(db, &survey).await?;
        let coding = with_own(codings::find(db, &survey.id, var).await?, &versions);
        let choices = own_choices(&coding.source, &versions).into_iter().map(|it| it.code).collect();
        let (with, _) = variables::added(db, &survey.id, &versions, "").await?;
        let is_out = !variables::has_coded(&with, &coding.var);
        let marks = codings::marks(db, coding.id).await?;
        let last = codings::last(db, coding.id, person.id).await?;
        let of = (&survey.id, rehearsal);
        let all = verbatims::read(db, of, Some(&coding.source.var), (state.now)()).await?;
        let found = all.into_iter().find(|it| it.source == coding.source);
        // A version without the question takes no text away: its columns stay.
        let verbatims = found.ok_or(AppError::NotFound)?;
        Ok(Opened { person, survey, rehearsal, coding, choices, verbatims, marks, last, is_out })
    }

    pub fn by(&self) -> By {
        By { person: self.person.id, name: self.person.name.clone() }
    }

    /// The code of the frame with this number.
    pub fn code(&self, code: Code) -> Option<&FrameCode> {
        self.coding.codes.iter().find(|it| it.code == code)
    }

    /// The label of a code of the frame.
    pub fn label(&self, code: Code, lang: &str) -> String {
        self.code(code).map_or_else(|| code.to_string(), |it| it.label.get(lang).to_owned())
    }

    /// What a coder is called: as the one whom the page is for, or by name.
    pub fn name(&self, coder: PersonId, lang: &str) -> String {
        let name = self.marks.coders.iter().find(|(it, _)| *it == coder).map(|(_, it)| it.clone());
        let name = name.unwrap_or_default();
        match coder == self.person.id {
            true => t_with(lang, "openends-you", &[("name", name.into())]),
            false => name,
        }
    }

    /// The address of one of its pages: `""` for the texts, `/frame`, `/agreement`.
    pub fn path(&self, page: &str) -> String {
        with_rehearsal(&format!("{}{page}", path(&self.survey.id, &self.coding.var)), self.rehearsal)
    }
}

/// A coding with the choices of its question, as they are in the newest version that has each, before the codes of its
/// frame. A choice beside which something is typed is none into which a text is sorted.
pub(super) fn with_own(mut coding: Coding, versions: &[Arc<Questionnaire>]) -> Coding {
    let own = own_choices(&coding.source, versions).into_iter().filter(|it| !it.other && it.code >= 0);
    let own = own.map(|it| FrameCode { code: it.code, label: it.label.clone(), net: None, own: true });
    let mut codes: Vec<FrameCode> = own.collect();
    let choices: BTreeSet<Code> = codes.iter().map(|it| it.code).collect();
    codes.extend(coding.codes.into_iter().filter(|it| !choices.contains(&it.code)));
    coding.codes = codes;
    coding
}

/// The question, the way to the other pages of the coding, and what can be undone.
pub(super) fn head(opened: &Opened, here: &str, lang: &'static str) -> impl IntoView + use<> {
    let Opened { verbatims, coding, survey, .. } = opened;
    let nr = verbatims.nr.clone().map(|nr| view! { <span class="paper__nr">{nr}</span> });
    let beside = verbatims
        .beside
        .as_ref()
        .map(|it| t_with(lang, "openends-beside", &[("choice", it.get(lang).to_owned().into())]));
    // Often the label of the coding, which is the heading.
    let question = verbatims.question.get(lang);
    let question = (question != coding.label.get(lang)).then(|| question.to_owned());
    let pages = [
        ("", "openends-page-texts"),
        ("/frame", "openends-page-frame"),
        ("/agreement", "openends-page-agreement"),
    ];
    let pages: Vec<_> = pages
        .into_iter()
        .map(|(page, word)| {
            let current = (page == here).then_some("page");
            view! { <li><a href=opened.path(page) aria-current=current>{t(lang, word)}</a></li> }
        })
        .collect();
    let all = with_rehearsal(&Place::OpenEnds.path(&survey.id), opened.rehearsal);
    let rehearsal = opened.rehearsal.then(|| view! { <p class="notice">{t(lang, "openends-rehearsal")}</p> });
    let out = opened.is_out.then(|| view! { <p class="notice">{t(lang, "openends-out")}</p> });
    view! {
        <p class="open-ends__question">
            {nr} " " {question} " " {beside} " "
            <code>{coding.var.clone()}</code>
        </p>
        {rehearsal}
        {out}
        <nav aria-label=t(lang, "openends-pages")>
            <ul class="open-ends__pages">
                <li><a href=all>{t(lang, "openends-all")}</a></li>
                {pages}
            </ul>
        </nav>
        {undo_form(opened, here, lang)}
    }
}

fn undo_form(opened: &Opened, here: &str, lang: &'static str) -> Option<impl IntoView + use<>> {
    let last = opened.last.as_ref()?;
    let at = time(last.at, &opened.survey.settings.time_zone);
    let said = [("count", last.texts.into()), ("at", at.into())];
    let words = t_with(lang, &format!("openends-undo-{}", last.kind.word()), &said);
    let action =
        with_rehearsal(&format!("{}/undo", path(&opened.survey.id, &opened.coding.var)), opened.rehearsal);
    let (step, here) = (last.id.to_string(), here.to_owned());
    Some(view! {
        <form method="post" action=action class="open-ends__undo">
            <input type="hidden" name="step" value=step/>
            <input type="hidden" name="page" value=here/>
            <button class="button button--quiet">{words}</button>
        </form>
    })
}

/// `POST /surveys/{id}/open-ends/{var}/undo`: the last step of whoever asks, where it is still the last.
pub async fn undo(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path((survey, var)): Path<(String, String)>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Redirect, AppError> {
    let survey = SurveyId(survey);
    let coding = codings::find(&state.db, &survey, &var).await?;
    let word = |name: &str| pairs.iter().find(|(it, _)| it == name).map(|(_, it)| it.as_str());
    let step = word("step").and_then(|it| it.parse().ok()).unwrap_or_default();
    let by = By { person: person.id, name: person.name };
    let done = match codings::undo(&state.db, &survey, (coding.id, step), &by, (state.now)()).await {
        Ok(_) => "undone",
        // A second tap, or something was done in another window: what is last now stands on the page.
        Err(store::Error::Stale) => "undone-not",
        Err(err) => return Err(err.into()),
    };
    let page = word("page").filter(|it| ["/frame", "/agreement"].contains(it)).unwrap_or_default();
    Ok(Redirect::to(&then(&survey, &var, page, (is_rehearsal(&parts), done))))
}

/// `POST /surveys/{id}/open-ends/{var}/gone`
pub async fn delete(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path((survey, var)): Path<(String, String)>,
    parts: Parts,
) -> Result<Redirect, AppError> {
    let survey = SurveyId(survey);
    codings::delete(&state.db, &survey, &var, &person.name, (state.now)()).await?;
    let rehearsal = is_rehearsal(&parts).then_some(("rehearsal", "1"));
    let pairs = rehearsal.into_iter().chain([("done", "gone")]);
    Ok(Redirect::to(&crate::pages::address(&Place::OpenEnds.path(&survey), pairs)))
}

/// The address of a page of a coding that says what was done.
pub(super) fn then(survey: &SurveyId, var: &str, page: &str, (rehearsal, done): (bool, &str)) -> String {
    let rehearsal = rehearsal.then_some(("rehearsal", "1"));
    let pairs = rehearsal.into_iter().chain([("done", done)]);
    crate::pages::address(&format!("{}{page}", path(survey, var)), pairs)
}
