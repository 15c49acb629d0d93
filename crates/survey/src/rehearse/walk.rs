//! A robot's whole interview, in memory.

use super::plan::Plan;
use super::robot::{Act, Robot};
use crate::disposition::Disposition;
use crate::id::Moment;
use crate::interview::{Interview, QualityMode, Step, begin, finish, granted, quota_full, submit};
use crate::quality::Known;
use crate::questionnaire::Questionnaire;
use crate::quota::CellName;
use crate::validate::Complaint;

/// More posts than any page can ask for.
const POSTS: u32 = 2000;

/// How a walk went.
#[derive(Clone, Debug)]
pub struct Walk {
    pub interview: Interview,
    /// The page where it found no way on, and what that page complained about.
    pub stuck: Option<(String, Vec<Complaint>)>,
}

/// Walks one robot through a questionnaire. `full` says which of the cells at a gate have no place.
pub fn walk(
    questionnaire: &Questionnaire,
    plan: Option<&Plan>,
    (seed, number): (u64, u64),
    lang: &str,
    full: impl FnMut(&[CellName]) -> Vec<CellName>,
) -> Walk {
    let robot = Robot::new(questionnaire, plan, seed, number);
    send(questionnaire, robot, seed ^ number.rotate_left(32), lang, full)
}

/// The same with a robot that is made already; `orders` is the seed of what it is shown.
pub(crate) fn send(
    questionnaire: &Questionnaire,
    mut robot: Robot<'_>,
    orders: u64,
    lang: &str,
    mut full: impl FnMut(&[CellName]) -> Vec<CellName>,
) -> Walk {
    let mut now = Moment(0);
    let mut interview = begin(questionnaire, lang, orders, now);
    for _ in 0..POSTS {
        if interview.disposition != Disposition::Started {
            return Walk { interview, stuck: None };
        }
        let (raw, millis) = match robot.act(questionnaire, &interview) {
            Act::Post { raw, millis } => (raw, millis),
            Act::DropOut => return Walk { interview, stuck: None },
            Act::GiveUp { page, complaints } => return Walk { interview, stuck: Some((page, complaints)) },
        };
        now = now.plus(millis);
        let mut step = submit(questionnaire, &mut interview, raw, now);
        while let Step::Reserve { cells, at } = step {
            let refused = full(&cells);
            if !refused.is_empty() {
                quota_full(&mut interview, refused, now);
                step = Step::Show;
                break;
            }
            step = granted(questionnaire, &mut interview, at, cells);
        }
        if step == Step::Finish {
            finish(questionnaire, &mut interview, QualityMode::On, Known::default(), now);
        }
    }
    let page = questionnaire.pages[interview.page as usize].name.clone();
    Walk { interview, stuck: Some((page, Vec::new())) }
}
