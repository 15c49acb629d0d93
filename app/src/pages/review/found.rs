//! What a check over all interviews found about one, as sentences.

use fluent_templates::fluent_bundle::FluentValue;
use leptos::prelude::*;
use survey::condition::Value;
use survey::quality::cohort::{Check, Evidence, Flag};
use survey::{Reading, SurveyId};

use super::facts::others;
use crate::words::{t, t_with};

/// The find of one check. `twin` is what the nearest other interview wrote.
pub fn found(
    survey: &SurveyId,
    flag: &Flag,
    reading: &Reading<'_>,
    twin: Option<&String>,
    lang: &'static str,
) -> AnyView {
    let Evidence { others: named, many, about, .. } = &flag.evidence;
    let sentence =
        t_with(lang, &format!("review-found-{}", flag.check.word().replace('_', "-")), &values(flag));
    let source = (flag.check == Check::Burst && !about.is_empty())
        .then(|| t_with(lang, "review-found-by-source", &[("source", about.clone().into())]));
    let words = (flag.check == Check::NearText).then(|| words(reading, about, twin, lang));
    let listed = (!named.is_empty()).then(|| {
        view! { <li>{t(lang, "review-found-others")} {others(survey, named, *many, lang)}</li> }
    });
    view! {
        <ul>
            <li>{sentence} {source.map(|it| format!(" {it}"))}</li>
            {words}
            {listed}
        </ul>
    }
    .into_any()
}

/// The figures of a find, in the unit of its check.
fn values(flag: &Flag) -> [(&'static str, FluentValue<'static>); 4] {
    let Evidence { measure, threshold, expected, base, .. } = flag.evidence;
    let figure = |it: f64| match flag.check {
        Check::NearDuplicate | Check::NearText => format!("{:.0}", 100.0 * it),
        Check::Burst => format!("{it:.0}"),
        Check::EvenTimes | Check::UsualTimes => format!("{it:.2}"),
        Check::Independent => format!("{it:.1}"),
    };
    [
        ("measure", figure(measure).into()),
        ("threshold", figure(threshold).into()),
        ("expected", figure(expected).into()),
        ("base", base.to_string().into()),
    ]
}

/// What was written, here and in the nearest other.
fn words(reading: &Reading<'_>, var: &str, twin: Option<&String>, lang: &'static str) -> AnyView {
    let own = match reading.value(var) {
        Value::Text(text) => text,
        _ => t(lang, "review-erased"),
    };
    let twin = twin.cloned().unwrap_or_else(|| t(lang, "review-erased"));
    view! {
        <li>{t(lang, "review-found-here")} " " <q>{own}</q></li>
        <li>{t(lang, "review-found-there")} " " <q>{twin}</q></li>
    }
    .into_any()
}
