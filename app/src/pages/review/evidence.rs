//! What flags one interview, with what each flag rests on, and its times page by page.

use leptos::prelude::*;
use store::review::Flagged;
use survey::quality::{self, evidence};
use survey::{Interview, Reading, SurveyId};

use super::{Usual, facts, found, rule_words};
use crate::words::{t, t_with};

/// Everything that flags it, and its times.
pub fn evidence(
    survey: &SurveyId,
    flagged: &Flagged,
    usual: &Usual,
    lang: &'static str,
) -> impl IntoView + use<> {
    // Read in the language of the desk, so that answers are in words that the manager reads.
    let spoken = flagged.questionnaire.lang(Some(lang)).to_owned();
    let interview = Interview { lang: spoken, ..flagged.interview.clone() };
    let reading = Reading::new(&flagged.questionnaire, &interview);
    let rules: Vec<_> = quality::broken(&interview)
        .into_iter()
        .map(|rule| of_rule(survey, flagged, &reading, rule, usual, lang))
        .collect();
    let checks: Vec<_> = flagged
        .cohort
        .iter()
        .map(|flag| {
            view! {
                <li>
                    <strong>{rule_words(lang, flag.check.word())}</strong>
                    {found::found(survey, flag, &reading, usual.twins.get(&flagged.id), lang)}
                </li>
            }
        })
        .collect();
    let nothing = (rules.is_empty() && checks.is_empty()).then(|| t(lang, "review-unflagged"));
    let nothing = nothing.map(|it| view! { <p class="hint">{it}</p> });
    view! {
        {nothing}
        <ul class="evidence">{rules} {checks}</ul>
        <details class="timings">
            <summary>{t(lang, "review-timings")}</summary>
            {timings(&reading, usual, lang)}
        </details>
    }
}

fn of_rule(
    survey: &SurveyId,
    flagged: &Flagged,
    reading: &Reading<'_>,
    rule: &str,
    usual: &Usual,
    lang: &'static str,
) -> impl IntoView + use<> {
    let facts: Vec<_> = evidence::facts(reading, rule)
        .into_iter()
        .map(|it| view! { <li>{facts::fact(survey, flagged, it, usual, lang)}</li> })
        .collect();
    let rules = &reading.questionnaire.quality.rules;
    let condition = rules.iter().find(|it| it.id == rule).map(|it| it.condition.to_string());
    view! {
        <li>
            <strong>{rule_words(lang, rule)}</strong>
            {condition.map(|it| view! { " " <code>{it}</code> })}
            <ul>{facts}</ul>
        </li>
    }
}

/// Seconds per page beside the usual ones.
fn timings(reading: &Reading<'_>, usual: &Usual, lang: &'static str) -> impl IntoView + use<> {
    let questionnaire = reading.questionnaire;
    let pages = questionnaire.pages.iter().filter_map(|page| {
        let seconds = *reading.interview.millis.get(&page.name)? as f64 / 1000.0;
        let usual = usual.pages.get(&page.name).copied();
        let title = page.title.as_ref().map_or(page.name.as_str(), |it| it.get(&reading.interview.lang));
        Some(timing(title.to_owned(), seconds, usual, lang))
    });
    let pages: Vec<_> = pages.collect();
    let all =
        timing(t(lang, "review-in-all"), reading.interview.active_millis() as f64 / 1000.0, usual.all, lang);
    view! {
        <table>
            <thead>
                <tr>
                    <th scope="col">{t(lang, "review-page")}</th>
                    <th scope="col" class="tabular">{t(lang, "review-seconds")}</th>
                    <th scope="col" class="tabular">{t(lang, "review-usual")}</th>
                    <th scope="col">{t(lang, "review-against")}</th>
                </tr>
            </thead>
            <tbody>{pages}</tbody>
            <tfoot>{all}</tfoot>
        </table>
    }
}

fn timing(title: String, seconds: f64, usual: Option<f64>, lang: &'static str) -> impl IntoView + use<> {
    let against = usual.filter(|it| *it > 0.0).map(|usual| {
        let share = format!("{:.0}", 100.0 * seconds / usual);
        let word = if seconds < usual / 3.0 { "review-hurried" } else { "review-share" };
        t_with(lang, word, &[("share", share.into())])
    });
    view! {
        <tr>
            <th scope="row">{title}</th>
            <td class="tabular">{format!("{seconds:.1}")}</td>
            <td class="tabular">{usual.map(|it| format!("{it:.1}"))}</td>
            <td>{against}</td>
        </tr>
    }
}
