//! What margins come to: what the weights cost, how they are spread, and each margin with its target and what it has.

use analysis::weighting::{Class, Effect};
use leptos::prelude::*;

use super::fit::{Fitted, Reached};
use super::typed::WantedMargin;
use crate::pages::desk::figures::percent_as_published;
use crate::words::{t, t_with};

/// The box above the form, before anything is kept.
pub(super) fn result(fitted: &Fitted, lang: &'static str) -> impl IntoView + use<> {
    let Effect { cases, base, design_effect, efficiency, least, most, ref histogram, .. } = fitted.effect;
    let facts = [
        ("weighting-cases", cases.to_string()),
        ("weighting-base", format!("{base:.1}")),
        ("weighting-effect", format!("{design_effect:.3}")),
        ("weighting-efficiency", format!("{} %", percent_as_published(efficiency))),
        ("weighting-range", format!("{least:.3} – {most:.3}")),
        ("weighting-rounds", fitted.raked.iterations.to_string()),
        ("topline-snapshot-number", fitted.snapshot.to_string()),
    ];
    let facts: Vec<_> = facts
        .into_iter()
        .map(|(word, text)| view! { <div><dt>{t(lang, word)}</dt><dd class="tabular">{text}</dd></div> })
        .collect();
    let margins: Vec<_> = fitted
        .wanted
        .margins
        .iter()
        .zip(&fitted.reached)
        .map(|(it, reached)| margin(it, reached, lang))
        .collect();
    view! {
        <section class="panel" id="result" role="status">
            <h2>{t(lang, "weighting-result")}</h2>
            <p>{t(lang, "weighting-not-kept")}</p>
            <dl class="topline__figures">{facts}</dl>
            {spread(histogram, lang)}
            {margins}
        </section>
    }
}

/// The histogram of weights, and the same as a table.
fn spread(classes: &[Class], lang: &'static str) -> impl IntoView + use<> {
    let tallest = classes.iter().map(|it| it.cases).max().unwrap_or(1).max(1) as f64;
    let width = 100.0 / classes.len().max(1) as f64;
    let bars: Vec<_> = classes
        .iter()
        .enumerate()
        .map(|(at, it)| {
            let height = 40.0 * it.cases as f64 / tallest;
            let [x, y] = [at as f64 * width + width * 0.05, 40.0 - height].map(|it| format!("{it:.2}"));
            let [wide, high] = [width * 0.9, height].map(|it| format!("{it:.2}"));
            view! { <rect x=x y=y width=wide height=high/> }
        })
        .collect();
    let rows: Vec<_> = classes
        .iter()
        .map(|it| {
            let class = t_with(
                lang,
                "weighting-class",
                &[("from", number(it.from).into()), ("to", number(it.to).into())],
            );
            view! { <tr><th scope="row">{class}</th><td class="tabular">{it.cases}</td></tr> }
        })
        .collect();
    let ends = classes.first().zip(classes.last()).map(|(first, last)| (number(first.from), number(last.to)));
    let (from, to) = ends.unwrap_or_default();
    view! {
        <figure class="weighting__spread">
            <figcaption>{t(lang, "weighting-spread")}</figcaption>
            <svg viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">{bars}</svg>
            <p class="weighting__ends tabular" aria-hidden="true"><span>{from}</span> <span>{to}</span></p>
            <details>
                <summary>{t(lang, "weighting-as-table")}</summary>
                <table class="weighting__table">
                    <thead>
                        <tr>
                            <th scope="col">{t(lang, "data-weight")}</th>
                            <th scope="col" class="tabular">{t(lang, "weighting-cases")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
}

/// A limit of a class, which is round.
fn number(limit: f64) -> String {
    let text = format!("{limit:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn margin(it: &WantedMargin, reached: &[Reached], lang: &'static str) -> impl IntoView + use<> {
    let by = &it.margin.by;
    let rows: Vec<_> = reached
        .iter()
        .map(|it| {
            view! {
                <tr>
                    <th scope="row">{it.label.clone()}</th>
                    <td class="tabular">{it.cases}</td>
                    <td class="tabular">{percent_as_published(it.before)}</td>
                    <td class="tabular">{percent_as_published(it.target)}</td>
                    <td class="tabular">{percent_as_published(it.after)}</td>
                </tr>
            }
        })
        .collect();
    let heads: Vec<_> = ["cases", "before", "target", "after"]
        .map(|it| view! { <th scope="col" class="tabular">{t(lang, &format!("weighting-{it}"))}</th> })
        .into_iter()
        .collect();
    let title = by.join(" × ");
    let source = format!("{}, {}", it.margin.source.get(lang), it.margin.year);
    view! {
        <div class="scroller" tabindex="0" role="region" aria-label=title>
            <table class="weighting__table">
                <caption><code>{title.clone()}</code> " · " {source}</caption>
                <thead><tr><td></td>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
