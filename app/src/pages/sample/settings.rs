//! What can be set about a source: its form, and what is wrong with what was typed.

use analysis::codebook::codebook;
use leptos::prelude::*;
use serde::Deserialize;
use store::sources::{Returns, Source, SourceKind, SourceSettings};
use survey::Questionnaire;
use validator::{Validate, ValidationError};

use super::addresses;
use super::path;
use crate::pages::desk::form::{Choose, FaultCount, Faults, Field, fault};
use crate::pages::interview::arrival::MOST_VARIABLES;
use crate::words::t;

/// What the fields are called, as they stand in the form.
const FIELDS: [&str; 9] = [
    "title",
    "cap",
    "variables",
    "signed_arrival",
    "complete",
    "screened_out",
    "quota_full",
    "rejected",
    "signed_return",
];

/// Names of parameters that mean something already.
const TAKEN: [&str; 9] =
    ["source", "pid", "lang", "time", "sig", "invitation", "status", "interview", "onward"];

/// What is typed about a source.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct Typed {
    #[validate(length(min = 1, max = 100, message = "sample-title-length"))]
    title: String,
    #[validate(custom(function = is_cap))]
    cap: String,
    complete: String,
    screened_out: String,
    quota_full: String,
    rejected: String,
    /// Names between blanks.
    #[validate(custom(function = are_variables))]
    variables: String,
    signed_arrival: String,
    signed_return: String,
}

fn is_cap(cap: &str) -> Result<(), ValidationError> {
    fault(
        cap.is_empty() || cap.parse::<i64>().is_ok_and(|it| (0..=10_000_000).contains(&it)),
        "sample-cap-wrong",
    )
}

fn are_variables(names: &str) -> Result<(), ValidationError> {
    let names = split(names);
    let fits = |it: &String| {
        let first = it.starts_with(|it: char| it.is_ascii_alphabetic());
        first && it.len() <= 40 && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
    };
    fault(names.len() <= MOST_VARIABLES, "sample-variables-many")?;
    fault(names.iter().all(fits), "sample-variables-wrong")?;
    fault(!names.iter().any(|it| TAKEN.contains(&it.as_str())), "sample-variables-taken")
}

/// Names between blanks or commas, each once.
fn split(names: &str) -> Vec<String> {
    let mut once = Vec::new();
    for name in names.split([' ', ',', '，', '、', '\t', '\n', '\r']).filter(|it| !it.is_empty()) {
        if !once.iter().any(|it| it == name) {
            once.push(name.to_owned());
        }
    }
    once
}

impl Typed {
    /// As a source stands now.
    pub fn of(source: &Source) -> Typed {
        let settings = &source.settings;
        let Returns { complete, screened_out, quota_full, rejected } = settings.returns.clone();
        let ticked = |it: bool| if it { "1" } else { "" }.to_owned();
        Typed {
            title: settings.title.clone(),
            cap: settings.cap.map(|it| it.to_string()).unwrap_or_default(),
            complete: complete.unwrap_or_default(),
            screened_out: screened_out.unwrap_or_default(),
            quota_full: quota_full.unwrap_or_default(),
            rejected: rejected.unwrap_or_default(),
            variables: settings.variables.join(" "),
            signed_arrival: ticked(settings.signed_arrival),
            signed_return: ticked(settings.signed_return),
        }
    }

    /// What it means, or all that is wrong with it.
    pub fn read(&self, questionnaire: &Questionnaire) -> Result<SourceSettings, Faults> {
        let mut faults: Faults = self.validate().err().map(Faults::from).unwrap_or_default();
        let variables = split(&self.variables);
        let signed_return = self.signed_return == "1";
        let book = codebook(questionnaire);
        if variables.iter().any(|it| book.variables.iter().any(|column| column.name == format!("link_{it}")))
        {
            faults.0.push(("variables".to_owned(), "sample-variables-column".to_owned()));
        }
        for (field, address) in self.addresses() {
            let address = address.trim();
            let wrong = Some(address).filter(|it| !it.is_empty());
            if let Some(word) = wrong.and_then(|it| addresses::fault(it, &variables, signed_return)) {
                faults.0.push((field.to_owned(), word.to_owned()));
            }
        }
        // Whoever stays where others are sent on would know of the rejection.
        if self.complete.trim().is_empty() != self.rejected.trim().is_empty() {
            let missing = if self.rejected.trim().is_empty() { "rejected" } else { "complete" };
            faults.0.push((missing.to_owned(), "sample-return-both".to_owned()));
        }
        if !faults.0.is_empty() {
            faults.0.sort_by_key(|(field, _)| FIELDS.iter().position(|it| it == field));
            return Err(faults);
        }
        let address = |it: &str| Some(it.trim().to_owned()).filter(|it| !it.is_empty());
        Ok(SourceSettings {
            title: self.title.trim().to_owned(),
            cap: self.cap.parse().ok(),
            returns: Returns {
                complete: address(&self.complete),
                screened_out: address(&self.screened_out),
                quota_full: address(&self.quota_full),
                rejected: address(&self.rejected),
            },
            variables,
            signed_arrival: self.signed_arrival == "1",
            signed_return,
        })
    }

    /// Without the blanks around what was typed.
    pub fn trimmed(mut self) -> Typed {
        self.title = self.title.trim().to_owned();
        self.cap = self.cap.trim().to_owned();
        self
    }

    fn addresses(&self) -> [(&'static str, &String); 4] {
        [
            ("complete", &self.complete),
            ("screened_out", &self.screened_out),
            ("quota_full", &self.quota_full),
            ("rejected", &self.rejected),
        ]
    }
}

/// The form.
pub fn form(source: &Source, typed: Typed, faults: Faults, lang: &'static str) -> impl IntoView + use<> {
    let yes_no = |yes: &str, no: &str| vec![("1".to_owned(), t(lang, yes)), (String::new(), t(lang, no))];
    // A list's own links cannot be guessed.
    let arrival = (source.kind != SourceKind::List).then(|| {
        view! {
            <Choose
                lang
                name="signed_arrival"
                word="sample-signed-arrival"
                choices=yes_no("sample-signed-arrival-yes", "sample-signed-arrival-no")
                chosen=typed.signed_arrival.clone()
                faults=faults.clone()
            />
        }
    });
    let signed_return = yes_no("sample-signed-return-yes", "sample-signed-return-no");
    view! {
        <section class="panel" id="settings">
            <h2>{t(lang, "sample-settings")}</h2>
            <FaultCount lang faults=faults.clone()/>
            <form method="post" action=path(&source.survey, &source.name) class="form">
                <Field lang name="title" word="sample-field-title" typed=typed.title faults=faults.clone()/>
                <Field lang name="cap" word="sample-field-cap" hint=true typed=typed.cap faults=faults.clone()/>
                <Field lang name="variables" word="sample-variables" hint=true typed=typed.variables faults=faults.clone()/>
                {arrival}
                <h3>{t(lang, "sample-returns")}</h3>
                <p class="hint">{t(lang, "sample-returns-is")}</p>
                <Field lang name="complete" word="sample-return-complete" typed=typed.complete faults=faults.clone()/>
                <Field lang name="screened_out" word="sample-return-screened-out" typed=typed.screened_out faults=faults.clone()/>
                <Field lang name="quota_full" word="sample-return-quota-full" typed=typed.quota_full faults=faults.clone()/>
                <Field lang name="rejected" word="sample-return-rejected" hint=true typed=typed.rejected faults=faults.clone()/>
                <Choose lang name="signed_return" word="sample-signed-return" choices=signed_return chosen=typed.signed_return faults/>
                <button class="button">{t(lang, "sample-save")}</button>
            </form>
        </section>
    }
}
