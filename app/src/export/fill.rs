//! Cases taken into columns, from which tables are counted.

use analysis::case::Glance;
use analysis::codebook::{Codebook, Column, System};
use analysis::table::Columns;
use store::exports::{Found, PackedCase};
use survey::Disposition;

use super::{Order, unanswerable};

/// Packed cases taken in together: their cells are not more than a processor has at hand.
const TOGETHER: usize = 32;

impl Order {
    /// Takes those cases into columns of the same codebook that are complete, and out of them those that are not. What
    /// analysts add is not among it: [`Order::renew`] works it out of the others. `Unreadable` if one was packed in a way
    /// that is not known.
    pub fn fill(&self, cases: Vec<Found>, columns: &mut Columns) -> Result<(), store::Error> {
        let disposition = at(&self.codebook, &System::Disposition);
        let mut all_packed = Vec::new();
        for case in cases {
            match case {
                Found::Packed(it) if self.projections.contains_key(&it.questionnaire.version) => {
                    all_packed.push(it);
                }
                other => {
                    let (id, row) = (other.id(), self.row(other)?);
                    match is_complete(disposition.map(|it| Glance::from(&row[it]))) {
                        true => columns.set(id, &row),
                        false => columns.remove(id),
                    }
                }
            }
        }
        all_packed.chunks(TOGETHER).try_for_each(|some| self.fill_packed(some, disposition, columns))
    }

    fn fill_packed(
        &self,
        cases: &[PackedCase],
        disposition: Option<usize>,
        columns: &mut Columns,
    ) -> Result<(), store::Error> {
        let mut rows = Vec::with_capacity(cases.len());
        for it in cases {
            let row = self.projections[&it.questionnaire.version].glance(&it.packed, it.weight);
            let row = row.ok_or(store::Error::Unreadable("packed"))?;
            match is_complete(disposition.map(|it| row.cell(it))) {
                true => rows.push((it.id, row)),
                false => columns.remove(it.id),
            }
        }
        columns.set_packed(&rows);
        Ok(())
    }

    /// Works out anew what analysts add to columns of the same codebook.
    pub fn renew(&self, columns: &mut Columns) -> Result<(), store::Error> {
        match &self.whole {
            None => Ok(()),
            Some(whole) => whole.added.renew(columns, &whole.given).map_err(unanswerable),
        }
    }
}

fn at(codebook: &Codebook, system: &System) -> Option<usize> {
    codebook.variables.iter().position(|it| it.from == Column::System(system.clone()))
}

fn is_complete(disposition: Option<Glance<'_>>) -> bool {
    disposition == Some(Glance::Word(Disposition::Complete.word()))
}
