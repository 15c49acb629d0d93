//! A small report with one of everything, for tests.

use super::{Block, Chart, Document, Grid, GridCell, GridHead, GridRow, Mark, Number, RowKind, Run, Unit};

/// Shares under heads of two rows, with letters, a mark, a net, a mean and a base.
pub fn grid() -> Grid {
    let head = |text: &str, letter: &str| GridHead { letter: letter.into(), ..GridHead::over(1, text) };
    let share = |value: f64, letters: &str| GridCell { letters: letters.into(), ..GridCell::share(value, 1) };
    let small = GridCell { mark: Some(Mark::SmallBase), ..GridCell::share(0.4, 1) };
    let points = GridCell::of(Number { value: -0.0125, decimals: 1, unit: Unit::Points });
    let row = |kind, label: &str, cells: [GridCell; 3]| GridRow::new(kind, label, cells.into());
    let mut inner = row(RowKind::Answer, "=often", [share(0.25, ""), share(0.3, "B"), small]);
    inner.indent = 1;
    Grid {
        caption: "How often <b>, by sex".into(),
        corner: "Answer".into(),
        heads: vec![
            vec![GridHead { rows: 2, ..GridHead::over(1, "All") }, GridHead::over(2, "Sex")],
            vec![head("women", "A"), head("men", "B")],
        ],
        rows: vec![
            row(RowKind::Base, "n", [1514, 1000, 514].map(GridCell::count)),
            GridRow::new(RowKind::Group, "Of all", vec![]),
            row(RowKind::Net, "Ever", [share(0.7266, ""), share(0.75, "B"), share(0.6805, "")]),
            inner,
            row(RowKind::Figure, "Mean", [GridCell::plain(3.405, 2), GridCell::text("–"), points]),
        ],
        notes: vec!["* small base".into()],
        ..Grid::default()
    }
}

/// A document with one of everything.
pub fn document() -> Document {
    let figure =
        Run { note: Some("All, n = 1,514; 95%: 70.4–74.8".into()), ..Run::strong("72.66% (n = 1,514)") };
    let fault = Run { is_fault: true, ..Run::plain("[pct nosuch == 1: no such variable]") };
    let link = Run { link: Some("https://example.org/?a=1&b=2".into()), ..Run::plain("here") };
    let said =
        vec![Run::plain("Women are "), figure, Run::plain(" & more "), fault, Run::plain("; see "), link];
    let item = |text: &str| vec![Block::Paragraph(vec![Run::plain(text)])];
    let bars = Chart::of(&grid(), &[1, 2]).expect("there are answers");
    Document {
        title: "团购与社区 2026 \u{1}<1>".into(),
        lang: "zh".into(),
        blocks: vec![
            Block::Heading { level: 1, text: vec![Run::plain("谁在用")] },
            Block::Paragraph(said),
            Block::List { first: Some(3), items: vec![item("third"), item("fourth")] },
            Block::List { first: None, items: vec![item("dot")] },
            Block::Quote(item("\u{201c}said\u{201d}")),
            Block::Grid(grid()),
            Block::Chart(bars),
        ],
    }
}
