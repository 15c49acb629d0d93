//! A report as values in one language: headings, text, tables and charts, which the writers of files draw.
//!
//! Nothing here has words of its own: whoever makes a document has put all of it in the language of the reader.

pub mod csv;
pub mod docx;
pub mod figures;
pub mod grid;
pub mod html;
pub mod markdown;
pub mod method;
#[cfg(test)]
mod sample;
pub mod xlsx;

pub use grid::{Content, Grid, GridCell, GridHead, GridRow, Mark, Number, RowKind, Unit, rounded};

/// A report that is ready to be written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    pub title: String,
    /// `zh`, `en` or another tag of a language.
    pub lang: String,
    /// In the order of reading.
    pub blocks: Vec<Block>,
}

/// One thing beneath another.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// From 1, the title of a section, to 4.
    Heading {
        level: u8,
        text: Vec<Run>,
    },
    Paragraph(Vec<Run>),
    List {
        /// The number of the first item; none where items are not numbered.
        first: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Quote(Vec<Block>),
    Grid(Grid),
    Chart(Chart),
}

/// Text that is written alike.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    pub text: String,
    pub strong: bool,
    pub emphasis: bool,
    /// As it would be typed.
    pub code: bool,
    /// Where it leads: an address that begins with `https:`, `http:`, `mailto:` or `#`. Writers leave any other out.
    pub link: Option<String>,
    /// What is said of it at one side: the base of a figure, say. A title, and a footnote on paper.
    pub note: Option<String>,
    /// Says what could not be worked out here.
    pub is_fault: bool,
}

impl Run {
    /// Text without more.
    pub fn plain(text: impl Into<String>) -> Run {
        Run { text: text.into(), ..Run::default() }
    }

    /// Text that stands out.
    pub fn strong(text: impl Into<String>) -> Run {
        Run { text: text.into(), strong: true, ..Run::default() }
    }
}

/// Bars beside each other, one or several to a label.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    pub caption: String,
    /// What each bar of a label stands for; one alone needs no legend.
    pub series: Vec<String>,
    pub bars: Vec<Bar>,
    /// The base, and what is to be read with care.
    pub notes: Vec<String>,
    /// As those of its table.
    pub facts: Vec<String>,
}

/// A label with a bar for each series.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub label: String,
    /// None where there is no number.
    pub values: Vec<Option<Number>>,
}

impl Chart {
    /// What the bars reach from and to: nought, and further where a number is.
    pub fn range(&self) -> (f64, f64) {
        let values = self.bars.iter().flat_map(|it| &it.values).flatten().map(|it| it.value);
        let (low, high) = values.fold((0.0, 0.0), |(low, high): (f64, f64), it| (low.min(it), high.max(it)));
        if high > low { (low, high) } else { (low, low + 1.0) }
    }

    /// Bars of the answers of a grid, over these of its columns; none where no answer has a number in them.
    ///
    /// ```
    /// use analysis::report::{Chart, Grid, GridCell, GridHead, GridRow, RowKind};
    ///
    /// let mut grid = Grid { caption: "Sex".into(), ..Grid::default() };
    /// grid.heads = vec![vec![GridHead::over(1, "All")]];
    /// grid.rows = vec![
    ///     GridRow::new(RowKind::Answer, "women", vec![GridCell::share(0.7266, 2)]),
    ///     GridRow::new(RowKind::Base, "n", vec![GridCell::count(1514)]),
    /// ];
    /// let chart = Chart::of(&grid, &[0]).unwrap();
    /// assert_eq!((chart.series.join(", "), chart.bars.len()), ("All".to_owned(), 1));
    /// ```
    pub fn of(grid: &Grid, columns: &[usize]) -> Option<Chart> {
        let value = |row: &GridRow, column: &usize| row.cells.get(*column).and_then(GridCell::number);
        let bar = |row: &GridRow| Bar {
            label: row.label.clone(),
            values: columns.iter().map(|it| value(row, it)).collect(),
        };
        let answers = grid.rows.iter().filter(|it| it.kind == RowKind::Answer);
        let bars: Vec<Bar> = answers.map(bar).filter(|it| it.values.iter().any(Option::is_some)).collect();
        let series = columns.iter().map(|it| grid.head(*it)).collect();
        let chart = Chart {
            caption: grid.caption.clone(),
            series,
            bars,
            notes: grid.notes.clone(),
            facts: grid.facts.clone(),
        };
        (!chart.bars.is_empty()).then_some(chart)
    }
}
