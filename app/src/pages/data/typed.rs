//! What is typed in the form of a data file, and what is wrong with it.

use axum::http::request::Parts;
use jiff::civil::Date;
use store::exports::Saved;
use survey::condition::{Fault, filter};
use survey::questionnaire::Questionnaire;

use super::Shown;
use crate::export::Wanted;
use crate::pages::desk::form::Faults;
use crate::pages::in_query;

/// Longer than any name of an export.
const LONGEST_NAME: usize = 80;

/// The form as it was sent.
#[derive(Clone)]
pub(super) struct Typed {
    pub wanted: Wanted,
    /// Under which name it is kept; empty for none.
    pub name: String,
}

impl Typed {
    /// Reads the form. An unticked box is not sent, so that lists are as ticked, and nothing is as by default.
    pub fn read(pairs: &[(String, String)]) -> Typed {
        let all = |name: &str| -> Vec<String> {
            pairs.iter().filter(|(it, _)| it == name).map(|(_, value)| value.clone()).collect()
        };
        let wanted = Wanted {
            format: all("format").pop().unwrap_or_default(),
            rows: all("rows"),
            columns: all("columns"),
            links: Vec::new(),
            ..Wanted::read(pairs)
        };
        let name = all("name").pop().unwrap_or_default();
        Typed { wanted, name: name.split_whitespace().collect::<Vec<_>>().join(" ") }
    }

    /// What the form says at first: an export that is kept (`?saved=NAME`), or what the address says.
    pub fn asked(parts: &Parts, saved: &[Saved], lang: &str) -> Typed {
        if let Some(it) = in_query(parts, "saved").and_then(|name| saved.iter().find(|it| it.name == name)) {
            return Typed { wanted: Wanted::parse(&it.wanted), name: it.name.clone() };
        }
        let query = parts.uri.query().unwrap_or_default();
        let asked = Wanted::parse(query);
        let is_spoken = asked.labels_lang.is_empty();
        let labels_lang = if is_spoken { lang.to_owned() } else { asked.labels_lang.clone() };
        // A link to the rehearsals says so without a value.
        let rehearsal = in_query(parts, "rehearsal").is_some();
        // Whoever says nothing at all most likely opens it in Excel.
        let excel = asked.excel || query.split('&').all(|it| it.is_empty() || it.starts_with("lang="));
        let wanted = Wanted { labels_lang, rehearsal, excel, links: Vec::new(), ..asked };
        Typed { wanted, name: String::new() }
    }

    /// All that is wrong with it.
    pub fn faults(&self, shown: &Shown) -> Faults {
        let wanted = &self.wanted;
        let mut faults = wanted.faults(&shown.survey);
        let mut fault = |wrong: bool, field: &str, word: &str| {
            let pair = (field.to_owned(), word.to_owned());
            if wrong && !faults.0.contains(&pair) {
                faults.0.push(pair);
            }
        };
        fault(wanted.rows.is_empty(), "rows", "data-rows-wrong");
        fault(wanted.columns.is_empty(), "columns", "data-columns-wrong");
        let days = wanted.from.parse::<Date>().ok().zip(wanted.to.parse::<Date>().ok());
        fault(days.is_some_and(|(from, to)| from > to), "to", "data-days-crossed");
        fault(wanted.news && self.name.is_empty(), "news", "data-news-nameless");
        fault(self.name.chars().count() > LONGEST_NAME, "name", "data-name-long");
        let is_weight = wanted.weight.is_empty() || shown.weights.contains(&wanted.weight);
        fault(!is_weight, "weight", "data-weight-wrong");
        faults
    }

    /// What is wrong with the filter, each where it stands.
    pub fn filter_faults(&self, questionnaire: &Questionnaire) -> Vec<Fault> {
        let text = &self.wanted.filter;
        if text.is_empty() { Vec::new() } else { filter(questionnaire, text).err().unwrap_or_default() }
    }
}
