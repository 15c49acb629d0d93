//! Two coders of the same texts: how far they agree, and settling where they differ.

mod drawn;

use std::collections::BTreeMap;

use analysis::coding::agreement::{Agreement, agreement, is_same};
use analysis::coding::folded::normal;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::codings;
use survey::questionnaire::Code;
use survey::{InterviewId, PersonId, SurveyId};
use tokio::task::spawn_blocking;

use super::is_rehearsal;
use super::one::{Opened, head};
use crate::auth::{Analyst, Person, guard};
use crate::error::AppError;
use crate::pages::desk::done::done;
use crate::pages::desk::form::{FaultCount, Faults};
use crate::pages::desk::{Desk, Place, lang};
use crate::pages::{address, draw, in_query, show};
use crate::state::AppState;
use crate::words::t;

/// Differences on a page.
const LISTED: usize = 50;

/// What was done, for the page that says so.
const DONE: [&str; 3] = ["settled", "undone", "undone-not"];

/// Whom an address compares.
#[derive(Clone, Debug, Default)]
struct Asked {
    /// Two coders; the first two where the address does not say.
    pair: Option<(PersonId, PersonId)>,
    /// Also differences that are settled.
    settled: bool,
    /// From 1.
    page: usize,
}

/// Two coders compared.
#[derive(Clone)]
struct Compared {
    pair: (PersonId, PersonId),
    agreement: Agreement,
    /// Those of this page, and how many there are.
    differences: Vec<Difference>,
    count: usize,
    settled: usize,
}

/// The same text, coded by both in the same two ways.
#[derive(Clone)]
struct Difference {
    text: String,
    interviews: Vec<InterviewId>,
    one: Vec<Code>,
    other: Vec<Code>,
    settled: Vec<Code>,
}

/// What was ticked for a text that was not settled, and what is wrong with it.
#[derive(Clone, Debug, Default)]
struct Typed {
    interviews: Vec<InterviewId>,
    faults: Faults,
}

/// `/surveys/{id}/open-ends/{var}/agreement?one=&other=&settled=&page=`
#[component]
pub fn AgreementPage() -> impl IntoView {
    let params = use_params_map().read_untracked().clone();
    let of = |name: &str| params.get(name).unwrap_or_default();
    show(load(of("survey"), of("var")), |shown| page(shown, Typed::default()))
}

async fn load(survey: String, var: String) -> Result<Shown, AppError> {
    let Analyst(person) = guard().await?;
    let (state, parts): (AppState, Parts) = (expect_context(), expect_context());
    let (opened, asked) = opened(&state, person, (&SurveyId(survey), &var), &parts).await?;
    shown(opened, asked).await
}

async fn opened(
    state: &AppState,
    person: Person,
    of: (&SurveyId, &str),
    parts: &Parts,
) -> Result<(Opened, Asked), AppError> {
    let opened = Opened::load(state, person, of, is_rehearsal(parts)).await?;
    let asked = Asked::read(parts, &opened);
    Ok((opened, asked))
}

impl Asked {
    fn read(parts: &Parts, opened: &Opened) -> Asked {
        let coders = &opened.marks.coders;
        let known = |name: &str| {
            let id = PersonId(in_query(parts, name)?.parse().ok()?);
            coders.iter().map(|(it, _)| *it).find(|it| *it == id)
        };
        let one = known("one").or(coders.first().map(|it| it.0));
        let other = known("other").filter(|it| Some(*it) != one);
        let other = other.or(coders.iter().map(|it| it.0).find(|it| Some(*it) != one));
        let page = in_query(parts, "page").and_then(|it| it.parse().ok()).unwrap_or(1);
        Asked { pair: one.zip(other), settled: in_query(parts, "settled").is_some_and(|it| it == "1"), page }
    }

    fn address(&self, opened: &Opened) -> String {
        let pair = self.pair.map(|(one, other)| (one.0.to_string(), other.0.to_string())).unwrap_or_default();
        let flag = |it: bool| String::from(if it { "1" } else { "" });
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let pairs = [
            ("one", pair.0),
            ("other", pair.1),
            ("settled", flag(self.settled)),
            ("page", page),
            ("rehearsal", flag(opened.rehearsal)),
        ];
        let path = format!("{}/agreement", super::path(&opened.survey.id, &opened.coding.var));
        address(&path, pairs.iter().filter(|(_, it)| !it.is_empty()).map(|(name, it)| (*name, it.as_str())))
    }
}

/// What the page shows.
#[derive(Clone)]
struct Shown {
    opened: Opened,
    asked: Asked,
    compared: Option<Compared>,
}

async fn shown(opened: Opened, mut asked: Asked) -> Result<Shown, AppError> {
    // Away from the threads that answer respondents.
    let shown = spawn_blocking(move || {
        let compared = asked.pair.map(|pair| compared(&opened, pair, &mut asked));
        Shown { opened, asked, compared }
    });
    Ok(shown.await?)
}

fn page(Shown { opened, asked, compared }: Shown, typed: Typed) -> impl IntoView {
    let lang = lang();
    let name = opened.survey.questionnaire.title.get(lang).to_owned();
    let nobody = compared.is_none().then(|| view! { <p>{t(lang, "openends-one-coder")}</p> });
    let compared = compared.map(|it| drawn::compared(&opened, &it, &asked, &typed, lang));
    view! {
        <Desk
            person=opened.person.clone()
            lang
            title=opened.coding.label.get(lang).to_owned()
            place=Place::OpenEnds
            survey=Some((opened.survey.id.clone(), name))
            address=asked.address(&opened)
        >
            {done(lang, "openends-done", &DONE)}
            {head(&opened, "/agreement", lang)}
            <FaultCount lang faults=typed.faults.clone()/>
            <p class="hint">{t(lang, "openends-agreement-is")}</p>
            {nobody}
            {compared}
        </Desk>
    }
}

/// The texts that both have coded, compared; and the page of their differences that is asked for.
fn compared(opened: &Opened, pair: (PersonId, PersonId), asked: &mut Asked) -> Compared {
    let marks = &opened.marks;
    let both = |id: InterviewId| {
        let codes = (marks.of(pair.0, id), marks.of(pair.1, id));
        (!codes.0.is_empty() && !codes.1.is_empty()).then_some(codes)
    };
    let pairs: Vec<(&[Code], &[Code])> =
        opened.verbatims.texts.iter().filter_map(|(id, _)| both(*id)).collect();
    let frame: Vec<Code> = opened.coding.codes.iter().map(|it| it.code).collect();
    let mut differences: Vec<Difference> = Vec::new();
    let mut places = BTreeMap::new();
    for (id, text) in &opened.verbatims.texts {
        let Some((one, other)) = both(*id).filter(|(one, other)| !is_same(one, other)) else { continue };
        let settled = marks.settled.get(id).cloned().unwrap_or_default();
        let key = (normal(text), one, other, settled.clone());
        let at = *places.entry(key).or_insert(differences.len());
        match differences.get_mut(at) {
            Some(it) => it.interviews.push(*id),
            None => differences.push(Difference {
                text: text.clone(),
                interviews: vec![*id],
                one: one.to_vec(),
                other: other.to_vec(),
                settled,
            }),
        }
    }
    let count = differences.len();
    let settled = differences.iter().filter(|it| !it.settled.is_empty()).count();
    differences.retain(|it| asked.settled || it.settled.is_empty());
    asked.page = asked.page.clamp(1, differences.len().div_ceil(LISTED).max(1));
    let differences = differences.into_iter().skip((asked.page - 1) * LISTED).take(LISTED).collect();
    Compared { pair, agreement: agreement(&frame, &pairs), differences, count, settled }
}

/// `POST /surveys/{id}/open-ends/{var}/agreement`: settles a text on some codes.
pub async fn settle(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path((survey, var)): Path<(String, String)>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let survey = SurveyId(survey);
    let (opened, asked) = opened(&state, person, (&survey, &var), &parts).await?;
    let numbers = |name: &str| {
        let texts = pairs.iter().filter(|(it, _)| it == name);
        texts.flat_map(|(_, it)| it.split(' ')).filter_map(|it| it.parse().ok()).collect::<Vec<i64>>()
    };
    let is_typed = |it: &InterviewId| opened.verbatims.texts.binary_search_by_key(it, |(id, _)| *id).is_ok();
    let interviews: Vec<InterviewId> =
        numbers("text").into_iter().map(InterviewId).filter(is_typed).collect();
    // A button says whose codes it takes over; without one, what is ticked counts.
    let chosen =
        if pairs.iter().any(|(name, _)| name == "codes") { numbers("codes") } else { numbers("code") };
    let mut codes: Vec<Code> = chosen.into_iter().filter(|it| opened.code(*it).is_some()).collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.is_empty() || interviews.is_empty() {
        let typed = Typed { interviews, faults: Faults::one("code", "openends-no-code") };
        let shown = shown(opened, asked).await?;
        let page = move || page(shown.clone(), typed.clone());
        return Ok(draw(&state, parts, StatusCode::UNPROCESSABLE_ENTITY, page).await);
    }
    let settled = (interviews.as_slice(), codes.as_slice());
    codings::settle(&state.db, &survey, opened.coding.id, settled, &opened.by(), (state.now)()).await?;
    let address = asked.address(&opened);
    let joint = if address.contains('?') { '&' } else { '?' };
    Ok(Redirect::to(&format!("{address}{joint}done=settled")).into_response())
}
