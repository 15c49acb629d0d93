//! What a change to the cells would do, before it is done: which close, which open, how many people are inside.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use leptos::prelude::*;
use store::quotas::{self, Change, QuotaCell, WhatIf};
use survey::SurveyId;
use survey::fieldwork::board;
use survey::quota::CellName;

use super::typed::{Typed, Wrong, fields};
use super::{Shown, Typing, again, cell_name, plan, shown, standing, to, warnings};
use crate::auth::Manager;
use crate::error::AppError;
use crate::pages::desk::form::{FaultCount, Faults, Field, reason};
use crate::pages::desk::{Desk, Place, lang};
use crate::pages::draw;
use crate::state::AppState;
use crate::words::{t, t_with};

/// A change that is looked at.
#[derive(Clone)]
struct Looked {
    change: Change,
    what_if: WhatIf,
    why: String,
    faults: Faults,
    /// Somebody else changed the cells since the last look.
    stale: bool,
}

/// `POST /surveys/{id}/quotas/preview`: says what a change would do, and asks why.
pub async fn preview(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let typed = Typed(pairs);
    let shown = shown(&state, person, &SurveyId(survey)).await?;
    match typed.read(&shown) {
        Ok(change) => look(&state, parts, shown, (change, String::new()), Faults::default(), false).await,
        Err(wrong) => Ok(again(&state, parts, shown, typing(typed, wrong)).await),
    }
}

/// `POST /surveys/{id}/quotas`: does what was looked at, with its reason.
pub async fn save(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let typed = Typed(pairs);
    let who = person.name.clone();
    let shown = shown(&state, person, &SurveyId(survey)).await?;
    let change = match typed.read(&shown) {
        Ok(change) => change,
        Err(wrong) => return Ok(again(&state, parts, shown, typing(typed, wrong)).await),
    };
    let why = typed.get("why").unwrap_or_default().trim().to_owned();
    let faults = reason(&why);
    if !faults.0.is_empty() {
        return look(&state, parts, shown, (change, why), faults, false).await;
    }
    let id = shown.survey.id.clone();
    let seen = typed.get("edition").and_then(|it| it.parse().ok()).unwrap_or(-1);
    match quotas::change(&state.db, &id, change.clone(), seen, (&who, &why), (state.now)()).await {
        Ok(()) => Ok(to(&id, "saved")),
        Err(store::Error::Stale) => look(&state, parts, shown, (change, why), Faults::default(), true).await,
        Err(err) => Err(err.into()),
    }
}

fn typing(quotas: Typed, Wrong { faults, block }: Wrong) -> Typing {
    Typing { quotas, faults, block, ..Typing::default() }
}

/// Draws the preview of a change.
async fn look(
    state: &AppState,
    parts: Parts,
    shown: Shown,
    (change, why): (Change, String),
    faults: Faults,
    stale: bool,
) -> Result<Response, AppError> {
    let what_if = quotas::what_if(&state.db, &shown.survey.id, change.clone(), (state.now)()).await?;
    let status = match (stale, faults.0.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::OK,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let looked = Looked { change, what_if, why, faults, stale };
    Ok(draw(state, parts, status, move || preview_page(shown.clone(), looked.clone())).await)
}

fn preview_page(shown: Shown, looked: Looked) -> impl IntoView {
    let lang = lang();
    let name = shown.survey.questionnaire.title.get(lang).to_owned();
    let Looked { change, what_if, why, faults, stale } = looked;
    let stale = stale.then(|| view! { <p class="notice" role="alert">{t(lang, "quotas-stale")}</p> });
    let moves = Moves::of(&what_if);
    view! {
        <Desk
            person=shown.person.clone()
            lang
            title=t(lang, "quotas-preview-title")
            place=Place::Quotas
            survey=Some((shown.survey.id.clone(), name))
        >
            {stale}
            <FaultCount lang faults=faults.clone()/>
            <section class="panel">
                <p class="quota-preview__sum">{moves.sentence(lang)}</p>
                {plan_sentence(&change, lang)}
                {totals(&shown, &what_if, lang)}
                {table(&shown, &change, &what_if, lang)}
            </section>
            {warnings(&shown.survey, &what_if.after, lang)}
            {save_form(&shown, &change, what_if.edition, why, faults, lang)}
        </Desk>
    }
}

/// What a change does to the cells, counted.
struct Moves {
    closing: i64,
    opening: i64,
    /// Completes and places held in the cells that close.
    inside: (i64, i64),
}

impl Moves {
    fn of(what_if: &WhatIf) -> Moves {
        let mut moves = Moves { closing: 0, opening: 0, inside: (0, 0) };
        for cell in &what_if.after {
            match (before(what_if, &cell.name).map(is_open), is_open(cell)) {
                (Some(true), false) => {
                    moves.closing += 1;
                    moves.inside.0 += cell.completes;
                    moves.inside.1 += cell.reserved;
                }
                (Some(false), true) => moves.opening += 1,
                _ => {}
            }
        }
        moves
    }

    fn sentence(&self, lang: &str) -> String {
        let args = [
            ("closing", self.closing.into()),
            ("opening", self.opening.into()),
            ("completes", self.inside.0.into()),
            ("reserved", self.inside.1.into()),
        ];
        match (self.closing, self.opening) {
            (0, 0) => t(lang, "quotas-moves-none"),
            (0, _) => t_with(lang, "quotas-moves-open", &args),
            (_, 0) => t_with(lang, "quotas-moves-close", &args),
            _ => t_with(lang, "quotas-moves-both", &args),
        }
    }
}

/// Whether a cell goes on collecting. Places held do not close it: they may come back.
fn is_open(cell: &QuotaCell) -> bool {
    standing(cell).admits() > 0
}

fn before<'a>(what_if: &'a WhatIf, name: &CellName) -> Option<&'a QuotaCell> {
    what_if.before.iter().find(|it| it.name == *name)
}

fn plan_sentence(change: &Change, lang: &str) -> impl IntoView + use<> {
    let Change::Plan(plan) = change else { return None };
    let said = t_with(lang, "quotas-plan-moves", &[("plan", plan.clone().into())]);
    Some(view! { <p>{said}</p> })
}

/// The targets of each table together, before and after; also of tables that only one of two plans has.
fn totals(shown: &Shown, what_if: &WhatIf, lang: &str) -> impl IntoView + use<> {
    let sum = |cells: &[QuotaCell], table: &str| -> i64 {
        cells.iter().filter(|it| it.name.table == table).map(|it| it.target).sum()
    };
    let mut tables: Vec<(&str, &str)> = Vec::new();
    for it in what_if.after.iter().chain(&what_if.before) {
        if !tables.iter().any(|(table, _)| *table == it.name.table) {
            tables.push((&it.name.table, &it.plan));
        }
    }
    let rows: Vec<_> = tables
        .into_iter()
        .map(|(table, of_plan)| {
            let (was, will) = (sum(&what_if.before, table), sum(&what_if.after, table));
            let questionnaire = &shown.survey.questionnaire;
            let label =
                plan(&shown.survey, of_plan).map(|it| board::table_label(questionnaire, it, table, lang));
            let label = label.unwrap_or_else(|| table.to_owned());
            let args = [("table", label.into()), ("total", arrow(was, will).into())];
            view! { <li>{t_with(lang, "quotas-total", &args)}</li> }
        })
        .collect();
    view! { <ul class="hint">{rows}</ul> }
}

/// Every cell that is another one afterwards.
fn table(shown: &Shown, change: &Change, what_if: &WhatIf, lang: &'static str) -> impl IntoView + use<> {
    let is_plan = matches!(change, Change::Plan(_));
    let rows: Vec<_> = what_if
        .after
        .iter()
        .map(|it| (before(what_if, &it.name), it))
        .filter(|(was, it)| is_plan || was.is_none_or(|was| was != *it))
        .map(|(was, it)| row(shown, was, it, lang))
        .collect();
    let title = t(lang, "quotas-preview-cells");
    view! {
        <div class="scroller" role="region" tabindex="0" aria-label=title>
            <table class="quota-preview">
                <thead>
                    <tr>
                        <th scope="col">{t(lang, "board-cell")}</th>
                        <th scope="col">{t(lang, "quotas-afterwards")}</th>
                        <th scope="col" class="tabular">{t(lang, "quotas-target")}</th>
                        <th scope="col" class="tabular">{t(lang, "quotas-buffer")}</th>
                        <th scope="col" class="tabular">{t(lang, "disposition-complete")}</th>
                        <th scope="col" class="tabular">{t(lang, "disposition-started")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(shown: &Shown, was: Option<&QuotaCell>, it: &QuotaCell, lang: &str) -> impl IntoView + use<> {
    let number = |read: fn(&QuotaCell) -> i64| arrow(was.map_or(read(it), read), read(it));
    let (kind, verdict) = verdict(was, it, lang);
    // By the plan that it would be a cell of.
    let name = match plan(&shown.survey, &it.plan) {
        Some(plan) => cell_name(&shown.survey, plan, &it.name, lang),
        None => it.name.to_string(),
    };
    view! {
        <tr data-move=kind>
            <th scope="row">{name}</th>
            <td>{verdict}</td>
            <td class="tabular">{number(|it| it.target)}</td>
            <td class="tabular">{number(|it| it.buffer)}</td>
            <td class="tabular">{number(|it| it.completes)}</td>
            <td class="tabular">{number(|it| it.reserved)}</td>
        </tr>
    }
}

/// A number, or what it becomes.
fn arrow(was: i64, will: i64) -> String {
    if was == will { will.to_string() } else { format!("{was} → {will}") }
}

/// What becomes of a cell: a word for the stylesheet, and a shape with a sentence.
fn verdict(was: Option<&QuotaCell>, it: &QuotaCell, lang: &str) -> (Option<&'static str>, String) {
    let over = it.completes - it.target;
    let places = (standing(it).admits() - it.reserved).max(0);
    let stands = match is_open(it) {
        true if places == 0 => "quotas-cell-held",
        true => "quotas-cell-open",
        false if it.paused => "quotas-cell-paused",
        false if over > 0 => "quotas-cell-over",
        false => "quotas-cell-full",
    };
    let args = [("over", over.into()), ("open", places.into()), ("held", it.reserved.into())];
    let stands = t_with(lang, stands, &args);
    match (was.map(is_open), is_open(it)) {
        (Some(true), false) => (Some("closes"), format!("■ {} {stands}", t(lang, "quotas-closes"))),
        (Some(false), true) => (Some("opens"), format!("▶ {} {stands}", t(lang, "quotas-opens"))),
        (_, false) => (None, format!("■ {stands}")),
        (_, true) => (None, stands),
    }
}

/// The form that does it: the change once more, what was looked at, and why.
fn save_form(
    shown: &Shown,
    change: &Change,
    edition: i64,
    why: String,
    faults: Faults,
    lang: &'static str,
) -> impl IntoView + use<> {
    let action = Place::Quotas.path(&shown.survey.id);
    let back = action.clone();
    let hidden: Vec<_> = fields(change)
        .into_iter()
        .map(|(name, text)| view! { <input type="hidden" name=name value=text/> })
        .collect();
    view! {
        <section class="panel">
            <form method="post" action=action class="form">
                {hidden}
                <input type="hidden" name="edition" value=edition.to_string()/>
                <Field lang name="why" word="quotas-why" hint=true typed=why faults/>
                <p class="toolbar">
                    <button class="button">{t(lang, "quotas-save")}</button>
                    <a class="button button--quiet" href=back>{t(lang, "quotas-back")}</a>
                </p>
            </form>
        </section>
    }
}
