//! The versions of a questionnaire: when each began, its interviews, and what changed from one to the next.

use analysis::codebook::{Change, changes};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::surveys::{self, Survey, Version};
use survey::SurveyId;

use super::desk::time::time;
use super::desk::{Desk, Place, lang};
use super::show;
use crate::auth::{Analyst, Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{t, t_with};

/// `/surveys/{id}/versions`
#[component]
pub fn VersionsPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |(person, survey, versions)| {
        let lang = lang();
        let title = survey.questionnaire.title.get(lang).to_owned();
        let zone = &survey.settings.time_zone;
        let each: Vec<_> = versions
            .iter()
            .enumerate()
            .rev()
            .map(|(at, it)| one(it, at.checked_sub(1).map(|before| &versions[before]), zone, lang))
            .collect();
        let id = survey.id.clone();
        view! {
            <Desk person lang title=t(lang, "versions-title") place=Place::Versions survey=Some((id, title))>
                <p>{t(lang, "versions-are")}</p>
                {each}
            </Desk>
        }
    })
}

async fn load(survey: String) -> Result<(Person, Survey, Vec<Version>), AppError> {
    let Analyst(person) = guard().await?;
    let AppState { db, .. } = expect_context();
    let survey = surveys::load(&db, &SurveyId(survey)).await?;
    let versions = surveys::versions(&db, &survey.id).await?;
    Ok((person, survey, versions))
}

fn one(it: &Version, before: Option<&Version>, zone: &str, lang: &'static str) -> impl IntoView + use<> {
    let counts = [("completes", it.completes.into()), ("interviews", it.interviews.into())];
    let changes = before.map(|before| between(before, it, lang));
    view! {
        <section class="panel">
            <h2>{t_with(lang, "paper-version", &[("version", it.version.clone().into())])}</h2>
            <p>
                {t(lang, "versions-published")} " " {time(it.published_at, zone)} " · "
                {t_with(lang, "versions-counts", &counts)}
            </p>
            {changes}
        </section>
    }
}

fn between(before: &Version, it: &Version, lang: &'static str) -> impl IntoView + use<> {
    let changes = changes(&before.questionnaire, &it.questionnaire);
    let since = t_with(lang, "versions-since", &[("version", before.version.clone().into())]);
    if changes.is_empty() {
        return view! { <p>{since} " " {t(lang, "versions-same")}</p> }.into_any();
    }
    let rows: Vec<_> = changes.iter().map(|it| row(it, lang)).collect();
    let heads = ["what", "said", "effect"]
        .map(|it| view! { <th scope="col">{t(lang, &format!("versions-{it}"))}</th> })
        .to_vec();
    view! {
        <h3>{since}</h3>
        <table class="version-changes">
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(it: &Change, lang: &str) -> impl IntoView + use<> {
    let nr = it.nr.clone().map(|it| format!("{it} "));
    let said = it.said.get(lang).to_owned();
    let effect = it.effect.get(lang).to_owned();
    view! {
        <tr data-what=it.what.word()>
            <th scope="row">
                {nr} <code>{it.name.clone()}</code>
                <span class="version-changes__what">{t(lang, &format!("change-{}", it.what.word()))}</span>
            </th>
            <td>{said}</td>
            <td>{effect}</td>
        </tr>
    }
}
