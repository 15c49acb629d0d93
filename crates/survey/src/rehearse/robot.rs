//! A robot: what one simulated respondent does on the page where an interview stands.

use super::draw::Asked;
use super::person::{Person, ends};
use super::plan::{Draw, Plan};
use super::time;
use super::wish;
use crate::answer::{RawAnswers, belongs};
use crate::condition::Expr;
use crate::interview::{Gate, Interview};
use crate::order::Draws;
use crate::questionnaire::{Place, Questionnaire, Then};
use crate::reading::Reading;
use crate::validate::{Complaint, Fault};
use crate::view::{self, BlockView, PageView, QuestionView};

/// So many complaints about one page, and a robot gives up.
const TRIES: u32 = 20;
/// So many draws to meet an end, or to keep clear of it.
const AIMS: u32 = 300;

/// One simulated respondent.
///
/// Who is meant to fail does so by answers that make the condition of an end hold: the questions behind
/// that condition are drawn again, any valid answer being as likely, until it does. So a plan need not know which
/// answers those are, and a questionnaire may change them. Without a plan nine in ten robots draw
/// again until no end stops them.
#[derive(Clone, Debug)]
pub struct Robot<'a> {
    pub person: Person,
    /// What it wants to come true, whichever pages decide that.
    pub(crate) wish: Option<Expr>,
    plan: Option<&'a Plan>,
    seed: u64,
    /// Complaints about the page where it stands, so far.
    tries: u32,
    /// The page where it stands.
    page: u32,
    /// The page from which on it leaves.
    leaves_at: Option<usize>,
}

/// What a robot does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Posts these answers after so many milliseconds on the page.
    Post { raw: RawAnswers, millis: i64 },
    /// Leaves for good.
    DropOut,
    /// Finds no answers that this page takes, which is a fault of the questionnaire.
    GiveUp { page: String, complaints: Vec<Complaint> },
}

impl<'a> Robot<'a> {
    /// The robot with this number, of those with this seed.
    pub fn new(questionnaire: &Questionnaire, plan: Option<&'a Plan>, seed: u64, number: u64) -> Robot<'a> {
        let seed = Draws::new(seed, &format!("robot {number}")).next();
        let person = Person::new(questionnaire, plan, seed);
        Robot { person, wish: None, plan, seed, tries: 0, page: u32::MAX, leaves_at: None }
    }

    /// What it does on the page where the interview stands, which must not have ended.
    pub fn act(&mut self, questionnaire: &Questionnaire, interview: &Interview) -> Act {
        let page = view::page(questionnaire, interview);
        let errors: Vec<&Complaint> = page.complaints.iter().filter(|it| !is_warning(it)).collect();
        if self.page != interview.page {
            (self.page, self.tries) = (interview.page, 0);
        }
        self.tries += u32::from(!errors.is_empty());
        if self.leaves(questionnaire, interview, &page) {
            return Act::DropOut;
        }
        if self.tries > TRIES {
            return Act::GiveUp { page: page.name.to_owned(), complaints: page.complaints };
        }
        let reading = Reading::new(questionnaire, interview);
        let millis = time::spent(&self.person, self.seed, &reading);
        let aim = self.aim(&reading, &page);
        let fields = self.fields(questionnaire, interview, &page, &errors, &aim);
        let raw = RawAnswers {
            page: Some(page.name.to_owned()),
            turn: Some(page.turn),
            fields,
            ..RawAnswers::default()
        };
        Act::Post { raw, millis }
    }

    /// Whether it leaves here: some way behind the gate, or behind the first page where there is none.
    fn leaves(&mut self, questionnaire: &Questionnaire, interview: &Interview, page: &PageView<'_>) -> bool {
        let Some(share) = self.person.dropout else { return false };
        let at = interview.page as usize;
        let has_gate = questionnaire.pages.iter().any(|it| it.then.contains(&Then::Reserve));
        let is_in = if has_gate { interview.gate != Gate::Before } else { at > 0 };
        if is_in && self.leaves_at.is_none() {
            let left = (questionnaire.pages.len() - at) as f64;
            self.leaves_at = Some(at + (share * left) as usize);
        }
        self.leaves_at.is_some_and(|leaves_at| at >= leaves_at || page.is_last)
    }

    /// The fields of the whole page: what it gave before, and what it draws now.
    fn fields(
        &self,
        questionnaire: &Questionnaire,
        interview: &Interview,
        page: &PageView<'_>,
        errors: &[&Complaint],
        aim: &Aim<'_>,
    ) -> Vec<(String, String)> {
        let mut trial = interview.clone();
        let mut first = None;
        // A page that is posted again as it stands, to pass a warning, has nothing to draw.
        let seen = interview.drafts.get(page.name).map(|it| it.seen.as_slice()).unwrap_or_default();
        let is_fixed = errors.is_empty() && questions(page).all(|it| seen.contains(&it.question.var));
        for round in 0..if is_fixed { 1 } else { AIMS } {
            let fields = self.round(questionnaire, &mut trial, page, errors, aim, round);
            if aim.is_met(questionnaire, &trial) {
                return fields;
            }
            first.get_or_insert(fields);
        }
        first.unwrap_or_default()
    }

    /// Draws the page once; the trial interview then stands as if it had been posted.
    fn round(
        &self,
        questionnaire: &Questionnaire,
        trial: &mut Interview,
        page: &PageView<'_>,
        errors: &[&Complaint],
        aim: &Aim<'_>,
        round: u32,
    ) -> Vec<(String, String)> {
        let draft = trial.drafts.entry(page.name.to_owned()).or_default();
        // What was complained about is drawn again; if that does not help, so is all of the page.
        let again = |var: &str| self.tries > 3 || errors.iter().any(|it| it.var == var);
        let keeps =
            |it: &&QuestionView<'_>| draft.seen.contains(&it.question.var) && !again(&it.question.var);
        let (kept, fresh): (Vec<_>, Vec<_>) = questions(page).partition(keeps);
        draft.fields.retain(|(name, _)| kept.iter().any(|it| belongs(it.question, name)));
        for view in fresh {
            let var = &view.question.var;
            let is_free = aim.wanted.is_some() && aim.roots.contains(var);
            let draw = if is_free { None } else { self.draw(questionnaire, trial, var) };
            let mut draws = Draws::new(self.seed, &format!("{var} try {} round {round}", self.tries));
            let asked = Asked { view, person: &self.person, seed: self.seed, lang: &trial.lang };
            let fields = asked.fields(draw, &mut draws);
            // Later questions of the page may be drawn by what was answered here.
            trial.drafts.entry(page.name.to_owned()).or_default().fields.extend(fields);
        }
        trial.drafts.get(page.name).map(|it| it.fields.clone()).unwrap_or_default()
    }

    /// The first entry of the plan that applies.
    fn draw(&self, questionnaire: &Questionnaire, trial: &Interview, var: &str) -> Option<&'a Draw> {
        let entries = self.plan?.draws.get(var)?;
        let [only] = entries.as_slice() else {
            let reading = Reading::new(questionnaire, trial);
            return entries.iter().find(|it| it.condition.as_ref().is_none_or(|it| reading.holds(it)));
        };
        match &only.condition {
            Some(condition) => Reading::new(questionnaire, trial).holds(condition).then_some(only),
            None => Some(only),
        }
    }

    /// The ends to meet or to keep clear of after this page, as far as its questions are on the screen.
    fn aim<'q>(&'q self, reading: &Reading<'q>, page: &PageView<'_>) -> Aim<'q> {
        let questionnaire = reading.questionnaire;
        let at = reading.interview.page as usize;
        let mut aim = Aim { wish: self.wish.as_ref(), ..Aim::default() };
        for (then, condition) in ends(questionnaire, at) {
            let roots = reading.roots(condition);
            let is_here = |var: &String| match questionnaire.vars.get(var) {
                Some(Place::Question { page: asked, .. }) if *asked == at => {
                    questions(page).any(|it| it.question.var == *var)
                }
                _ => true,
            };
            if !roots.iter().all(is_here) {
                continue;
            }
            if self.person.target.is_some_and(|it| it.page == at && it.then == then) {
                aim.wanted = Some(condition);
                aim.roots = roots;
            } else if self.person.qualifies {
                aim.unwanted.push(condition);
            }
        }
        aim
    }
}

/// The ends that a robot has in view.
#[derive(Default)]
struct Aim<'q> {
    wanted: Option<&'q Expr>,
    /// The questions behind the end that is wanted.
    roots: Vec<String>,
    unwanted: Vec<&'q Expr>,
    /// What the robot wants to come true, here or on a later page.
    wish: Option<&'q Expr>,
}

impl Aim<'_> {
    fn is_met(&self, questionnaire: &Questionnaire, trial: &Interview) -> bool {
        if self.wanted.is_none() && self.unwanted.is_empty() && self.wish.is_none() {
            return true;
        }
        let reading = Reading::new(questionnaire, trial);
        self.wanted.is_none_or(|it| reading.holds(it))
            && !self.unwanted.iter().any(|it| reading.holds(it))
            && self.wish.is_none_or(|it| wish::may_come_true(it, true, &reading))
    }
}

fn questions<'p>(page: &'p PageView<'_>) -> impl Iterator<Item = &'p QuestionView<'p>> {
    page.blocks.iter().filter_map(|it| match it {
        BlockView::Question(it) => Some(it),
        BlockView::Info { .. } => None,
    })
}

fn is_warning(complaint: &Complaint) -> bool {
    matches!(complaint.fault, Fault::Check { warn: true, .. })
}
