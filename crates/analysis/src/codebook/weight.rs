//! The column of a weight that was worked out elsewhere.

use super::{Codebook, Role, Shape, System, paradata, system, words};

/// The codebook with a column for the weight of each case, after the other columns about the interview. It is called
/// `weight`, or `weight_2` where a question has that name.
pub fn weighted(mut codebook: Codebook) -> Codebook {
    let is_taken = |name: &str| codebook.variables.iter().any(|it| it.name.eq_ignore_ascii_case(name));
    let name = paradata::free("weight", is_taken);
    let text = words::text(&codebook.langs, "权重", "Weight");
    let at = codebook.variables.iter().take_while(|it| it.role == Role::System).count();
    codebook.variables.insert(at, system::variable(&name, System::Weight, Shape::Number, text));
    codebook
}

impl Codebook {
    /// The name of the column that is the weight, where there is one.
    pub fn weight(&self) -> Option<&str> {
        let column = super::Column::System(System::Weight);
        self.variables.iter().find(|it| it.from == column).map(|it| it.name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::codebook;
    use crate::testing::{posted, row, study};
    use crate::{Case, Cell};

    #[test]
    fn a_weight_stands_after_the_columns_about_the_interview_in_a_name_of_its_own() {
        let pages = "
        pages:
        - page: one
          questions:
          - {var: Weight, type: number, text: {zh: 体重, en: Kilograms}, range: [1, 400]}
        ";
        let questionnaire = study(pages);
        let plain = codebook(&questionnaire);
        let book = weighted(plain.clone());
        assert_eq!((plain.weight(), book.weight()), (None, Some("weight_2")));
        let names: Vec<&str> = book.variables.iter().map(|it| it.name.as_str()).collect();
        let at = names.iter().position(|it| *it == "weight_2").unwrap();
        assert_eq!(names[at - 1..at + 2], ["test", "weight_2", "Weight"]);

        let case = posted(&questionnaire, &["Weight=70"]);
        assert_eq!(row(&book, &case)[at], Cell::Empty);
        let case = Case { weight: Some(0.25), ..case };
        assert_eq!(row(&book, &case)[at..at + 2], [Cell::Number(0.25), Cell::Number(70.0)]);
    }
}
