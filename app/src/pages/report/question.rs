//! A question of the topline as a chart and a table.

use analysis::report::{Block, Chart, Grid, GridCell, GridHead, GridRow, Number, RowKind, Unit};
use analysis::stats::interval::Interval;
use analysis::table::Columns;
use analysis::table::topline::{Bar, Figure, FigureKind, Part, Topic};

use crate::pages::desk::basis::base;
use crate::pages::desk::figures::{from_to, percent, points, two};
use crate::pages::desk::labels::label;
use crate::words::{t, t_with};

/// The whole of it, or each item of a grid.
pub(super) fn blocks(columns: &Columns, topic: &Topic, is_weighted: bool, lang: &'static str) -> Vec<Block> {
    let drawing = Drawing { columns, is_weighted, lang };
    topic.parts.iter().flat_map(|it| drawing.part(it, topic.parts.len() > 1)).collect()
}

struct Drawing<'a> {
    columns: &'a Columns,
    is_weighted: bool,
    lang: &'static str,
}

impl Drawing<'_> {
    fn part(&self, part: &Part, is_item: bool) -> Vec<Block> {
        let grid = self.grid(part, is_item);
        // The bars say all that the first column says.
        let chart = Chart::of(&grid, &[0]).map(|it| Chart { series: vec![t(self.lang, share(part))], ..it });
        chart.map(Block::Chart).into_iter().chain([Block::Grid(grid)]).collect()
    }

    fn grid(&self, part: &Part, is_item: bool) -> Grid {
        let variable = &self.columns.codebook.variables[part.variable];
        let text = variable.text.get(self.lang).to_owned();
        let item = variable.part.as_ref().filter(|_| is_item).map(|it| it.get(self.lang).to_owned());
        let number = variable.nr.as_ref().map(|it| format!("{it} ")).unwrap_or_default();
        let caption = match item {
            Some(item) => format!("{number}{text} – {item}"),
            None => format!("{number}{text}"),
        };
        let heads =
            [share(part), "topline-interval", "topline-n"].map(|it| GridHead::over(1, t(self.lang, it)));
        let mut rows: Vec<GridRow> = part.bars.iter().map(|it| self.bar(part, it)).collect();
        rows.extend(self.moments(part));
        rows.extend(part.figures.iter().map(|it| self.figure(part, it)));
        let notes = vec![base(variable, &part.base, self.is_weighted, self.lang)];
        Grid {
            caption,
            corner: t(self.lang, "topline-answer"),
            heads: vec![heads.into()],
            rows,
            notes,
            facts: Vec::new(),
        }
    }

    fn bar(&self, part: &Part, bar: &Bar) -> GridRow {
        let share = bar.share.map_or_else(GridCell::default, |it| GridCell::share(it, 1));
        let cells = vec![share, between(bar.interval, percent), GridCell::count(bar.cell.n)];
        GridRow::new(
            RowKind::Answer,
            label(&self.columns.codebook, part.variable, bar.code, self.lang),
            cells,
        )
    }

    fn moments(&self, part: &Part) -> Vec<GridRow> {
        let Some(moments) = &part.moments else { return Vec::new() };
        let row = |word: &str, cells| GridRow::new(RowKind::Figure, t(self.lang, word), cells);
        let n = GridCell::count(moments.mean.base.n);
        vec![
            row("topline-mean", vec![GridCell::plain(moments.mean.value, 2), between(part.mean, two), n]),
            row("topline-deviation", vec![GridCell::plain(moments.deviation(), 2)]),
            row("topline-median", vec![GridCell::plain(moments.median, 2)]),
        ]
    }

    fn figure(&self, part: &Part, figure: &Figure) -> GridRow {
        let choice = |word: &str, code| {
            let label = label(&self.columns.codebook, part.variable, code, self.lang);
            t_with(self.lang, word, &[("choice", label.into())])
        };
        let (name, unit, write): (String, Unit, fn(f64) -> String) = match figure.kind {
            FigureKind::TopTwo => (t(self.lang, "topline-top-two"), Unit::PerCent, percent),
            FigureKind::BottomTwo => (t(self.lang, "topline-bottom-two"), Unit::PerCent, percent),
            FigureKind::Score => (t(self.lang, "topline-score"), Unit::Points, points),
            FigureKind::TopThree(code) => (choice("topline-top-three", code), Unit::PerCent, percent),
            FigureKind::MeanPlace(code) => (choice("topline-mean-place", code), Unit::Plain, two),
        };
        let decimals = if unit == Unit::Plain { 2 } else { 1 };
        let number = GridCell::of(Number { value: figure.value, decimals, unit });
        let cells = vec![number, between(figure.interval, write), GridCell::count(figure.base.n)];
        GridRow::new(RowKind::Figure, name, cells)
    }
}

/// What the shares of an answer are called.
fn share(part: &Part) -> &'static str {
    if part.is_ranking { "topline-first" } else { "topline-share" }
}

fn between(interval: Option<Interval>, write: fn(f64) -> String) -> GridCell {
    interval.map_or_else(GridCell::default, |it| GridCell::text(from_to(Some(it), write)))
}
