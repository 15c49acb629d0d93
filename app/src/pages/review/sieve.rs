//! Which flagged interviews are wanted: the filter in the address, and its form.

use axum::http::request::Parts;
use leptos::prelude::*;
use store::review::{Counts, Filter, Seen};
use store::surveys::Survey;
use survey::quality::cohort::Check;
use survey::{InterviewId, quality};

use super::rule_words;
use crate::pages::desk::Place;
use crate::words::t;

/// The filter as the address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sieve {
    pub rule: String,
    pub disposition: String,
    pub seen: String,
    pub before: Option<i64>,
}

impl Sieve {
    /// What a request's address says; what is none of the words is nothing.
    pub fn of(parts: &Parts) -> Sieve {
        let mut sieve = Sieve::default();
        for (name, text) in form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()) {
            match name.as_ref() {
                "rule" => sieve.rule = text.into_owned(),
                "disposition" if ["complete", "rejected"].contains(&text.as_ref()) => {
                    sieve.disposition = text.into_owned();
                }
                "seen" if Seen::parse(&text).is_some() => sieve.seen = text.into_owned(),
                "before" => sieve.before = text.parse().ok(),
                _ => {}
            }
        }
        sieve
    }

    /// The same for the store.
    pub fn filter(&self) -> Filter {
        Filter {
            rule: self.rule.clone(),
            disposition: self.disposition.clone(),
            seen: Seen::parse(&self.seen),
            before: self.before.map(InterviewId),
        }
    }

    /// The same as an address.
    pub fn path(&self, survey: &survey::SurveyId) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let texts = [("rule", &self.rule), ("disposition", &self.disposition), ("seen", &self.seen)];
        for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            query.append_pair(name, text);
        }
        if let Some(before) = self.before {
            query.append_pair("before", &before.to_string());
        }
        let query = query.finish();
        let path = Place::Review.path(survey);
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }
}

/// The form of the filter: three lists to choose from.
pub fn form(survey: &Survey, sieve: &Sieve, counts: &Counts, lang: &'static str) -> impl IntoView + use<> {
    let all = || (String::new(), t(lang, "review-all"));
    let counted = |rule: &str| {
        let count = counts.by_rule.get(rule).copied().unwrap_or_default();
        (rule.to_owned(), format!("{} ({count})", rule_words(lang, rule)))
    };
    let own = quality::names(&survey.questionnaire);
    let checks = Check::ALL.map(Check::word);
    let mut names: Vec<&str> = own.into_iter().chain(checks).collect();
    // Rules of older versions, and ends that reject by themselves.
    names.extend(
        counts.by_rule.keys().map(String::as_str).filter(|it| !names.contains(it)).collect::<Vec<_>>(),
    );
    let rules = std::iter::once(all()).chain(names.into_iter().map(counted)).collect();
    let word = |it: &str| (it.to_owned(), t(lang, &format!("disposition-{it}")));
    let dispositions = vec![all(), word("complete"), word("rejected")];
    let seen = Seen::ALL.map(|it| (it.word().to_owned(), t(lang, &format!("review-seen-{}", it.word()))));
    let seen = std::iter::once(all()).chain(seen).collect();
    view! {
        <form method="get" action=Place::Review.path(&survey.id) class="sieve">
            {choice("rule", "review-by-rule", rules, &sieve.rule, lang)}
            {choice("disposition", "review-by-disposition", dispositions, &sieve.disposition, lang)}
            {choice("seen", "review-by-seen", seen, &sieve.seen, lang)}
            <button class="button button--quiet">{t(lang, "review-show")}</button>
        </form>
    }
}

fn choice(
    name: &'static str,
    word: &str,
    choices: Vec<(String, String)>,
    chosen: &str,
    lang: &str,
) -> impl IntoView + use<> {
    let id = format!("sieve-{name}");
    let options: Vec<_> = choices
        .into_iter()
        .map(|(value, label)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect();
    view! {
        <div class="field">
            <label for=id.clone()>{t(lang, word)}</label>
            <select id=id name=name>{options}</select>
        </div>
    }
}
