//! How the field stands: cells, dispositions, incidence rate, length of interview.

use serde::{Deserialize, Serialize};

/// How the field of a survey stands, ready to be drawn.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fieldwork {
    pub boards: Vec<Board>,
    pub dispositions: Vec<DispositionCount>,
    /// Completes, without test interviews.
    pub completes: i64,
    /// Interviews begun and not ended.
    pub in_progress: i64,
    /// Completes wanted in all by the plan.
    pub target: i64,
    /// Completes ÷ (completes + screen-outs); none before the first of them.
    pub incidence_rate: Option<f64>,
    /// Median minutes over completes, pauses over ten minutes left out.
    pub length_of_interview: Option<f64>,
}

impl Fieldwork {
    /// Completes ÷ interviews begun; none before the first interview.
    pub fn completion_rate(&self) -> Option<f64> {
        let begun: i64 = self.dispositions.iter().map(|it| it.count).sum();
        (begun > 0).then(|| self.completes as f64 / begun as f64)
    }
}

/// Interviews with one disposition and code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispositionCount {
    /// A word of [`crate::Disposition::word`].
    pub disposition: String,
    /// Screen-out code, first full cell, or rules broken; empty for the others.
    pub code: String,
    pub count: i64,
}

/// One quota table of the active plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Board {
    /// The table's name in the questionnaire.
    pub table: String,
    /// The variable down the side.
    pub down: Axis,
    /// The variable across the top, of an interlocked table.
    pub across: Option<Axis>,
    /// Row by row; as wide as `across`, or one.
    pub cells: Vec<Vec<Cell>>,
}

impl Board {
    /// The cells of one row together.
    pub fn row(&self, row: usize) -> Cell {
        self.cells.get(row).into_iter().flatten().fold(Cell::default(), |sum, it| sum.plus(*it))
    }

    /// The cells of one column together.
    pub fn column(&self, column: usize) -> Cell {
        self.cells.iter().filter_map(|row| row.get(column)).fold(Cell::default(), |sum, it| sum.plus(*it))
    }

    /// All cells together.
    pub fn total(&self) -> Cell {
        self.cells.iter().flatten().fold(Cell::default(), |sum, it| sum.plus(*it))
    }
}

/// A variable of a quota table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    pub label: String,
    /// Labels of its codes, in order.
    pub points: Vec<String>,
}

/// One quota cell as it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    pub target: i64,
    pub completes: i64,
    /// Places held by interviews in progress.
    pub reserved: i64,
}

impl Cell {
    /// No more completes are wanted.
    pub fn is_full(&self) -> bool {
        self.completes >= self.target
    }

    /// Completes as a share of the target, 0 to 1 and beyond; 1 where nothing is wanted.
    pub fn filled(&self) -> f64 {
        if self.target == 0 { 1.0 } else { self.completes as f64 / self.target as f64 }
    }

    /// Both cells together, for the totals at the edges.
    pub fn plus(self, other: Cell) -> Cell {
        Cell {
            target: self.target + other.target,
            completes: self.completes + other.completes,
            reserved: self.reserved + other.reserved,
        }
    }
}

/// Completes ÷ (completes + screen-outs); none before the first of them.
pub fn incidence_rate(completes: i64, screened_out: i64) -> Option<f64> {
    (completes + screened_out > 0).then(|| completes as f64 / (completes + screened_out) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(completes: i64, target: i64, reserved: i64) -> Cell {
        Cell { target, completes, reserved }
    }

    #[test]
    fn totals_stand_at_the_edges() {
        let cells = vec![vec![cell(1, 2, 0), cell(0, 3, 1)], vec![cell(4, 4, 0), cell(2, 5, 2)]];
        let axis = Axis { label: String::new(), points: vec![] };
        let board = Board { table: "t".into(), down: axis.clone(), across: Some(axis), cells };
        assert_eq!(board.row(0), cell(1, 5, 1));
        assert_eq!(board.column(1), cell(2, 8, 3));
        assert_eq!(board.total(), cell(7, 14, 3));
        assert_eq!(board.row(9), Cell::default());
    }

    #[test]
    fn the_completion_rate_counts_everybody_who_began() {
        let count =
            |word: &str, count| DispositionCount { disposition: word.into(), code: String::new(), count };
        let dispositions = vec![count("complete", 3), count("started", 1), count("refused", 4)];
        let fieldwork = Fieldwork { completes: 3, dispositions, ..Fieldwork::default() };
        assert_eq!(fieldwork.completion_rate(), Some(0.375));
        assert_eq!(Fieldwork::default().completion_rate(), None);
    }
}
