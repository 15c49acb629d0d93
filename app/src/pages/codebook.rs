//! The codebook on paper: every column of the data, its codes and labels in every language, who is asked.

use analysis::codebook::{Codebook, Label, Role, Shape, Variable, with_links};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::{sources, surveys};
use survey::SurveyId;
use survey::questionnaire::Text;

use super::desk::{Desk, Place, lang};
use super::show;
use crate::auth::{Analyst, Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{language_name, t, t_with};

/// `/surveys/{id}/codebook`
#[component]
pub fn CodebookPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |(person, id, book)| {
        let lang = lang();
        let title = book.title.get(lang).to_owned();
        let groups: Vec<_> = groups(&book.variables).into_iter().map(|it| group(it, &book, lang)).collect();
        let version = t_with(lang, "paper-version", &[("version", book.version.clone().into())]);
        view! {
            <Desk person lang title=t(lang, "desk-codebook") place=Place::Codebook survey=Some((id, title.clone()))>
                <article class="paper">
                    <header class="paper__head">
                        <p class="paper__title">{title}</p>
                        <p class="hint">
                            <code>{book.survey.clone()}</code>
                            {format!(" · {version} · {}", t(lang, "data-columns"))}
                        </p>
                    </header>
                    {groups}
                </article>
            </Desk>
        }
    })
}

async fn load(survey: String) -> Result<(Person, SurveyId, Codebook), AppError> {
    let Analyst(person) = guard().await?;
    let AppState { db, .. } = expect_context();
    let survey = surveys::load(&db, &SurveyId(survey)).await?;
    let links = sources::variables(&db, &survey.id).await?;
    let codebook = with_links(&survey.questionnaire, &links);
    Ok((person, survey.id, codebook))
}

/// The columns of one question or computed variable together; those about the interview itself together.
fn groups(variables: &[Variable]) -> Vec<&[Variable]> {
    variables.chunk_by(|a, b| a.of == b.of).collect()
}

fn group(columns: &[Variable], book: &Codebook, lang: &'static str) -> impl IntoView + use<> {
    let first = &columns[0];
    let Some(name) = first.of.clone() else {
        return view! {
            <section class="paper__question">
                <h2>{t(lang, "paper-system")}</h2>
                {columns_table(columns, book, lang)}
            </section>
        }
        .into_any();
    };
    let number = first.nr.clone().map(|it| view! { <span class="paper__nr">{it}</span> });
    let texts = book.langs.iter().map(|lang| {
        let text = first.text.get(lang).to_owned();
        view! { <p lang=lang.clone() class="paper__text">{text}</p> }
    });
    let texts: Vec<_> = texts.collect();
    let base = first.base.as_ref().map(|it| {
        let formula = (!it.formula.is_empty()).then(|| view! { <code>{it.formula.clone()}</code> });
        fact(t(lang, "paper-base"), view! { {it.words.get(lang).to_owned()} " " {formula} })
    });
    let rule = first.rule.clone().map(|it| fact(t(lang, "paper-derived-calc"), view! { <code>{it}</code> }));
    let labels = labels(columns);
    let labels = (!labels.is_empty()).then(|| codes(&labels, book, lang));
    // One column that is the whole question needs no table of columns.
    let is_one = columns.len() == 1 && first.part.is_none();
    let columns = match is_one {
        true => fact(t(lang, "paper-holds"), holds(first, lang)).into_any(),
        false => columns_table(columns, book, lang).into_any(),
    };
    view! {
        <section class="paper__question">
            <h2>{number} " " <code>{name}</code></h2>
            {texts}
            {base}
            {rule}
            {columns}
            {labels}
        </section>
    }
    .into_any()
}

/// What a column holds, in a word.
fn holds(variable: &Variable, lang: &str) -> String {
    let word = match (variable.role, variable.shape) {
        (Role::Order, _) => "order",
        (_, Shape::Flag) => "flag",
        (_, shape) => shape.word(),
    };
    t(lang, &format!("column-{word}"))
}

fn fact(label: String, what: impl IntoView) -> impl IntoView {
    view! {
        <p class="paper__condition">
            <span class="paper__label">{label}</span>
            " "
            {what}
        </p>
    }
}

fn columns_table(columns: &[Variable], book: &Codebook, lang: &str) -> impl IntoView + use<> {
    let rows: Vec<_> = columns
        .iter()
        .map(|it| {
            // A column about the interview has no part: its text says what it is.
            let part = it.part.as_ref().or(it.of.is_none().then_some(&it.text));
            let parts: Vec<_> = book.langs.iter().map(|lang| label(part, lang)).collect();
            let holds = holds(it, lang);
            view! {
                <tr>
                    <td class="paper__code"><code>{it.name.clone()}</code></td>
                    <td>{holds}</td>
                    {parts}
                </tr>
            }
        })
        .collect();
    view! {
        <table class="paper__choices">
            <thead>
                <tr>
                    <th scope="col">{t(lang, "paper-column")}</th>
                    <th scope="col">{t(lang, "paper-holds")}</th>
                    {languages(book)}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The codes of a question, each once: those of its first column that has any, and of the texts beside them.
fn labels(columns: &[Variable]) -> Vec<&Label> {
    let first = columns.iter().position(|it| !it.codes.is_empty());
    let coded =
        columns.iter().enumerate().filter(|(at, it)| Some(*at) == first || it.role == Role::OtherText);
    let mut labels: Vec<&Label> = Vec::new();
    for label in coded.flat_map(|(_, it)| &it.codes) {
        if labels.iter().all(|it| it.code != label.code) {
            labels.push(label);
        }
    }
    labels
}

fn codes(labels: &[&Label], book: &Codebook, lang: &str) -> impl IntoView + use<> {
    let rows: Vec<_> = labels
        .iter()
        .map(|it| {
            let labels: Vec<_> = book.langs.iter().map(|lang| label(Some(&it.label), lang)).collect();
            view! {
                <tr>
                    <td class="paper__code"><code>{it.code}</code></td>
                    {labels}
                </tr>
            }
        })
        .collect();
    view! {
        <table class="paper__choices">
            <thead>
                <tr>
                    <th scope="col">{t(lang, "paper-code")}</th>
                    {languages(book)}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn languages(book: &Codebook) -> Vec<impl IntoView + use<>> {
    book.langs.iter().map(|it| view! { <th scope="col" lang=it.clone()>{language_name(it)}</th> }).collect()
}

fn label(text: Option<&Text>, lang: &str) -> impl IntoView + use<> {
    let text = text.map(|it| it.get(lang).to_owned()).unwrap_or_default();
    view! { <td lang=lang.to_owned()>{text}</td> }
}
