//! Codings: what respondents typed, with codes that people give to it by a code frame.
//!
//! Whatever is done is a step with its rows, and nothing is overwritten: the newest row of a code, or of a text, coder
//! and code, counts. What is undone is a step that counts no more. Rows go only with the interview or with the text.

mod frame;
mod marks;
mod steps;

use std::collections::{BTreeMap, BTreeSet};

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::questionnaire::{Code, Text};
use survey::{InterviewId, Moment, PersonId, SurveyId};

use crate::audit::{self, Note};
use crate::error::taken;
use crate::{Db, Error};

pub use frame::{Deed, change_frame};
pub use marks::{Mark, Marks, mark, marks, settle};
pub use steps::{Kind, Step, last, undo};

/// A coding of one source of texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Coding {
    pub id: i64,
    /// The name of the variable that its codes make.
    pub var: String,
    pub source: Source,
    pub label: Text,
    /// The code frame, by number.
    pub codes: Vec<FrameCode>,
    /// Codes that were deleted; what they were given to has them no more.
    pub gone: Vec<FrameCode>,
    /// Every number that any code had, those too whose addition was undone: none is given again.
    pub taken: BTreeSet<Code>,
    pub who: String,
    pub created_at: Moment,
}

/// Where texts were typed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The question.
    pub var: String,
    /// The choice beside which it was typed; none of an open question.
    pub code: Option<Code>,
}

/// A code of a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameCode {
    pub code: Code,
    pub label: Text,
    /// The net that it belongs to.
    pub net: Option<Text>,
    /// A choice of the question itself, which coders can give but not change. No frame keeps it: it is read out of the
    /// questionnaire.
    pub own: bool,
}

/// Who does it: a coder is told from others by the number, and remembered by the name of that time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    pub person: PersonId,
    pub name: String,
}

/// The codings of a survey, by name, with their code frames.
pub async fn list(db: &Db, survey: &SurveyId) -> Result<Vec<Coding>, Error> {
    let mut tx = db.read().begin().await?;
    let rows: Vec<Row> = sqlx::query_as(
        "select id, var, source, source_code, label, who, created_at
         from coding
         where survey_id = $1 and gone_at is null
         order by var",
    )
    .bind(&survey.0)
    .fetch_all(&mut *tx)
    .await?;
    let mut codings = Vec::with_capacity(rows.len());
    for row in rows {
        codings.push(row.read(&mut tx).await?);
    }
    Ok(codings)
}

/// The coding that makes this variable. `NotFound` where there is none.
pub async fn find(db: &Db, survey: &SurveyId, var: &str) -> Result<Coding, Error> {
    let mut tx = db.read().begin().await?;
    let row: Row = sqlx::query_as(
        "select id, var, source, source_code, label, who, created_at
         from coding
         where survey_id = $1 and var = $2 and gone_at is null",
    )
    .bind(&survey.0)
    .bind(var)
    .fetch_one(&mut *tx)
    .await?;
    row.read(&mut tx).await
}

/// The final codes of each text that has been coded, of the interviews from one to another, both included; in the order
/// of their numbers, never empty.
///
/// Where it was settled, what was settled, less what the frame has no more; else the codes of the first coder who coded the text, and coders come in the
/// order in which each first gave a code in this coding.
pub async fn of(
    db: &Db,
    coding: i64,
    range: (InterviewId, InterviewId),
) -> Result<BTreeMap<InterviewId, Vec<Code>>, Error> {
    Ok(marks::in_range(db, coding, range).await?.finals())
}

/// A number that grows with each change of the survey's codings, withdrawals and erasures among them.
pub async fn revision(db: &Db, survey: &SurveyId) -> Result<i64, Error> {
    let (changes,): (i64,) = sqlx::query_as("select coding_changes from survey where id = $1")
        .bind(&survey.0)
        .fetch_one(db.read())
        .await?;
    Ok(changes)
}

/// Begins a coding with these codes in its frame, and gives its number. `Taken` where the survey has one of this name.
pub async fn begin(
    db: &Db,
    survey: &SurveyId,
    (var, source, label): (&str, Source, Text),
    frame: Vec<FrameCode>,
    by: &By,
    now: Moment,
) -> Result<i64, Error> {
    let (survey, var, by) = (survey.clone(), var.to_owned(), by.clone());
    db.write(move |conn| {
        Box::pin(async move {
            let (coding,): (i64,) = sqlx::query_as(
                "insert into coding (survey_id, var, source, source_code, label, who, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7)
                 returning id",
            )
            .bind(&survey.0)
            .bind(&var)
            .bind(&source.var)
            .bind(source.code)
            .bind(serde_json::to_string(&label)?)
            .bind(&by.name)
            .bind(now.0)
            .fetch_one(&mut *conn)
            .await
            .map_err(|err| taken(err, "a coding with this name"))?;
            let step = steps::begin(conn, coding, &by, Kind::Begin, now).await?;
            for code in &frame {
                frame::insert(conn, (coding, step), code, false).await?;
            }
            steps::ready(conn, step, 0, now).await?;
            changed(conn, &survey).await?;
            let after = Some(source.to_string());
            let note = Note {
                who: by.name,
                survey: Some(survey),
                deed: "coding",
                subject: var,
                after,
                ..Note::default()
            };
            audit::append(conn, &note, now).await?;
            Ok(coding)
        })
    })
    .await
}

/// Gives a coding another name and label; its frame and what coders gave stay. `Taken` where another coding of the survey
/// has the name, `NotFound` where there is none.
pub async fn rename(
    db: &Db,
    survey: &SurveyId,
    coding: i64,
    (var, label): (&str, Text),
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (survey, var, who) = (survey.clone(), var.to_owned(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let was = var_of(conn, &survey, coding).await?;
            let before: (String,) = sqlx::query_as("select label from coding where id = $1")
                .bind(coding)
                .fetch_one(&mut *conn)
                .await?;
            let after = serde_json::to_string(&label)?;
            sqlx::query("update coding set var = $2, label = $3 where id = $1")
                .bind(coding)
                .bind(&var)
                .bind(&after)
                .execute(&mut *conn)
                .await
                .map_err(|err| taken(err, "a coding with this name"))?;
            changed(conn, &survey).await?;
            let note = Note {
                who,
                survey: Some(survey),
                deed: "coding_name",
                before: Some(format!("{was} {}", before.0)),
                after: Some(format!("{var} {after}")),
                subject: var,
            };
            audit::append(conn, &note, now).await
        })
    })
    .await
}

/// Deletes a coding: its variable is gone, its name is free. `NotFound` where there is none.
pub async fn delete(db: &Db, survey: &SurveyId, var: &str, who: &str, now: Moment) -> Result<(), Error> {
    let (survey, var, who) = (survey.clone(), var.to_owned(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let done = sqlx::query(
                "update coding set gone_at = $3 where survey_id = $1 and var = $2 and gone_at is null",
            )
            .bind(&survey.0)
            .bind(&var)
            .bind(now.0)
            .execute(&mut *conn)
            .await?;
            if done.rows_affected() == 0 {
                return Err(Error::NotFound);
            }
            changed(conn, &survey).await?;
            let note =
                Note { who, survey: Some(survey), deed: "coding_gone", subject: var, ..Note::default() };
            audit::append(conn, &note, now).await
        })
    })
    .await
}

/// Erases what was made of texts that are erased: those of one interview at these questions.
pub(crate) async fn erase(
    conn: &mut SqliteConnection,
    interview: InterviewId,
    questions: &[String],
) -> Result<(), Error> {
    for question in questions {
        sqlx::query(
            "delete from coding_mark
             where interview_id = $1 and coding_id in (
                 select c.id from coding c
                 join interview i on i.survey_id = c.survey_id
                 where i.id = $1 and c.source = $2
             )",
        )
        .bind(interview.0)
        .bind(question)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Counts a change of a survey's codings.
async fn changed(conn: &mut SqliteConnection, survey: &SurveyId) -> Result<(), Error> {
    sqlx::query("update survey set coding_changes = coding_changes + 1 where id = $1")
        .bind(&survey.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// The name of a coding that is there. `NotFound` where it is gone, or is another survey's.
async fn var_of(conn: &mut SqliteConnection, survey: &SurveyId, coding: i64) -> Result<String, Error> {
    let (var,): (String,) =
        sqlx::query_as("select var from coding where id = $1 and survey_id = $2 and gone_at is null")
            .bind(coding)
            .bind(&survey.0)
            .fetch_one(conn)
            .await?;
    Ok(var)
}

/// As the columns of data files call it: `why`, `adv_98_text`.
impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.code {
            Some(code) => write!(f, "{}_{code}_text", self.var),
            None => f.write_str(&self.var),
        }
    }
}

#[derive(FromRow)]
struct Row {
    id: i64,
    var: String,
    source: String,
    source_code: Option<i64>,
    label: String,
    who: String,
    created_at: i64,
}

impl Row {
    async fn read(self, conn: &mut SqliteConnection) -> Result<Coding, Error> {
        let frame = frame::load(conn, self.id).await?;
        Ok(Coding {
            id: self.id,
            var: self.var,
            source: Source { var: self.source, code: self.source_code },
            label: serde_json::from_str(&self.label)?,
            codes: frame.codes,
            gone: frame.gone,
            taken: frame.taken,
            who: self.who,
            created_at: Moment(self.created_at),
        })
    }
}
