//! Groups of a long list: provinces by region, if the questionnaire has a variable that says which is where.

use crate::condition::{CompareOp, Expr, Member};
use crate::questionnaire::{Code, Question, Questionnaire, Rule, Text};

/// So many choices are a long list: more than a phone shows at once.
pub const LONG: usize = 16;

/// The groups that the choices of a question fall into, by the first derived variable that does nothing but sort
/// them (`when: {1: province in [11, 12], …}`); empty where there is none, where the list is short, or where its order
/// is drawn for each person.
pub fn groups<'a>(questionnaire: &'a Questionnaire, question: &Question) -> Vec<(&'a Text, Vec<Code>)> {
    if question.choices().len() < LONG || question.order.is_some() {
        return Vec::new();
    }
    let sorted = questionnaire.derived.iter().find_map(|derived| {
        let Rule::When(codes) = &derived.rule else { return None };
        let group = |(code, condition): &(Code, Expr)| {
            let label = derived.choices.iter().find(|it| it.code == *code).map(|it| &it.label)?;
            Some((label, members(question, condition)?))
        };
        codes.iter().map(group).collect::<Option<Vec<_>>>()
    });
    sorted.unwrap_or_default()
}

/// The codes of a question that a condition names, if it does nothing else.
fn members(question: &Question, condition: &Expr) -> Option<Vec<Code>> {
    let is_it = |it: &Expr| matches!(it, Expr::Var(name) if name.var == question.var && name.part.is_none());
    let codes = question.choices().iter().map(|it| it.code);
    match condition {
        Expr::In { value, set, negated: false } if is_it(value) => {
            let has = |code: &Code| {
                set.iter().any(|it| match it {
                    Member::Number(it, _) => *it == *code as f64,
                    Member::Range(low, high, _) => (low..=high).contains(&code),
                    Member::Text(..) => false,
                })
            };
            Some(codes.filter(has).collect())
        }
        Expr::Compare(value, CompareOp::Equal, to) if is_it(value) => match &**to {
            Expr::Number(it) => Some(codes.filter(|code| *code as f64 == *it).collect()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provinces_fall_into_regions() {
        let text = include_str!("../../../questionnaires/mini-program-2026.yaml");
        let questionnaire = crate::read(text).0;
        let province = questionnaire.question("province").expect("it is asked");
        let groups = groups(&questionnaire, province);
        let said: Vec<_> =
            groups.iter().map(|(label, codes)| format!("{} {}", label.get("en"), codes.len())).collect();
        insta::assert_snapshot!(said.join(", "), @"North 5, Northeast 3, East 8, Central 3, South 5, Southwest 5, Northwest 5");
    }

    #[test]
    fn a_short_list_has_no_groups() {
        let text = include_str!("../../../questionnaires/mini-program-2026.yaml");
        let questionnaire = crate::read(text).0;
        assert!(
            questionnaire.questions().filter(|(_, it)| !groups(&questionnaire, it).is_empty()).count() == 1
        );
    }
}
