//! Whole tables against pandas, statsmodels and scipy (`end2end/oracle/numbers/cross.py`).

use std::sync::Arc;

use serde_json::Value;
use survey::questionnaire::Code;
use survey::{InterviewId, Questionnaire};

use super::*;
use crate::case::Cell as Answer;
use crate::codebook::codebook;
use crate::stats::letters::{Adjustment, Size, text};
use crate::table::Columns;
use crate::table::stub::{stubs, topics};
use crate::testing::study;

const STUDY: &str = "
    pages:
    - page: about
      questions:
      - var: area
        type: single
        text: {zh: 地区, en: Area}
        choices: {1: {zh: 东, en: E}, 2: {zh: 南, en: S}, 3: {zh: 西, en: W}, 4: {zh: 北, en: N}}
      - {var: sex, type: single, text: {zh: 性别, en: Sex}, choices: {1: {zh: 男, en: M}, 2: {zh: 女, en: F}}}
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
      - {var: tea, type: multi, text: {zh: 茶, en: Tea}, choices: {1: {zh: 绿, en: G}, 2: {zh: 红, en: R}, 98: {zh: 黑, en: B}}}
";

fn oracle() -> Value {
    serde_json::from_str(include_str!("../../../tests/expected/cross.json")).unwrap()
}

struct Drawn {
    questionnaire: Arc<Questionnaire>,
    columns: Columns,
    weights: Vec<f64>,
}

fn drawn(cases: &Value) -> Drawn {
    let questionnaire = study(STUDY);
    let codebook = Arc::new(codebook(&questionnaire));
    let mut columns = Columns::new(&codebook);
    let weights: Vec<f64> =
        cases["weight"].as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect();
    for at in 0..weights.len() {
        let number = |var: &str| cases[var][at].as_f64();
        let cells = codebook.variables.iter().map(|it| match (it.var.as_deref(), it.name.as_str()) {
            (Some("tea"), name) => {
                let teas = cases["tea"][at].as_array().unwrap();
                Answer::Flag(teas.iter().any(|code| name == format!("tea_{code}")))
            }
            (Some("nps"), _) => number("nps").map_or(Answer::Empty, Answer::Number),
            (Some(var @ ("area" | "sat" | "sex")), _) => {
                number(var).map_or(Answer::Empty, |it| Answer::Code(it as Code))
            }
            _ => Answer::Empty,
        });
        columns.set(InterviewId(at as i64), &cells.collect::<Vec<_>>());
    }
    Drawn { questionnaire, columns, weights }
}

impl Drawn {
    /// The tables of area, sex, sat, nps and tea by the banner that the script has.
    fn tables(&self, is_weighted: bool, adjustment: Adjustment) -> Vec<Table> {
        // Both codes of sex in two areas stand for a nest.
        let nests: [&[&str]; 3] = [&["area"], &["sex", "area"], &["tea"]];
        let nests = nests.map(|it| it.iter().map(|it| it.to_string()).collect::<Vec<_>>());
        let banner = Banner::new(&self.columns, &nests, None).unwrap();
        let letters = Some(Options { adjustment, ..Options::usual(Method::Shares) });
        let wanted = Wanted { nets: vec![vec![(2, 4)]], letters, chi_square: true };
        let weights = is_weighted.then_some(self.weights.as_slice());
        let tables = |fields: Vec<_>| -> Vec<Table> {
            let stubs = stubs(&self.columns, &self.questionnaire, &fields);
            stubs.iter().map(|it| Table::new(it, &banner, weights, &wanted)).collect()
        };
        topics(&self.columns).into_iter().flat_map(tables).collect()
    }
}

/// The line that the script calls so, of the table of a question.
fn line<'a>(tables: &'a [Table], question: &str, name: &str) -> &'a Line {
    let table = &tables[["area", "sex", "sat", "nps", "tea"].iter().position(|it| *it == question).unwrap()];
    let is_it = |kind: LineKind| match kind {
        LineKind::Code { code, .. } => name == format!("code {code}"),
        LineKind::Net(at) => name == format!("net {at}"),
        LineKind::Figure(FigureKind::TopTwo) => name == "top",
        LineKind::Figure(FigureKind::BottomTwo) => name == "bottom",
        LineKind::Figure(FigureKind::Score) => name == "score",
        LineKind::Mean => name == "mean",
        _ => false,
    };
    table.lines.iter().find(|it| is_it(it.kind)).unwrap_or_else(|| panic!("no line {question} {name}"))
}

fn near(found: Option<f64>, wanted: &Value) {
    let (found, wanted) = (found.unwrap(), wanted.as_f64().unwrap());
    assert!((found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0), "{found} is not {wanted}");
}

/// Each line that the script has of these tables.
fn lines(wanted: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let tables = wanted.as_object().unwrap().iter();
    tables.flat_map(|(question, lines)| {
        lines.as_object().unwrap().iter().map(move |(name, it)| (question.as_str(), name.as_str(), it))
    })
}

/// The columns of ours that the script has: in the nest it has two areas only.
const COLUMNS: [usize; 12] = [0, 1, 2, 3, 4, 5, 6, 9, 10, 13, 14, 15];

#[test]
fn shares_means_and_deviations_of_whole_tables_are_those_of_pandas() {
    let oracle = oracle();
    let drawn = drawn(&oracle["cases"]);
    for (name, is_weighted) in [("plain", false), ("weighted", true)] {
        let tables = drawn.tables(is_weighted, Adjustment::None);
        let mut compared = 0;
        for (question, name, wanted) in lines(&oracle[name]) {
            let line = line(&tables, question, name);
            for (column, wanted) in COLUMNS.iter().zip(wanted["cells"].as_array().unwrap()) {
                let cell = &line.cells[*column];
                assert_eq!(cell.of.n, wanted[0].as_u64().unwrap(), "{question} {name}");
                near(Some(cell.of.weight), &wanted[1]);
                near(cell.value, &wanted[2]);
                assert_eq!(cell.row_share.is_some(), line.kind.is_share());
                if line.kind.is_share() {
                    near(cell.row_share, &wanted[3]);
                }
                compared += 1;
            }
        }
        assert_eq!(compared, 14 * 12);
        let deviations = &oracle[name]["sat"]["mean"]["deviations"];
        let ours = tables[2].lines.iter().find(|it| it.kind == LineKind::Deviation).unwrap();
        for (column, wanted) in COLUMNS.iter().zip(deviations.as_array().unwrap()) {
            near(ours.cells[*column].value, wanted);
        }
    }
}

#[test]
fn letters_of_whole_tables_are_those_of_statsmodels_and_scipy() {
    let oracle = oracle();
    let drawn = drawn(&oracle["cases"]);
    // The nest of the script has two areas, so its families are smaller: the columns that follow it are compared.
    let (area, tea) = ([1, 2, 3, 4], [13, 14, 15]);
    let name = |column: usize| match column {
        0..4 => ["A", "B", "C", "D"][column],
        _ => ["I", "J", "K"][column - 12],
    };
    for (key, is_weighted, adjustment) in [
        ("plain", false, Adjustment::None),
        ("weighted", true, Adjustment::None),
        ("bonferroni", false, Adjustment::Bonferroni),
        ("false_discovery", true, Adjustment::FalseDiscovery),
    ] {
        let tables = drawn.tables(is_weighted, adjustment);
        let mut some = 0;
        for (question, line_name, wanted) in lines(&oracle[key]) {
            let line = line(&tables, question, line_name);
            let wanted = wanted.get("letters").unwrap_or(wanted);
            for (column, at) in area.iter().chain(&tea).zip([0, 1, 2, 3, 8, 9, 10]) {
                let letter = |strong: bool, it: &str| if strong { it.to_owned() } else { it.to_lowercase() };
                let ours: String = line.cells[*column]
                    .higher_than
                    .iter()
                    .map(|it| letter(it.strong, name(it.column)))
                    .collect();
                assert_eq!(ours, wanted[at].as_str().unwrap(), "{key} {question} {line_name} {column}");
                some += usize::from(!ours.is_empty());
            }
        }
        assert!(some >= 5, "{key}: {some}");
    }
}

#[test]
fn letters_of_a_nest_stand_within_it_and_the_total_has_none() {
    let drawn = drawn(&oracle()["cases"]);
    for table in drawn.tables(false, Adjustment::None) {
        for line in &table.lines {
            assert!(line.cells[0].higher_than.is_empty());
            for (column, cell) in line.cells.iter().enumerate().skip(1) {
                let block = |it: usize| [4, 12, 15].iter().position(|end| it < *end);
                assert!(cell.higher_than.iter().all(|it| block(it.column) == block(column - 1)), "{column}");
            }
        }
    }
}

#[test]
fn small_columns_are_marked_and_very_small_ones_not_compared() {
    let drawn = drawn(&oracle()["cases"]);
    let tables = drawn.tables(false, Adjustment::None);
    // Of the fourth area 31 say how satisfied they are and 28 whether they would recommend.
    assert_eq!(line(&tables, "sat", "mean").cells[4].size, Size::Small);
    let score = line(&tables, "nps", "score");
    assert_eq!((score.cells[4].base.n, score.cells[4].size), (28, Size::TooSmall));
    assert!(score.cells.iter().all(|it| it.higher_than.iter().all(|it| it.column != 3)));
    assert_eq!(text(&score.cells[4].higher_than), "");
}

#[test]
fn a_block_of_one_answer_each_has_a_chi_square_and_a_multi_has_none() {
    let oracle = oracle();
    let drawn = drawn(&oracle["cases"]);
    let tables = drawn.tables(false, Adjustment::None);
    let Some(Ok(ChiSquare::Pearson(found))) = tables[2].chi_squares[0] else { panic!("of area") };
    let wanted = &oracle["chi_square"];
    near(Some(found.statistic), &wanted[0]);
    near(found.df, &wanted[1]);
    near(Some(found.p), &wanted[2]);
    assert!(tables[2].chi_squares[1].is_some() && tables[2].chi_squares[2].is_none());
    assert_eq!(tables[4].chi_squares, [None, None, None]);
    // Weighted it is that of the cases themselves, which R's survey has looked at (`stats_survey.R`).
    let weighted = drawn.tables(true, Adjustment::None);
    let Some(Ok(ChiSquare::RaoScott(found))) = weighted[2].chi_squares[0] else { panic!("of area") };
    let both = |var: &str| match &drawn.columns.of(var).next().unwrap().values {
        Values::One { at, .. } => at.clone(),
        _ => panic!("codes"),
    };
    let (mut rows, mut columns, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for ((row, column), weight) in both("sat").iter().zip(both("area")).zip(&drawn.weights) {
        if *row > 0 && column > 0 {
            rows.push(row - 1);
            columns.push(column - 1);
            weights.push(*weight);
        }
    }
    let wanted = crate::stats::chi::rao_scott(&rows, &columns, &weights).unwrap();
    assert!((found.f - wanted.f).abs() < 1e-9 && (found.p - wanted.p).abs() < 1e-12, "{found:?} {wanted:?}");
}

#[test]
fn answers_stand_by_size_with_refusals_last_and_everything_else_where_it_was() {
    let drawn = drawn(&oracle()["cases"]);
    let mut sat = drawn.tables(false, Adjustment::None).remove(2);
    let rest = sat.lines[6..].to_vec();
    sat.sort_by_size();
    let codes: Vec<Code> = sat.lines[..6]
        .iter()
        .map(|it| match it.kind {
            LineKind::Code { code, .. } => code,
            _ => panic!("a code"),
        })
        .collect();
    assert_eq!(codes, [3, 4, 5, 2, 1, 9]);
    assert_eq!(sat.lines[6..], rest);
}

#[test]
fn a_net_without_any_code_of_a_question_is_left_out_of_its_table() {
    let drawn = drawn(&oracle()["cases"]);
    let tables = drawn.tables(false, Adjustment::None);
    let has_net = |table: &Table| table.lines.iter().any(|it| matches!(it.kind, LineKind::Net(_)));
    assert!(tables.iter().all(has_net), "2 to 4 is in each");
    let banner = Banner::new(&drawn.columns, &[], None).unwrap();
    let wanted = Wanted { nets: vec![vec![(50, 60)]], ..Wanted::default() };
    for fields in topics(&drawn.columns) {
        for stub in stubs(&drawn.columns, &drawn.questionnaire, &fields) {
            assert!(!has_net(&Table::new(&stub, &banner, None, &wanted)));
        }
    }
}

#[test]
fn where_nobody_is_there_is_no_share_and_no_mean() {
    let drawn = drawn(&oracle()["cases"]);
    let nobody = vec![false; drawn.columns.cases()];
    let banner = Banner::new(&drawn.columns, &[vec!["area".into()]], Some(&nobody)).unwrap();
    let letters = Some(Options { untested_below: 0, ..Options::usual(Method::Shares) });
    let wanted = Wanted { letters, chi_square: true, ..Wanted::default() };
    for fields in topics(&drawn.columns) {
        for stub in stubs(&drawn.columns, &drawn.questionnaire, &fields) {
            let table = Table::new(&stub, &banner, None, &wanted);
            assert!(table.lines.iter().all(|it| it.cells.iter().all(|it| it.value.is_none())));
            assert!(table.chi_squares.iter().flatten().all(|it| *it == Err(Untested::Empty)));
        }
    }
}
