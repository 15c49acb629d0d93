//! Codes given to texts: by each coder, and settled where two differ.

use std::collections::{BTreeMap, BTreeSet};

use survey::questionnaire::Code;
use survey::{InterviewId, Moment, PersonId, SurveyId};

use super::steps::{self, Kind};
use super::{By, changed, var_of};
use crate::{Db, Error};

/// How many rows are written at a time: respondents who post meanwhile wait no longer than that.
const AT_ONCE: usize = 250;

/// A writing that takes longer than this has died with its server.
const PATIENCE: i64 = 3_600_000;

/// A code that is given to a text, or taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub interview: InterviewId,
    pub code: Code,
    pub given: bool,
}

/// The codes of texts as they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Whoever coded in this coding, in the order in which each first did, by the name of that time.
    pub coders: Vec<(PersonId, String)>,
    /// The codes that each coder gave a text.
    pub by_coder: BTreeMap<PersonId, BTreeMap<InterviewId, Vec<Code>>>,
    /// The codes on which somebody settled last. An empty list where all of them were deleted since: the text is settled
    /// all the same, and what coders gave counts no more.
    pub settled: BTreeMap<InterviewId, Vec<Code>>,
}

impl Marks {
    /// The codes that a coder gave a text; empty for none.
    pub fn of(&self, coder: PersonId, text: InterviewId) -> &[Code] {
        self.by_coder.get(&coder).and_then(|it| it.get(&text)).map_or(&[], Vec::as_slice)
    }

    /// The final codes of each text, never empty: what was settled, else what the first coder of it gave.
    pub fn finals(&self) -> BTreeMap<InterviewId, Vec<Code>> {
        let mut finals = self.settled.clone();
        for (coder, _) in &self.coders {
            for (text, codes) in self.by_coder.get(coder).into_iter().flatten() {
                finals.entry(*text).or_insert_with(|| codes.clone());
            }
        }
        finals.retain(|_, codes| !codes.is_empty());
        finals
    }
}

/// All codes of a coding.
pub async fn marks(db: &Db, coding: i64) -> Result<Marks, Error> {
    in_range(db, coding, (InterviewId(0), InterviewId(i64::MAX))).await
}

/// The codes of the interviews from one to another, both included. Those that the frame had and has no more are left
/// out; the choices of the question never stood in it.
pub(super) async fn in_range(
    db: &Db,
    coding: i64,
    (first, last): (InterviewId, InterviewId),
) -> Result<Marks, Error> {
    let mut tx = db.read().begin().await?;
    let frame = super::frame::load(&mut tx, coding).await?;
    let mut left_out: BTreeSet<Code> = frame.taken;
    frame.codes.iter().for_each(|it| _ = left_out.remove(&it.code));
    let rows: Vec<(i64, i64, i64)> = sqlx::query_as(
        "select interview_id, coder, code from (
             select m.interview_id, s.person_id as coder, m.code, m.given,
                 row_number() over (partition by m.interview_id, s.person_id, m.code order by m.id desc) as newest
             from coding_mark m
             join coding_step s on s.id = m.step_id
             where m.coding_id = $1 and m.interview_id >= $2 and m.interview_id <= $3
             and s.kind = 'mark' and s.undone_at is null and s.ready_at is not null
         ) as it
         where newest = 1 and given = 1
         order by interview_id, coder, code",
    )
    .bind(coding)
    .bind(first.0)
    .bind(last.0)
    .fetch_all(&mut *tx)
    .await?;
    // All of one step, so that two who settle at once never leave the codes of both.
    let settled: Vec<(i64, i64)> = sqlx::query_as(
        "select interview_id, code from (
             select m.interview_id, m.code, m.step_id, max(m.step_id) over (partition by m.interview_id) as newest
             from coding_mark m
             join coding_step s on s.id = m.step_id
             where m.coding_id = $1 and m.interview_id >= $2 and m.interview_id <= $3
             and s.kind = 'settle' and s.undone_at is null and s.ready_at is not null
         ) as it
         where step_id = newest
         order by interview_id, code",
    )
    .bind(coding)
    .bind(first.0)
    .bind(last.0)
    .fetch_all(&mut *tx)
    .await?;
    // Also by what was undone: who comes first does not change when somebody undoes a step.
    let coders: Vec<(i64, String)> = sqlx::query_as(
        "select s.person_id, s.who
         from coding_step s
         where s.coding_id = $1 and s.id in (
             select min(id) from coding_step
             where coding_id = $1 and kind = 'mark' and ready_at is not null
             group by person_id
         )
         order by s.id",
    )
    .bind(coding)
    .fetch_all(&mut *tx)
    .await?;
    let mut marks = Marks {
        coders: coders.into_iter().map(|(id, name)| (PersonId(id), name)).collect(),
        ..Marks::default()
    };
    for (text, coder, code) in rows.into_iter().filter(|(.., code)| !left_out.contains(code)) {
        let texts = marks.by_coder.entry(PersonId(coder)).or_default();
        texts.entry(InterviewId(text)).or_default().push(code);
    }
    for (text, code) in settled {
        let codes = marks.settled.entry(InterviewId(text)).or_default();
        codes.extend(Some(code).filter(|it| !left_out.contains(it)));
    }
    Ok(marks)
}

/// Gives codes to texts and takes them away, as one step of a coder. Texts of interviews that are no completes of the
/// survey are left out. How many texts it were.
pub async fn mark(
    db: &Db,
    survey: &SurveyId,
    coding: i64,
    marks: Vec<Mark>,
    by: &By,
    now: Moment,
) -> Result<i64, Error> {
    write(db, survey, (coding, Kind::Mark), marks, by, now).await
}

/// Settles on these codes for texts, whatever coders gave them. How many texts it were.
pub async fn settle(
    db: &Db,
    survey: &SurveyId,
    coding: i64,
    (texts, codes): (&[InterviewId], &[Code]),
    by: &By,
    now: Moment,
) -> Result<i64, Error> {
    let of_text = |text: &InterviewId| {
        let interview = *text;
        codes.iter().map(move |it| Mark { interview, code: *it, given: true })
    };
    let marks = texts.iter().flat_map(of_text).collect();
    write(db, survey, (coding, Kind::Settle), marks, by, now).await
}

async fn write(
    db: &Db,
    survey: &SurveyId,
    (coding, kind): (i64, Kind),
    marks: Vec<Mark>,
    by: &By,
    now: Moment,
) -> Result<i64, Error> {
    if marks.is_empty() {
        return Ok(0);
    }
    let (id, by) = (survey.clone(), by.clone());
    let step = db.write(move |conn| {
        Box::pin(async move {
            var_of(conn, &id, coding).await?;
            steps::begin(conn, coding, &by, kind, now).await
        })
    });
    let step = step.await?;
    for some in marks.chunks(AT_ONCE) {
        insert(db, survey, (coding, step), some.to_vec()).await?;
    }
    let survey = survey.clone();
    let done = db.write(move |conn| {
        Box::pin(async move {
            let (texts,): (i64,) =
                sqlx::query_as("select count(distinct interview_id) from coding_mark where step_id = $1")
                    .bind(step)
                    .fetch_one(&mut *conn)
                    .await?;
            // With no text it stays one that does not count: there is nothing to undo.
            if texts > 0 {
                steps::ready(conn, step, texts, now).await?;
                changed(conn, &survey).await?;
            }
            Ok(texts)
        })
    });
    let done = done.await?;
    clear(db, now).await?;
    Ok(done)
}

/// Deletes what was begun and never became ready, with its rows.
async fn clear(db: &Db, now: Moment) -> Result<(), Error> {
    loop {
        let step: Option<(i64,)> = sqlx::query_as(
            "select id from coding_step where ready_at is null and at < $1 order by id limit 1",
        )
        .bind(now.0 - PATIENCE)
        .fetch_optional(db.read())
        .await?;
        let Some((step,)) = step else { return Ok(()) };
        while some_of(db, step).await? > 0 {}
    }
}

/// Deletes some rows of a step, and the step after the last one. How many rows it were.
async fn some_of(db: &Db, step: i64) -> Result<u64, Error> {
    db.write(move |conn| {
        Box::pin(async move {
            let done = sqlx::query(
                "delete from coding_mark
                 where id in (select id from coding_mark where step_id = $1 order by id limit $2)",
            )
            .bind(step)
            .bind(AT_ONCE as i64)
            .execute(&mut *conn)
            .await?;
            if done.rows_affected() == 0 {
                sqlx::query("delete from coding_step where id = $1").bind(step).execute(conn).await?;
            }
            Ok(done.rows_affected())
        })
    })
    .await
}

async fn insert(
    db: &Db,
    survey: &SurveyId,
    (coding, step): (i64, i64),
    marks: Vec<Mark>,
) -> Result<(), Error> {
    let survey = survey.clone();
    db.write(move |conn| {
        Box::pin(async move {
            for it in marks {
                // Selected, for whoever has withdrawn since the page was drawn is there no more.
                sqlx::query(
                    "insert into coding_mark (step_id, coding_id, interview_id, code, given)
                     select $1, $2, id, $4, $5
                     from interview
                     where id = $3 and survey_id = $6 and disposition = 'complete'",
                )
                .bind(step)
                .bind(coding)
                .bind(it.interview.0)
                .bind(it.code)
                .bind(it.given)
                .bind(&survey.0)
                .execute(&mut *conn)
                .await?;
            }
            Ok(())
        })
    })
    .await
}
