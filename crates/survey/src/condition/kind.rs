//! The kinds of the variables of a whole questionnaire, as expressions see them.

use super::VarKind;
use crate::questionnaire::{Kind, Question, Questionnaire, Rule};

impl VarKind {
    /// The kind of a question's variable.
    pub fn of(question: &Question) -> VarKind {
        let codes = || question.choices().iter().map(|it| it.code).collect::<Vec<_>>();
        match &question.kind {
            Kind::Single { .. } | Kind::Scale { .. } => VarKind::Codes(codes()),
            Kind::Multi { .. } => VarKind::Multi(codes()),
            Kind::Number { .. } | Kind::Nps => VarKind::Number,
            Kind::Grid { items, .. } => {
                VarKind::Grid(items.iter().map(|it| it.name.clone()).collect(), codes())
            }
            Kind::Rank { options, pick } => {
                let places = pick.map_or(options.choices.len() as u32, |(_, most)| most);
                VarKind::Rank(places, codes())
            }
            Kind::Open { .. } => VarKind::Open,
        }
    }

    /// The kind of a variable of a questionnaire that has been read, where everything is known: after
    /// the interview.
    pub fn find(questionnaire: &Questionnaire, var: &str) -> Option<VarKind> {
        if let Some(question) = questionnaire.question(var) {
            return Some(VarKind::of(question));
        }
        let derived = questionnaire.derived(var)?;
        Some(match &derived.rule {
            Rule::Calc { truth: true, .. } => VarKind::Codes(vec![0, 1]),
            Rule::Calc { .. } => VarKind::Number,
            Rule::When(cases) => VarKind::Codes(cases.iter().map(|(it, _)| *it).collect()),
            Rule::Union(_) | Rule::Coded { .. } => {
                VarKind::Multi(derived.choices.iter().map(|it| it.code).collect())
            }
        })
    }
}
