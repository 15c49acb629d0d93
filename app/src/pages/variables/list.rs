//! What is added, each with what it is and how it comes about.

use leptos::prelude::*;
use survey::questionnaire::{Derived, Rule};
use survey::variables::is_filter;

use super::Shown;
use crate::pages::desk::Place;
use crate::words::t;

pub(super) fn list(shown: &Shown, lang: &'static str) -> AnyView {
    let own = shown.survey.questionnaire.derived.len();
    let rows: Vec<_> = shown.questionnaire.derived.iter().skip(own).map(|it| row(shown, it, lang)).collect();
    if rows.is_empty() {
        return view! { <p>{t(lang, "variables-none")}</p> }.into_any();
    }
    let heads = ["name", "label", "kind", "rule"]
        .map(|it| view! { <th scope="col">{t(lang, &format!("variables-{it}"))}</th> });
    view! {
        <div class="scroller" tabindex="0" role="region" aria-label=t(lang, "desk-variables")>
            <table class="variables">
                <thead>
                    <tr>{heads.to_vec()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(shown: &Shown, derived: &Derived, lang: &'static str) -> impl IntoView + use<> {
    let kind = match &derived.rule {
        _ if is_filter(derived) => "filter",
        Rule::Calc { .. } => "number",
        Rule::When(_) => "codes",
        Rule::Union(_) => "union",
        Rule::Coded { .. } => "coded",
    };
    let path = Place::OpenEnds.path(&shown.survey.id);
    let rule = match &derived.rule {
        Rule::Calc { expr, .. } => view! { <code>{expr.to_string()}</code> }.into_any(),
        Rule::When(cases) => {
            // Of a filter the other code says nothing.
            let cases = cases.iter().filter(|(code, _)| !is_filter(derived) || *code == 1);
            let line = |(code, it): &(i64, String)| {
                let label = derived.choices.iter().find(|it| it.code == *code);
                let label = label.map(|it| it.label.get(lang).to_owned()).unwrap_or_default();
                view! { <li><code>{code.to_string()}</code> " " {label} ": " <code>{it.clone()}</code></li> }
            };
            let lines: Vec<_> = cases.map(|(code, it)| line(&(*code, it.to_string()))).collect();
            view! { <ul class="variables__cases">{lines}</ul> }.into_any()
        }
        Rule::Union(parts) => view! { <code>{parts.join(", ")}</code> }.into_any(),
        Rule::Coded { of, .. } => {
            let href = format!("{path}/{}", derived.var);
            view! { <a href=href>{of.clone()}</a> }.into_any()
        }
    };
    view! {
        <tr>
            <th scope="row"><code>{derived.var.clone()}</code></th>
            <td>{derived.label.get(lang).to_owned()}</td>
            <td>{t(lang, &format!("variables-kind-{kind}"))}</td>
            <td>{rule}</td>
        </tr>
    }
}
