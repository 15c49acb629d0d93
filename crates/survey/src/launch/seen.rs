//! What the robots of the launch gate have seen.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::goals::{Key, places};
use crate::disposition::Disposition;
use crate::interview::Gate;
use crate::questionnaire::{Questionnaire, Then};
use crate::quota::CellName;
use crate::reading::Reading;
use crate::rehearse::Walk;
use crate::route;

/// What somebody saw.
#[derive(Default)]
pub(super) struct Seen {
    keys: HashSet<Key>,
    /// Pages without a way on, and what they complained about.
    pub stuck: BTreeMap<String, String>,
    /// Cells that people fall in and the plan does not have.
    pub strangers: BTreeSet<CellName>,
}

impl Seen {
    pub fn has(&self, key: &Key) -> bool {
        self.keys.contains(key)
    }

    /// Somebody at the gate: which of these cells have no place.
    pub fn at_the_gate(&mut self, cells: &[CellName], full: &[CellName]) {
        self.keys.extend(cells.iter().map(|it| Key::Cell(it.clone(), full.contains(it))));
    }

    /// All that one robot has seen on its way.
    pub fn record(&mut self, questionnaire: &Questionnaire, walk: &Walk) {
        let interview = &walk.interview;
        let reading = Reading::new(questionnaire, interview);
        if let Some((page, complaints)) = &walk.stuck {
            let faults: Vec<String> =
                complaints.iter().map(|it| format!("{}: {:?}", it.var, it.fault)).collect();
            self.stuck.entry(page.clone()).or_insert(faults.join("; "));
        }
        for (at, page) in questionnaire.pages.iter().enumerate() {
            let draft = interview.drafts.get(&page.name).filter(|it| it.posted);
            let Some(draft) = draft.filter(|_| reading.is_asked(at)) else { continue };
            self.keys.extend(draft.seen.iter().map(|it| Key::Asked(it.clone())));
            for question in page.questions() {
                if question.condition.as_ref().is_none_or(|it| reading.holds(it)) {
                    let places = places(question).into_iter();
                    self.keys.extend(places.map(|(place, it)| Key::Filter(place, reading.holds(it))));
                }
            }
        }
        if interview.disposition == Disposition::Complete {
            self.keys.insert(Key::Complete);
        }
        if interview.disposition.is_end()
            && let Some(at) = route::stopped_by(&reading, interview.gate == Gate::Held)
            && questionnaire.pages[at.page].then[at.then] != Then::Reserve
        {
            self.keys.insert(Key::End(at));
        }
    }
}
