//! The head of a questionnaire: who it is, its languages, its field, its lists and its ends.

use super::reader::{Fields, Reader, Spot, did_you_mean};
use super::report::Place;
use super::tree::{Node, Style, Value, short};
use crate::questionnaire::{Ends, Field, Questionnaire, Text};

const FIELD: [&str; 9] = ["n", "year", "start", "end", "loi", "device", "resume", "back", "progress"];
const MINUTE: i64 = 60_000;

impl Reader<'_> {
    /// Id, version, languages, title and contact.
    pub fn head(&mut self, fields: &Fields<'_>, start: Place, done: &mut Questionnaire) {
        let what = "A questionnaire";
        if let Some(node) = self.required(fields, "survey", what, start)
            && let Some(id) = self.word(node, "an id such as `mini-program-2026`")
        {
            let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-' || it == b'_';
            if id.len() > 64 || !id.bytes().all(fits) || !id.as_bytes()[0].is_ascii_alphanumeric() {
                self.report.error(
                    node.place,
                    "bad-name",
                    format!("`{}` is no id for a survey.", short(&id)),
                    "Use at most 64 small English letters, digits, `-` and `_`: it becomes the survey's address.",
                );
            }
            done.survey = id;
        }
        if let Some(node) = self.required(fields, "version", what, start) {
            done.version = self.word(node, "a version such as `1.0.0`").unwrap_or_default();
        }
        self.read_langs(fields, start, done);
        if let Some(node) = self.required(fields, "title", what, start) {
            done.title = self.text(node, fields.at("title"), None);
        }
        if let Some(node) = self.required(fields, "contact", what, start) {
            done.contact = self.text(node, fields.at("contact"), None);
        }
    }

    fn read_langs(&mut self, fields: &Fields<'_>, start: Place, done: &mut Questionnaire) {
        if let Some(node) = self.required(fields, "langs", "A questionnaire", start) {
            for item in self.list(node, "languages such as `[zh, en]`") {
                let Some(lang) = self.word(item, "a language such as `zh`") else { continue };
                let fits = lang.len() <= 35
                    && lang
                        .split('-')
                        .all(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric()))
                    && lang.split('-').next().is_some_and(|it| matches!(it.len(), 2 | 3));
                if !fits {
                    let mend = "Use a language tag such as `zh`, `en` or `pt-BR`.";
                    self.report.error(
                        item.place,
                        "bad-name",
                        format!("`{}` is no language.", short(&lang)),
                        mend,
                    );
                } else if self.langs.contains(&lang) {
                    self.report.error(
                        item.place,
                        "duplicate-name",
                        format!("`{lang}` stands here twice."),
                        "Remove one.",
                    );
                } else if self.langs.len() < 50 {
                    self.langs.push(lang);
                }
            }
            if self.langs.is_empty() && matches!(&node.value, Value::List(it) if it.is_empty()) {
                self.report.error(
                    node.place,
                    "no-languages",
                    "There is no language here.",
                    "Write `langs: [zh, en]`.",
                );
            }
        }
        done.langs = self.langs.clone();
        done.default = done.langs.first().cloned().unwrap_or_default();
        let Some(node) = self.required(fields, "default", "A questionnaire", start) else { return };
        let Some(lang) = self.word(node, "a language such as `zh`") else { return };
        if done.langs.contains(&lang) {
            done.default = lang;
        } else if !done.langs.is_empty() {
            let langs = done.langs.iter().map(String::as_str);
            let otherwise = format!("Write one of: {}.", done.langs.join(", "));
            let mend = did_you_mean(&lang, langs, otherwise);
            let message = format!("`{}` is not among `langs`.", short(&lang));
            self.report.error(node.place, "unknown-language", message, mend);
        }
    }

    /// Shared answer lists.
    pub fn read_lists(&mut self, node: &Node) {
        for (key, value) in self.map(node, "lists by name") {
            let listed = self.listed(value);
            self.lists.insert(key.text().to_owned(), listed.into());
        }
    }

    /// The plan of the fieldwork.
    pub fn field(&mut self, node: &Node) -> Field {
        let fields = self.fields(node, "the field", &FIELD);
        let mut field = Field::default();
        let day = 24 * 60 * MINUTE;
        field.n = fields.get("n").and_then(|it| self.whole(it, 1, 100_000_000));
        field.year = fields.get("year").and_then(|it| self.whole(it, 1900, 2200));
        field.start = fields.get("start").and_then(|it| self.date(it));
        field.end = fields.get("end").and_then(|it| self.date(it));
        if let (Some(start), Some(end), Some(node)) = (&field.start, &field.end, fields.get("end"))
            && end < start
        {
            let message = "The field ends before it begins.";
            self.report.error(node.place, "upside-down", message, "Change `start` or `end`.");
        }
        field.loi = fields.get("loi").and_then(|it| self.duration(it, day));
        let devices = [("phone", "phone"), ("tablet", "tablet"), ("desktop", "desktop"), ("any", "any")];
        if let Some(it) = fields.get("device").and_then(|it| self.one_of(it, &devices)) {
            field.device = it.to_owned();
        }
        if let Some(it) = fields.get("resume").and_then(|it| self.duration(it, 366 * day)) {
            field.resume = it;
        }
        if let Some(it) = fields.get("back").and_then(|it| self.truth(it)) {
            field.back = it;
        }
        if let Some(it) =
            fields.get("progress").and_then(|it| self.one_of(it, &[("bar", true), ("none", false)]))
        {
            field.progress = it;
        }
        field
    }

    /// What each end page says.
    pub fn ends(&mut self, node: &Node) -> Ends {
        let names = ["complete", "screened_out", "quota_full", "rejected", "refused"];
        let fields = self.fields(node, "the ends", &names);
        let mut texts = names.map(|name| {
            let (key, node) = fields.entry(name)?;
            let end = self.fields(node, "an end", &["text"]);
            let text = self.required(&end, "text", "An end", key.place)?;
            Some(self.text(text, end.at("text"), Some(Spot::Finished)))
        });
        let mut take = |at: usize| texts[at].take();
        let ends = Ends {
            complete: take(0),
            screened_out: take(1),
            quota_full: take(2),
            rejected: take(3),
            refused: take(4),
        };
        self.same_words(&ends, &fields);
        ends
    }

    /// Rejected people get the page that complete ones get, whatever the file says.
    fn same_words(&mut self, ends: &Ends, fields: &Fields<'_>) {
        let differ = |rejected: &Text| ends.complete.as_ref().is_some_and(|it| it != rejected);
        if ends.rejected.as_ref().is_some_and(differ) {
            self.report.warn(
                fields.at("rejected"),
                "rejected-differs",
                "This text is never shown: rejected people read what complete ones read.",
                "Write the words of `complete` here, or leave it out.",
            );
        }
    }

    /// A duration such as `90s`, `12m`, `48h` or `2d`, in milliseconds.
    pub fn duration(&mut self, node: &Node, most: i64) -> Option<i64> {
        let text = node.text();
        let unit = match text.chars().last() {
            Some('s') => Some(1_000),
            Some('m') => Some(MINUTE),
            Some('h') => Some(60 * MINUTE),
            Some('d') => Some(24 * 60 * MINUTE),
            _ => None,
        };
        let count = text.get(..text.len().saturating_sub(1)).and_then(super::reader::whole);
        let millis = unit.zip(count).and_then(|(unit, count)| count.checked_mul(unit));
        let found = millis.filter(|it| *it > 0 && *it <= most);
        if found.is_none() && !matches!(node.value, Value::Refused) {
            self.report.error(
                node.place,
                "bad-duration",
                format!("`{}` is no duration that fits here.", short(text)),
                "Write a whole number and `s`, `m`, `h` or `d`, such as `90s`, `12m` or `48h`.",
            );
        }
        found
    }

    /// A date, as written.
    fn date(&mut self, node: &Node) -> Option<String> {
        let text = node.text();
        let plain = matches!(&node.value, Value::Scalar(it) if it.style != Style::Block);
        if plain && is_date(text) {
            return Some(text.to_owned());
        }
        if !matches!(node.value, Value::Refused) {
            let message = format!("`{}` is no date.", short(text));
            self.report.error(node.place, "bad-date", message, "Write year, month and day: `2026-01-31`.");
        }
        None
    }
}

/// Whether a text is a day of the calendar, `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let digits = |range: std::ops::Range<usize>| {
        text.get(range)
            .filter(|it| it.bytes().all(|it| it.is_ascii_digit()))
            .and_then(|it| it.parse::<u32>().ok())
    };
    let (Some(year), Some(month), Some(day)) = (digits(0..4), digits(5..7), digits(8..10)) else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-' && (1..=days).contains(&day)
}
