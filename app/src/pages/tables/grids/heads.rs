//! The heads of a table: the question of each block, then the labels of its codes from the outside in.

use analysis::report::GridHead;
use analysis::stats::letters::letter;
use analysis::table::Head;

use super::Sheet;
use crate::pages::desk::labels::label;
use crate::words::t;

/// As much of a question as stands over its columns.
const ROOM: usize = 60;

impl Sheet<'_> {
    /// Rows of heads: of each block its name, then a row for each of its variables; the total reaches over all of them.
    pub(super) fn grid_heads(&self) -> Vec<Vec<GridHead>> {
        let depth = self.heads.iter().map(|it| it.parts.len()).max().unwrap_or_default();
        let mut rows = vec![Vec::new(); depth + 1];
        for block in self.heads.chunk_by(|a, b| a.block == b.block) {
            if block[0].parts.is_empty() {
                rows[0].push(GridHead { rows: depth + 1, ..GridHead::over(1, t(self.lang, "tables-total")) });
                continue;
            }
            rows[0].push(GridHead::over(block.len(), self.block(&block[0])));
            let nested = block[0].parts.len();
            for level in 0..nested {
                for heads in block.chunk_by(|a, b| a.parts[..=level] == b.parts[..=level]) {
                    let head = GridHead::over(heads.len(), self.code(&heads[0], level));
                    // The innermost reaches down to the cells, and has the letter of its column.
                    rows[level + 1].push(match level + 1 == nested {
                        true => GridHead { rows: depth - level, letter: self.letter(&heads[0]), ..head },
                        false => head,
                    });
                }
            }
        }
        rows
    }

    fn letter(&self, head: &Head) -> String {
        let column = self.heads.iter().position(|it| it == head).filter(|_| self.letters.is_some());
        column.map_or_else(String::new, |it| letter(it - 1))
    }

    /// The variables of a block: `Region › Sex`.
    pub(super) fn block(&self, head: &Head) -> String {
        let name = |(var, _): &(String, i64)| {
            let field = self.columns.of(var).next();
            let text = field.map_or(&**var, |it| self.columns.variable(it).text.get(self.lang));
            match text.chars().count() > ROOM {
                true => text.chars().take(ROOM).chain(['…']).collect(),
                false => text.to_owned(),
            }
        };
        head.parts.iter().map(name).collect::<Vec<String>>().join(" › ")
    }

    fn code(&self, head: &Head, level: usize) -> String {
        let (var, code) = &head.parts[level];
        let first = self.columns.of(var).next().map(|it| it.variables[0]);
        first.map_or_else(|| code.to_string(), |it| label(&self.columns.codebook, it, *code, self.lang))
    }
}
