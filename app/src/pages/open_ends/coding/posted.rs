//! What is posted about texts: codes given, taken away, set, or taken over from texts that are alike.

use std::collections::BTreeSet;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use store::codings::{self, Mark};
use survey::questionnaire::Code;
use survey::{InterviewId, SurveyId};
use tokio::task::spawn_blocking;

use super::asked::{Asked, Seen};
use super::{page, shown};
use crate::auth::Analyst;
use crate::error::AppError;
use crate::pages::desk::form::Faults;
use crate::pages::draw;
use crate::pages::open_ends::is_rehearsal;
use crate::pages::open_ends::one::Opened;
use crate::pages::open_ends::rows::{Row, Rows};
use crate::state::AppState;

/// What is done with the codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Deed {
    #[default]
    Give,
    Take,
    /// These codes and no others.
    Set,
    /// What a text like it was given.
    Suggested,
}

/// What was ticked, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    deed: Deed,
    pub texts: Vec<InterviewId>,
    pub groups: Vec<InterviewId>,
    /// All texts that are found.
    pub all: bool,
    pub codes: Vec<Code>,
    pub faults: Faults,
}

impl Typed {
    /// Codes that are not in the frame are none.
    fn read(pairs: &[(String, String)], opened: &Opened) -> Result<Typed, AppError> {
        let numbers = |name: &str| {
            let of = pairs.iter().filter(|(it, _)| it == name);
            of.filter_map(|(_, text)| text.parse().ok()).collect::<Vec<i64>>()
        };
        let ids = |name: &str| numbers(name).into_iter().map(InterviewId).collect();
        let deed = match pairs.iter().find(|(it, _)| it == "deed").map(|(_, it)| it.as_str()) {
            Some("give") => Deed::Give,
            Some("take") => Deed::Take,
            Some("set") => Deed::Set,
            Some("suggested") => Deed::Suggested,
            _ => return Err(AppError::Malformed),
        };
        let codes = numbers("code").into_iter().filter(|it| opened.code(*it).is_some()).collect();
        let all = pairs.iter().any(|(it, text)| it == "all" && text == "1");
        let mut typed =
            Typed { deed, texts: ids("text"), groups: ids("group"), all, codes, faults: Faults::default() };
        let mut fault = |field: &str, word: &str| typed.faults.0.push((field.to_owned(), word.to_owned()));
        if typed.texts.is_empty() && typed.groups.is_empty() && !typed.all {
            fault("text", "openends-none-ticked");
        }
        if typed.codes.is_empty() && matches!(deed, Deed::Give | Deed::Take) {
            fault("code", "openends-no-code");
        }
        Ok(typed)
    }

    /// The rows that are meant.
    fn rows(&self, rows: &Rows, asked: &Asked) -> Vec<usize> {
        if self.all {
            return rows.asked(asked);
        }
        // A group is what of it was found, so that nothing out of sight is coded.
        let found: BTreeSet<usize> = rows.asked(asked).into_iter().collect();
        // Of several rows of one group that are posted one is enough.
        let mut groups: BTreeSet<usize> = BTreeSet::new();
        for group in &self.groups {
            if rows.of(*group).is_some_and(|it| !groups.contains(&it)) {
                groups.extend(rows.group_of(*group));
            }
        }
        let groups = groups.into_iter().filter(|it| found.contains(it));
        let all: BTreeSet<usize> = self.texts.iter().filter_map(|it| rows.of(*it)).chain(groups).collect();
        all.into_iter().collect()
    }

    /// What changes, and nothing that is so already.
    fn marks(&self, opened: &Opened, asked: &Asked) -> Vec<Mark> {
        let rows = Rows::new(opened, opened.person.id);
        let wanted = self.rows(&rows, asked);
        let suggestions = match self.deed {
            Deed::Suggested => rows.suggestions(&wanted),
            Deed::Give | Deed::Take | Deed::Set => Default::default(),
        };
        let of_row = |at: &usize| {
            let row = &rows.all[*at];
            match self.deed {
                Deed::Give => marks(opened, row, &self.codes, &[]),
                Deed::Take => marks(opened, row, &[], &self.codes),
                Deed::Set => {
                    let codes = opened.coding.codes.iter().map(|it| it.code);
                    let others: Vec<Code> = codes.filter(|it| !self.codes.contains(it)).collect();
                    marks(opened, row, &self.codes, &others)
                }
                Deed::Suggested => marks(opened, row, suggestions.get(at).map_or(&[], |it| &it.codes), &[]),
            }
        };
        wanted.iter().flat_map(of_row).collect()
    }
}

fn marks(opened: &Opened, row: &Row, give: &[Code], take: &[Code]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for interview in row.folded.interviews.iter().copied() {
        let has = opened.marks.of(opened.person.id, interview);
        let given = give.iter().filter(|it| !has.contains(it)).map(|it| (*it, true));
        let taken = take.iter().filter(|it| has.contains(it)).map(|it| (*it, false));
        marks.extend(given.chain(taken).map(|(code, given)| Mark { interview, code, given }));
    }
    marks
}

/// `POST /surveys/{id}/open-ends/{var}`, with the filter of the page in its address.
pub async fn mark(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path((survey, var)): Path<(String, String)>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let (survey, asked) = (SurveyId(survey), Asked::read(&parts));
    let of = (&survey, var.as_str());
    let opened = Opened::load(&state, person, of, is_rehearsal(&parts)).await?;
    let typed = Typed::read(&pairs, &opened)?;
    if !typed.faults.0.is_empty() {
        let shown = shown(opened, asked).await?;
        let page = move || page(shown.clone(), typed.clone());
        return Ok(draw(&state, parts, StatusCode::UNPROCESSABLE_ENTITY, page).await);
    }
    let (coding, by) = (opened.coding.id, opened.by());
    let of_page = asked.clone();
    let marks = spawn_blocking(move || (typed.marks(&opened, &of_page), opened)).await;
    let (marks, mut opened) = marks.map_err(|_| AppError::Internal)?;
    let done = match codings::mark(&state.db, &survey, coding, marks, &by, (state.now)()).await? {
        0 => "unchanged",
        _ => "marked",
    };
    if asked.text.is_some() {
        // What comes next depends on what was just coded; the texts are the same.
        opened.marks = codings::marks(&state.db, coding).await?;
    }
    let address = spawn_blocking(move || next(&opened, asked).address(&opened)).await;
    let address = address.map_err(|_| AppError::Internal)?;
    let joint = if address.contains('?') { '&' } else { '?' };
    Ok(Redirect::to(&format!("{address}{joint}done={done}")).into_response())
}

/// After one text alone the next one without codes, of those that the filter finds; else the same page.
fn next(opened: &Opened, asked: Asked) -> Asked {
    let Some(text) = asked.text else { return asked };
    let rows = Rows::new(opened, opened.person.id);
    let here = rows.of(text).unwrap_or_default();
    let open = rows.asked(&Asked { seen: Seen::Uncoded, ..asked.clone() });
    let next = open.iter().find(|it| **it > here).or(open.first()).filter(|it| **it != here);
    Asked { text: next.map(|it| rows.all[*it].id()), ..asked }
}
