//! A counted table in words: heads, rows and notes in the language of the reader.

mod heads;
mod notes;
mod order;

use analysis::report::{Content, Grid, GridCell, GridRow, Mark, Number, RowKind, Unit};
use analysis::stats::Base;
use analysis::stats::letters::{Options, Size, text};
use analysis::table::cross::{Cell, Line, LineKind, Table};
use analysis::table::stub::FigureKind;
use analysis::table::{Columns, Head};

use super::asked::Asked;
use super::counting::Part;
use crate::pages::desk::labels::label;
use crate::words::{t, t_with};

/// The statistics of a share, in the order of a table.
const OF_SHARES: [&str; 4] = ["column", "row", "n", "weighted"];

/// What all tables of a page have in common.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    pub(super) columns: &'a Columns,
    pub(super) heads: &'a [Head],
    pub(super) asked: &'a Asked,
    pub(super) letters: Option<Options>,
    pub(super) is_weighted: bool,
    pub(super) lang: &'static str,
}

impl Sheet<'_> {
    /// One table under this caption.
    pub(super) fn grid(&self, part: &Part, caption: String) -> Grid {
        let shown: Vec<&str> = OF_SHARES.into_iter().filter(|it| self.asked.shows(it)).collect();
        let mut rows = self.bases(&part.table);
        for line in &part.table.lines {
            match line.kind {
                _ if line.kind.is_share() => rows.extend(self.shares(part, line, &shown)),
                _ if self.asked.shows("mean") => rows.extend(self.figure(part, line)),
                _ => {}
            }
        }
        let corner = shown.first().map_or_else(String::new, |it| t(self.lang, &format!("tables-{it}")));
        Grid {
            caption,
            corner,
            heads: self.grid_heads(),
            rows,
            notes: self.chi_squares(&part.table),
            facts: Vec::new(),
        }
    }

    /// Who answered, in each column.
    fn bases(&self, table: &Table) -> Vec<GridRow> {
        let row = |word: &str, cell: &dyn Fn(&Base) -> GridCell| {
            let cells = table.bases.iter().map(cell).collect();
            GridRow::new(RowKind::Base, t(self.lang, word), cells)
        };
        let mut rows = vec![row("tables-base", &|it| self.marked(GridCell::count(it.n), self.size(it)))];
        if self.is_weighted {
            rows.push(row("tables-base-weighted", &|it| GridCell::plain(it.weight, 1)));
            rows.push(row("tables-base-effective", &|it| GridCell::plain(it.effective(), 1)));
        }
        rows
    }

    fn shares(&self, part: &Part, line: &Line, shown: &[&str]) -> Vec<GridRow> {
        let first = match line.kind {
            LineKind::Code { .. } => RowKind::Answer,
            _ => RowKind::Net,
        };
        let row = |(at, statistic): (usize, &&str)| {
            let cell = |(column, cell): (usize, &Cell)| {
                let of = self.statistic(statistic, cell);
                if at == 0 { self.compared(of, &part.table.bases[column], cell) } else { of }
            };
            let cells = line.cells.iter().enumerate().map(cell).collect();
            match at {
                0 => GridRow::new(first, self.label(part, line.kind), cells),
                _ => GridRow {
                    kind: RowKind::Detail,
                    label: t(self.lang, &format!("tables-{statistic}")),
                    indent: 1,
                    cells,
                },
            }
        };
        shown.iter().enumerate().map(row).collect()
    }

    fn statistic(&self, statistic: &str, cell: &Cell) -> GridCell {
        match statistic {
            "row" => cell.row_share.map_or_else(GridCell::default, |it| GridCell::share(it, 1)),
            "n" => GridCell::count(cell.of.n),
            "weighted" => GridCell::plain(cell.of.weight, 1),
            _ => cell.value.map_or_else(GridCell::default, |it| GridCell::share(it, 1)),
        }
    }

    /// A mean, a median, a score; a mean of fewer than answered says of how many.
    fn figure(&self, part: &Part, line: &Line) -> Vec<GridRow> {
        let cell = |(column, cell): (usize, &Cell)| {
            let Some(value) = cell.value else { return GridCell::default() };
            let number = match line.kind {
                LineKind::Figure(FigureKind::Score) => Number { value, decimals: 1, unit: Unit::Points },
                _ => Number { value, decimals: 2, unit: Unit::Plain },
            };
            self.compared(GridCell::of(number), &part.table.bases[column], cell)
        };
        let cells = line.cells.iter().enumerate().map(cell).collect();
        let mut rows = vec![GridRow::new(RowKind::Figure, self.label(part, line.kind), cells)];
        let is_fewer = line.cells.iter().zip(&part.table.bases).any(|(it, base)| it.base.n < base.n);
        if is_fewer && matches!(line.kind, LineKind::Mean | LineKind::Figure(_)) {
            let cells = line.cells.iter().map(|it| GridCell::count(it.base.n)).collect();
            let label = t(self.lang, "tables-known");
            rows.push(GridRow { kind: RowKind::Detail, label, indent: 1, cells });
        }
        rows
    }

    /// With the letters of what it is higher than, and a mark where fewer answered than the base of the column says.
    fn compared(&self, cell: GridCell, base: &Base, of: &Cell) -> GridCell {
        let cell = GridCell { letters: text(&of.higher_than), ..cell };
        if of.size == self.size(base) || of.base.n >= base.n { cell } else { self.marked(cell, of.size) }
    }

    fn marked(&self, cell: GridCell, size: Size) -> GridCell {
        match size {
            Size::Enough => cell,
            Size::Small => GridCell { mark: Some(Mark::SmallBase), ..cell },
            Size::TooSmall => GridCell { mark: Some(Mark::TinyBase), ..cell },
        }
    }

    fn size(&self, base: &Base) -> Size {
        match self.letters {
            Some(it) if base.n < it.untested_below => Size::TooSmall,
            Some(it) if base.n < it.small_below => Size::Small,
            _ => Size::Enough,
        }
    }

    fn label(&self, part: &Part, kind: LineKind) -> String {
        let lang = self.lang;
        let choice = |word: &str, code| {
            let label = label(&self.columns.codebook, part.table.variable, code, lang);
            t_with(lang, word, &[("choice", label.into())])
        };
        // In a column of shares nothing else would say that they are of first places.
        let place = |text: String| match part.table.is_ranking {
            true => t_with(lang, "tables-ranked-first", &[("choice", text.into())]),
            false => text,
        };
        match kind {
            LineKind::Code { code, .. } => {
                place(label(&self.columns.codebook, part.table.variable, code, lang))
            }
            LineKind::Net(at) => place(self.net(part, at)),
            LineKind::Mean => t(lang, "topline-mean"),
            LineKind::Deviation => t(lang, "topline-deviation"),
            LineKind::Median => t(lang, "topline-median"),
            LineKind::Figure(FigureKind::TopTwo) => t(lang, "tables-top-two"),
            LineKind::Figure(FigureKind::BottomTwo) => t(lang, "tables-bottom-two"),
            LineKind::Figure(FigureKind::Score) => t(lang, "topline-score"),
            LineKind::Figure(FigureKind::TopThree(code)) => choice("tables-top-three", code),
            LineKind::Figure(FigureKind::MeanPlace(code)) => choice("topline-mean-place", code),
        }
    }

    fn net(&self, part: &Part, at: usize) -> String {
        let net = &part.nets[at];
        let label = net.label.as_ref().map_or(&*net.codes, |it| it.get(self.lang));
        t_with(self.lang, "tables-net", &[("label", label.to_owned().into())])
    }
}

/// A number as it can be copied into a spreadsheet: no thousands set apart, no sign of a unit.
pub(super) fn bare(cell: &GridCell) -> String {
    match &cell.content {
        Content::Number(it) => it.to_string().replace([',', '%', '+'], ""),
        Content::Text(it) => it.clone(),
        Content::Empty => String::new(),
    }
}
