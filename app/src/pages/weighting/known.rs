//! What margins are read against: the newest questionnaire, and the codes that cases have of whatever version.

use analysis::codebook::{Column, Shape};
use analysis::table::{Columns, Field, Values};
use survey::Questionnaire;
use survey::questionnaire::Code;
use survey::weighting::{self, MarginCodes};

use crate::words::t;

/// A survey's newest questionnaire with the cases to be weighted, and the language of whoever looks.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) questionnaire: &'a Questionnaire,
    pub(super) columns: &'a Columns,
    pub(super) lang: &'a str,
}

impl<'a> Known<'a> {
    /// The codes of a variable; those that only older versions have are retired, as if the newest still listed them.
    pub(super) fn codes(&self, var: &str) -> Option<MarginCodes> {
        let mut known = weighting::codes(self.questionnaire, var)?;
        for field in self.fields(var) {
            let Values::One { codes, .. } = &field.values else { continue };
            let is_missing =
                |code| self.columns.variable(field).codes.iter().any(|it| it.code == code && it.missing);
            for code in codes {
                if known.all.contains(code) {
                    continue;
                }
                known.all.push(*code);
                let kind = if is_missing(*code) { &mut known.missing } else { &mut known.retired };
                kind.push(*code);
            }
        }
        Some(known)
    }

    /// Where cases have one code of this variable; another kind that an older version made of it has none.
    pub(super) fn fields<'b>(&self, var: &'b str) -> impl Iterator<Item = &'b Field>
    where
        'a: 'b,
    {
        let columns = self.columns;
        columns.of(var).filter(|it| {
            let variable = columns.variable(it);
            variable.shape == Shape::Code && matches!(variable.from, Column::Answer | Column::Derived)
        })
    }

    /// The labels of a combination of codes, or that the answer is missing.
    pub(super) fn labels(&self, by: &[String], codes: Option<&[Code]>) -> String {
        let Some(codes) = codes else { return t(self.lang, "weighting-missing") };
        let label = |(var, code): (&String, &Code)| {
            let label = self.fields(var).find_map(|it| self.columns.variable(it).label(*code, self.lang));
            label.map_or_else(|| code.to_string(), str::to_owned)
        };
        by.iter().zip(codes).map(label).collect::<Vec<_>>().join(" × ")
    }
}
