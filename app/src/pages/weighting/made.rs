//! How a set of weights was made, in words.

use leptos::prelude::*;
use survey::questionnaire::Code;
use survey::weighting::{Made, Margin};
use survey::{Questionnaire, SurveyId};

use super::path;
use super::typed::labels;
use crate::words::{t, t_with};

/// Margins with source and year, bounds and cases; and the way to do it again.
pub fn made(
    made: &Made,
    (survey, name): (&SurveyId, &str),
    questionnaire: &Questionnaire,
    lang: &'static str,
) -> impl IntoView + use<> {
    let margins: Vec<_> = made.margins.iter().map(|it| margin(it, questionnaire, lang)).collect();
    let cap = made.cap.map(|(least, most)| {
        let args = [("least", least.to_string().into()), ("most", most.to_string().into())];
        let word = if most.is_finite() { "weighting-made-cap" } else { "weighting-made-least" };
        view! { <li>{t_with(lang, word, &args)}</li> }
    });
    let of = [
        ("cases", made.cases.into()),
        ("base", format!("{:.0}", made.base).into()),
        ("snapshot", made.snapshot.into()),
        ("version", made.version.clone().into()),
    ];
    let rehearsal = made.rehearsal.then(|| view! { <li>{t(lang, "weighting-made-rehearsal")}</li> });
    let again = format!("{}?again={name}", path(survey));
    view! {
        <details class="weighting__made">
            <summary>{t(lang, "weighting-made")}<span class="heard-only">" " {name.to_owned()}</span></summary>
            <ul>
                {margins}
                {cap}
                <li>{t_with(lang, "weighting-made-of", &of)}</li>
                {rehearsal}
            </ul>
            <p><a href=again>{t(lang, "weighting-again")}</a></p>
        </details>
    }
}

fn margin(it: &Margin, questionnaire: &Questionnaire, lang: &'static str) -> impl IntoView + use<> {
    let share = |(codes, share): &(Vec<Code>, f64)| {
        format!("{} {share} %", labels(questionnaire, &it.by, codes, lang))
    };
    let shares = it.shares.iter().map(share).collect::<Vec<_>>().join(&t(lang, "claims-comma"));
    let source = format!("{}, {}", it.source.get(lang), it.year);
    view! { <li><code>{it.by.join(" × ")}</code> ": " {shares} " (" {source} ")"</li> }
}
