//! The tokens that open a survey, and how each stands.

use leptos::prelude::*;
use store::tokens::ApiToken;
use survey::{Moment, SurveyId};

use crate::pages::desk::Place;
use crate::pages::desk::time::time;
use crate::words::{t, t_with};

/// All of them, the newest first; with `of_house` those for every survey can be revoked, too.
pub fn table(
    survey: &SurveyId,
    tokens: Vec<ApiToken>,
    (now, of_house): (Moment, bool),
    zone: &str,
    lang: &'static str,
) -> impl IntoView + use<> {
    if tokens.is_empty() {
        return view! { <p>{t(lang, "api-none")}</p> }.into_any();
    }
    let head = ["name", "rights", "scope", "maker", "created", "until", "used", "state"]
        .map(|it| view! { <th scope="col">{t(lang, &format!("api-head-{it}"))}</th> })
        .to_vec();
    let rows: Vec<_> = tokens
        .into_iter()
        .map(|it| {
            let may_revoke = it.holds(now) && (it.survey.is_some() || of_house);
            row(survey, it, (now, may_revoke), zone, lang)
        })
        .collect();
    view! {
        <div class="scroller" role="region" tabindex="0" aria-label=t(lang, "api-tokens")>
            <table class="keys">
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(
    survey: &SurveyId,
    it: ApiToken,
    (now, may_revoke): (Moment, bool),
    zone: &str,
    lang: &'static str,
) -> impl IntoView + use<> {
    let rights: Vec<_> = it.rights.iter().map(|it| t(lang, &format!("api-right-{}", it.word()))).collect();
    let scope = if it.survey.is_some() { "api-scope-survey" } else { "api-scope-house" };
    let used = match it.last_used_at {
        Some(at) => time(at, zone).into_any(),
        None => t(lang, "api-never").into_any(),
    };
    let state = match it.revoked_at {
        Some(_) => "api-revoked",
        None if it.holds(now) => "api-holds",
        None => "api-expired",
    };
    let revoke = may_revoke.then(|| {
        let label = t_with(lang, "api-revoke-one", &[("name", it.name.clone().into())]);
        view! {
            <form method="post" action=format!("{}/{}/revoke", Place::Api.path(survey), it.id)>
                <button class="button button--quiet" aria-label=label>{t(lang, "api-revoke")}</button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row">{it.name.clone()}</th>
            <td>{rights.join(", ")}</td>
            <td>{t(lang, scope)}</td>
            <td>{it.maker.clone()}</td>
            <td>{time(it.created_at, zone)}</td>
            <td>{time(it.expires_at, zone)}</td>
            <td>{used}</td>
            <td>{t(lang, state)} {revoke}</td>
        </tr>
    }
}
