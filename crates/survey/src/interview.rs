//! One respondent's passage through a questionnaire. The only file that changes an interview.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answer::{Go, RawAnswers};
use crate::disposition::Disposition;
use crate::id::Moment;
use crate::questionnaire::{Block, Questionnaire};
use crate::quota::{self, CellName};
use crate::reading::Reading;
use crate::route::{self, Next};
use crate::validate;

mod ends;
mod erase;
mod jump;
#[cfg(test)]
pub(crate) mod tests;
mod typed;

pub use ends::{break_off, finish, hold, notice, quota_full, reject, restore, take_up};
pub use erase::erase;

pub use crate::quality::Known;
pub use jump::jump;
pub use typed::type_in;
use typed::{fill_in, keep, keep_later, see};

/// A pause longer than this is not time spent on a page, in milliseconds.
const LONGEST: i64 = 600_000;

/// One respondent's passage through a questionnaire, finished or not. Kept as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interview {
    pub lang: String,
    /// Draws the orders.
    pub seed: u64,
    pub started_at: Moment,
    /// The last post.
    pub last_at: Moment,
    pub ended_at: Option<Moment>,
    pub disposition: Disposition,
    /// The number of the page where it stands.
    pub page: u32,
    /// How many posts it has taken.
    pub turn: u32,
    /// The name of the last post that it took, where its browser gave it one.
    #[serde(default)]
    pub last_post: Option<String>,
    /// How often Back led to an earlier page.
    #[serde(default)]
    pub backs: u32,
    pub gate: Gate,
    /// The cells where a place is or was held; empty before the gate.
    pub cells: Vec<CellName>,
    /// What was typed, by page.
    pub drafts: BTreeMap<String, Draft>,
    /// The orders shown, by variable: codes, or items of a grid.
    pub orders: BTreeMap<String, Vec<String>>,
    /// Time spent, by page, in milliseconds.
    pub millis: BTreeMap<String, i64>,
    /// Quality rules that flag it, in file order, then signs, then those of the desk.
    pub flags: Vec<String>,
    /// What the server noticed while it went on, such as `honeypot`; each once.
    #[serde(default)]
    pub signs: Vec<String>,
    /// Questions marked personal whose answers were erased.
    #[serde(default)]
    pub erased: Vec<String>,
}

impl Interview {
    /// Time spent on all pages, in milliseconds; pauses are capped.
    pub fn active_millis(&self) -> i64 {
        self.millis.values().sum()
    }
}

/// Whether the interview holds its places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// Not there yet.
    #[default]
    Before,
    /// A place is held, or counted.
    Held,
    /// The places went back; it must reserve again before it is asked more.
    Lapsed,
}

/// One page as the respondent left it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The fields as typed; only those of this page's questions.
    pub fields: Vec<(String, String)>,
    /// Whether Next was pressed on it.
    pub posted: bool,
    /// Questions that have been on the screen.
    pub seen: Vec<String>,
    /// Warnings asked: `var` and number of the check, the values that it read, and whether it was passed.
    pub warned: BTreeMap<String, Warned>,
}

/// A warning that was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Warned {
    /// What the condition read when it was asked.
    pub values: String,
    /// The page was posted again with these values.
    pub passed: bool,
}

/// What should happen after a post.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Show the page where the interview stands (the same one, if there are complaints), or its end.
    Show,
    /// At the gate: reserve a place in each of these cells or in none, then call [`granted`] or [`quota_full`].
    Reserve { cells: Vec<CellName>, at: GateAt },
    /// All is answered: call [`finish`].
    Finish,
}

/// Which gate of the questionnaire is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateAt {
    pub page: u32,
    pub then: u32,
}

/// How the quality rules of a survey are applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QualityMode {
    /// As written.
    #[default]
    On,
    /// They flag and never reject.
    Flag,
    /// They are not run.
    Off,
}

/// A new interview, before its first post.
pub fn begin(questionnaire: &Questionnaire, lang: &str, seed: u64, now: Moment) -> Interview {
    let mut interview = Interview {
        lang: questionnaire.lang(Some(lang)).to_owned(),
        seed,
        started_at: now,
        last_at: now,
        ended_at: None,
        disposition: Disposition::Started,
        page: 0,
        turn: 0,
        last_post: None,
        backs: 0,
        gate: Gate::Before,
        cells: Vec::new(),
        drafts: BTreeMap::new(),
        orders: BTreeMap::new(),
        millis: BTreeMap::new(),
        flags: Vec::new(),
        signs: Vec::new(),
        erased: Vec::new(),
    };
    // A first page may have nothing to show, by its own conditions.
    let reading = Reading::new(questionnaire, &interview);
    let first = (0..questionnaire.pages.len()).find(|it| route::has_something(&reading, *it));
    interview.page = first.unwrap_or(0) as u32;
    interview
}

/// Takes one posted page.
///
/// Stores what was typed, checks it, and says what should happen next. A post of another page than
/// the one where the interview stands, or of a turn that is over, moves nothing. One that only keeps what is typed
/// so far ([`Go::Keep`]) does so as long as its turn lasts.
pub fn submit(
    questionnaire: &Questionnaire,
    interview: &mut Interview,
    raw: RawAnswers,
    now: Moment,
) -> Step {
    if interview.disposition != Disposition::Started {
        return Step::Show;
    }
    ends::notice(interview, &raw.signs);
    if raw.go == Go::Keep {
        if raw.turn == Some(interview.turn) {
            type_in(questionnaire, interview, raw.page.as_deref(), &raw.fields);
        }
        return Step::Show;
    }
    if let Some(lang) = raw.lang.as_ref().filter(|it| questionnaire.langs.contains(it)) {
        interview.lang = lang.clone();
    }
    let at = interview.page as usize;
    let page = &questionnaire.pages[at];
    match raw.page.as_deref() {
        Some(name) if name != page.name => {
            keep_later(questionnaire, interview, name, &raw.fields);
            return Step::Show;
        }
        // The button of the welcome-back page: nothing was typed.
        None if raw.fields.is_empty() && raw.go == Go::Next => return Step::Show,
        _ => {}
    }
    if raw.turn.is_some_and(|it| it != interview.turn) {
        fill_in(interview, page, &raw.fields);
        return Step::Show;
    }
    let mut shown = see(questionnaire, interview, at, |_| true);
    let is_changed = keep(interview, page, &raw.fields);
    if is_changed && !raw.seen.is_empty() {
        // What was typed has brought more questions to the screen, without a post.
        let also = see(questionnaire, interview, at, |it| raw.seen.iter().any(|seen| seen == it));
        shown.extend(also.into_iter().filter(|it| !shown.contains(it)).collect::<Vec<_>>());
    }
    interview.turn += 1;
    interview.last_post = raw.post;
    // A page that waited for the network says itself how long it was looked at.
    let spent = raw.spent.unwrap_or(now.since(interview.last_at)).clamp(0, LONGEST);
    *interview.millis.entry(page.name.clone()).or_default() += spent;
    interview.last_at = now;
    match raw.go {
        Go::Stay | Go::Keep => Step::Show,
        Go::Back => {
            if let Some(back) = route::previous(&Reading::new(questionnaire, interview), at) {
                interview.page = back as u32;
                interview.backs += 1;
            }
            Step::Show
        }
        Go::Next => {
            let draft = interview.drafts.entry(page.name.clone()).or_default();
            draft.posted = true;
            draft.seen.extend(shown);
            next(questionnaire, interview, at)
        }
    }
}

/// Next was pressed on a page: stays on it with complaints, warnings or new questions, or goes on.
fn next(questionnaire: &Questionnaire, interview: &mut Interview, at: usize) -> Step {
    let reading = Reading::new(questionnaire, interview);
    if has_new(&reading, at) || !validate::errors(&reading, at).is_empty() {
        return Step::Show;
    }
    let warnings = validate::warnings(&reading, at);
    // Nothing that routing reads is changed by a warning; to read an interview costs a phone more than all else here.
    let leads = leads(&reading, at, 0);
    let draft = interview.drafts.entry(questionnaire.pages[at].name.clone()).or_default();
    let mut all_passed = true;
    for warning in warnings {
        let passed = warning.is_same(draft.warned.get(&warning.key));
        all_passed &= passed;
        draft.warned.insert(warning.key, Warned { values: warning.values, passed });
    }
    if all_passed { follow(questionnaire, interview, leads) } else { Step::Show }
}

/// Whether a question is asked that has not been on the screen yet.
fn has_new(reading: &Reading<'_>, at: usize) -> bool {
    first_new(reading, at).is_some()
}

/// The first question of a posted page that is asked and has not been on the screen yet.
pub fn first_new<'a>(reading: &Reading<'a>, at: usize) -> Option<&'a str> {
    let page = &reading.questionnaire.pages[at];
    let draft = reading.interview.drafts.get(&page.name).filter(|it| it.posted)?;
    reading.blocks(at).find_map(|(block, standing)| match block {
        Block::Question(it) if standing.is_shown() && !draft.seen.contains(&it.var) => Some(it.var.as_str()),
        _ => None,
    })
}

/// Where an interview goes.
enum Leads {
    To(usize),
    /// Back to a page where something asked is not in order.
    Unfinished(usize),
    End(Disposition),
    Step(Step),
}

/// Where it goes after a page that is in order, from a place of its `then`.
fn leads(reading: &Reading<'_>, page: usize, then: usize) -> Leads {
    match route::next(reading, page, then, reading.interview.gate == Gate::Held) {
        Next::Page(page) => Leads::To(page),
        Next::Gate { page, then } => {
            let quota = reading.questionnaire.quota.as_ref();
            let plan = quota.and_then(|it| it.plans.iter().find(|plan| plan.name == it.active));
            let cells = plan.map(|it| quota::cells(it, reading)).unwrap_or_default();
            Leads::Step(Step::Reserve { cells, at: GateAt { page: page as u32, then: then as u32 } })
        }
        Next::End(disposition) => Leads::End(disposition),
        Next::Complete => first_unfinished(reading).map_or(Leads::Step(Step::Finish), Leads::Unfinished),
    }
}

fn follow(questionnaire: &Questionnaire, interview: &mut Interview, leads: Leads) -> Step {
    match leads {
        Leads::To(page) => interview.page = page as u32,
        Leads::Unfinished(page) => {
            interview.page = page as u32;
            let draft = interview.drafts.entry(questionnaire.pages[page].name.clone()).or_default();
            draft.posted = true;
        }
        Leads::End(disposition) => end(interview, disposition),
        Leads::Step(step) => return step,
    }
    Step::Show
}

/// The first page that would keep the interview from being complete: something asked is not in order.
fn first_unfinished(reading: &Reading<'_>) -> Option<usize> {
    let here = reading.interview.page as usize;
    (0..=here).filter(|it| reading.is_asked(*it)).find(|at| {
        let page = &reading.questionnaire.pages[*at];
        let draft = reading.interview.drafts.get(&page.name);
        let unseen = reading.blocks(*at).any(|(block, standing)| match block {
            Block::Question(it) => {
                standing.is_shown() && !draft.is_some_and(|draft| draft.seen.contains(&it.var))
            }
            Block::Info(_) => false,
        });
        // What was erased was in order, and nobody can be asked for it again.
        let erased = |it: &validate::Complaint| reading.interview.erased.contains(&it.var);
        unseen || !validate::errors(reading, *at).iter().all(erased)
    })
}

fn end(interview: &mut Interview, disposition: Disposition) {
    interview.disposition = disposition;
    interview.ended_at = Some(interview.last_at);
}

/// The places were reserved: goes on behind the gate.
pub fn granted(
    questionnaire: &Questionnaire,
    interview: &mut Interview,
    at: GateAt,
    cells: Vec<CellName>,
) -> Step {
    hold(interview, cells);
    let leads = leads(&Reading::new(questionnaire, interview), at.page as usize, at.then as usize + 1);
    follow(questionnaire, interview, leads)
}
