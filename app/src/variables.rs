//! The variables that tables and data files know: those of the newest version, and those that analysts add.

use std::sync::Arc;

use store::codings::{self, Coding, Source};
use store::surveys::{self, Survey};
use store::texts::{self, Kind};
use store::{Db, Error};
use survey::condition::{Expr, filter};
use survey::questionnaire::{Choice, Code, Derived, Rule, Text};
use survey::variables::{Coded, NameFault, is_filter, read};
use survey::{Moment, Problem, Questionnaire, SurveyId};

/// The text of the variables that analysts add, as it stands now.
pub async fn text(db: &Db, survey: &SurveyId) -> Result<String, Error> {
    Ok(texts::newest(db, survey, Kind::Variables).await?.map(|it| it.text).unwrap_or_default())
}

/// The newest of these versions with the codes that people give to texts, and then with the variables of a text, which
/// may read those. And what is wrong with the text.
pub async fn added(
    db: &Db,
    survey: &SurveyId,
    versions: &[Arc<Questionnaire>],
    text: &str,
) -> Result<(Questionnaire, Vec<Problem>), Error> {
    let codings = codings::list(db, survey).await?.into_iter().map(|it| coded(it, versions)).collect();
    Ok(read(text, codings, versions))
}

/// A survey whose newest version has what analysts add: conditions and wishes are held against it, never an interview.
pub async fn with_added(db: &Db, survey: Survey) -> Result<Survey, Error> {
    let (versions, text) = (published(db, &survey).await?, text(db, &survey.id).await?);
    let (with, _) = added(db, &survey.id, &versions, &text).await?;
    Ok(Survey { questionnaire: with.into(), ..survey })
}

/// What is wrong with the name of a variable that is to be added, in a word; none where it is free.
pub fn name_fault(var: &str, versions: &[Arc<Questionnaire>]) -> Option<&'static str> {
    survey::variables::name_fault(var, versions).map(|it| match it {
        NameFault::Malformed => "variables-name-malformed",
        NameFault::Taken => "variables-name-taken",
    })
}

/// Whether the codes of a coding are among what analysts add to a questionnaire: not where a version has the name.
pub fn has_coded(with_added: &Questionnaire, var: &str) -> bool {
    with_added.derived.iter().any(|it| it.var == var && matches!(it.rule, Rule::Coded { .. }))
}

/// All versions of a survey, the newest last.
pub async fn published(db: &Db, survey: &Survey) -> Result<Vec<Arc<Questionnaire>>, Error> {
    match surveys::published(db, &survey.id, Moment(i64::MAX)).await {
        // None is published yet.
        Err(Error::NotFound) => Ok(vec![survey.questionnaire.clone()]),
        versions => versions,
    }
}

/// The filters among the variables of a questionnaire: what can be chosen by name.
pub fn filters(questionnaire: &Questionnaire) -> impl Iterator<Item = &Derived> {
    questionnaire.derived.iter().filter(|it| is_filter(it))
}

/// The condition of who is counted: the saved filter of this name and what was typed, each empty for none. Which of the
/// two is wrong, as the name of its field and the words for it.
pub fn condition(
    questionnaire: &Questionnaire,
    among: &str,
    typed: &str,
) -> Result<Option<Expr>, (&'static str, &'static str)> {
    if !among.is_empty() && filters(questionnaire).all(|it| it.var != among) {
        return Err(("among", "data-among-wrong"));
    }
    let read =
        |text: &str| filter(questionnaire, text).map(Some).map_err(|_| ("filter", "data-filter-wrong"));
    let typed = typed.trim();
    if !typed.is_empty() {
        // Alone first, so that no parenthesis of it can be taken for one of ours.
        read(typed)?;
    }
    match joined(among, typed).as_str() {
        "" => Ok(None),
        both => read(both),
    }
}

/// A saved filter and what was typed as one text, for whoever reads where numbers come from.
pub fn joined(among: &str, typed: &str) -> String {
    match (among, typed) {
        ("", typed) => typed.to_owned(),
        (among, "") => format!("{among} == 1"),
        (among, typed) => format!("{among} == 1 and ({typed})"),
    }
}

/// The choices beside one of which a source's texts were typed, of all versions, each as the newest that has it says it;
/// none of an open question.
pub fn own_choices<'a>(source: &Source, versions: &'a [Arc<Questionnaire>]) -> Vec<&'a Choice> {
    let asked =
        versions.iter().rev().filter(|_| source.code.is_some()).filter_map(|it| it.question(&source.var));
    let mut own: Vec<&Choice> = Vec::new();
    for choice in asked.flat_map(|it| it.choices()) {
        if own.iter().all(|it| it.code != choice.code) {
            own.push(choice);
        }
    }
    own
}

/// A coding as a variable. Beside a choice it has the choices of the question in all versions as well, that choice
/// among them: whoever's text has no code yet keeps it.
fn coded(coding: Coding, versions: &[Arc<Questionnaire>]) -> Coded {
    let source = coding.source;
    let own = own_choices(&source, versions).into_iter().map(|it| (it.code, it.label.clone()));
    let mut codes: Vec<(Code, Text)> = Vec::new();
    for (code, label) in own.chain(coding.codes.into_iter().map(|it| (it.code, it.label))) {
        if codes.iter().all(|(it, _)| *it != code) {
            codes.push((code, label));
        }
    }
    Coded { var: coding.var, label: coding.label, of: source.var.clone(), beside: source.code, codes }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTIONNAIRE: &str = include_str!("../../questionnaires/second-hand-2025.yaml");

    #[test]
    fn a_saved_filter_and_what_is_typed_must_both_hold() {
        let (questionnaire, _) = survey::read(QUESTIONNAIRE);
        let text = "women: {label: {zh: 女, en: Women}, calc: sex == 2}\ndouble: {label: {zh: 倍, en: D}, calc: sex * 2}";
        let (questionnaire, problems) = read(text, vec![], &[Arc::new(questionnaire)]);
        assert_eq!(problems, []);
        let said =
            |among, typed| condition(&questionnaire, among, typed).map(|it| it.map(|it| it.to_string()));
        assert_eq!(said("", " "), Ok(None));
        assert_eq!(said("", "age > 30"), Ok(Some("age > 30".into())));
        assert_eq!(said("women", ""), Ok(Some("women == 1".into())));
        let both = said("women", "age > 30 or sex == 1").unwrap().unwrap();
        assert_eq!(both, "women == 1 and (age > 30 or sex == 1)");
        assert_eq!(said("women", "age > 30) or (sex == 1"), Err(("filter", "data-filter-wrong")));
        assert_eq!(said("double", ""), Err(("among", "data-among-wrong")));
        assert_eq!(said("gone", ""), Err(("among", "data-among-wrong")));
    }
}
