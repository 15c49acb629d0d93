//! Who a robot is: how it fares, how long it takes, how it fills in grids.

use super::plan::{Num, Plan};
use crate::order::Draws;
use crate::questionnaire::{End, Questionnaire, Then};
use crate::route::StepAt;

/// Without a plan this share does not care whether it qualifies, so that the ends are walked to as well.
const STRAY: f64 = 0.1;

/// What is settled about a robot before it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The end that it is meant to meet.
    pub target: Option<StepAt>,
    /// It keeps clear of every end, as somebody who qualifies.
    pub qualifies: bool,
    /// Leaves after this share of the pages behind the gate.
    pub dropout: Option<f64>,
    pub speeder: bool,
    /// Gives wrong answers on trap rows.
    pub inattentive: bool,
    /// Gives the code at this share of the scale on all rows of every grid.
    pub straight: Option<f64>,
    /// How long the whole interview takes.
    pub minutes: f64,
}

impl Person {
    /// The person with this seed.
    pub fn new(questionnaire: &Questionnaire, plan: Option<&Plan>, seed: u64) -> Person {
        let mut draws = Draws::new(seed, "the person");
        let expected = Num::LogNormal { median: expected_minutes(questionnaire), sigma: 0.35 };
        let Some(plan) = plan else {
            return Person {
                target: None,
                qualifies: !draws.happens(STRAY),
                dropout: None,
                speeder: false,
                inattentive: false,
                straight: None,
                minutes: draws.number(&expected),
            };
        };
        let fieldwork = &plan.fieldwork;
        let mut target = None;
        for (_, share, ends) in &fieldwork.fails {
            if draws.happens(*share) && target.is_none() {
                target = draws.one_of(ends).copied();
            }
        }
        let speeder = draws.happens(fieldwork.speeder);
        let minutes = draws.number(fieldwork.minutes.as_ref().unwrap_or(&expected));
        let (leaves, lines) = (draws.happens(fieldwork.dropout), draws.happens(fieldwork.straight));
        Person {
            target,
            qualifies: false,
            dropout: leaves.then(|| draws.unit()),
            speeder,
            inattentive: draws.happens(fieldwork.attention),
            straight: lines.then(|| draws.unit()),
            minutes: if speeder { minutes / 4.0 } else { minutes },
        }
    }
}

fn expected_minutes(questionnaire: &Questionnaire) -> f64 {
    questionnaire.field.loi.map_or(10.0, |millis| millis as f64 / 60_000.0)
}

/// The conditions of the ends after a page that stop somebody, by number.
pub(super) fn ends(
    questionnaire: &Questionnaire,
    page: usize,
) -> impl Iterator<Item = (usize, &crate::condition::Expr)> {
    questionnaire.pages[page].then.iter().enumerate().filter_map(|(at, it)| match it {
        Then::End {
            end: End::Refused | End::ScreenedOut | End::QuotaFull | End::Rejected,
            condition,
            ..
        } => condition.as_ref().map(|it| (at, it)),
        Then::End { end: End::Complete, .. } | Then::Reserve => None,
    })
}
