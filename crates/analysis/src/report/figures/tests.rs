//! Figures in a text, worked by hand.

use std::sync::Arc;

use insta::assert_snapshot;
use survey::InterviewId;
use survey::claims::read;

use super::Figures;
use crate::case::Cell;
use crate::codebook::{Column, codebook};
use crate::table::Columns;
use crate::testing::study;

/// Ten people: four women, of whom three gave a five; six men, all of whom gave a two but one who was not asked.
fn said(lang: &str, weights: Option<&[f64]>, typed: &[&str]) -> String {
    let questionnaire = study(
        "
        pages:
        - page: p
          questions:
          - {var: sex, nr: A1, type: single, text: {zh: 性别, en: Sex}, choices: {1: {zh: 男, en: Man}, 2: {zh: 女, en: Woman}}}
          - var: scale
            nr: A2
            type: scale
            text: {zh: 变化, en: Change}
            choices: {5: {zh: 五, en: A}, 4: {zh: 四, en: B}, 3: {zh: 三, en: C}, 2: {zh: 二, en: D}, 1: {zh: 一, en: E}}
        ",
    );
    let codebook = Arc::new(codebook(&questionnaire));
    let mut columns = Columns::new(&codebook);
    for case in 0..10 {
        let sex = if case < 4 { 2 } else { 1 };
        let scale = match case {
            0..3 => Cell::Code(5),
            9 => Cell::Empty,
            _ => Cell::Code(2),
        };
        let cell = |it: &crate::Variable| match (it.var.as_deref(), &it.from) {
            (Some("sex"), Column::Answer) => Cell::Code(sex),
            (Some("scale"), Column::Answer) => scale.clone(),
            _ => Cell::Empty,
        };
        let row: Vec<Cell> = codebook.variables.iter().map(cell).collect();
        columns.set(InterviewId(case + 1), &row);
    }
    let text = "questionnaire: tea.yaml\nclaims:\n- {id: M01, seed: Most are men, stat: {pct: sex == 1}, base: all, expect: \"> 70\"}";
    let (claims, problems) = read(text, &questionnaire);
    assert!(problems.is_empty(), "{problems:#?}");
    let figures = Figures {
        columns: &columns,
        questionnaire: &questionnaire,
        claims: &claims,
        is_in: None,
        weights,
        lang,
    };
    let line = |it: &&str| {
        let run = figures.runs(it).remove(0);
        let is = if run.is_fault { "FAULT " } else { "" };
        format!("{is}{}  {}", run.text, run.note.unwrap_or_default())
    };
    typed.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_figure_carries_its_base_and_its_interval() {
    // 4 of 10: Wilson 16.82 to 68.73 (R: prop.test(4, 10, correct = FALSE)). The mean of 5 5 5 2 2 2 2 2 2 is 3.
    assert_snapshot!(said(
        "en",
        None,
        &["pct sex == 2", "pct scale == 5 | sex == 2", "mean scale", "net scale", "n sex == 2", "claim M01"]
    ), @r##"
    40.00% (n = 10)  share: A1 is 2 “Woman”; base: all completes, n = 10; 95% interval 16.82% to 68.73%.
    75.00% (n = 4)  share: A2 is 5 “A”; base: A1 is 2 “Woman”, n = 4; 95% interval 30.06% to 95.44%.
    3.00 (n = 9)  mean of A2; base: all completes, n = 9; 95% interval 1.85 to 4.15.
    -33.33 points (n = 9)  net of A2 (4 and 5 less 1 and 2); base: all completes, n = 9; 95% interval -109.72 to +43.06.
    4  share: A1 is 2 “Woman”; base: all completes, n = 10.
    60.00% (n = 10)  share: A1 is 1 “Man”; base: all completes, n = 10; 95% interval 31.27% to 83.18%; claim M01: Most are men; the data do not bear it out.
    "##);
    assert_snapshot!(said("zh", None, &["pct sex == 2", "pct scale == 5 | sex == 2", "net scale"]), @r##"
    40.00%（n = 10）  占比：A1 为 2 “女”；基数：全部完成访问，n = 10；95% 区间 16.82% 至 68.73%。
    75.00%（n = 4）  占比：A2 为 5 “五”；基数：A1 为 2 “女”，n = 4；95% 区间 30.06% 至 95.44%。
    -33.33 个百分点（n = 9）  A2 的净值（4、5 减 1、2）；基数：全部完成访问，n = 9；95% 区间 -109.72 至 +43.06。
    "##);
}

#[test]
fn a_weighted_figure_says_its_effective_base_and_a_count_is_of_people() {
    // Women weigh 3 and men 1: 12 of 18; effective base 18^2 / (4 x 9 + 6) = 7.7.
    let weights = [3.0, 3.0, 3.0, 3.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0];
    assert_snapshot!(said("en", Some(&weights), &["pct sex == 2", "n sex == 2"]), @r##"
    66.67% (n = 10)  share: A1 is 2 “Woman”; base: all completes, unweighted n = 10, weighted, effective base 8; 95% interval 33.39% to 88.86%.
    4  share: A1 is 2 “Woman”; base: all completes, n = 10.
    "##);
}

#[test]
fn what_cannot_be_worked_out_is_said_in_words() {
    let typed = [
        "pct sexx == 2",
        "pct sex ==",
        "mean sex",
        "net sex",
        "share sex == 1",
        "",
        "claim M99",
        "pct sex == 1 | sex == 3 and scale == 1",
        "mean scale | scale == 4",
        "mean a b",
    ];
    assert_snapshot!(said("en", None, &typed), @r##"
    FAULT [{{pct sexx == 2}}: There is no variable `sexx`. Write the `var` of a question, or the name of a derived variable.]  
    FAULT [{{pct sex ==}}: The expression ends where a value is wanted. Write a variable, a number or a text in single quotes here.]  
    FAULT [{{mean sex}}: `sex` has no mean. Name another variable, or write `pct`.]  
    FAULT [{{net sex}}: `sex` is no scale from 1 to 5. Name another variable, or write `pct`.]  
    FAULT [{{share sex == 1}}: This is no figure. Begin with one of: pct, net, mean, n, claim.]  
    FAULT [{{}}: This is no figure. Begin with one of: pct, net, mean, n, claim.]  
    FAULT [{{claim M99}}: there is no claim `M99`]  
    FAULT [{{pct sex == 1 | sex == 3 and scale == 1}}: `sex` has no code 3. Its codes are 1, 2.]  
    FAULT [{{mean scale | scale == 4}}: nobody is in the base]  
    FAULT [{{mean a b}}: `b` stands where a comparison, `and`, `or` or the end is wanted. Connect two conditions with `and` or `or`.]
    "##);
    assert_snapshot!(said("zh", None, &["pct sexx == 2", "mean scale | scale == 4"]), @r##"
    FAULT ［{{pct sexx == 2}}：没有这个变量（There is no variable `sexx`.）］  
    FAULT ［{{mean scale | scale == 4}}：基数中没有人］
    "##);
}
