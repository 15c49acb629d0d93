//! Rehearsals: the one that is under way or the form for the next one, and those before.

use axum::extract::{Path, State};
use axum::response::Redirect;
use leptos::prelude::*;
use store::people::Role;
use store::trials::rehearsals::{self, Rehearsal, RehearsalState};
use survey::SurveyId;

use super::order::{Typed, form};
use super::{Shown, Trier};
use crate::error::AppError;
use crate::pages::desk::Place;
use crate::pages::desk::form::Faults;
use crate::pages::desk::time::time;
use crate::state::AppState;
use crate::words::{t, t_with};

/// The section of the page.
pub fn panel(shown: &Shown, typed: Typed, faults: Faults, lang: &'static str) -> impl IntoView + use<> {
    let survey = &shown.survey;
    let newest = shown.rehearsals.first().filter(|it| it.is_under_way());
    let now = match newest {
        Some(it) => under_way(&survey.id, it, lang).into_any(),
        None => form(survey, typed, faults, lang).into_any(),
    };
    let zone = survey.settings.time_zone.clone();
    let before: Vec<_> =
        shown.rehearsals.iter().filter(|it| !it.is_under_way()).map(|it| row(it, &zone, lang)).collect();
    view! {
        <section class="panel" id="rehearsal">
            <h2>{t(lang, "rehearsal-title")}</h2>
            <p>{t(lang, "rehearsal-is")}</p>
            {now}
            {(shown.is_rehearsed || newest.is_some()).then(|| results(shown, newest.is_some(), lang))}
            {(!before.is_empty()).then(|| list(before, lang))}
        </section>
    }
}

/// Robots on their way. The board is live; this page is drawn again by its link.
fn under_way(survey: &SurveyId, it: &Rehearsal, lang: &'static str) -> impl IntoView + use<> {
    let state = if it.state == RehearsalState::Stopped { "stopping" } else { it.state.word() };
    let again = format!("{}?now={}#rehearsal", Place::Trial.path(survey), it.sent);
    let stop = (it.state != RehearsalState::Stopped).then(|| {
        view! {
            <form method="post" action=format!("/surveys/{survey}/rehearsal/stop")>
                <button class="button button--quiet">{t(lang, "rehearsal-stop")}</button>
            </form>
        }
    });
    view! {
        <div class="rehearsal" data-state=state>
            <p role="status">
                <strong>{t(lang, &format!("rehearsal-state-{state}"))}</strong>
                " "
                {so_far(it, lang)}
            </p>
            <div class="toolbar">
                <a class="button button--quiet" href=again>{t(lang, "rehearsal-refresh")}</a>
                {stop}
            </div>
        </div>
    }
}

fn so_far(it: &Rehearsal, lang: &str) -> String {
    let counts = [("sent", it.sent.into()), ("completes", it.completes.into())];
    match it.order.robots {
        Some(robots) => {
            let counts = counts.into_iter().chain([("robots", robots.into())]).collect::<Vec<_>>();
            t_with(lang, "rehearsal-so-far-of", &counts)
        }
        None => t_with(lang, "rehearsal-so-far", &counts),
    }
}

/// Where the shadow is looked at, and how it is wiped.
fn results(shown: &Shown, is_under_way: bool, lang: &'static str) -> impl IntoView + use<> {
    let survey = &shown.survey.id;
    let link = |path: String, word: &str| view! { <li><a href=path>{t(lang, word)}</a></li> };
    let board = shown
        .person
        .is(Role::Manager)
        .then(|| link(format!("{}?rehearsal", Place::Fieldwork.path(survey)), "rehearsal-board"));
    let data = shown
        .person
        .is(Role::Analyst)
        .then(|| link(format!("{}?rehearsal", Place::Data.path(survey)), "rehearsal-data"));
    let wipe = (!is_under_way).then(|| link(format!("/surveys/{survey}/rehearsal/wipe"), "rehearsal-wipe"));
    view! {
        <nav aria-label=t(lang, "rehearsal-results")>
            <ul class="jumps">{board}{data}{wipe}</ul>
        </nav>
    }
}

fn list(rows: Vec<impl IntoView + 'static>, lang: &'static str) -> impl IntoView {
    let title = t(lang, "rehearsal-before");
    let heads = ["when", "who", "how", "state", "came-to"]
        .map(|it| view! { <th scope="col">{t(lang, &format!("rehearsal-{it}"))}</th> })
        .to_vec();
    view! {
        <h3>{title.clone()}</h3>
        <div class="scroller" role="region" tabindex="0" aria-label=title>
            <table>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(it: &Rehearsal, zone: &str, lang: &'static str) -> impl IntoView + use<> {
    let report = &it.report;
    let why = (!report.why.is_empty()).then(|| t(lang, &format!("rehearsal-why-{}", report.why)));
    let counts: Vec<_> = report
        .dispositions
        .iter()
        .map(|it| {
            let code = if it.code.is_empty() { String::new() } else { format!(" {}", it.code) };
            let word = t(lang, &format!("disposition-{}", it.disposition));
            view! { <li>{format!("{word}{code}: {}", it.count)}</li> }
        })
        .collect();
    let cells = (report.cells > 0).then(|| {
        let full = report.cells - report.open.len() as i64;
        t_with(lang, "rehearsal-cells", &[("full", full.into()), ("total", report.cells.into())])
    });
    let stuck = (report.stuck > 0).then(|| {
        let words = t_with(lang, "rehearsal-stuck", &[("count", report.stuck.into())]);
        view! { <p class="fault">{words}" "<code>{report.complaints.join(" · ")}</code></p> }
    });
    view! {
        <tr>
            <td>{time(it.created_at, zone)}</td>
            <td>{it.who.clone()}</td>
            <td>{how(it, lang)}</td>
            <td>{t(lang, &format!("rehearsal-state-{}", it.state.word()))}{why.map(|it| view! { <p class="hint">{it}</p> })}</td>
            <td>
                <p>{so_far(it, lang)}" "{cells}</p>
                <ul class="hint">{counts}</ul>
                {stuck}
            </td>
        </tr>
    }
}

/// Version, seed, pace and plan.
fn how(it: &Rehearsal, lang: &str) -> String {
    let order = &it.order;
    let pace = match order.pace {
        Some(pace) => t_with(lang, "rehearsal-at-pace", &[("pace", pace.into())]),
        None => t(lang, "rehearsal-pace-fast"),
    };
    let plan = if order.plan.is_some() { "rehearsal-by-plan" } else { "rehearsal-plan-none" };
    let version = t_with(lang, "surveys-version", &[("version", it.version.clone().into())]);
    let seed = t_with(lang, "rehearsal-by-seed", &[("seed", order.seed.to_string().into())]);
    [version, seed, pace, t(lang, plan)].join(" · ")
}

/// `POST /surveys/{id}/rehearsal/stop`
pub async fn stop(
    Trier(_): Trier,
    State(AppState { db, now, .. }): State<AppState>,
    Path(survey): Path<String>,
) -> Result<Redirect, AppError> {
    let id = SurveyId(survey);
    rehearsals::stop(&db, &id, now()).await?;
    Ok(Redirect::to(&format!("{}#rehearsal", Place::Trial.path(&id))))
}
