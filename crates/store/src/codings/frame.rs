//! The code frame of a coding: codes put in, changed, deleted.

use std::collections::BTreeSet;

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::questionnaire::Code;
use survey::{Moment, SurveyId};

use super::steps::{self, Kind};
use super::{By, FrameCode, changed, var_of};
use crate::audit::{self, Note};
use crate::{Db, Error};

/// A frame as it stands.
#[derive(Default)]
pub(super) struct Frame {
    pub codes: Vec<FrameCode>,
    pub gone: Vec<FrameCode>,
    /// Every number that ever stood in it.
    pub taken: BTreeSet<Code>,
}

/// What is done to a code.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Puts a new one in.
    Add(FrameCode),
    /// Changes the one with this number; a deleted one comes back.
    Change(FrameCode),
    /// Deletes it: nothing has it any more, and no other gets its number.
    Drop(Code),
}

/// Does something to a code of a frame. `Taken` where a code is added whose number any code has or had, also one whose
/// addition was undone: somebody may have given it to texts meanwhile. `NotFound` where the frame lacks the code.
pub async fn change_frame(
    db: &Db,
    survey: &SurveyId,
    coding: i64,
    deed: Deed,
    by: &By,
    now: Moment,
) -> Result<(), Error> {
    let (survey, by) = (survey.clone(), by.clone());
    db.write(move |conn| {
        Box::pin(async move {
            let var = var_of(conn, &survey, coding).await?;
            // Only here: what a page has seen of the frame may be older.
            let frame = load(conn, coding).await?;
            let of = |all: &[FrameCode], code: Code| all.iter().find(|it| it.code == code).cloned();
            let (code, was, gone) = match deed {
                Deed::Add(it) if frame.taken.contains(&it.code) => {
                    return Err(Error::Taken("a code with this number"));
                }
                Deed::Add(it) => (it, None, false),
                Deed::Change(it) => {
                    let was = of(&frame.codes, it.code);
                    was.as_ref().or(of(&frame.gone, it.code).as_ref()).ok_or(Error::NotFound)?;
                    (it, was, false)
                }
                Deed::Drop(code) => {
                    let was = of(&frame.codes, code).ok_or(Error::NotFound)?;
                    (was.clone(), Some(was), true)
                }
            };
            let step = steps::begin(conn, coding, &by, Kind::Frame, now).await?;
            insert(conn, (coding, step), &code, gone).await?;
            steps::ready(conn, step, 0, now).await?;
            changed(conn, &survey).await?;
            let words = |it: &FrameCode| format!("{} {}", it.code, it.label.get("zh"));
            let note = Note {
                who: by.name,
                survey: Some(survey),
                deed: "coding_frame",
                subject: var,
                before: was.as_ref().map(words),
                after: (!gone).then(|| words(&code)),
            };
            audit::append(conn, &note, now).await
        })
    })
    .await
}

/// Writes a row of a step.
pub(super) async fn insert(
    conn: &mut SqliteConnection,
    (coding, step): (i64, i64),
    code: &FrameCode,
    gone: bool,
) -> Result<(), Error> {
    sqlx::query(
        "insert into coding_code (step_id, coding_id, code, label, net, gone)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(step)
    .bind(coding)
    .bind(code.code)
    .bind(serde_json::to_string(&code.label)?)
    .bind(code.net.as_ref().map(serde_json::to_string).transpose()?)
    .bind(gone)
    .execute(conn)
    .await?;
    Ok(())
}

/// The frame of a coding: the newest row of each code whose step counts.
pub(super) async fn load(conn: &mut SqliteConnection, coding: i64) -> Result<Frame, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "select code, label, net, gone from (
             select c.code, c.label, c.net, c.gone,
                 row_number() over (partition by c.code order by c.id desc) as newest
             from coding_code c
             join coding_step s on s.id = c.step_id
             where c.coding_id = $1 and s.undone_at is null and s.ready_at is not null
         ) as it
         where newest = 1
         order by code",
    )
    .bind(coding)
    .fetch_all(&mut *conn)
    .await?;
    let taken: Vec<(i64,)> = sqlx::query_as("select distinct code from coding_code where coding_id = $1")
        .bind(coding)
        .fetch_all(conn)
        .await?;
    let mut frame = Frame { taken: taken.into_iter().map(|(code,)| code).collect(), ..Frame::default() };
    for row in rows {
        let code = FrameCode {
            code: row.code,
            label: serde_json::from_str(&row.label)?,
            net: row.net.as_deref().map(serde_json::from_str).transpose()?,
            own: false,
        };
        if row.gone { frame.gone.push(code) } else { frame.codes.push(code) }
    }
    Ok(frame)
}

#[derive(FromRow)]
struct Row {
    code: i64,
    label: String,
    net: Option<String>,
    gone: bool,
}
