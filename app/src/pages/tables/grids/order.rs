//! What standing first did to the choices of a list, as a table.

use analysis::report::{Grid, GridCell, GridHead, GridRow, Mark, Number, RowKind, Unit};
use analysis::table::order::{Effect, Effects, Unsettled};

use super::Sheet;
use super::notes::p;
use crate::pages::desk::labels::label;
use crate::words::t;

impl Sheet<'_> {
    /// The order effects of a question; a note alone where they cannot be told.
    pub(in super::super) fn effects(&self, effects: &Effects, caption: String) -> Grid {
        let lang = self.lang;
        let mut grid = Grid { caption, corner: t(lang, "topline-answer"), ..Grid::default() };
        let choices = match &effects.choices {
            Ok(choices) if choices.is_empty() => {
                grid.notes.push(t(lang, "tables-order-nobody"));
                return grid;
            }
            Ok(choices) => choices,
            Err(why) => {
                let why = match why {
                    Unsettled::Pinned => "tables-order-pinned",
                    Unsettled::Hidden => "tables-order-hidden",
                };
                grid.notes.push(t(lang, why));
                return grid;
            }
        };
        let head = |columns: usize, word: &str| GridHead::over(columns, t(lang, word));
        grid.heads = vec![
            vec![
                head(2, "tables-order-first"),
                head(2, "tables-order-later"),
                head(3, "tables-order-lift"),
                GridHead { rows: 2, ..GridHead::over(1, "p") },
            ],
            [
                "tables-share",
                "topline-n",
                "tables-share",
                "topline-n",
                "tables-points",
                "tables-from",
                "tables-to",
            ]
            .map(|it| head(1, it))
            .to_vec(),
        ];
        let row = |it: &Effect| {
            let label = label(&self.columns.codebook, effects.variable, it.code, lang);
            GridRow::new(RowKind::Answer, label, cells(it))
        };
        grid.rows = choices.iter().map(row).collect();
        grid.notes.push(t(lang, "tables-order-note"));
        grid
    }
}

fn cells(effect: &Effect) -> Vec<GridCell> {
    let points = |value: f64| GridCell::of(Number { value, decimals: 1, unit: Unit::Points });
    let mark = effect.interval.and_then(|it| match (it.low > 0.0, it.high < 0.0) {
        (true, _) => Some(Mark::Higher),
        (_, true) => Some(Mark::Lower),
        _ => None,
    });
    let (low, high) = effect.interval.map_or((f64::NAN, f64::NAN), |it| (it.low, it.high));
    let p = effect.test.map_or_else(|_| String::new(), |it| p(it.p));
    vec![
        GridCell::share(effect.first.share, 1),
        GridCell::count(effect.first.base.n),
        GridCell::share(effect.later.share, 1),
        GridCell::count(effect.later.base.n),
        GridCell { mark, ..points(effect.lift) },
        points(low),
        points(high),
        GridCell::text(p.trim_start_matches("= ")),
    ]
}
