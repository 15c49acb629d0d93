//! Whether every text is there in every language.

use super::Finding;
use crate::questionnaire::{Block, Kind, Question, Questionnaire, Text};

/// How many texts there are, and those that a language lacks.
pub(super) fn check(questionnaire: &Questionnaire) -> (i64, Vec<Finding>) {
    let texts = texts(questionnaire);
    let lacks = |text: &Text, lang: &String| !text.0.iter().any(|(it, _)| it == lang);
    let mut findings = Vec::new();
    for (at, text) in &texts {
        let missing: Vec<&str> =
            questionnaire.langs.iter().filter(|it| lacks(text, it)).map(String::as_str).collect();
        if !missing.is_empty() {
            findings.push(Finding::new("no_text", at, missing.join(", ")));
        }
    }
    (texts.len() as i64, findings)
}

/// Every text that somebody reads, with where it stands.
fn texts(questionnaire: &Questionnaire) -> Vec<(String, &Text)> {
    let ends = &questionnaire.ends;
    let ends = [
        ("ends.complete", &ends.complete),
        ("ends.screened_out", &ends.screened_out),
        ("ends.quota_full", &ends.quota_full),
        ("ends.rejected", &ends.rejected),
        ("ends.refused", &ends.refused),
    ];
    let mut texts =
        vec![("title".to_owned(), &questionnaire.title), ("contact".to_owned(), &questionnaire.contact)];
    texts.extend(ends.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text.as_ref()?))));
    for page in &questionnaire.pages {
        texts.extend(page.title.iter().map(|it| (page.name.clone(), it)));
        for block in &page.blocks {
            match block {
                Block::Info(it) => texts.push((it.name.clone(), &it.text)),
                Block::Question(it) => texts.extend(of_question(it)),
            }
        }
    }
    for derived in &questionnaire.derived {
        let labels = derived.choices.iter().map(|it| (format!("{} = {}", derived.var, it.code), &it.label));
        // A label is for those who read the data; only some authors write one.
        texts.extend(labels.filter(|(_, it)| !it.0.is_empty()));
    }
    texts
}

fn of_question(question: &Question) -> Vec<(String, &Text)> {
    let var = &question.var;
    let unit = match &question.kind {
        Kind::Number { unit, .. } => unit.as_ref(),
        _ => None,
    };
    let own = [&question.text].into_iter().chain(&question.hint).chain(unit);
    let checks = question.checks.iter().map(|it| &it.text);
    let choices = question.choices().iter().map(|it| (format!("{var} = {}", it.code), &it.label));
    let items = question.items().iter().map(|it| (format!("{var}.{}", it.name), &it.label));
    own.chain(checks).map(|it| (var.clone(), it)).chain(choices).chain(items).collect()
}
