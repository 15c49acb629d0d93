//! How the field stands.

use insta::assert_snapshot;
use store::fieldwork;
use survey::Moment;
use survey::fieldwork::Board;

use crate::field::{field, raw};

#[tokio::test]
async fn the_field_stands_in_numbers() {
    let field = field([5, 5, 5, 5]).await;
    for (n, minutes) in [(1, 2), (2, 4), (3, 9), (4, 40)] {
        field.begin(n, "sex=2&age=50", 0).await.unwrap();
        field.post(n, "_page=usage&brand=1", minutes).await.unwrap();
        field.post(n, "_page=last", minutes).await.unwrap();
    }
    field.begin(5, "sex=1&age=30", 0).await.unwrap();
    field.begin(6, "sex=1&age=17", 0).await.unwrap();
    let stands = fieldwork::load(&field.db, &field.survey, "zh", false).await.unwrap();
    assert_eq!((stands.completes, stands.in_progress, stands.target), (4, 1, 10));
    assert_eq!(stands.incidence_rate, Some(0.8));
    // 2, 4, 9 and 10 minutes: a pause counts ten at most.
    assert_eq!(stands.length_of_interview, Some(6.5));
    assert_eq!(
        stands.boards.iter().map(board).collect::<Vec<_>>(),
        ["性别: 男 1+0/5, 女 0+4/5", "年龄段: 青 1+0/5, 老 0+4/5"]
    );
    let counts = stands.dispositions.iter().map(|it| format!("{} {} {}", it.disposition, it.code, it.count));
    assert_snapshot!(counts.collect::<Vec<_>>().join(", "), @"complete  4, screened_out S_AGE 1, started  1");

    let odd = fieldwork::load(&field.db, &field.survey, "en", true).await.unwrap();
    assert_eq!((odd.completes, odd.incidence_rate, odd.length_of_interview), (0, None, None));
    assert_eq!(board(&odd.boards[0]), "Sex: Man 0+0/5, Woman 0+0/5");
}

#[tokio::test]
async fn the_median_of_an_odd_number_is_the_one_in_the_middle() {
    let field = field([5, 5, 5, 5]).await;
    for (n, minutes) in [(1, 2), (2, 8), (3, 3)] {
        field.begin(n, "sex=2&age=50", 0).await.unwrap();
        field.post(n, "_page=usage&brand=1", minutes).await.unwrap();
        field.post(n, "_page=last", minutes).await.unwrap();
    }
    let stands = fieldwork::load(&field.db, &field.survey, "en", false).await.unwrap();
    assert_eq!(stands.length_of_interview, Some(3.0));
}

#[tokio::test]
async fn interlocked_tables_have_two_axes() {
    let field = field([5, 5, 5, 5]).await;
    let both = crate::field::tiny("2.0.0", [5, 5, 5, 5]).replace(
        "{name: age, by: [band], cells: {1: 5, 2: 5}}",
        "{name: both, by: [sex, band], cells: {1: [3, 2], 2: [1, 4]}}",
    );
    store::surveys::add(&field.db, &both, true, Moment(0)).await.unwrap();
    field.begin(1, "sex=2&age=50", 0).await.unwrap();
    let stands = fieldwork::load(&field.db, &field.survey, "en", false).await.unwrap();
    let across = stands.boards[1].across.as_ref().unwrap();
    assert_eq!((across.label.as_str(), across.points.join(" ")), ("Age band", "Young Old".into()));
    let cells =
        stands.boards[1].cells.iter().map(|row| row.iter().map(|it| (it.reserved, it.target)).collect());
    assert_eq!(cells.collect::<Vec<Vec<_>>>(), [[(0, 3), (0, 2)], [(0, 1), (1, 4)]]);
}

#[tokio::test]
async fn the_ledger_is_read_from_its_end() {
    let field = field([5, 5, 5, 5]).await;
    store::interviews::begin(&field.db, field.newcomer(1), raw("_page=about&sex=1&age=30"), Moment(77))
        .await
        .unwrap();
    let rows = fieldwork::ledger(&field.db, &field.survey, 2).await.unwrap();
    let words = rows.iter().map(|it| {
        format!(
            "{} {} {:?} {:+}",
            it.at.0,
            it.step,
            it.cell.as_ref().map(ToString::to_string),
            it.reserved_delta
        )
    });
    assert_snapshot!(words.collect::<Vec<_>>().join("\n"), @r#"
    77 reserve Some("sex.1") +1
    77 reserve Some("age.1") +1
    "#);
}

/// A board of one variable as a line.
fn board(board: &Board) -> String {
    let cells = board.down.points.iter().zip(&board.cells).map(|(label, row)| {
        let cell = row[0];
        format!("{label} {}+{}/{}", cell.reserved, cell.completes, cell.target)
    });
    format!("{}: {}", board.down.label, cells.collect::<Vec<_>>().join(", "))
}
