//! Cases taken into columns, from which tables are counted.

use analysis::case::Glance;
use analysis::codebook::{Codebook, Column, System};
use analysis::table::Columns;
use store::exports::Found;
use survey::Disposition;

use super::{Order, case_of, unanswerable};

impl Order {
    /// Takes those cases into columns of the same codebook that are complete, and out of them those that are not. What
    /// analysts add is not among it: [`Order::renew`] works it out of the others. `Unreadable` if one was packed in a way
    /// that is not known.
    pub fn fill(&self, cases: Vec<Found>, columns: &mut Columns) -> Result<(), store::Error> {
        let disposition = at(&self.codebook, &System::Disposition);
        cases.into_iter().try_for_each(|it| self.take(it, disposition, columns))
    }

    /// Works out anew what analysts add to columns of the same codebook.
    pub fn renew(&self, columns: &mut Columns) -> Result<(), store::Error> {
        match &self.whole {
            None => Ok(()),
            Some(whole) => whole.added.renew(columns, &whole.given).map_err(unanswerable),
        }
    }

    fn take(
        &self,
        case: Found,
        disposition: Option<usize>,
        columns: &mut Columns,
    ) -> Result<(), store::Error> {
        let id = case.id();
        let taken = match case {
            Found::Packed(it) => self.projected(&it.questionnaire, |projection| {
                let row = projection.glance(&it.packed, it.weight)?;
                match disposition.is_some_and(|it| is_complete(row.cell(it))) {
                    true => columns.set_packed(id, &row),
                    false => columns.remove(id),
                }
                Some(())
            }),
            Found::Whole(it) => {
                let case = case_of(*it);
                let row = self.projected(&case.questionnaire, |it| it.row(&case));
                match disposition.is_some_and(|it| is_complete(Glance::from(&row[it]))) {
                    true => columns.set(id, &row),
                    false => columns.remove(id),
                }
                Some(())
            }
        };
        taken.ok_or(store::Error::Unreadable("packed"))
    }
}

fn at(codebook: &Codebook, system: &System) -> Option<usize> {
    codebook.variables.iter().position(|it| it.from == Column::System(system.clone()))
}

fn is_complete(cell: Glance<'_>) -> bool {
    cell == Glance::Word(Disposition::Complete.word())
}
