//! The codebook on paper: every column of the data, its codes and labels in every language, who is asked, and how
//! many completes have what.

mod counted;
pub mod files;
mod group;

use std::sync::Arc;

use analysis::codebook::blanks::{Blank, blanks};
use analysis::codebook::counts::Counts;
use analysis::codebook::file::Format;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::exports;
use survey::SurveyId;

use super::desk::{Desk, Place, lang};
use super::{in_query, show};
use crate::auth::{Analyst, Person, guard};
use crate::codebook;
use crate::error::AppError;
use crate::export::Order;
use crate::state::AppState;
use crate::words::{t, t_with};
use group::Book;

/// Completes that are counted for everybody who opens the page; more are counted only for whoever asks.
const COUNTED: i64 = 20_000;

/// What the page shows.
struct Shown {
    person: Person,
    survey: SurveyId,
    order: Arc<Order>,
    completes: i64,
    /// None where there are no completes, or too many to count unasked.
    counts: Option<Counts>,
}

/// `/surveys/{id}/codebook?counts=`
#[component]
pub fn CodebookPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| {
        let lang = lang();
        let codebook = &shown.order.codebook;
        let title = codebook.title.get(lang).to_owned();
        let book = Book { codebook, counts: shown.counts.as_ref(), lang };
        let groups: Vec<_> = book.groups().into_iter().map(|it| it.view()).collect();
        let version = t_with(lang, "paper-version", &[("version", codebook.version.clone().into())]);
        let counted = shown.counts.as_ref().map(|it| {
            let words = t_with(lang, "codebook-counted", &[("count", it.cases.into())]);
            view! { <p class="hint">{words}</p> }
        });
        let (tools, name) = (tools(&shown, lang), codebook.survey.clone());
        let id = shown.survey.clone();
        let path = Place::Codebook.path(&id);
        let address = if is_asked() { format!("{path}?counts=1") } else { path };
        view! {
            <Desk
                person=shown.person
                lang
                title=t(lang, "desk-codebook")
                place=Place::Codebook
                survey=Some((id, title.clone()))
                address
            >
                {tools}
                <article class="paper">
                    <header class="paper__head">
                        <p class="paper__title">{title}</p>
                        <p class="hint">
                            <code>{name}</code>
                            {format!(" · {version} · {}", t(lang, "data-columns"))}
                        </p>
                        {counted}
                    </header>
                    {groups}
                    {explained(lang)}
                </article>
            </Desk>
        }
    })
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Analyst(person) = guard().await?;
    let AppState { db, now, .. } = expect_context();
    let survey = SurveyId(survey);
    let order = Arc::new(codebook::of(&db, &survey, now()).await?);
    let completes = exports::count(&db, &order.selection).await?;
    let is_wanted = completes > 0 && (completes <= COUNTED || is_asked());
    let counts = if is_wanted { Some(codebook::counts(&db, &order).await?) } else { None };
    Ok(Shown { person, survey, order, completes, counts })
}

/// Whether the address asks for counts.
fn is_asked() -> bool {
    in_query(&expect_context(), "counts").is_some_and(|it| it == "1")
}

/// Its files, and the counts where they are still to be asked for; not on paper.
fn tools(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let path = Place::Codebook.path(&shown.survey);
    let counts = if shown.counts.is_some() { "?counts=1" } else { "" };
    let file = |it: Format| {
        let href = format!("{path}.{}{counts}", it.extension());
        view! { <li><a href=href>{t(lang, &format!("codebook-file-{}", it.word()))}</a></li> }
    };
    let more = (shown.completes > 0 && shown.counts.is_none()).then(|| {
        let words = t_with(lang, "codebook-many", &[("count", shown.completes.into())]);
        view! {
            <p>{words} " " <a href=format!("{path}?counts=1")>{t(lang, "codebook-with-counts")}</a></p>
        }
    });
    view! {
        <nav class="toolbar" aria-label=t(lang, "codebook-files")>
            <ul class="jumps">{Format::ALL.map(file).to_vec()}</ul>
            <p class="hint">{t(lang, "codebook-print")}</p>
            {more}
        </nav>
    }
}

/// Why a cell is blank, and how each reason is written.
fn explained(lang: &'static str) -> impl IntoView {
    let row = |it: Blank| {
        let csv = it.code.map_or(t(lang, "codebook-csv-empty"), |it| it.to_string());
        view! {
            <tr>
                <th scope="row">{it.name.get(lang).to_owned()}</th>
                <td class="paper__holds"><code>{csv}</code></td>
                <td>{it.text.get(lang).to_owned()}</td>
            </tr>
        }
    };
    view! {
        <section class="paper__blanks">
            <h2>{t(lang, "codebook-blanks")}</h2>
            <table class="paper__choices">
                <thead>
                    <tr>
                        <th scope="col">{t(lang, "codebook-blank")}</th>
                        <th scope="col">"CSV"</th>
                        <th scope="col">{t(lang, "codebook-meaning")}</th>
                    </tr>
                </thead>
                <tbody>{blanks(&[lang.to_owned()]).map(row).to_vec()}</tbody>
            </table>
        </section>
    }
}
