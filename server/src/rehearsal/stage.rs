//! Waves of robots, posted in rounds whose order is always the same.

use std::collections::BTreeMap;
use std::ops::Range;

use app::state::random;
use futures::future::try_join_all;
use store::Db;
use store::interviews::{self, Begin};
use store::surveys::Survey;
use survey::disposition::Disposition;
use survey::rehearse::{Act, Plan};
use survey::{Interview, Moment, RawAnswers};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

use super::cast::Player;

/// Robots arrive one second after another, each in a time of its own.
const ARRIVAL: i64 = 1000;

/// So many pages without a way on are told apart.
const COMPLAINTS: usize = 5;

/// Beside a server so many robots post at once, and then respondents have their turn.
const AT_ONCE: usize = 16;

/// Where robots are sent.
pub struct Stage<'a> {
    pub db: &'a Db,
    pub survey: &'a Survey,
    pub plan: Option<&'a Plan>,
    pub seed: u64,
    pub began: Moment,
    /// Inside a server: on one processor, a few at a time, and with as much rest as work.
    pub aside: bool,
}

/// How it went so far.
#[derive(Default)]
pub struct Tally {
    pub entrants: u64,
    /// By disposition and code.
    pub dispositions: BTreeMap<(&'static str, String), u64>,
    /// Robots that found no way on.
    pub stuck: u64,
    /// The pages where they stood, the first few.
    pub complaints: Vec<String>,
}

impl Tally {
    /// How many were complete.
    pub fn completes(&self) -> u64 {
        self.dispositions.get(&(Disposition::Complete.word(), String::new())).copied().unwrap_or_default()
    }
}

impl Stage<'_> {
    /// How many robots earlier rehearsals sent; the next ones are other people.
    pub async fn robots_so_far(&self) -> Result<u64, store::Error> {
        Ok(store::fieldwork::begun(self.db, &self.survey.id, true).await?.unsigned_abs())
    }

    /// Sends the robots with these numbers and waits until each has come to an end.
    ///
    /// In each round every robot that is still there posts one page. The posts of a round are sent in the
    /// order of the robots, and the writer keeps that order: the same seed fills the same cells with the same people.
    pub async fn wave(&self, numbers: Range<u64>, tally: &mut Tally) -> Result<(), store::Error> {
        let mut players: Vec<Player> = numbers.map(|it| self.player(it)).collect();
        tally.entrants += players.len() as u64;
        while !players.is_empty() {
            let at_once = if self.aside { AT_ONCE } else { players.len() };
            for some in players.chunks_mut(at_once) {
                let began = Instant::now();
                self.round(some, tally).await?;
                if self.aside {
                    sleep(began.elapsed()).await;
                }
            }
            players.retain(|it| {
                let disposition = &it.interview.disposition;
                if *disposition == Disposition::Started {
                    return true;
                }
                *tally.dispositions.entry((disposition.word(), disposition.code())).or_default() += 1;
                false
            });
        }
        Ok(())
    }

    /// Each of these robots posts one page.
    async fn round(&self, players: &mut [Player<'_>], tally: &mut Tally) -> Result<(), store::Error> {
        let acts = if self.aside { self.acts_aside(players).await } else { self.acts(players) };
        let writes = players.iter().zip(acts).map(|(player, act)| self.write(player, act));
        let done = try_join_all(writes).await?;
        let (interviews, stuck): (Vec<_>, Vec<_>) = done.into_iter().unzip();
        for (player, interview) in players.iter_mut().zip(interviews) {
            player.interview = interview;
        }
        for complaint in stuck.into_iter().flatten() {
            tally.stuck += 1;
            if tally.complaints.len() < COMPLAINTS && !tally.complaints.contains(&complaint) {
                tally.complaints.push(complaint);
            }
        }
        Ok(())
    }

    fn player(&self, number: u64) -> Player<'_> {
        let now = self.began.plus(ARRIVAL * number as i64);
        let luck = random() as u64;
        Player::new(&self.survey.questionnaire, self.plan, (self.seed, number), luck, now)
    }

    /// What everybody does next, worked out on all processors.
    fn acts(&self, players: &mut [Player<'_>]) -> Vec<Act> {
        let questionnaire = &*self.survey.questionnaire;
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let share = players.len().div_ceil(processors);
        std::thread::scope(|scope| {
            let shares: Vec<_> = players
                .chunks_mut(share)
                .map(|it| scope.spawn(|| it.iter_mut().map(|it| it.act(questionnaire)).collect::<Vec<_>>()))
                .collect();
            shares.into_iter().flat_map(|it| it.join().expect("a robot does not panic")).collect()
        })
    }

    /// What everybody does next, worked out one by one, with a turn for everything else in between.
    async fn acts_aside(&self, players: &mut [Player<'_>]) -> Vec<Act> {
        let mut acts = Vec::with_capacity(players.len());
        for player in players {
            acts.push(player.act(&self.survey.questionnaire));
            yield_now().await;
        }
        acts
    }

    /// Does what a robot does, and gives its interview as it stands then. Where the robot finds no way on:
    /// on which page, and why.
    async fn write(
        &self,
        player: &Player<'_>,
        act: Act,
    ) -> Result<(Interview, Option<String>), store::Error> {
        let Player { token, now, .. } = player;
        match act {
            Act::Post { raw, .. } if player.has_begun() => {
                Ok((interviews::submit(self.db, token, raw, *now).await?, None))
            }
            Act::Post { raw, .. } => Ok((self.begin(player, raw).await?, None)),
            Act::DropOut => Ok((interviews::break_off(self.db, token, *now).await?, None)),
            Act::GiveUp { page, complaints } => {
                let faults: Vec<String> =
                    complaints.iter().map(|it| format!("{}: {:?}", it.var, it.fault)).collect();
                let stuck = format!("the page “{page}”: {}", faults.join("; "));
                Ok((interviews::break_off(self.db, token, *now).await?, Some(stuck)))
            }
        }
    }

    async fn begin(&self, player: &Player<'_>, raw: RawAnswers) -> Result<Interview, store::Error> {
        let begin = Begin { test: true, ..Begin::new(self.survey.id.clone(), player.token.clone()) };
        interviews::begin(self.db, begin, raw, player.now).await
    }
}
