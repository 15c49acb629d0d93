//! What a rule rests on, as sentences.

use leptos::prelude::*;
use store::review::Flagged;
use survey::quality::evidence::Fact;
use survey::{InterviewId, SurveyId};

use super::Usual;
use crate::pages::interview_record;
use crate::words::{t, t_with};

/// One thing that a rule rests on.
pub fn fact(survey: &SurveyId, flagged: &Flagged, fact: Fact, usual: &Usual, lang: &'static str) -> AnyView {
    let sentence = match fact {
        Fact::Seconds { page, seconds } => {
            let median = page.as_ref().map_or(usual.all, |it| usual.pages.get(it).copied());
            let median = median.map_or_else(|| "–".to_owned(), |it| format!("{it:.0}"));
            let seconds = format!("{seconds:.0}");
            match page {
                None => {
                    t_with(lang, "review-fact-all", &[("seconds", seconds.into()), ("median", median.into())])
                }
                Some(page) => {
                    let title = title_of(flagged, &page, lang);
                    let values =
                        [("page", title.into()), ("seconds", seconds.into()), ("median", median.into())];
                    t_with(lang, "review-fact-page", &values)
                }
            }
        }
        Fact::Trap { question, row, right, given } => {
            let values = [
                ("question", question.into()),
                ("row", row.into()),
                ("right", right.into()),
                ("given", given.into()),
            ];
            t_with(lang, "review-fact-trap", &values)
        }
        Fact::Run { question, answer, length, rows } => {
            let values = [
                ("question", question.into()),
                ("answer", answer.into()),
                ("length", length.to_string().into()),
                ("rows", rows.to_string().into()),
            ];
            t_with(lang, "review-fact-run", &values)
        }
        Fact::Junk { question, text } => {
            t_with(lang, "review-fact-junk", &[("question", question.into()), ("text", text.into())])
        }
        Fact::Answer { question, answer } => {
            let answer = if answer.is_empty() { t(lang, "review-no-answer") } else { answer };
            t_with(lang, "review-fact-answer", &[("question", question.into()), ("answer", answer.into())])
        }
        Fact::Count { question, ticked, offered } => {
            let values = [
                ("question", question.into()),
                ("ticked", ticked.to_string().into()),
                ("offered", offered.to_string().into()),
            ];
            t_with(lang, "review-fact-count", &values)
        }
        Fact::Honeypot => t(lang, "review-fact-honeypot"),
        Fact::NoProof => t(lang, "review-fact-no-proof"),
        Fact::Duplicate => return duplicate(survey, flagged, lang),
    };
    view! { <bdi>{sentence}</bdi> }.into_any()
}

fn title_of(flagged: &Flagged, page: &str, lang: &str) -> String {
    let questionnaire = &flagged.questionnaire;
    let title = questionnaire.pages.iter().find(|it| it.name == page).and_then(|it| it.title.as_ref());
    title.map_or_else(|| page.to_owned(), |it| it.get(lang).to_owned())
}

/// The other finished interviews of the device.
fn duplicate(survey: &SurveyId, flagged: &Flagged, lang: &'static str) -> AnyView {
    let links: Vec<_> = flagged
        .same_device
        .iter()
        .map(|(id, disposition)| {
            let words = format!("{} ({})", id.0, t(lang, &format!("disposition-{disposition}")));
            view! { " " <a href=interview_record::path(survey, *id)>{words}</a> }
        })
        .collect();
    if links.is_empty() {
        return view! { <span>{t(lang, "review-fact-device-gone")}</span> }.into_any();
    }
    view! { <span>{t(lang, "review-fact-device")} {links}</span> }.into_any()
}

/// Links to other interviews, and how many there are beside.
pub fn others(survey: &SurveyId, named: &[InterviewId], many: i64, lang: &'static str) -> AnyView {
    let links: Vec<_> = named
        .iter()
        .map(|id| view! { " " <a href=interview_record::path(survey, *id)>{id.0.to_string()}</a> })
        .collect();
    let more = many - named.len() as i64;
    let more = (more > 0)
        .then(|| format!(" {}", t_with(lang, "review-more", &[("count", more.to_string().into())])));
    view! { <span>{links} {more}</span> }.into_any()
}
