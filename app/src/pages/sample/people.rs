//! The people of a list: uploaded and checked row by row, and how it stands with each of them.

pub mod check;

use axum::extract::{Multipart, Path, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use store::audit::{self, Note};
use store::sources::{self, Invited, Person, STATUSES};
use store::surveys;
use survey::{SurveyId, Token};
use tokio::task::spawn_blocking;

use super::source::{Shown, Wrong, again};
use super::{links, list, path};
use crate::auth::Manager;
use crate::error::AppError;
use crate::pages::desk::counts::counts;
use crate::pages::in_query;
use crate::state::AppState;
use crate::words::{language_name, t, t_with};

pub use check::RowFault;

/// How many people stand on one page.
pub const ON_A_PAGE: i64 = 50;

/// The most bytes of the form that carries a list.
pub const MOST_BYTES: usize = MOST_OF_FILE + 1024 * 1024;

/// What a list may weigh.
pub const MOST_OF_FILE: usize = 20 * 1024 * 1024;

/// How many faults are told at once; more would be read by nobody.
const MOST_FAULTS: usize = 200;

/// All about the people of a list.
pub fn section(shown: &Shown, faults: Vec<RowFault>, lang: &'static str) -> impl IntoView + use<> {
    let source = &shown.row.source;
    let here = path(&source.survey, &source.name);
    let langs: Vec<String> =
        shown.survey.questionnaire.langs.iter().map(|it| format!("{it} ({})", language_name(it))).collect();
    let is_at_fault = !faults.is_empty();
    view! {
        <section class="panel" id="people">
            <h2>{t(lang, "list-title")}</h2>
            {added(lang)}
            {table_of_faults(faults, lang)}
            <form method="post" action=format!("{here}/invitations") enctype="multipart/form-data" class="form">
                <div class="field">
                    <label for="file">{t(lang, "list-file")}</label>
                    <p class="hint" id="file-hint">
                        {t_with(lang, "list-file-hint", &[("langs", langs.join(", ").into())])}
                    </p>
                    <input
                        id="file"
                        name="file"
                        type="file"
                        accept=".csv,.tsv,.txt,.xlsx,text/csv"
                        required
                        autofocus=is_at_fault
                        aria-invalid=is_at_fault.then_some("true")
                        aria-describedby=if is_at_fault { "file-hint file-faults" } else { "file-hint" }
                    />
                </div>
                <button class="button">{t(lang, "list-upload")}</button>
            </form>
            {statuses(shown, lang)}
            {table(shown, lang)}
        </section>
    }
}

/// What an upload did, said once.
fn added(lang: &'static str) -> Option<AnyView> {
    let parts: Parts = expect_context();
    let number = |name: &str| in_query(&parts, name)?.parse::<u32>().ok();
    let (fresh, known) = (number("fresh")?, number("known")?);
    let words = t_with(lang, "list-added", &[("fresh", fresh.into()), ("known", known.into())]);
    Some(view! { <p class="notice" data-kind="done" role="status">{words}</p> }.into_any())
}

/// What is wrong with the rows of a file; nothing of it was taken in.
pub fn table_of_faults(mut faults: Vec<RowFault>, lang: &'static str) -> Option<AnyView> {
    if faults.is_empty() {
        return None;
    }
    let count = faults.len();
    faults.truncate(MOST_FAULTS);
    let more = (count > MOST_FAULTS)
        .then(|| view! { <p>{t_with(lang, "list-more", &[("count", (count - MOST_FAULTS).into())])}</p> });
    let rows: Vec<_> = faults
        .into_iter()
        .map(|it| {
            let row = it.row.map(|it| it.to_string()).unwrap_or_default();
            view! {
                <tr>
                    <td class="tabular">{row}</td>
                    <td>{it.column}</td>
                    <td>{it.value}</td>
                    <td>{t(lang, &it.word)}</td>
                </tr>
            }
        })
        .collect();
    let view = view! {
        <div class="notice" data-kind="fault" role="alert" id="file-faults">
            <p>{t_with(lang, "list-faults", &[("count", count.into())])}</p>
        </div>
        <div class="scroller" tabindex="0" role="region" aria-label=t(lang, "list-faults-table")>
            <table>
                <thead>
                    <tr>
                        <th scope="col" class="tabular">{t(lang, "list-row")}</th>
                        <th scope="col">{t(lang, "list-column")}</th>
                        <th scope="col">{t(lang, "list-value")}</th>
                        <th scope="col">{t(lang, "list-fault")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {more}
    };
    Some(view.into_any())
}

/// How many people stand how, and the files.
fn statuses(shown: &Shown, lang: &'static str) -> Option<AnyView> {
    let all: i64 = shown.statuses.values().sum();
    if all == 0 {
        return None;
    }
    let file = format!("{}/invitations.csv", path(&shown.survey.id, &shown.row.source.name));
    let named =
        STATUSES.into_iter().filter_map(|it| Some((status_words(it, lang), *shown.statuses.get(it)?)));
    let link =
        |query: &str, word: &str| view! { <li><a href=format!("{file}{query}")>{t(lang, word)}</a></li> };
    let view = view! {
        <h3>{t_with(lang, "list-people", &[("count", all.into())])}</h3>
        {counts(named)}
        <ul class="jumps">
            {link("?excel=1", "list-all-excel")}
            {link("", "list-all")}
            {link("?which=unanswered&excel=1", "list-unanswered-excel")}
            {link("?which=unanswered", "list-unanswered")}
        </ul>
        <p class="hint">{t(lang, "list-files-are")}</p>
    };
    Some(view.into_any())
}

/// How it stands with a person, in words.
fn status_words(status: &str, lang: &str) -> String {
    match status {
        "not_begun" => t(lang, "list-status-not-begun"),
        "withdrawn" => t(lang, "list-status-withdrawn"),
        disposition => t(lang, &format!("disposition-{disposition}")),
    }
}

fn table(shown: &Shown, lang: &'static str) -> Option<AnyView> {
    let last = shown.people.last()?.id;
    let here = path(&shown.survey.id, &shown.row.source.name);
    let rows: Vec<_> = shown.people.iter().map(|it| person(shown, &here, it, lang)).collect();
    let is_whole = (rows.len() as i64) < ON_A_PAGE;
    let next = (!is_whole)
        .then(|| view! { <p><a href=format!("{here}?after={last}#people")>{t(lang, "list-next")}</a></p> });
    let view = view! {
        <div class="scroller" tabindex="0" role="region" aria-label=t(lang, "list-table")>
            <table class="people-list">
                <thead>
                    <tr>
                        <th scope="col">{t(lang, "list-pid")}</th>
                        <th scope="col">{t(lang, "list-status")}</th>
                        <th scope="col">{t(lang, "list-link")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {next}
    };
    Some(view.into_any())
}

fn person(shown: &Shown, here: &str, it: &Invited, lang: &'static str) -> impl IntoView + use<> {
    let link = links::personal(&shown.origin, &shown.survey.id, &it.token);
    let label = t_with(lang, "list-qr-of", &[("pid", it.person.pid.clone().into())]);
    view! {
        <tr>
            <th scope="row">{it.person.pid.clone()}</th>
            <td>{status_words(&it.status, lang)}</td>
            <td>
                <code class="copyable">{link}</code>
                " "
                <a href=format!("{here}/qr.svg?invitation={}", it.token) aria-label=label>{t(lang, "list-qr")}</a>
            </td>
        </tr>
    }
}

/// `POST /surveys/{id}/sample/{source}/invitations`: takes a whole list in, or nothing of it.
pub async fn upload(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path((survey, name)): Path<(String, String)>,
    parts: Parts,
    multipart: Multipart,
) -> Result<Response, AppError> {
    let survey = surveys::load(&state.db, &SurveyId(survey)).await?;
    let source = sources::load(&state.db, &survey.id, &name).await?;
    if source.kind != sources::SourceKind::List {
        return Err(AppError::NotFound);
    }
    let file = file(multipart).await?;
    let langs = survey.questionnaire.langs.clone();
    // Away from the threads that answer respondents.
    let read = spawn_blocking(move || {
        let rows = list::read(&file).map_err(|word| vec![RowFault::of_file(word)])?;
        check::people(rows, &langs)
    });
    let people = match read.await? {
        Ok(people) => people,
        Err(faults) => {
            let wrong = Wrong { people: faults, ..Wrong::default() };
            return again(&state, parts, person, (&survey.id, &name), wrong).await;
        }
    };
    let people: Vec<(Token, Person)> =
        people.into_iter().map(|it| (Token::new((state.random)()), it)).collect();
    let now = (state.now)();
    let added = sources::invite(&state.db, &survey.id, &name, people, &person.name, now).await?;
    let note = Note {
        who: person.name,
        survey: Some(survey.id.clone()),
        deed: "upload",
        subject: format!("{name}: {} + {}", added.fresh, added.known),
        ..Note::default()
    };
    audit::note(&state.db, note, now).await?;
    let here = path(&survey.id, &name);
    Ok(Redirect::to(&format!("{here}?fresh={}&known={}#people", added.fresh, added.known)).into_response())
}

/// The bytes of the file in a form.
async fn file(mut form: Multipart) -> Result<Vec<u8>, AppError> {
    let broken = |err: axum::extract::multipart::MultipartError| AppError::from_status(err.status().as_u16());
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        if field.name() != Some("file") {
            continue;
        }
        let mut file = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            // Counted here: the limit of the body reads as a broken form behind the layers around it.
            if file.len() + chunk.len() > MOST_OF_FILE {
                return Err(AppError::TooLarge);
            }
            file.extend_from_slice(&chunk);
        }
        return Ok(file);
    }
    Err(AppError::Malformed)
}
