//! Each question as a table with bars.

use analysis::table::topline::{Bar, Figure, FigureKind, Part, Topic};
use leptos::prelude::*;
use survey::questionnaire::Code;

use super::Shown;
use crate::pages::desk::basis::base;
use crate::pages::desk::figures::{from_to, percent, points, two};
use crate::pages::desk::labels::label;

use crate::words::{t, t_with};

/// All questions on paper.
pub(super) fn paper(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let topics: Vec<_> = shown.topics.iter().map(|it| topic(shown, it, lang)).collect();
    let nobody = shown.basis.nobody(lang);
    let topics = nobody.is_none().then_some(topics);
    view! {
        <article class="paper">
            {shown.basis.head(&t(lang, "topline-intervals"), lang)}
            {nobody}
            {topics}
        </article>
    }
}

fn topic(shown: &Shown, topic: &Topic, lang: &'static str) -> impl IntoView + use<> {
    let variables = &shown.basis.snapshot.columns.codebook.variables[topic.variables.clone()];
    let first = &variables[0];
    let name = first.of.clone().unwrap_or_default();
    let heading = format!("topic-{name}");
    let number = first.nr.clone().map(|it| view! { <span class="paper__nr">{it}</span> });
    let text = first.text.get(lang).to_owned();
    let parts: Vec<_> = topic.parts.iter().map(|it| part(shown, it, topic.parts.len() > 1, lang)).collect();
    let n = topic.parts.first().map(|it| it.base.n);
    view! {
        <section class="paper__question topline" id=name.clone() aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{number} " " {text}</h2>
            {parts}
            {shown.basis.details(first, n, lang)}
        </section>
    }
}

/// One table with its bars, then its figures.
fn part(shown: &Shown, part: &Part, is_item: bool, lang: &'static str) -> impl IntoView + use<> {
    let variable = &shown.basis.snapshot.columns.codebook.variables[part.variable];
    let item = variable.part.as_ref().filter(|_| is_item).map(|it| it.get(lang).to_owned());
    let base = base(variable, &part.base, shown.basis.counted.weights.is_some(), lang);
    let mut bars = part.bars.clone();
    if shown.sort == "size" {
        // Refusals stay last: they are no answer that others could be larger than.
        bars.sort_by(|a, b| a.is_missing.cmp(&b.is_missing).then(b.cell.weight.total_cmp(&a.cell.weight)));
    }
    let labels = |code: Code| label(&shown.basis.snapshot.columns.codebook, part.variable, code, lang);
    let rows: Vec<_> = bars.iter().map(|it| row(it, labels(it.code))).collect();
    let caption = match &item {
        Some(it) => format!("{it}. {base}"),
        None => base,
    };
    let heads = ["answer", "share", "interval", "n"].map(|it| t(lang, &format!("topline-{it}")));
    let [answer, mut share, interval, n] = heads;
    if part.is_ranking {
        share = t(lang, "topline-first");
    }
    let table = (!rows.is_empty()).then(|| {
        view! {
            <table class="topline__table">
                <caption>{caption.clone()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{answer}</th>
                        <td></td>
                        <th scope="col" class="tabular">{share}</th>
                        <th scope="col" class="tabular">{interval}</th>
                        <th scope="col" class="tabular">{n}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    let bare = table.is_none().then(|| view! { <p class="topline__base">{caption.clone()}</p> });
    view! {
        {table}
        {bare}
        {figures(part, &labels, lang)}
    }
}

fn row(bar: &Bar, label: String) -> impl IntoView + use<> {
    let width = format!("{:.2}", bar.share.unwrap_or_default() * 100.0);
    let (low, wide) = bar.interval.map_or((0.0, 0.0), |it| (it.low * 100.0, (it.high - it.low) * 100.0));
    let interval = bar.interval.map(|_| {
        view! { <rect class="topline__interval" x=format!("{low:.2}") y="4" width=format!("{wide:.2}") height="2"/> }
    });
    view! {
        <tr class:topline__refusal=bar.is_missing>
            <th scope="row">{label}</th>
            <td class="topline__bar">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="topline__share" x="0" y="0" width=width height="10"/>
                    {interval}
                </svg>
            </td>
            <td class="tabular">{bar.share.map(percent)}</td>
            <td class="tabular hint">{from_to(bar.interval, percent)}</td>
            <td class="tabular">{bar.cell.n}</td>
        </tr>
    }
}

/// Means, boxes and scores, each with its interval.
fn figures(part: &Part, label: &dyn Fn(Code) -> String, lang: &'static str) -> impl IntoView + use<> {
    let mut lines: Vec<(String, String)> = Vec::new();
    if let Some(moments) = part.moments {
        let mean = format!("{} ({})", two(moments.mean.value), from_to(part.mean, two));
        lines.push((t(lang, "topline-mean"), mean));
        lines.push((t(lang, "topline-deviation"), two(moments.deviation())));
        lines.push((t(lang, "topline-median"), two(moments.median)));
        if moments.mean.base.n < part.base.n {
            lines.push((t(lang, "topline-known"), format!("n = {}", moments.mean.base.n)));
        }
    }
    lines.extend(part.figures.iter().map(|it| line(it, label, lang)));
    let lines: Vec<_> = lines
        .into_iter()
        .map(|(name, figure)| view! { <div><dt>{name}</dt><dd class="tabular">{figure}</dd></div> })
        .collect();
    (!lines.is_empty()).then(|| view! { <dl class="topline__figures">{lines}</dl> })
}

fn line(it: &Figure, label: &dyn Fn(Code) -> String, lang: &str) -> (String, String) {
    let of = |word: &str, code: Code| t_with(lang, word, &[("choice", label(code).into())]);
    let (name, write): (String, fn(f64) -> String) = match it.kind {
        FigureKind::TopTwo => (t(lang, "topline-top-two"), percent),
        FigureKind::BottomTwo => (t(lang, "topline-bottom-two"), percent),
        FigureKind::Score => (t(lang, "topline-score"), points),
        FigureKind::TopThree(code) => (of("topline-top-three", code), percent),
        FigureKind::MeanPlace(code) => (of("topline-mean-place", code), two),
    };
    (name, format!("{} ({})", write(it.value), from_to(it.interval, write)))
}
