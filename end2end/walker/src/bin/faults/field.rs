//! Respondents who go on through every fault, and what the server has confirmed to each of them.

use std::cell::{Cell, RefCell};
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::ensure;
use futures::future::join_all;
use hdrhistogram::Histogram;
use survey::{Disposition, Interview, Questionnaire};
use tokio::time::{Instant, sleep, timeout};
use walker::{Failure, Habits, Next, Phone, Study};

use crate::report::Outcome;

/// Whoever meets a failure tries again after so long.
const AGAIN: Duration = Duration::from_millis(100);

/// How long they look at a page, on average: the server is under load, and this machine is not all theirs.
const THINK: Duration = Duration::from_millis(80);

/// How one interview stood after a post, as far as it can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The posts that it had taken.
    pub turn: u32,
    /// Of what was typed on all pages.
    pub all: u64,
    /// Of what was typed on all pages but the one where it stood, which the next post may change.
    pub others: u64,
}

impl Stand {
    /// How an interview stands, with the page where it stood before left out of `others`.
    pub fn of(questionnaire: &Questionnaire, interview: &Interview, page: u32) -> Stand {
        let name = questionnaire.pages.get(page as usize).map(|it| it.name.as_str()).unwrap_or_default();
        let digest = |without: Option<&str>| {
            let mut hash = DefaultHasher::new();
            for (page, draft) in interview.drafts.iter().filter(|(it, _)| Some(it.as_str()) != without) {
                (page, &draft.fields, draft.posted).hash(&mut hash);
            }
            hash.finish()
        };
        Stand { turn: interview.turn, all: digest(None), others: digest(Some(name)) }
    }
}

/// What was confirmed to one phone: how its interview stood after each of its posts, and the page where it stands.
#[derive(Clone, Debug, Default)]
pub struct Confirmed {
    pub stands: Vec<Stand>,
    pub page: u32,
    /// The engine's last word of it was an end.
    pub is_end: bool,
}

/// What was confirmed to all phones, by link.
pub type Kept = BTreeMap<String, Confirmed>;

/// Phones and what they have seen.
pub struct Field<'a> {
    pub study: &'a Study,
    habits: Habits,
    phones: usize,
    next: Cell<u64>,
    kept: RefCell<Kept>,
    confirmed: Cell<u64>,
    /// Requests without an answer: a phone's own browser says so.
    unanswered: Cell<u64>,
    ends: RefCell<BTreeMap<String, u64>>,
    wrong: RefCell<BTreeSet<String>>,
    /// Microseconds from a post to the page behind it.
    times: RefCell<Histogram<u64>>,
}

impl<'a> Field<'a> {
    /// So many phones that come one after the other, each a respondent of its own.
    pub fn new(study: &'a Study, phones: usize) -> Field<'a> {
        // The proxy reads what they are shown.
        let habits = Habits { think: Some(THINK), compressed: false, ..Habits::default() };
        Field {
            study,
            habits,
            phones,
            next: Cell::new(0),
            kept: RefCell::default(),
            confirmed: Cell::new(0),
            unanswered: Cell::new(0),
            ends: RefCell::default(),
            wrong: RefCell::default(),
            times: RefCell::new(histogram()),
        }
    }

    /// Lets phones answer while something happens, and gives what came of that.
    pub async fn during<T>(
        &self,
        server: SocketAddr,
        happens: impl Future<Output = anyhow::Result<T>>,
    ) -> anyhow::Result<T> {
        let phones = (0..self.phones).map(|at| async move {
            sleep(THINK.mul_f64(at as f64 / self.phones as f64)).await;
            loop {
                let number = self.next.replace(self.next.get() + 1);
                let end = self.answer(&mut Phone::new(self.study, &self.habits, number, server)).await;
                *self.ends.borrow_mut().entry(end).or_default() += 1;
            }
        });
        tokio::select! {
            _ = join_all(phones) => unreachable!("phones go on until they are stopped"),
            done = happens => done,
        }
    }

    /// What was confirmed so far.
    pub fn kept(&self) -> Kept {
        self.kept.borrow().clone()
    }

    /// Pages confirmed so far.
    pub fn confirmed(&self) -> u64 {
        self.confirmed.get()
    }

    /// Seconds until the next page is confirmed; fails after `patience`.
    pub async fn goes_on(&self, patience: Duration) -> anyhow::Result<f64> {
        let (began, before) = (Instant::now(), self.confirmed());
        let confirmed = async {
            while self.confirmed() == before {
                sleep(Duration::from_millis(5)).await;
            }
        };
        let done = timeout(patience, confirmed).await;
        ensure!(done.is_ok(), "no page was taken within {} s", patience.as_secs());
        Ok(began.elapsed().as_secs_f64())
    }

    /// Milliseconds that nearly all pages (of 100 all but one) came within since the last time that this was asked.
    pub fn slowest(&self) -> f64 {
        self.times.replace(histogram()).value_at_quantile(0.99) as f64 / 1000.0
    }

    /// Tells how respondents fared.
    pub fn tell(&self, outcome: &mut Outcome) {
        let ends: Vec<String> =
            self.ends.borrow().iter().map(|(end, times)| format!("{times} {end}")).collect();
        outcome.figure("pages confirmed", self.confirmed());
        outcome.figure("requests without an answer", self.unanswered.get());
        outcome.figure("interviews", self.kept.borrow().len());
        outcome.figure("ends", ends.join(", "));
        outcome.wrong(self.disagreements());
    }

    /// Where phones were shown something else than the rules say.
    pub fn disagreements(&self) -> BTreeSet<String> {
        self.wrong.borrow().clone()
    }

    /// One respondent, who tries again for as long as that has a point. In which word it ended.
    async fn answer(&self, phone: &mut Phone<'_>) -> String {
        let mut failed = false;
        loop {
            let done = if phone.token().is_none() {
                phone.arrive().await.map(|()| None)
            } else if failed {
                phone.come_back().await.map(Some)
            } else {
                phone.think().await;
                phone.turn().await.map(Some)
            };
            self.note(phone, &done);
            failed = done.is_err();
            match done {
                Ok(None | Some(Next::Page(_))) => {}
                Ok(Some(Next::Ended(_, word))) => return word,
                Ok(Some(Next::Left)) => return "left".to_owned(),
                Err(Failure::Network(_) | Failure::Status { .. }) => sleep(AGAIN).await,
                Err(Failure::Halted(word)) if word == "rush" => sleep(AGAIN).await,
                Err(Failure::Halted(word)) => return word,
                Err(Failure::Disagreement(what)) => {
                    self.wrong.borrow_mut().insert(format!("a phone was shown something else: {what}"));
                    return "shown something else".to_owned();
                }
                Err(Failure::Stuck(page)) => return format!("stuck on {page}"),
            }
        }
    }

    fn note(&self, phone: &Phone<'_>, done: &Result<Option<Next>, Failure>) {
        if matches!(done, Err(Failure::Network(_))) {
            self.unanswered.set(self.unanswered.get() + 1);
        }
        if let Ok(Some(Next::Page(turn) | Next::Ended(turn, _))) = done {
            let micros = u64::try_from((turn.post + turn.get).as_micros()).unwrap_or(u64::MAX);
            self.times.borrow_mut().saturating_record(micros);
        }
        // A way to the page that says why nothing can be taken is no confirmation.
        let is_halt = matches!(done, Err(Failure::Halted(word)) if word != "rush");
        let (Some(token), Some(interview), false) = (phone.token(), phone.interview(), is_halt) else {
            return;
        };
        let mut kept = self.kept.borrow_mut();
        let confirmed = kept.entry(token.to_string()).or_default();
        if interview.turn > confirmed.stands.last().map_or(0, |it| it.turn) {
            confirmed.stands.push(Stand::of(&self.study.questionnaire, interview, interview.page));
            confirmed.page = interview.page;
            confirmed.is_end = interview.disposition != Disposition::Started;
            self.confirmed.set(self.confirmed() + 1);
        }
    }
}

/// Up to a minute, in microseconds.
fn histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(1, 60_000_000, 3).expect("the bounds and three digits are allowed")
}
