//! Blocks as they come out of spreadsheets.

use insta::assert_snapshot;

use super::*;

/// Region down (North, South, East), age across (18-30, 31-50), and what is made of a block.
fn pasted(text: &str) -> String {
    let names = |them: &[(&str, &str, &str)]| {
        them.iter().map(|(code, en, zh)| vec![(*code).into(), (*en).into(), (*zh).into()]).collect()
    };
    let rows = names(&[("1", "North", "北"), ("2", "South", "南"), ("3", "East", "东")]);
    let columns = names(&[("1", "18-30", "18-30岁"), ("2", "31-50", "31-50岁")]);
    said(paste(&Shape { rows, columns }, &text.replace('|', "\t")))
}

/// The same for a table of sex alone.
fn of_one(text: &str) -> String {
    let rows = vec![vec!["1".into(), "Male".into()], vec!["2".into(), "Female".into()]];
    said(paste(&Shape { rows, columns: Vec::new() }, &text.replace('|', "\t")))
}

fn said(result: Result<Vec<Vec<i64>>, Vec<Fault>>) -> String {
    match result {
        Ok(targets) => format!("{targets:?}"),
        Err(faults) => faults
            .iter()
            .map(|it| format!("{}:{} {:?}", it.row, it.column, it.wrong))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

const WANTED: &str = "[[1, 2], [3, 4], [5, 6]]";

#[test]
fn numbers_alone_are_taken_in_the_order_of_the_table() {
    assert_eq!(pasted("1|2\n3|4\n5|6\n"), WANTED);
    assert_eq!(pasted("\n1|2\r\n3|4\r\n5|6\r\n\r\n"), WANTED);
}

#[test]
fn a_head_and_labels_may_stand_around_them() {
    assert_eq!(pasted("18-30|31-50\n1|2\n3|4\n5|6"), WANTED);
    assert_eq!(pasted("North|1|2\nSouth|3|4\nEast|5|6"), WANTED);
    assert_eq!(pasted("Region|18-30|31-50\nNorth|1|2\nSouth|3|4\nEast|5|6"), WANTED);
    assert_eq!(pasted("|18-30|31-50\nNorth|1|2\nSouth|3|4\nEast|5|6"), WANTED);
    assert_eq!(pasted("地区|18-30岁|31-50岁\n北|1|2\n南|3|4\n东|5|6"), WANTED);
}

#[test]
fn codes_are_labels_too() {
    assert_eq!(pasted("|1|2\n1|1|2\n2|3|4\n3|5|6"), WANTED);
    assert_eq!(pasted("1|2\n1|2\n3|4\n5|6"), WANTED);
    assert_eq!(pasted("1|1|2\n2|3|4\n3|5|6"), WANTED);
}

#[test]
fn named_rows_and_columns_come_in_any_order() {
    assert_eq!(pasted("|31-50|18-30\nEast|6|5\nnorth|2|1\nSOUTH|4|3"), WANTED);
}

#[test]
fn names_that_nobody_knows_leave_the_order_as_it_is() {
    assert_eq!(pasted("|young|old\nN|1|2\nS|3|4\nE|5|6"), WANTED);
}

#[test]
fn sums_at_the_edges_are_left_out() {
    assert_eq!(pasted("|18-30|31-50|Total\nNorth|1|2|3\nSouth|3|4|7\nEast|5|6|11\nTotal|9|12|21"), WANTED);
    assert_eq!(pasted("|18-30|31-50|合计\n北|1|2|3\n南|3|4|7\n东|5|6|11\n合计|9|12|21"), WANTED);
}

#[test]
fn full_width_digits_and_thousands_are_numbers() {
    assert_eq!(pasted("１|２\n３|４\n５|1,234"), "[[1, 2], [3, 4], [5, 1234]]");
    assert_eq!(
        ["12", " 12 ", "1 234", "１２", "1'000", "1，234"].map(number),
        [12, 12, 1234, 12, 1000, 1234].map(Some)
    );
    assert_eq!(
        ["", "-1", "1.5", "12,5", "1,23", "a", "1000001", "99999999999999999999"].map(number),
        [None; 8]
    );
}

#[test]
fn every_fault_is_told_with_its_row_and_column() {
    assert_snapshot!(pasted("|18-30|31-50\nNorth|1|x\nSouth||4\nWest|-5|6"), @r#"
    4:1 Name("West")
    2:3 Number("x")
    3:2 Blank
    4:2 Number("-5")
    "#);
    assert_snapshot!(pasted("1|2\n3|4"), @"0:0 Rows { found: 2, wanted: 3 }");
    assert_snapshot!(pasted("1|2|3\n3|4|5\n5|6|7"), @"
    1:0 Columns { found: 3, wanted: 2 }
    2:0 Columns { found: 3, wanted: 2 }
    3:0 Columns { found: 3, wanted: 2 }
    ");
    assert_snapshot!(pasted("1|2\n3\n5|6"), @"2:2 Blank");
    assert_snapshot!(pasted("|18-30|18-30\nNorth|1|2\nNorth|3|4\nEast|5|6"), @r#"
    3:1 Twice("North")
    1:3 Twice("18-30")
    "#);
    assert_snapshot!(pasted("|18-30|x\nNorth|1|a"), @r#"
    0:0 Rows { found: 1, wanted: 3 }
    1:3 Name("x")
    2:3 Number("a")
    "#);
    assert_snapshot!(pasted(" \n\t\n"), @"0:0 Nothing");
}

#[test]
fn a_table_of_one_variable_is_a_column() {
    assert_eq!(of_one("414\n1100"), "[[414], [1100]]");
    assert_eq!(of_one("Male|414\nFemale|1100"), "[[414], [1100]]");
    assert_eq!(of_one("Sex|Target\nFemale|1100\nMale|414\nTotal|1514"), "[[414], [1100]]");
    assert_eq!(of_one("Target\n414\n1100"), "[[414], [1100]]");
    assert_eq!(of_one("1|414\n2|1100"), "[[414], [1100]]");
    assert_snapshot!(of_one("414\nmany"), @r#"2:1 Number("many")"#);
}

proptest::proptest! {
    #[test]
    fn nothing_that_is_pasted_does_harm(text in "[0-9a\t\n １Total]{0,60}") {
        let result = pasted(&text);
        proptest::prop_assert!(!result.is_empty());
    }
}
