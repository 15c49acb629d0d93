//! Where numbers come from: whom they count, and of which version and snapshot they are.

use analysis::codebook::Variable;
use leptos::prelude::*;

use super::whom::{Counted, Whom};
use crate::variables::joined;
use crate::words::{t, t_with};

/// What all numbers of a page have in common.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    pub title: &'a str,
    /// The newest version of the questionnaire.
    pub version: &'a str,
    /// How many changes the survey had seen.
    pub snapshot: i64,
    pub whom: &'a Whom,
    pub counted: &'a Counted,
}

impl Origin<'_> {
    /// The head of a sheet of numbers; `more` is what else is to be known of all of them.
    pub fn head(&self, more: &str, lang: &'static str) -> impl IntoView + use<> {
        let filter = self.filter().map(|it| view! { <p>{t(lang, "data-filter")} ": " <code>{it}</code></p> });
        let version = t_with(lang, "paper-version", &[("version", self.version.to_owned().into())]);
        let snapshot = t_with(lang, "topline-snapshot", &[("number", self.snapshot.into())]);
        let parts = [version, snapshot, more.to_owned()];
        let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        view! {
            <header class="paper__head">
                <p class="paper__title">{self.title.to_owned()}</p>
                <p>{self.cases(lang)}</p>
                {filter}
                <p class="hint">{parts.join(" · ")}</p>
            </header>
        }
    }

    /// Says that nobody is left to count; none where somebody is. `cases` are those before the condition.
    pub fn nobody(&self, cases: usize, lang: &'static str) -> Option<impl IntoView + use<>> {
        let word = if cases == 0 { "topline-nobody" } else { "topline-nobody-left" };
        (self.counted.cases == 0).then(|| view! { <p>{t(lang, word)}</p> })
    }

    /// How many are counted, and how many are not for want of a weight.
    pub fn cases(&self, lang: &str) -> String {
        let mut words = t_with(lang, "topline-counted", &[("count", self.counted.cases.into())]);
        if self.counted.weightless > 0 {
            words += &t_with(lang, "topline-weightless", &[("count", self.counted.weightless.into())]);
        }
        words
    }

    /// The condition, where one was worked out.
    pub fn filter(&self) -> Option<String> {
        self.counted.is_filtered.then(|| joined(&self.whom.among, &self.whom.filter))
    }

    /// The name of the weights, or that there are none.
    pub fn weight(&self, lang: &str) -> String {
        match &self.counted.weights {
            None => t(lang, "data-weight-none"),
            Some(_) => self.whom.weight.clone(),
        }
    }

    /// Where the numbers of one question come from, as names and what is said of them. `n` is who answered, unweighted.
    pub fn facts(&self, variable: &Variable, n: Option<u64>, lang: &str) -> Vec<(String, String)> {
        let base = variable.base.as_ref();
        let formula = base.map(|it| it.formula.clone()).filter(|it| !it.is_empty());
        let facts = [
            ("topline-question", Some(variable.text.get(lang).to_owned())),
            ("paper-column", Some(variable.name.clone())),
            ("paper-base", base.map(|it| it.words.get(lang).to_owned())),
            ("topline-formula", formula),
            ("paper-derived-calc", variable.rule.clone()),
            ("data-filter", self.filter()),
            ("data-weight", Some(self.weight(lang))),
            ("topline-unweighted", n.map(|it| it.to_string())),
            ("topline-newest", Some(self.version.to_owned())),
            ("topline-snapshot-number", Some(self.snapshot.to_string())),
        ];
        facts.into_iter().filter_map(|(word, text)| text.map(|it| (t(lang, word), it))).collect()
    }

    /// The same, one click away.
    pub fn details(&self, variable: &Variable, n: Option<u64>, lang: &'static str) -> impl IntoView + use<> {
        let facts = self.facts(variable, n, lang);
        let facts: Vec<_> = facts
            .into_iter()
            .map(|(name, text)| view! { <div><dt>{name}</dt><dd>{text}</dd></div> })
            .collect();
        view! {
            <details class="topline__origin">
                <summary>{t(lang, "topline-origin")}</summary>
                <dl class="papers">{facts}</dl>
            </details>
        }
    }
}

/// `All, n = 1,212`, or of what is computed that it is; weighted also how many cases would say as much.
pub fn base(variable: &Variable, base: &analysis::stats::Base, is_weighted: bool, lang: &str) -> String {
    let who = variable.base.as_ref().map(|it| it.words.get(lang).to_owned());
    let who = who.unwrap_or_else(|| t(lang, "topline-computed"));
    let words = t_with(lang, "topline-base", &[("who", who.into()), ("count", base.n.into())]);
    let effective = base.effective().round() as i64;
    let weighted = is_weighted.then(|| t_with(lang, "topline-effective", &[("count", effective.into())]));
    words + &weighted.unwrap_or_default()
}
