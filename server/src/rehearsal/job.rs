//! Rehearsals from the desk, in the server's own time: a few robots at once, so that respondents never wait.

use std::time::Duration;

use store::trials::rehearsals::{self, Rehearsal, RehearsalState, Report};
use store::{Db, surveys};
use survey::Moment;
use survey::fieldwork::DispositionCount;
use survey::rehearse::Plan;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

use super::{Run, Stage, Tally, Until, WAVE, Went, cells};

/// How often the desk is asked for new rehearsals, and a slow one whether it was stopped.
const EVERY: Duration = Duration::from_secs(1);

/// Robots that walk together at a given pace come four times a second.
const WAVES_A_SECOND: f64 = 4.0;

/// Runs what is asked for at the desk, for as long as it is let run. What ran in a server before is stopped.
pub async fn work(db: Db, now: fn() -> Moment) {
    if let Err(err) = rehearsals::stop_orphans(&db, now()).await {
        tracing::error!(error = &err as &dyn std::error::Error, "old rehearsals could not be stopped");
    }
    let mut running = JoinSet::new();
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match rehearsals::take_waiting(&db).await {
            Ok(waiting) => {
                for it in waiting {
                    let db = db.clone();
                    running.spawn(async move { run(&db, &it, now).await });
                }
            }
            Err(err) => {
                tracing::error!(error = &err as &dyn std::error::Error, "rehearsals could not be looked for")
            }
        }
        while running.try_join_next().is_some() {}
    }
}

/// Runs what waits now, to its end.
pub async fn run_waiting(db: &Db, now: fn() -> Moment) -> Result<(), store::Error> {
    for it in rehearsals::take_waiting(db).await? {
        run(db, &it, now).await;
    }
    Ok(())
}

/// Runs one rehearsal and notes what it came to.
async fn run(db: &Db, rehearsal: &Rehearsal, now: fn() -> Moment) {
    let (state, report) = perform(db, rehearsal, now).await.unwrap_or_else(|err| {
        tracing::error!(error = &err as &dyn std::error::Error, "a rehearsal failed");
        failed("trouble")
    });
    if let Err(err) = rehearsals::end(db, rehearsal.id, state, &report, now()).await {
        tracing::error!(error = &err as &dyn std::error::Error, "the end of a rehearsal could not be noted");
    }
}

fn failed(why: &str) -> (RehearsalState, Report) {
    (RehearsalState::Failed, Report { why: why.to_owned(), ..Report::default() })
}

async fn perform(
    db: &Db,
    it: &Rehearsal,
    now: fn() -> Moment,
) -> Result<(RehearsalState, Report), store::Error> {
    let survey = surveys::load(db, &it.survey).await?;
    if survey.version != it.version {
        return Ok(failed("version"));
    }
    let plan = it.order.plan.as_ref().map(|it| Plan::read(it, &survey.questionnaire)).transpose();
    let Ok(plan) = plan else { return Ok(failed("plan")) };
    let seed = it.order.seed.unsigned_abs();
    let stage = Stage { db, survey: &survey, plan: plan.as_ref(), seed, began: now(), aside: true };
    let until = it.order.robots.map_or(Until::Full, |it| Until::Entrants(it.unsigned_abs()));
    let mut run = Run::new(&stage, until).await?;
    let (state, why) = send(db, it, &mut run).await?;
    let cells = cells(db, &survey).await?;
    let report = Report {
        dispositions: dispositions(&run.tally),
        stuck: run.tally.stuck as i64,
        complaints: run.tally.complaints.clone(),
        cells: cells.total as i64,
        open: cells.open,
        why: why.to_owned(),
    };
    Ok((state, report))
}

/// Wave after wave, until the rehearsal is over or was stopped.
async fn send(
    db: &Db,
    it: &Rehearsal,
    run: &mut Run<'_>,
) -> Result<(RehearsalState, &'static str), store::Error> {
    let began = Instant::now();
    let most =
        it.order.pace.map_or(WAVE, |pace| (pace / WAVES_A_SECOND).ceil().clamp(1.0, WAVE as f64) as u64);
    loop {
        if !goes_on(db, it, &run.tally).await? {
            return Ok((RehearsalState::Stopped, ""));
        }
        if surveys::load(db, &it.survey).await?.version != it.version {
            return Ok((RehearsalState::Failed, "version"));
        }
        match run.wave(most).await? {
            Went::On => {}
            Went::Done => return Ok((RehearsalState::Done, "")),
            Went::Dry => return Ok((RehearsalState::Failed, "dry")),
        }
        let Some(pace) = it.order.pace else { continue };
        let due = began + Duration::from_secs_f64(run.tally.entrants as f64 / pace);
        while Instant::now() < due {
            sleep(due.duration_since(Instant::now()).min(EVERY)).await;
            if !goes_on(db, it, &run.tally).await? {
                return Ok((RehearsalState::Stopped, ""));
            }
        }
    }
}

async fn goes_on(db: &Db, it: &Rehearsal, tally: &Tally) -> Result<bool, store::Error> {
    rehearsals::progress(db, it.id, tally.entrants as i64, tally.completes() as i64).await
}

fn dispositions(tally: &Tally) -> Vec<DispositionCount> {
    let count = |((word, code), count): (&(&'static str, String), &u64)| DispositionCount {
        disposition: (*word).to_owned(),
        code: code.clone(),
        count: *count as i64,
    };
    tally.dispositions.iter().map(count).collect()
}
