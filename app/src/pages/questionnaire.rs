//! The questionnaire on paper, in one language: every question with its routing, checks, quotas and rules.

mod question;
mod rules;

use std::sync::Arc;

use analysis::codebook::words;
use axum::http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::surveys::{self, Survey};
use survey::condition::Expr;
use survey::questionnaire::{Block, Page, Text, Then};
use survey::{Questionnaire, SurveyId};

use super::desk::{Desk, Place, lang};
use super::{preview, show};
use crate::auth::{Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{direction, language_name, preferred, t, t_with};

/// `/surveys/{id}/questionnaire?lang=`
#[component]
pub fn QuestionnairePage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |(person, survey)| {
        let lang = lang();
        let title = survey.questionnaire.title.get(lang).to_owned();
        let paper_lang = paper_lang(&survey.questionnaire);
        let path = Place::Questionnaire.path(&survey.id);
        let paper = Paper { questionnaire: survey.questionnaire.clone(), lang: paper_lang };
        view! {
            <Desk
                person
                lang
                title=t(lang, "desk-questionnaire")
                place=Place::Questionnaire
                survey=Some((survey.id.clone(), title))
            >
                {languages(&paper, &path, lang)}
                {paper.view()}
            </Desk>
        }
    })
}

async fn load(survey: String) -> Result<(Person, Survey), AppError> {
    let person: Person = guard().await?;
    let AppState { db, .. } = expect_context();
    Ok((person, surveys::load(&db, &SurveyId(survey)).await?))
}

/// The language of the questionnaire that is asked for, or else the reader's.
fn paper_lang(questionnaire: &Questionnaire) -> String {
    let parts: Parts = expect_context();
    let wanted = preferred(&parts.headers, parts.uri.query(), &questionnaire.langs);
    questionnaire.lang(wanted.as_deref()).to_owned()
}

/// Links to the same paper in each language, and to the questionnaire as respondents see it.
fn languages(paper: &Paper, path: &str, lang: &str) -> impl IntoView + use<> {
    let preview = preview::path(&SurveyId(paper.questionnaire.survey.clone()));
    let links: Vec<_> = paper
        .questionnaire
        .langs
        .iter()
        .map(|it| {
            let here = (*it == paper.lang).then_some("true");
            view! {
                <li>
                    <a href=format!("{path}?lang={it}") lang=it.clone() hreflang=it.clone() aria-current=here>
                        {language_name(it)}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <nav class="toolbar" aria-label=t(lang, "paper-language")>
            <ul class="tabs">{links}</ul>
        </nav>
        <p><a href=preview>{t(lang, "preview-title")}</a></p>
    }
}

/// A questionnaire and the language it is printed in.
struct Paper {
    questionnaire: Arc<Questionnaire>,
    lang: String,
}

impl Paper {
    fn view(&self) -> impl IntoView + use<> {
        let questionnaire = &self.questionnaire;
        let version = self.t_with("paper-version", "version", questionnaire.version.clone());
        let pages: Vec<_> = questionnaire.pages.iter().map(|it| self.page(it)).collect();
        view! {
            <article class="paper" lang=self.lang.clone() dir=direction(&self.lang)>
                <header class="paper__head">
                    <p class="paper__title">{self.text(&questionnaire.title)}</p>
                    <p class="hint">
                        <code>{questionnaire.survey.clone()}</code>
                        {format!(" · {version} · {}", self.text(&questionnaire.contact))}
                    </p>
                </header>
                {pages}
                {rules::derived(self)}
                {rules::quotas(self)}
                {rules::quality(self)}
                {rules::ends(self)}
            </article>
        }
    }

    fn page(&self, page: &Page) -> impl IntoView + use<> {
        let title = page.title.as_ref().map(|it| format!("{} ", self.text(it)));
        let blocks: Vec<_> = page.blocks.iter().map(|it| self.block(it)).collect();
        let then: Vec<_> = page.then.iter().map(|it| self.then(it)).collect();
        let then = (!then.is_empty()).then(|| {
            view! {
                <div class="paper__then">
                    <p class="paper__label">{self.t("paper-then")}</p>
                    <ol>{then}</ol>
                </div>
            }
        });
        view! {
            <section class="paper__page">
                <h2>{title}<code>{page.name.clone()}</code></h2>
                {page.condition.as_ref().map(|it| self.condition("paper-asked-if", it))}
                {blocks}
                {then}
            </section>
        }
    }

    fn block(&self, block: &Block) -> AnyView {
        match block {
            Block::Question(it) => question::view(self, it).into_any(),
            Block::Info(it) => view! {
                <div class="paper__info">
                    <p class="paper__text">{self.text(&it.text)}</p>
                    {it.condition.as_ref().map(|it| self.condition("paper-offered-if", it))}
                </div>
            }
            .into_any(),
        }
    }

    fn then(&self, then: &Then) -> impl IntoView + use<> {
        let (step, condition) = match then {
            Then::Reserve => (self.t("paper-reserve"), None),
            Then::End { end, code, condition } => {
                let end = rules::end_name(self, *end);
                let end = code.as_ref().map_or(end.clone(), |code| format!("{end} {code}"));
                (end, condition.as_ref().map(|it| self.condition("paper-if", it)))
            }
        };
        view! { <li>{step} {condition}</li> }
    }

    /// A condition: in words, then as the author wrote it.
    fn condition(&self, label: &str, condition: &Expr) -> impl IntoView + use<> {
        view! {
            <p class="paper__condition">
                <span class="paper__label">{self.t(label)}</span>
                " "
                {words::condition(&self.questionnaire, condition, &self.lang)}
                " "
                <code>{condition.to_string()}</code>
            </p>
        }
    }

    fn text(&self, text: &Text) -> String {
        text.get(&self.lang).to_owned()
    }

    fn t(&self, id: &str) -> String {
        t(&self.lang, id)
    }

    fn t_with(&self, id: &str, name: &'static str, value: impl ToString) -> String {
        t_with(&self.lang, id, &[(name, value.to_string().into())])
    }
}
