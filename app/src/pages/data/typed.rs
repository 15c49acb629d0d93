//! What is typed in the form of a data file, and what is wrong with it.

use axum::http::request::Parts;
use store::exports::Saved;

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
            ..Wanted::read(pairs).as_said()
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
        let asked = Wanted::parse(query).as_said();
        let is_spoken = asked.labels_lang.is_empty();
        let labels_lang = if is_spoken { lang.to_owned() } else { asked.labels_lang.clone() };
        // A link to the rehearsals says so without a value.
        let rehearsal = in_query(parts, "rehearsal").is_some();
        // Whoever says nothing at all most likely opens it in Excel.
        let excel = asked.excel || query.split('&').all(|it| it.is_empty() || it.starts_with("lang="));
        let wanted = Wanted { labels_lang, rehearsal, excel, ..asked };
        Typed { wanted, name: String::new() }
    }

    /// All that is wrong with it.
    pub fn faults(&self, shown: &Shown) -> Faults {
        let mut faults = self.wanted.faults(&shown.survey, &shown.weights);
        if self.wanted.news && self.name.is_empty() {
            faults.0.push(("news".to_owned(), "data-news-nameless".to_owned()));
        }
        if self.name.chars().count() > LONGEST_NAME {
            faults.0.push(("name".to_owned(), "data-name-long".to_owned()));
        }
        faults
    }
}
