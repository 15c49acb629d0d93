//! What stands behind the questions on paper: computed variables, quotas, quality rules, end pages.

use leptos::prelude::*;
use survey::questionnaire::{Code, Derived, End, Rule, Text};
use survey::quota::{QuotaPlan, QuotaTable};

use super::Paper;
use crate::words::t_with;

/// Computed variables and how each is computed.
pub(super) fn derived(paper: &Paper) -> impl IntoView + use<> {
    let variables: Vec<_> = paper.questionnaire.derived.iter().map(|it| variable(paper, it)).collect();
    section(paper, "paper-derived", variables)
}

fn variable(paper: &Paper, derived: &Derived) -> AnyView {
    let label = |code: Code| {
        let choice = derived.choices.iter().find(|it| it.code == code);
        choice.map(|it| paper.text(&it.label)).unwrap_or_default()
    };
    let rule = match &derived.rule {
        Rule::Calc { expr, .. } => paper.condition("paper-derived-calc", expr).into_any(),
        Rule::When(cases) => cases
            .iter()
            .map(|(code, condition)| {
                view! {
                    <div class="paper__case">
                        <p><code>{*code}</code> " " {label(*code)}</p>
                        {paper.condition("paper-if", condition)}
                    </div>
                }
            })
            .collect::<Vec<_>>()
            .into_any(),
        Rule::Union(parts) => view! {
            <p class="paper__condition">
                <span class="paper__label">{paper.t("paper-derived-union")}</span>
                " "
                <code>{parts.join(", ")}</code>
            </p>
        }
        .into_any(),
        // Analysts' own: no questionnaire has one.
        Rule::Coded { of, .. } => view! { <p><code>{of.clone()}</code></p> }.into_any(),
    };
    view! {
        <section class="paper__question">
            <h3><code>{derived.var.clone()}</code> " " {paper.text(&derived.label)}</h3>
            {rule}
        </section>
    }
    .into_any()
}

/// Quota plans, table by table.
pub(super) fn quotas(paper: &Paper) -> impl IntoView + use<> {
    let quota = paper.questionnaire.quota.as_ref();
    let plans = quota.map(|quota| {
        let plans: Vec<_> = quota.plans.iter().map(|it| plan(paper, it, it.name == quota.active)).collect();
        plans
    });
    section(paper, "paper-quotas", plans.unwrap_or_default())
}

fn plan(paper: &Paper, plan: &QuotaPlan, active: bool) -> AnyView {
    let args = [("plan", plan.name.clone().into()), ("count", plan.n.to_string().into())];
    let head = t_with(&paper.lang, "paper-quota-plan", &args);
    let active = active.then(|| view! { <span class="hint">" " {paper.t("paper-quota-active")}</span> });
    let tables: Vec<_> = plan.tables.iter().map(|it| table(paper, it)).collect();
    view! {
        <section class="paper__question">
            <h3>{head} {active}</h3>
            {tables}
        </section>
    }
    .into_any()
}

/// A table of targets; the last of two variables runs across.
fn table(paper: &Paper, table: &QuotaTable) -> impl IntoView + use<> {
    let mut rows: Vec<Code> = Vec::new();
    let mut columns: Vec<Code> = Vec::new();
    for (key, _) in &table.cells {
        for (codes, code) in [(&mut rows, key.first()), (&mut columns, key.get(1))] {
            if let Some(code) = code.filter(|it| !codes.contains(it)) {
                codes.push(*code);
            }
        }
    }
    let target = |key: &[Code]| table.cells.iter().find(|(it, _)| it == key).map(|(_, target)| *target);
    let head: Vec<_> = match columns.is_empty() {
        true => {
            vec![view! { <th scope="col" class="tabular">{paper.t("fieldwork-completes")}</th> }.into_any()]
        }
        false => columns
            .iter()
            .map(|it| {
                view! { <th scope="col" class="tabular">{label(paper, &table.by[1], *it)}</th> }.into_any()
            })
            .collect(),
    };
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let targets: Vec<_> = match columns.is_empty() {
                true => vec![target(&[row])],
                false => columns.iter().map(|column| target(&[row, *column])).collect(),
            };
            let targets: Vec<_> =
                targets.into_iter().map(|it| view! { <td class="tabular">{it}</td> }).collect();
            view! {
                <tr>
                    <th scope="row">{label(paper, &table.by[0], row)}</th>
                    {targets}
                </tr>
            }
        })
        .collect();
    view! {
        <table class="paper__quota">
            <caption><code>{table.name.clone()}</code> {format!(" ({})", table.by.join(" × "))}</caption>
            <thead>
                <tr>
                    <td></td>
                    {head}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The label of a code of a question or of a computed variable.
fn label(paper: &Paper, var: &str, code: Code) -> String {
    let question = paper.questionnaire.question(var).and_then(|it| it.choice(code)).map(|it| &it.label);
    let derived = || {
        let derived = paper.questionnaire.derived(var)?;
        derived.choices.iter().find(|it| it.code == code).map(|it| &it.label)
    };
    question.or_else(derived).map_or_else(|| code.to_string(), |it| paper.text(it))
}

/// The rules that look at a finished interview.
pub(super) fn quality(paper: &Paper) -> impl IntoView + use<> {
    let quality = &paper.questionnaire.quality;
    let rules = quality.rules.iter().map(|it| {
        let does = if it.reject { "paper-rule-reject" } else { "paper-rule-flag" };
        view! {
            <div class="paper__case">
                <p><code>{it.id.clone()}</code> " " {paper.t(does)}</p>
                {paper.condition("paper-if", &it.condition)}
            </div>
        }
        .into_any()
    });
    let enough = quality.reject_at.map(|it| paper.t_with("paper-reject-at", "count", it));
    let enough = enough.map(|it| view! { <p>{it}</p> }.into_any());
    section(paper, "paper-quality", rules.chain(enough).collect())
}

/// What each end page says.
pub(super) fn ends(paper: &Paper) -> impl IntoView + use<> {
    let ends = &paper.questionnaire.ends;
    let texts: [(End, &Option<Text>); 5] = [
        (End::Complete, &ends.complete),
        (End::ScreenedOut, &ends.screened_out),
        (End::QuotaFull, &ends.quota_full),
        (End::Rejected, &ends.rejected),
        (End::Refused, &ends.refused),
    ];
    let ends = texts.into_iter().filter_map(|(end, text)| Some((end, text.as_ref()?)));
    let ends = ends.map(|(end, text)| {
        view! {
            <div class="paper__case">
                <p class="paper__label">{end_name(paper, end)}</p>
                <p class="paper__text">{paper.text(text)}</p>
            </div>
        }
        .into_any()
    });
    section(paper, "paper-ends", ends.collect())
}

/// The disposition that an end gives, in words.
pub(super) fn end_name(paper: &Paper, end: End) -> String {
    let word = match end {
        End::Complete => "complete",
        End::Refused => "refused",
        End::ScreenedOut => "screened_out",
        End::QuotaFull => "quota_full",
        End::Rejected => "rejected",
    };
    paper.t(&format!("disposition-{word}"))
}

/// A part of the paper under its title; nothing where it would be empty.
fn section(paper: &Paper, title: &str, parts: Vec<AnyView>) -> impl IntoView + use<> {
    (!parts.is_empty()).then(|| {
        view! {
            <section class="paper__page">
                <h2>{paper.t(title)}</h2>
                {parts}
            </section>
        }
    })
}
