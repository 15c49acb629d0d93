//! What is wanted of a data file, in words: those of the form, of a request's query, and of the command line.

use analysis::export::Format;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::surveys::Survey;
use survey::condition::filter;
use survey::{Disposition, Moment};
use validator::{Validate, ValidateArgs, ValidationError};

use crate::download;
use crate::pages::desk::form::{Faults, fault};
use crate::variables::condition;

/// A group of columns; those about the interview are always there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Answers,
    /// Texts beside "other".
    Texts,
    /// The order in which choices were shown.
    Orders,
    Derived,
    /// How the interview went: seconds by page, steps back, device.
    Paradata,
}

impl Group {
    pub const ALL: [Group; 5] =
        [Group::Answers, Group::Texts, Group::Orders, Group::Derived, Group::Paradata];

    /// The word for it in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Group::Answers => "answers",
            Group::Texts => "texts",
            Group::Orders => "orders",
            Group::Derived => "derived",
            Group::Paradata => "paradata",
        }
    }
}

/// What is wanted. Each field is a parameter of the same name; lists are given once for each of their words.
#[derive(Clone, Debug, PartialEq, Eq, Validate)]
#[validate(context = Survey)]
pub struct Wanted {
    /// The word of a [`Format`].
    #[validate(custom(function = is_format))]
    pub format: String,
    /// The language of labels; empty for the questionnaire's own.
    #[validate(custom(function = is_lang, use_context))]
    pub labels_lang: String,
    pub labels: bool,
    pub excel: bool,
    pub semicolon: bool,
    /// Words of dispositions.
    #[validate(custom(function = are_rows))]
    pub rows: Vec<String>,
    /// The name of a saved filter; empty for none.
    #[validate(custom(function = is_among, use_context))]
    pub among: String,
    /// A condition in the language of questionnaires; empty for all.
    #[validate(custom(function = is_filter, use_context))]
    pub filter: String,
    /// The first and the last day on which the interview ended, in the survey's time zone, such as `2026-01-12`.
    #[validate(custom(function = is_day))]
    pub from: String,
    #[validate(custom(function = is_day))]
    pub to: String,
    /// Only what is new or changed since the last file of this name.
    pub news: bool,
    /// Words of [`Group`]s.
    #[validate(custom(function = are_columns))]
    pub columns: Vec<String>,
    /// Questions and derived variables; none for all of them.
    #[validate(custom(function = are_variables, use_context))]
    pub only: Vec<String>,
    /// The name of a weight; empty for none.
    pub weight: String,
    /// The test interviews of rehearsals instead of the real ones.
    pub rehearsal: bool,
    /// The variables that links carry, as they were when the snapshot was taken; nobody says them.
    pub links: Vec<String>,
    /// The survey's time zone then; nobody says it either. Empty for the one that it has now.
    pub zone: String,
    /// The text of what analysts added by then; nobody says it either. None for nothing of theirs, coded texts included.
    pub variables: Option<String>,
}

impl Default for Wanted {
    fn default() -> Self {
        let columns = Group::ALL.into_iter().filter(|it| *it != Group::Paradata);
        Wanted {
            format: Format::Csv.word().to_owned(),
            labels_lang: String::new(),
            labels: false,
            excel: false,
            semicolon: false,
            rows: vec![Disposition::Complete.word().to_owned()],
            among: String::new(),
            filter: String::new(),
            from: String::new(),
            to: String::new(),
            news: false,
            columns: columns.map(|it| it.word().to_owned()).collect(),
            only: Vec::new(),
            weight: String::new(),
            rehearsal: false,
            links: Vec::new(),
            zone: String::new(),
            variables: None,
        }
    }
}

impl Wanted {
    /// Reads the parameters of a form or a query. What is not said is as by default, a list that is said to be empty
    /// is, and a name that is not known is nothing.
    pub fn read(pairs: &[(String, String)]) -> Wanted {
        let default = Wanted::default();
        let all = |name: &str| -> Vec<String> {
            let said = pairs.iter().filter(|(it, value)| it == name && !value.is_empty());
            said.map(|(_, value)| value.trim().to_owned()).collect()
        };
        let list = |name: &str, default: Vec<String>| match pairs.iter().any(|(it, _)| it == name) {
            true => all(name),
            false => default,
        };
        let word = |name: &str| all(name).pop().unwrap_or_default();
        let truth = |name: &str| ["1", "true", "on"].contains(&word(name).as_str());
        Wanted {
            format: Some(word("format")).filter(|it| !it.is_empty()).unwrap_or(default.format),
            labels_lang: word("labels_lang"),
            labels: truth("labels"),
            excel: truth("excel"),
            semicolon: truth("semicolon"),
            rows: list("rows", default.rows),
            among: word("among"),
            filter: word("filter"),
            from: word("from"),
            to: word("to"),
            news: truth("news"),
            columns: list("columns", default.columns),
            only: all("only"),
            weight: word("weight"),
            rehearsal: truth("rehearsal"),
            links: all("links"),
            zone: word("zone"),
            variables: pairs.iter().find(|(it, _)| it == "variables").map(|(_, text)| text.clone()),
        }
    }

    /// The same from a query, such as `format=sav&rows=complete`.
    pub fn parse(query: &str) -> Wanted {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Wanted::read(&pairs)
    }

    /// As a query that [`Wanted::parse`] reads; what is as by default is not said.
    pub fn query(&self) -> String {
        let default = Wanted::default();
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("format", &self.format);
        let words = [
            ("labels_lang", &self.labels_lang),
            ("among", &self.among),
            ("filter", &self.filter),
            ("from", &self.from),
            ("to", &self.to),
            ("weight", &self.weight),
            ("zone", &self.zone),
        ];
        for (name, value) in words.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        let truths = [
            ("labels", self.labels),
            ("excel", self.excel),
            ("semicolon", self.semicolon),
            ("news", self.news),
            ("rehearsal", self.rehearsal),
        ];
        for (name, _) in truths.into_iter().filter(|(_, holds)| *holds) {
            query.append_pair(name, "1");
        }
        let lists = [
            ("rows", &self.rows, &default.rows),
            ("columns", &self.columns, &default.columns),
            ("only", &self.only, &default.only),
            ("links", &self.links, &default.links),
        ];
        for (name, list, default) in lists {
            if list != default {
                query.extend_pairs(list.iter().map(|it| (name, it)));
            }
        }
        query.extend_pairs(self.variables.iter().map(|it| ("variables", it)));
        query.finish()
    }

    /// Without what nobody says and the moment of the snapshot settles.
    pub fn as_said(self) -> Wanted {
        Wanted { links: Vec::new(), zone: String::new(), variables: None, ..self }
    }

    /// All that is wrong with it, as the words for each field. The survey's questionnaire has what analysts add;
    /// `weights` are the names of those that the survey has.
    pub fn faults(&self, survey: &Survey, weights: &[String]) -> Faults {
        let mut faults: Faults = self.validate_with_args(survey).err().map(Faults::from).unwrap_or_default();
        let day = |day: &str| day.parse::<Date>().ok();
        if day(&self.from).zip(day(&self.to)).is_some_and(|(from, to)| from > to) {
            faults.0.push(("to".to_owned(), "data-days-crossed".to_owned()));
        }
        if !self.weight.is_empty() && !weights.contains(&self.weight) {
            faults.0.push(("weight".to_owned(), "data-weight-wrong".to_owned()));
        }
        faults
    }

    /// Whether a group of columns is wanted.
    pub fn has(&self, group: Group) -> bool {
        self.columns.iter().any(|it| it == group.word())
    }

    /// Midnight before the first day.
    pub(super) fn begins_at(&self, survey: &Survey) -> Option<Moment> {
        midnight(self.from.parse().ok()?, self.zone(survey))
    }

    /// Midnight after the last day.
    pub(super) fn ends_before(&self, survey: &Survey) -> Option<Moment> {
        midnight(self.to.parse::<Date>().ok()?.tomorrow().ok()?, self.zone(survey))
    }

    /// A file's name without its extension: survey, version, the day of the snapshot and what is in it.
    pub(super) fn name(&self, survey: &Survey, taken_at: Moment) -> String {
        let zone = TimeZone::get(self.zone(survey)).unwrap_or(TimeZone::UTC);
        let day = Timestamp::from_millisecond(taken_at.0)
            .map(|it| it.to_zoned(zone).strftime("%Y-%m-%d").to_string());
        let tests = if self.rehearsal { "_rehearsal" } else { "" };
        let rows = if self.rows == Wanted::default().rows { "complete" } else { "selected" };
        let part = if self.is_part() { "_part" } else { "" };
        let day = day.unwrap_or_default();
        download::fitting(&format!("{}_{}_{day}_{rows}{part}{tests}", survey.id, survey.version))
    }

    /// Whether interviews or columns are left out of what would be in it by default: two files of one day must not
    /// have the same name.
    fn is_part(&self) -> bool {
        let narrowed =
            [&self.among, &self.filter, &self.from, &self.to].into_iter().any(|it| !it.trim().is_empty());
        let lacks = Wanted::default().columns.iter().any(|it| !self.columns.contains(it));
        narrowed || lacks || self.news || !self.only.is_empty()
    }

    /// The time zone of its days.
    fn zone<'a>(&'a self, survey: &'a Survey) -> &'a str {
        if self.zone.is_empty() { &survey.settings.time_zone } else { &self.zone }
    }
}

fn midnight(day: Date, zone: &str) -> Option<Moment> {
    let at = day.to_zoned(TimeZone::get(zone).ok()?).ok()?;
    Some(Moment(at.timestamp().as_millisecond()))
}

fn is_format(format: &str) -> Result<(), ValidationError> {
    fault(Format::parse(format).is_some(), "data-format-wrong")
}

fn is_lang(lang: &str, survey: &Survey) -> Result<(), ValidationError> {
    fault(lang.is_empty() || survey.questionnaire.langs.iter().any(|it| it == lang), "data-lang-wrong")
}

/// All dispositions of interviews that have ended.
pub const ROWS: [&str; 6] = ["complete", "screened_out", "quota_full", "broken_off", "refused", "rejected"];

fn are_rows(rows: &[String]) -> Result<(), ValidationError> {
    fault(!rows.is_empty() && rows.iter().all(|it| ROWS.contains(&it.as_str())), "data-rows-wrong")
}

fn is_among(name: &str, survey: &Survey) -> Result<(), ValidationError> {
    fault(condition(&survey.questionnaire, name, "").is_ok(), "data-among-wrong")
}

fn is_filter(text: &str, survey: &Survey) -> Result<(), ValidationError> {
    fault(text.trim().is_empty() || filter(&survey.questionnaire, text).is_ok(), "data-filter-wrong")
}

fn is_day(day: &str) -> Result<(), ValidationError> {
    fault(day.is_empty() || day.parse::<Date>().is_ok(), "data-day-wrong")
}

fn are_columns(columns: &[String]) -> Result<(), ValidationError> {
    let is_group = |it: &String| Group::ALL.iter().any(|group| group.word() == it);
    fault(!columns.is_empty() && columns.iter().all(is_group), "data-columns-wrong")
}

fn are_variables(only: &[String], survey: &Survey) -> Result<(), ValidationError> {
    let questionnaire = &survey.questionnaire;
    let is = |var: &String| questionnaire.question(var).is_some() || questionnaire.derived(var).is_some();
    fault(only.iter().all(is), "data-variables-wrong")
}
