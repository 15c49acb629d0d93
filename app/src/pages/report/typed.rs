//! What is typed into the forms of reports, and what is wrong with it.

use analysis::report::markdown;
use serde::Deserialize;
use store::reports::{Kind, NewReport, Written};
use survey::questionnaire::Kind as Asks;
use survey::{Moment, Questionnaire};

use crate::pages::desk::form::Faults;
use crate::words::LANGS;

/// Longer than any title.
const LONGEST_TITLE: usize = 200;
/// Longer than any section; whoever writes more begins another one.
const LONGEST_BODY: usize = 50_000;
/// More figures than anybody reads in a section: each looks at all interviews.
const MOST_FIGURES: usize = 200;

/// What a report is called, and of whom it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TypedReport {
    pub title: String,
    pub lang: String,
    pub weight: String,
    pub rehearsal: String,
    /// How it was kept, as far as whoever writes knows; empty of a new one.
    pub seen: String,
}

impl TypedReport {
    /// As it is kept.
    pub(super) fn of(report: &NewReport) -> TypedReport {
        TypedReport {
            title: report.title.clone(),
            lang: report.lang.clone(),
            weight: report.weight.clone().unwrap_or_default(),
            rehearsal: if report.rehearsal { "1".to_owned() } else { String::new() },
            seen: seen(report),
        }
    }

    /// How it was kept when whoever writes looked.
    pub(super) fn seen(&self) -> NewReport {
        let field = |name: &str| {
            let found = form_urlencoded::parse(self.seen.as_bytes()).find(|(it, _)| it == name);
            found.map(|(_, it)| it.into_owned()).unwrap_or_default()
        };
        NewReport {
            title: field("title"),
            lang: field("lang"),
            rehearsal: field("rehearsal") == "1",
            weight: Some(field("weight")).filter(|it| !it.is_empty()),
        }
    }

    /// As it may be kept. `weights` are the names of the survey's weights.
    pub(super) fn read(&self, weights: &[String]) -> Result<NewReport, Faults> {
        let mut faults = Faults::default();
        let mut at_fault = |field: &str, word: &str| faults.0.push((field.to_owned(), word.to_owned()));
        let title = self.title.trim().to_owned();
        match title.chars().count() {
            0 => at_fault("title", "report-title-missing"),
            1..=LONGEST_TITLE => {}
            _ => at_fault("title", "report-title-long"),
        }
        if !LANGS.contains(&self.lang.as_str()) {
            at_fault("lang", "report-lang-wrong");
        }
        if !self.weight.is_empty() && !weights.contains(&self.weight) {
            at_fault("weight", "data-weight-wrong");
        }
        let weight = Some(self.weight.clone()).filter(|it| !it.is_empty());
        let new = NewReport { title, lang: self.lang.clone(), rehearsal: self.rehearsal == "1", weight };
        if faults.0.is_empty() { Ok(new) } else { Err(faults) }
    }
}

/// How a report is kept, in a field that nobody sees.
pub(super) fn seen(report: &NewReport) -> String {
    let rehearsal = if report.rehearsal { "1" } else { "" };
    let pairs = [
        ("title", report.title.as_str()),
        ("lang", &report.lang),
        ("rehearsal", rehearsal),
        ("weight", report.weight.as_deref().unwrap_or_default()),
    ];
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// A section.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TypedSection {
    pub kind: String,
    pub heading: String,
    pub body: String,
    /// When it was last written, as far as whoever writes knows.
    pub seen: String,
}

impl TypedSection {
    /// When it was seen last. Whoever has not been shown what another wrote since keeps that, and may not write over it.
    pub(super) fn seen_or(&self, now: Moment) -> String {
        if self.seen.is_empty() { now.0.to_string() } else { self.seen.clone() }
    }

    /// As it may be kept.
    pub(super) fn read(&self, kind: Option<Kind>, questionnaire: &Questionnaire) -> Result<Written, Faults> {
        let Some(kind) = kind else { return Err(Faults::one("kind", "report-kind-wrong")) };
        let (heading, typed) = (self.heading.trim().to_owned(), self.body.trim());
        if heading.chars().count() > LONGEST_TITLE {
            return Err(Faults::one("heading", "report-title-long"));
        }
        if typed.chars().count() > LONGEST_BODY {
            return Err(Faults::one("body", "report-body-long"));
        }
        let body = match kind {
            Kind::Text if typed.is_empty() && heading.is_empty() => Err("report-text-missing"),
            Kind::Text if markdown::figures(typed).len() > MOST_FIGURES => Err("report-body-figures"),
            Kind::Text => Ok(self.body.trim_end().replace("\r\n", "\n")),
            Kind::Table | Kind::Chart => query(typed).ok_or("report-table-wrong"),
            Kind::Question if is_open(questionnaire, typed) => Err("report-question-open"),
            Kind::Question if is_question(questionnaire, typed) => Ok(typed.to_owned()),
            Kind::Question => Err("report-question-wrong"),
            Kind::Claims | Kind::Method => Ok(String::new()),
        };
        match body {
            Ok(body) => Ok(Written { kind, heading, body }),
            Err(word) => Err(Faults::one("body", word)),
        }
    }
}

/// The query of a link, or of a query alone; none where it asks for no table.
fn query(typed: &str) -> Option<String> {
    let query = typed.split_once('?').map_or(typed, |(_, it)| it);
    let query = query.split_once('#').map_or(query, |(it, _)| it);
    let asks =
        form_urlencoded::parse(query.as_bytes()).any(|(name, value)| name == "stub" && !value.is_empty());
    let fits = query.bytes().all(|it| it.is_ascii_graphic());
    (asks && fits).then(|| query.to_owned())
}

fn is_open(questionnaire: &Questionnaire, name: &str) -> bool {
    questionnaire.question(name).is_some_and(|it| matches!(it.kind, Asks::Open { .. }))
}

fn is_question(questionnaire: &Questionnaire, name: &str) -> bool {
    questionnaire.question(name).is_some() || questionnaire.derived(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_taken_as_a_link_or_as_its_query() {
        assert_eq!(
            query("https://x.example/surveys/a/tables?stub=sex&by=region#sex"),
            Some("stub=sex&by=region".into())
        );
        assert_eq!(query("stub=sex"), Some("stub=sex".into()));
        assert_eq!((query("stub="), query("by=sex"), query(""), query("stub=a b")), (None, None, None, None));
    }

    #[test]
    fn how_a_report_was_kept_comes_back_from_its_field() {
        let kept = NewReport {
            title: "A & b = 发现".into(),
            lang: "zh".into(),
            rehearsal: true,
            weight: Some("rim".into()),
        };
        assert_eq!(TypedReport::of(&kept).seen(), kept);
        assert_eq!(TypedReport::default().seen(), NewReport::default());
    }

    #[test]
    fn all_that_is_wrong_with_a_report_is_said_at_once() {
        let typed = TypedReport { lang: "xx".into(), weight: "rim".into(), ..TypedReport::default() };
        let fields: Vec<_> = typed.read(&[]).unwrap_err().0.into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["title", "lang", "weight"]);
        let typed = TypedReport { title: " T ".into(), lang: "zh".into(), ..typed };
        assert_eq!(typed.read(&["rim".into()]).unwrap().title, "T");
    }
}
