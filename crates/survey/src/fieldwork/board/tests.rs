//! Cells laid out as on paper.

use insta::assert_snapshot;

use super::*;
use crate::testing::minimal;

fn field() -> Questionnaire {
    minimal(
        "
        langs: [en, zh]
        field: {n: 10, year: 2026}
        derive:
          band: {label: {en: Age band, zh: 年龄段}, when: {1: age < 40, 2: age >= 40}, choices: {1: {en: Young, zh: 青}, 2: {en: Old, zh: 老}}}
        pages:
        - page: about
          questions:
          - {var: sex, type: single, text: {en: Sex, zh: 性别}, choices: {1: {en: Man, zh: 男}, 2: {en: Woman, zh: 女}}}
          - {var: age, type: number, text: {en: Age, zh: 年龄}, range: [0, 120]}
          then:
          - quota: reserve
        quota:
          count: complete
          hold: 60m
          active: main
          plans:
            main:
              n: 10
              tables:
              - {name: both, by: [sex, band], cells: {1: [3, 2], 2: [1, 4]}}
              - {name: sex, by: [sex], cells: {1: 5, 2: 5}}
        ",
    )
}

fn standing(table: &str, key: &str, completes: i64, reserved: i64, target: i64) -> Standing {
    let name = CellName { table: table.into(), key: key.into() };
    Standing { name, target, buffer: 0, completes, reserved, paused: false }
}

fn told(board: &Board) -> String {
    let cell = |it: &Cell| format!("{}+{}/{} {}", it.completes, it.reserved, it.target, it.open);
    let row = |(label, row): (&String, &Vec<Cell>)| {
        format!("{label}: {}", row.iter().map(cell).collect::<Vec<_>>().join(", "))
    };
    let rows: Vec<String> = board.down.points.iter().zip(&board.cells).map(row).collect();
    let across = board.across.as_ref().map(|it| format!(" by {}: {}", it.label, it.points.join(", ")));
    format!("{}{}\n{}", board.down.label, across.unwrap_or_default(), rows.join("\n"))
}

#[test]
fn one_variable_goes_down_and_another_across() {
    let questionnaire = field();
    let plan = &questionnaire.quota.as_ref().unwrap().plans[0];
    let standings =
        [standing("both", "1.2", 1, 1, 2), standing("both", "2.1", 2, 0, 1), standing("sex", "2", 2, 3, 5)];
    let boards = boards(&questionnaire, plan, &standings, "zh");
    assert_snapshot!(boards.iter().map(told).collect::<Vec<_>>().join("\n"), @r"
    性别 by 年龄段: 青, 老
    男: 0+0/0 0, 1+1/2 0
    女: 2+0/1 0, 0+0/0 0
    性别
    男: 0+0/0 0
    女: 2+3/5 0
    ");
}

#[test]
fn a_buffer_is_open_and_a_pause_is_told() {
    let cell = Cell::new(&Standing { buffer: 2, paused: true, ..standing("sex", "1", 3, 1, 5) });
    assert_eq!((cell.open, cell.buffer, cell.paused), (3, 2, true));
    assert!(!cell.plus(cell).paused, "of several cells one cannot say it");
}

#[test]
fn a_cell_is_called_by_the_labels_of_its_codes() {
    let questionnaire = field();
    let plan = &questionnaire.quota.as_ref().unwrap().plans[0];
    let label = |table: &str, key: &str| {
        cell_label(&questionnaire, plan, &CellName { table: table.into(), key: key.into() }, "en")
    };
    assert_eq!(label("both", "1.2"), "Man × Old");
    assert_eq!(label("sex", "2"), "Woman");
    assert_eq!(label("both", "1.9"), "Man × 9");
    assert_eq!(label("both", "1.-"), "both.1.-");
    assert_eq!(label("source", "panel"), "source.panel");
    assert_eq!(table_label(&questionnaire, plan, "both", "zh"), "性别 × 年龄段");
    assert_eq!(table_label(&questionnaire, plan, "none", "zh"), "none");
}
