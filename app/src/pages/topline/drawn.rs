//! Each question as a table with bars.

use analysis::codebook::Variable;
use analysis::table::topline::{Bar, Figure, FigureKind, Part, Topic};
use leptos::prelude::*;
use survey::questionnaire::Code;

use super::Shown;
use super::figures::{from_to, percent, points, two};
use crate::words::{t, t_with};

/// All questions on paper.
pub(super) fn paper(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let title = shown.survey.questionnaire.title.get(lang).to_owned();
    let version = t_with(lang, "paper-version", &[("version", shown.survey.version.clone().into())]);
    let snapshot = t_with(lang, "topline-snapshot", &[("number", shown.snapshot.into())]);
    let topics: Vec<_> = shown.topics.iter().map(|it| topic(shown, it, lang)).collect();
    let is_nobody = shown.counted.cases == 0;
    let word = if shown.columns.cases() == 0 { "topline-nobody" } else { "topline-nobody-left" };
    let nobody = is_nobody.then(|| view! { <p>{t(lang, word)}</p> });
    let filter = shown.counted.is_in.is_some() && !shown.asked.filter.is_empty();
    let filter = filter.then(|| {
        view! { <p>{t(lang, "data-filter")} ": " <code>{shown.asked.filter.clone()}</code></p> }
    });
    view! {
        <article class="paper">
            <header class="paper__head">
                <p class="paper__title">{title}</p>
                <p>{counted(shown, lang)}</p>
                {filter}
                <p class="hint">{format!("{version} · {snapshot} · {}", t(lang, "topline-intervals"))}</p>
            </header>
            {nobody}
            {(!is_nobody).then_some(topics)}
        </article>
    }
}

/// How many are counted, and how many are not for want of a weight.
fn counted(shown: &Shown, lang: &str) -> String {
    let mut words = t_with(lang, "topline-counted", &[("count", shown.counted.cases.into())]);
    if shown.counted.weightless > 0 {
        words += &t_with(lang, "topline-weightless", &[("count", shown.counted.weightless.into())]);
    }
    words
}

fn topic(shown: &Shown, topic: &Topic, lang: &'static str) -> impl IntoView + use<> {
    let variables = &shown.columns.codebook.variables[topic.variables.clone()];
    let first = &variables[0];
    let name = first.of.clone().unwrap_or_default();
    let heading = format!("topic-{name}");
    let number = first.nr.clone().map(|it| view! { <span class="paper__nr">{it}</span> });
    let text = first.text.get(lang).to_owned();
    let parts: Vec<_> = topic.parts.iter().map(|it| part(shown, it, topic.parts.len() > 1, lang)).collect();
    let base = first.base.as_ref().map(|it| it.words.get(lang).to_owned());
    view! {
        <section class="paper__question topline" id=name.clone() aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{number} " " {text}</h2>
            {parts}
            {origin(shown, first, base, lang)}
        </section>
    }
}

/// One table with its bars, then its figures.
fn part(shown: &Shown, part: &Part, is_item: bool, lang: &'static str) -> impl IntoView + use<> {
    let variable = &shown.columns.codebook.variables[part.variable];
    let item = variable.part.as_ref().filter(|_| is_item).map(|it| it.get(lang).to_owned());
    let base = base(part, variable, shown, lang);
    let mut bars = part.bars.clone();
    if shown.asked.sort == "size" {
        // Refusals stay last: they are no answer that others could be larger than.
        bars.sort_by(|a, b| a.is_missing.cmp(&b.is_missing).then(b.share.total_cmp(&a.share)));
    }
    let labels = |code: Code| label(shown, part, code, lang);
    let rows: Vec<_> = bars.iter().map(|it| row(it, labels(it.code))).collect();
    let caption = match &item {
        Some(it) => format!("{it}. {base}"),
        None => base,
    };
    let heads = ["answer", "share", "interval", "n"].map(|it| t(lang, &format!("topline-{it}")));
    let [answer, mut share, interval, n] = heads;
    if part.figures.iter().any(|it| matches!(it.kind, FigureKind::MeanPlace(_))) {
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

/// `All, n = 1,212`; weighted also how many cases would say as much.
fn base(part: &Part, variable: &Variable, shown: &Shown, lang: &str) -> String {
    let who = variable.base.as_ref().map(|it| it.words.get(lang).to_owned());
    let who = who.unwrap_or_else(|| t(lang, "topline-computed"));
    let weighted = shown.counted.weights.as_ref().map(|_| {
        let effective = part.base.effective().round() as i64;
        t_with(lang, "topline-effective", &[("count", effective.into())])
    });
    let words = t_with(lang, "topline-base", &[("who", who.into()), ("count", part.base.n.into())]);
    words + &weighted.unwrap_or_default()
}

fn label(shown: &Shown, part: &Part, code: Code, lang: &str) -> String {
    let variables = &shown.columns.codebook.variables;
    let first = &variables[part.variable];
    // The choices of a multi are columns of their own.
    let ticked = variables[part.variable..].iter().take_while(|it| it.of == first.of).find(|it| {
        use analysis::codebook::Column::{DerivedTicked, Ticked};
        it.from == Ticked(code) || it.from == DerivedTicked(code)
    });
    let part = ticked.and_then(|it| it.part.as_ref()).map(|it| it.get(lang));
    part.or(first.label(code, lang)).map_or_else(|| code.to_string(), str::to_owned)
}

fn row(bar: &Bar, label: String) -> impl IntoView + use<> {
    let width = format!("{:.2}", bar.share * 100.0);
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
            <td class="tabular">{percent(bar.share)}</td>
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
        lines.push((t(lang, "topline-median"), moments.median.to_string()));
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

/// Where the numbers of a question come from.
fn origin(
    shown: &Shown,
    first: &Variable,
    base: Option<String>,
    lang: &'static str,
) -> impl IntoView + use<> {
    let formula = first.base.as_ref().map(|it| it.formula.clone()).filter(|it| !it.is_empty());
    let weight = match &shown.counted.weights {
        None => t(lang, "data-weight-none"),
        Some(_) => shown.asked.weight.clone(),
    };
    let filter =
        Some(shown.asked.filter.clone()).filter(|it| !it.is_empty() && shown.counted.is_in.is_some());
    let fact = |word: &str, text: String| {
        view! { <div><dt>{t(lang, word)}</dt><dd>{text}</dd></div> }
    };
    let rule = first.rule.clone().map(|it| fact("paper-derived-calc", it));
    view! {
        <details class="topline__origin">
            <summary>{t(lang, "topline-origin")}</summary>
            <dl class="papers">
                {fact("paper-column", first.name.clone())}
                {base.map(|it| fact("paper-base", it))}
                {formula.map(|it| fact("topline-formula", it))}
                {rule}
                {filter.map(|it| fact("data-filter", it))}
                {fact("data-weight", weight)}
                {fact("topline-newest", shown.survey.version.clone())}
                {fact("topline-snapshot-number", shown.snapshot.to_string())}
            </dl>
        </details>
    }
}
