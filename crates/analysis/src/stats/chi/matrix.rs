//! Square matrices, as far as the correction of a chi-square needs them.

/// A square of numbers, row by row.
pub struct Matrix {
    side: usize,
    values: Vec<f64>,
}

impl Matrix {
    pub fn square(side: usize) -> Matrix {
        Matrix { side, values: vec![0.0; side * side] }
    }

    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.side + column]
    }

    pub fn set(&mut self, row: usize, column: usize, value: f64) {
        self.values[row * self.side + column] = value;
    }

    pub fn trace(&self) -> f64 {
        (0..self.side).map(|it| self.at(it, it)).sum()
    }

    /// The trace of the matrix times itself.
    pub fn trace_of_square(&self) -> f64 {
        let row = |row: usize| (0..self.side).map(move |column| self.at(row, column) * self.at(column, row));
        (0..self.side).flat_map(row).sum()
    }

    /// What gives `right` when this one, which is symmetric, is multiplied by it: by Cholesky's factor. None where a
    /// row follows from others.
    pub fn solve(mut self, mut right: Matrix) -> Option<Matrix> {
        let largest = (0..self.side).map(|it| self.at(it, it)).fold(0.0, f64::max);
        for pivot in 0..self.side {
            let above = self.products(pivot, pivot, pivot);
            let rest = self.at(pivot, pivot) - above;
            if rest <= largest * 1e-13 {
                return None;
            }
            self.set(pivot, pivot, rest.sqrt());
            for row in pivot + 1..self.side {
                let value = (self.at(row, pivot) - self.products(row, pivot, pivot)) / rest.sqrt();
                self.set(row, pivot, value);
            }
        }
        for row in 0..self.side {
            for before in 0..row {
                right.subtract(row, self.at(row, before), before);
            }
            right.divide(row, self.at(row, row));
        }
        for row in (0..self.side).rev() {
            for after in row + 1..self.side {
                right.subtract(row, self.at(after, row), after);
            }
            right.divide(row, self.at(row, row));
        }
        Some(right)
    }

    /// The first `count` numbers of one row times those of another.
    fn products(&self, one: usize, other: usize, count: usize) -> f64 {
        let row = |row: usize| &self.values[row * self.side..row * self.side + count];
        row(one).iter().zip(row(other)).map(|(one, other)| one * other).sum()
    }

    /// Takes so many times another row from a row.
    fn subtract(&mut self, row: usize, times: f64, other: usize) {
        for column in 0..self.side {
            self.values[row * self.side + column] -= times * self.values[other * self.side + column];
        }
    }

    fn divide(&mut self, row: usize, by: f64) {
        self.values[row * self.side..(row + 1) * self.side].iter_mut().for_each(|it| *it /= by);
    }
}
