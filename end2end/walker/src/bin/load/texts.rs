//! Questionnaires of any length, and quotas of any size, as text.

use std::fmt::Write as _;

/// A questionnaire with so many questions, two on a page, all alike: what a page costs may not depend on how many
/// others there are.
pub fn questions(many: usize) -> String {
    let mut text = head(&format!("questions-{many}"));
    text.push_str("pages:\n");
    for page in 0..many / 2 {
        write!(text, "- page: p{page}\n  questions:\n").expect("a text takes everything");
        for at in [2 * page, 2 * page + 1] {
            let choices: Vec<_> = (1..=6).map(|it| format!("{it}: {{zh: 答案{it}}}")).collect();
            let choices = choices.join(", ");
            writeln!(
                text,
                "  - {{var: q{at}, type: single, text: {{zh: 您怎样看第{at}件事？}}, choices: {{{choices}}}}}"
            )
            .expect("a text takes everything");
        }
    }
    text
}

/// A questionnaire whose gate has ten cells, or a thousand; what is asked is the same.
pub fn cells(many: usize) -> String {
    let mut text = head(&format!("cells-{many}"));
    text.push_str("pages:\n- page: who\n  questions:\n");
    for (var, codes) in [("a", 40), ("b", 25), ("c", 10)] {
        let choices: Vec<_> = (1..=codes).map(|it| format!("{it}: {{zh: 第{it}组}}")).collect();
        let choices = choices.join(", ");
        writeln!(
            text,
            "  - {{var: {var}, type: single, text: {{zh: 您属于哪一组？}}, choices: {{{choices}}}}}"
        )
        .expect("a text takes everything");
    }
    text.push_str("  then:\n  - {quota: reserve}\n");
    for page in 1..=3 {
        writeln!(
            text,
            "- page: p{page}\n  questions:\n  - {{var: q{page}, type: nps, text: {{zh: 您会推荐吗？}}}}"
        )
        .expect("a text takes everything");
    }
    text.push_str("quota:\n  count: complete\n  hold: 60m\n  active: plan\n  plans:\n    plan:\n");
    let target = 100_000;
    writeln!(text, "      n: {}\n      tables:", target * many).expect("a text takes everything");
    if many == 10 {
        text.push_str("      - name: table\n        by: [c]\n        cells: {");
        let cells: Vec<_> = (1..=10).map(|it| format!("{it}: {target}")).collect();
        writeln!(text, "{}}}", cells.join(", ")).expect("a text takes everything");
    } else {
        text.push_str("      - name: table\n        by: [a, b]\n        cells:\n");
        for row in 1..=many / 25 {
            let cells = vec![target.to_string(); 25].join(", ");
            writeln!(text, "          {row}: [{cells}]").expect("a text takes everything");
        }
    }
    text
}

fn head(id: &str) -> String {
    format!(
        "survey: {id}\nversion: 1.0.0\ntitle: {{zh: 测量}}\nlangs: [zh]\ndefault: zh\ncontact: {{zh: 某人}}\n\
         ends:\n  complete: {{text: {{zh: 谢谢！}}}}\n  screened_out: {{text: {{zh: 谢谢！}}}}\n\
         \x20 quota_full: {{text: {{zh: 谢谢！}}}}\n  refused: {{text: {{zh: 谢谢！}}}}\n"
    )
}

#[cfg(test)]
mod tests {
    use walker::Study;

    #[test]
    fn every_text_can_be_fielded() {
        for text in [super::questions(20), super::questions(500), super::cells(10), super::cells(1000)] {
            Study::new(&text, None, 1).unwrap();
        }
    }

    #[test]
    fn there_are_as_many_questions_and_cells_as_were_asked_for() {
        let study = Study::new(&super::questions(500), None, 1).unwrap();
        assert_eq!((study.questionnaire.pages.len(), study.questionnaire.vars.len()), (250, 500));
        for many in [10, 1000] {
            let study = Study::new(&super::cells(many), None, 1).unwrap();
            let quota = study.questionnaire.quota.expect("there is a quota");
            let cells: usize = quota.plans[0].tables.iter().map(|it| it.cells.len()).sum();
            assert_eq!(cells, many);
        }
    }
}
