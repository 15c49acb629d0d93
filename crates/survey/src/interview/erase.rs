//! What is erased of an interview when its time has come, and what stays.

use super::Interview;
use crate::answer::belongs;
use crate::questionnaire::{Kind, Question, Questionnaire};

/// Erases what was typed at the questions marked personal, and notes at which. Gives how many answers it were.
///
/// Codes stay, and with them who was asked what: the questionnaire says nothing that rests on what is erased.
pub fn erase(questionnaire: &Questionnaire, interview: &mut Interview) -> usize {
    let mut answers = 0;
    for page in &questionnaire.pages {
        let Some(draft) = interview.drafts.get_mut(&page.name) else { continue };
        for question in page.questions().filter(|it| it.personal) {
            let before = draft.fields.len();
            draft.fields.retain(|(name, text)| text.trim().is_empty() || !is_typed(question, name));
            if draft.fields.len() < before {
                answers += 1;
                interview.erased.push(question.var.clone());
            }
        }
    }
    if answers > 0 {
        // Warnings keep what their conditions read.
        interview.drafts.values_mut().for_each(|it| it.warned.clear());
    }
    answers
}

/// Whether a field holds what was typed at a question: its number or text, or the text of an "other".
fn is_typed(question: &Question, field: &str) -> bool {
    match question.kind {
        Kind::Number { .. } | Kind::Open { .. } => belongs(question, field),
        _ => belongs(question, field) && field.ends_with("_text"),
    }
}

#[cfg(test)]
mod tests {
    use crate::interview::{self, QualityMode, Step, erase};
    use crate::quality::{DESK, Known};
    use crate::testing::minimal;
    use crate::{Moment, RawAnswers, Reading};

    #[test]
    fn what_was_typed_goes_and_what_was_chosen_stays() {
        let questionnaire = minimal(
            "
            pages:
            - page: p
              questions:
              - {var: name, type: open, text: {en: N}, personal: true, check: [{warn: junk(name), text: {en: Sure}}]}
              - {var: born, type: number, text: {en: B}, personal: true}
              - {var: job, type: single, text: {en: J}, choices: {1: {en: A}, 2: {en: B, other: true}}, personal: true}
              - {var: why, type: open, text: {en: W}, required: false}
              - {var: mail, type: open, text: {en: M}, required: false, personal: true}
            ",
        );
        let mut it = interview::begin(&questionnaire, "en", 1, Moment(0));
        let typed = [
            ("name", "aaaaaa"),
            ("born", "1990"),
            ("job", "2"),
            ("job_2_text", "smith"),
            ("why", "since"),
            ("mail", " "),
            ("_go", "next"),
        ];
        let raw = RawAnswers::from(typed.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec());
        interview::submit(&questionnaire, &mut it, raw, Moment(1000));
        assert!(!it.drafts["p"].warned.is_empty(), "the warning remembers what it read");

        assert_eq!(erase(&questionnaire, &mut it), 3);
        assert_eq!(it.erased, ["name", "born", "job"]);
        let kept = format!("{it:?}");
        assert!(["aaaaaa", "1990", "smith"].iter().all(|typed| !kept.contains(typed)), "{kept}");
        let reading = Reading::new(&questionnaire, &it);
        assert_eq!(reading.code("job"), Some(2));
        assert!(reading.standing("why").unwrap().answer.is_some());
        assert_eq!(erase(&questionnaire, &mut it), 0, "twice changes nothing");
    }

    #[test]
    fn a_rejection_can_be_taken_back_after_what_was_typed_has_gone() {
        let questionnaire = minimal(
            "
            pages:
            - page: p
              questions:
              - {var: name, type: open, text: {en: N}, personal: true}
            ",
        );
        let mut it = interview::begin(&questionnaire, "en", 1, Moment(0));
        let raw = RawAnswers::from(vec![("name".to_owned(), "smith".to_owned())]);
        assert_eq!(interview::submit(&questionnaire, &mut it, raw, Moment(1000)), Step::Finish);
        interview::finish(&questionnaire, &mut it, QualityMode::On, Known::default(), Moment(1000));
        interview::reject(&mut it, vec![DESK.to_owned()]);
        assert_eq!(erase(&questionnaire, &mut it), 1);
        assert!(interview::restore(&questionnaire, &mut it));
    }
}
