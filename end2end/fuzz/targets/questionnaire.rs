//! A questionnaire out of any text: it is read or refused, and one that is read can be fielded.
#![no_main]

use libfuzzer_sys::fuzz_target;
use survey::interview::{self, Interview};
use survey::{Questionnaire, Reading, Severity, launch, phone, portable, rehearse, trace, view};

/// Robots of a launch gate, and those of the phone estimate, take their time: only a short file has them.
const SHORT: usize = 2_000;

fuzz_target!(|data: &[u8]| {
    let Some(text) = fuzz::slipped(&fuzz::REFERENCES, data) else { return };
    let (questionnaire, problems) = survey::read(&text);
    for problem in &problems {
        assert!(problem.line as usize <= text.lines().count() + 1, "a problem beyond the file: {problem:?}");
        assert!(
            !problem.message.is_empty() && !problem.mend.is_empty(),
            "a problem without words: {problem:?}"
        );
    }
    if problems.iter().any(|it| it.severity == Severity::Error) {
        return;
    }
    for lang in &questionnaire.langs {
        let interview = interview::begin(&questionnaire, lang, 7, fuzz::NOW);
        look_at(&questionnaire, &interview);
    }
    hand_out(&questionnaire);
    for number in 0..2 {
        let lang = questionnaire.lang(None);
        let walk = rehearse::walk(&questionnaire, None, (3, number), lang, |_| Vec::new());
        look_at(&questionnaire, &walk.interview);
        let mut interview = walk.interview;
        interview::erase(&questionnaire, &mut interview);
        look_at(&questionnaire, &interview);
    }
    if text.len() <= SHORT {
        launch::report(&questionnaire, &problems, None);
        phone::report(&questionnaire, None, 2);
    }
});

/// Everything that a page, a trace and the review say of an interview.
fn look_at(questionnaire: &Questionnaire, interview: &Interview) {
    view::page(questionnaire, interview);
    trace::trace(&Reading::new(questionnaire, interview));
    let kept = serde_json::to_string(interview).expect("an interview can be kept");
    let again: Interview = serde_json::from_str(&kept).expect("what was kept can be read");
    assert_eq!(again, *interview);
}

/// What a browser is given, and reads.
fn hand_out(questionnaire: &Questionnaire) {
    for block in questionnaire.pages.iter().flat_map(|it| &it.blocks) {
        view::whole(questionnaire, block, questionnaire.lang(None));
    }
    let Some(given) = portable::questionnaire(questionnaire) else { return };
    let bytes = postcard::to_stdvec(&given).expect("a questionnaire can be handed out");
    let mut read: Questionnaire = postcard::from_bytes(&bytes).expect("what was handed out can be read");
    read.index();
    let begun = interview::begin(&read, questionnaire.lang(None), 7, fuzz::NOW);
    assert_eq!(begun, interview::begin(questionnaire, questionnaire.lang(None), 7, fuzz::NOW));
    look_at(&read, &begun);
}
