//! The topline of a few cases that can be counted by hand.

use std::sync::Arc;

use survey::InterviewId;

use crate::codebook::codebook;
use crate::table::Columns;
use crate::table::topline::{Figure, FigureKind, Part, Topic, topline};
use crate::testing::{posted, row, study};

const TEA: &str = "
    pages:
    - page: about
      questions:
      - var: sat
        type: scale
        text: {zh: 满意, en: Satisfied}
        choices:
          5: {zh: 五, en: Five}
          4: {zh: 四, en: Four}
          3: {zh: 三, en: Three}
          2: {zh: 二, en: Two}
          1: {zh: 一, en: One}
          9: {zh: 不知道, en: Do not know, missing: true}
      - {var: nps, type: nps, text: {zh: 推荐, en: Recommend}}
      - {var: tea, type: multi, text: {zh: 茶, en: Tea}, choices: {1: {zh: 绿, en: G}, 2: {zh: 红, en: R}, 3: {zh: 黑, en: B}}}
    - page: second
      questions:
      - {var: best, type: rank, from: tea, pick: [1, 3], if: count(tea) >= 2, text: {zh: 最好, en: Best}}
      - {var: spend, type: number, text: {zh: 消费, en: Spending}, range: [0, 1000]}
";

/// The topline of these interviews; each is its two pages.
fn counted(interviews: &[[&str; 2]]) -> Vec<Topic> {
    let questionnaire = study(TEA);
    let codebook = Arc::new(codebook(&questionnaire));
    let mut columns = Columns::new(&codebook);
    for (id, pages) in interviews.iter().enumerate() {
        let case = posted(&questionnaire, pages);
        columns.set(InterviewId(id as i64), &row(&codebook, &case));
    }
    topline(&columns, &questionnaire, None, None)
}

const FOUR: [[&str; 2]; 4] = [
    ["sat=5&nps=10&tea=1&tea=2", "best.1=2&best.2=1&spend=10"],
    ["sat=4&nps=9&tea=1", "spend=20"],
    ["sat=1&nps=7&tea=1&tea=2&tea=3", "best.1=1&best.2=2&best.3=3&spend=60"],
    ["sat=9&nps=3&tea=3", "spend=30"],
];

fn part(topics: &[Topic], at: usize) -> &Part {
    assert_eq!(topics[at].parts.len(), 1);
    &topics[at].parts[0]
}

/// `code n` of each bar.
fn bars(part: &Part) -> String {
    part.bars.iter().map(|it| format!("{} {}", it.code, it.cell.n)).collect::<Vec<_>>().join(", ")
}

fn figure(part: &Part, kind: FigureKind) -> Figure {
    *part.figures.iter().find(|it| it.kind == kind).unwrap()
}

#[test]
fn a_refusal_is_in_the_base_of_shares_and_of_no_mean_and_no_box() {
    let topics = counted(&FOUR);
    let sat = part(&topics, 0);
    assert_eq!((sat.base.n, bars(sat)), (4, "5 1, 4 1, 3 0, 2 0, 1 1, 9 1".to_owned()));
    assert!(sat.bars[5].is_missing && !sat.bars[0].is_missing);
    let moments = sat.moments.unwrap();
    assert_eq!((moments.mean.base.n, (moments.mean.value * 3.0).round(), moments.median), (3, 10.0, 4.0));
    let (top, bottom) = (figure(sat, FigureKind::TopTwo), figure(sat, FigureKind::BottomTwo));
    assert_eq!((top.base.n, top.value, bottom.value), (3, 2.0 / 3.0, 1.0 / 3.0));
}

#[test]
fn the_score_is_promoters_less_detractors() {
    let topics = counted(&FOUR);
    let nps = part(&topics, 1);
    assert_eq!(bars(nps), "10 1, 9 1, 8 0, 7 1, 6 0, 5 0, 4 0, 3 1, 2 0, 1 0, 0 0");
    assert_eq!(figure(nps, FigureKind::Score).value, 0.25);
    assert_eq!(nps.moments.unwrap().mean.value, 7.25);
}

#[test]
fn a_multi_is_based_on_who_answered_and_a_ranking_on_who_ranked() {
    let topics = counted(&FOUR);
    let (tea, best) = (part(&topics, 2), part(&topics, 3));
    assert_eq!((tea.base.n, bars(tea)), (4, "1 3, 2 2, 3 2".to_owned()));
    assert_eq!((best.base.n, bars(best)), (2, "1 1, 2 1, 3 0".to_owned()));
    assert_eq!(figure(best, FigureKind::TopThree(3)).value, 0.5);
    assert_eq!(figure(best, FigureKind::MeanPlace(2)).value, 1.5);
    assert_eq!(figure(best, FigureKind::MeanPlace(3)).base.n, 1);
}

#[test]
fn a_number_has_no_bars() {
    let topics = counted(&FOUR);
    let spend = part(&topics, 4);
    assert!(spend.bars.is_empty() && spend.figures.is_empty());
    let moments = spend.moments.unwrap();
    assert_eq!((moments.mean.value, moments.median), (30.0, 25.0));
    // Standard error of 10, 20, 30, 60: 21.602 / 2; t of 3 degrees of freedom at 95 %: 3.18245.
    let interval = spend.mean.unwrap();
    assert!((interval.high - (30.0 + 3.182446305 * 10.801234497)).abs() < 1e-6, "{interval:?}");
}

#[test]
fn of_nobody_every_question_is_there_with_an_empty_base_and_no_share() {
    let topics = counted(&[]);
    assert_eq!(topics.len(), 5);
    let parts = || topics.iter().flat_map(|it| &it.parts);
    assert!(parts().flat_map(|it| &it.bars).all(|it| it.share.is_none() && it.interval.is_none()));
    assert!(parts().all(|it| it.figures.is_empty()));
    assert_eq!(parts().map(|it| it.is_ranking).collect::<Vec<_>>(), [false, false, false, true, false]);
    assert!(topics.iter().all(|it| it.parts.iter().all(|it| it.base.n == 0 && it.moments.is_none())));
}

#[test]
fn a_row_that_is_there_to_see_who_reads_is_in_no_table() {
    let questionnaire = study(
        "
        pages:
        - page: about
          questions:
          - var: agree
            type: grid
            text: {zh: 同意, en: Agree}
            scale: {1: {zh: 否, en: No}, 2: {zh: 是, en: Yes}}
            rows: {good: {zh: 好, en: Good}, attn: {zh: 选二, en: Choose two, trap: 2}}
        ",
    );
    let codebook = Arc::new(codebook(&questionnaire));
    let mut columns = Columns::new(&codebook);
    let case = posted(&questionnaire, &["agree.good=1&agree.attn=2"]);
    columns.set(InterviewId(1), &row(&codebook, &case));
    let topics = topline(&columns, &questionnaire, None, None);
    let parts: Vec<&str> =
        topics[0].parts.iter().map(|it| codebook.variables[it.variable].name.as_str()).collect();
    assert_eq!((parts, topics[0].parts[0].base.n), (vec!["agree_good"], 1));
}
