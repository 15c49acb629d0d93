//! The latest data files: how far they are, what is in them, and the way to them.

use analysis::export::Format;
use leptos::prelude::*;
use store::exports::{Run, RunState};
use survey::SurveyId;

use super::{Shown, path};
use crate::export::Wanted;
use crate::pages::desk::time::time;
use crate::words::{t, t_with};

pub(super) fn panel(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    if shown.runs.is_empty() {
        return None;
    }
    let survey = &shown.survey.id;
    let zone = &shown.survey.settings.time_zone;
    let each: Vec<_> = shown.runs.iter().map(|it| one(survey, it, zone, lang)).collect();
    Some(view! {
        <section class="panel" id="files">
            <h2>{t(lang, "data-files")}</h2>
            <p class="hint">{t(lang, "data-files-are")}</p>
            <ol class="data-list">{each}</ol>
        </section>
    })
}

fn one(survey: &SurveyId, run: &Run, zone: &str, lang: &'static str) -> impl IntoView + use<> {
    let title = title(run, lang);
    let name = run.name.clone().map(|it| view! { <span class="data-list__name">{it}</span> });
    let counts = run.manifest.as_ref().map(|it| {
        let size = size(it.bytes);
        view! { <p>{t_with(lang, "data-counts", &[("cases", it.cases.into()), ("size", size.into())])}</p> }
    });
    view! {
        <li class="data-list__one" data-state=run.state.word()>
            <h3><a href=path(survey, run.id)>{title}</a> " " {name}</h3>
            <p class="data-state">{state(run, lang)}</p>
            {bar(run, lang)}
            {counts}
            <p class="hint">{in_words(&Wanted::parse(&run.wanted), lang)}</p>
            <p class="hint">
                {t_with(lang, "data-snapshot-of", &[("snapshot", run.snapshot.into())])}
                ", " {time(run.taken_at, zone)} " · " {run.who.clone()}
            </p>
            {hash(run)}
            <div class="toolbar">{buttons(survey, run, lang)}</div>
        </li>
    }
}

/// The file's name, or what it will be.
pub(super) fn title(run: &Run, lang: &str) -> String {
    let number = || t_with(lang, "data-run-number", &[("run", run.id.into())]);
    run.manifest.as_ref().map_or_else(number, |it| it.file.clone())
}

/// How it stands, in words.
pub(super) fn state(run: &Run, lang: &str) -> String {
    let word = match (run.state, run.gone_at, run.why.as_deref()) {
        (RunState::Failed, _, Some("disk")) => "failed-disk",
        (RunState::Done, Some(_), _) => "gone",
        (RunState::Done, None, Some("changed")) => "changed",
        (state, ..) => state.word(),
    };
    t(lang, &format!("data-state-{word}"))
}

/// How far it is, while it is made.
pub(super) fn bar(run: &Run, lang: &'static str) -> impl IntoView + use<> {
    (run.state == RunState::Running).then(|| {
        let seen = run.seen.min(run.total);
        let words = t_with(lang, "data-seen", &[("seen", seen.into()), ("total", run.total.into())]);
        // Before it is counted nobody knows how far: a bar without a value says so.
        let (value, max) = ((run.total > 0).then_some(seen), run.total.max(1));
        view! {
            <p class="data-progress">
                <progress class="meter" value=value max=max aria-label=words.clone()></progress>
                <span>{words}</span>
            </p>
        }
    })
}

pub(super) fn hash(run: &Run) -> impl IntoView + use<> {
    let manifest = run.manifest.as_ref();
    manifest.map(
        |it| view! { <p class="data-hash">"SHA-256 " <code class="copyable">{it.sha256.clone()}</code></p> },
    )
}

/// What may be done with it.
pub(super) fn buttons(survey: &SurveyId, run: &Run, lang: &'static str) -> impl IntoView + use<> {
    let path = path(survey, run.id);
    let fetch = run.is_here().then(|| {
        let label = format!("{}: {}", t(lang, "data-fetch"), title(run, lang));
        view! { <a class="button" href=format!("{path}/file") aria-label=label>{t(lang, "data-fetch")}</a> }
    });
    let is_over = matches!(run.state, RunState::Done | RunState::Failed);
    let again = is_over.then(|| {
        let label = format!("{}: {}", t(lang, "data-again"), title(run, lang));
        view! {
            <form method="post" action=format!("{path}/again")>
                <button class="button button--quiet" aria-label=label>{t(lang, "data-again")}</button>
            </form>
        }
    });
    view! { {fetch} {again} }
}

/// What is wanted, in words: `CSV · Complete, Screen-out · 2026-01-12 – …`.
pub(super) fn in_words(wanted: &Wanted, lang: &str) -> String {
    let default = Wanted::default();
    let format = Format::parse(&wanted.format).map(Format::word).unwrap_or_default();
    let mut words = vec![t(lang, &format!("data-format-{format}"))];
    let mut say = |says: bool, word: String| {
        if says {
            words.push(word);
        }
    };
    say(wanted.labels, t(lang, "data-with-labels"));
    say(wanted.excel && wanted.format == "csv", "Excel".to_owned());
    let joint = if lang == "zh" { "、" } else { ", " };
    let named = |prefix: &str, list: &[String]| {
        list.iter().map(|it| t(lang, &format!("{prefix}-{it}"))).collect::<Vec<_>>().join(joint)
    };
    say(true, named("disposition", &wanted.rows));
    say(!wanted.among.is_empty(), wanted.among.clone());
    say(!wanted.filter.is_empty(), wanted.filter.clone());
    say(!wanted.from.is_empty() || !wanted.to.is_empty(), format!("{} – {}", wanted.from, wanted.to));
    say(wanted.news, t(lang, "data-only-news"));
    say(wanted.columns != default.columns, named("data-group", &wanted.columns));
    say(!wanted.only.is_empty(), wanted.only.join(joint));
    say(
        !wanted.weight.is_empty(),
        t_with(lang, "data-weighted", &[("weight", wanted.weight.clone().into())]),
    );
    say(wanted.rehearsal, t(lang, "data-rehearsal-yes"));
    words.join(" · ")
}

/// A number of bytes as people say it.
pub(super) fn size(bytes: i64) -> String {
    let bytes = bytes as f64;
    match bytes {
        ..1e3 => format!("{bytes} B"),
        ..1e6 => format!("{:.1} kB", bytes / 1e3),
        ..1e9 => format!("{:.1} MB", bytes / 1e6),
        _ => format!("{:.1} GB", bytes / 1e9),
    }
}
