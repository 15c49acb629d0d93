//! The texts of a coding, and giving codes to them: to one, to those that are ticked, to a group, to all that are found.

pub(super) mod asked;
pub(super) mod codes;
pub(super) mod drawn;
mod posted;
mod single;

use std::collections::BTreeMap;

use axum::http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use survey::SurveyId;
use tokio::task::spawn_blocking;

use super::is_rehearsal;
use super::one::{Opened, head};
use super::rows::{Group, Row, Rows, Suggestion};
use crate::auth::{Analyst, guard};
use crate::error::AppError;
use crate::pages::desk::done::done;
use crate::pages::desk::form::FaultCount;
use crate::pages::desk::{Desk, Place, lang};
use crate::pages::show;
use crate::state::AppState;
use crate::words::t;
use asked::Asked;
use posted::Typed;

pub use super::one::{delete, undo};
pub use posted::mark;

/// Texts on a page.
const LISTED: usize = 50;

/// What was done, for the page that says so.
const DONE: [&str; 4] = ["marked", "unchanged", "undone", "undone-not"];

/// What the page shows: all of it is one coder's view.
#[derive(Clone)]
struct Shown {
    opened: Opened,
    asked: Asked,
    /// All texts, and how many of them this coder has coded.
    texts: usize,
    coded: usize,
    /// How many texts, and how many rows or groups of them, are found.
    found: (usize, usize),
    listed: Listed,
    suggestions: BTreeMap<usize, Suggestion>,
}

/// What stands on the page.
#[derive(Clone)]
enum Listed {
    /// The place of each among all rows.
    Rows(Vec<(usize, Row)>),
    /// Each with its rows, of which a few are shown.
    Groups(Vec<(Group, Vec<Row>)>),
    /// One text alone.
    Single(Box<(usize, Row)>),
}

/// `/surveys/{id}/open-ends/{var}?q=&seen=&code=&groups=&group=&text=&page=&rehearsal=`
#[component]
pub fn CodingPage() -> impl IntoView {
    let params = use_params_map().read_untracked().clone();
    let of = |name: &str| params.get(name).unwrap_or_default();
    show(load(of("survey"), of("var")), |shown| page(shown, Typed::default()))
}

async fn load(survey: String, var: String) -> Result<Shown, AppError> {
    let Analyst(person) = guard().await?;
    let (state, parts): (AppState, Parts) = (expect_context(), expect_context());
    let opened = Opened::load(&state, person, (&SurveyId(survey), &var), is_rehearsal(&parts)).await?;
    shown(opened, Asked::read(&parts)).await
}

async fn shown(opened: Opened, asked: Asked) -> Result<Shown, AppError> {
    // Away from the threads that answer respondents.
    Ok(spawn_blocking(move || looked_at(opened, asked)).await?)
}

fn looked_at(opened: Opened, mut asked: Asked) -> Shown {
    let rows = Rows::new(&opened, opened.person.id);
    let texts = opened.verbatims.texts.len();
    let coded = rows.all.iter().map(|it| it.coded).sum();
    let found = rows.asked(&asked);
    let count = found.iter().map(|it| rows.all[*it].folded.interviews.len()).sum();
    let on_page = |asked: &mut Asked, all: usize| {
        asked.page = asked.page.clamp(1, all.div_ceil(LISTED).max(1));
        (asked.page - 1) * LISTED..(asked.page * LISTED).min(all)
    };
    let single = asked.text.and_then(|it| rows.of(it));
    let (listed, of, number) = match single {
        Some(at) => (Listed::Single(Box::new((at, rows.all[at].clone()))), vec![at], found.len()),
        None if asked.groups => {
            let groups = rows.groups(&found);
            let here = groups[on_page(&mut asked, groups.len())].iter().map(|it| {
                let few = it.rows.iter().take(drawn::FEW).map(|at| rows.all[*at].clone());
                (it.clone(), few.collect())
            });
            (Listed::Groups(here.collect()), Vec::new(), groups.len())
        }
        None => {
            let here = found[on_page(&mut asked, found.len())].to_vec();
            let listed = here.iter().map(|at| (*at, rows.all[*at].clone())).collect();
            (Listed::Rows(listed), here, found.len())
        }
    };
    let suggestions = rows.suggestions(&of);
    Shown { opened, asked, texts, coded, found: (count, number), listed, suggestions }
}

fn page(shown: Shown, typed: Typed) -> impl IntoView {
    let lang = lang();
    let opened = &shown.opened;
    let name = opened.survey.questionnaire.title.get(lang).to_owned();
    let (person, title) = (opened.person.clone(), opened.coding.label.get(lang).to_owned());
    let (survey, address) = ((opened.survey.id.clone(), name), shown.asked.address(opened));
    let head = head(opened, "", lang);
    let texts = match &shown.listed {
        Listed::Single(it) => single::panel(&shown, it, &typed, lang).into_any(),
        _ if shown.texts == 0 => view! { <p>{t(lang, "openends-no-text")}</p> }.into_any(),
        _ => drawn::list(&shown, &typed, lang).into_any(),
    };
    view! {
        <Desk person lang title place=Place::OpenEnds survey=Some(survey) address>
            {done(lang, "openends-done", &DONE)}
            {head}
            <FaultCount lang faults=typed.faults/>
            {texts}
        </Desk>
    }
}
