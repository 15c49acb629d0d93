//! Ended interviews as packed rows of data: what waits to be packed, and what was.

use crate::interviews::CaseRow;
use crate::interviews::batches::Row;
use crate::{Db, Error};
use sqlx::FromRow;
use survey::InterviewId;

/// What [`pack`] wants back: which interview was read, and after how much had happened to it.
#[derive(Clone, Copy, Debug)]
pub struct Ticket {
    id: InterviewId,
    changed: Option<i64>,
    revision: i64,
}

/// The next ended interviews that are not packed in this layout, or a later one; `limit` at most.
pub async fn waiting(db: &Db, layout: i64, limit: i64) -> Result<Vec<(CaseRow, Ticket)>, Error> {
    #[derive(FromRow)]
    struct Line {
        revision: i64,
        #[sqlx(flatten)]
        row: Row,
    }
    let mut tx = db.read().begin().await?;
    let lines: Vec<Line> = sqlx::query_as(
        "select r.revision, i.id, i.changed, i.questionnaire_id, q.version, i.source, i.pid, i.variables, i.test,
         i.device_hash, i.device, i.plan, i.document
         from interview_row r
         join interview i on i.id = r.interview_id
         join questionnaire q on q.id = i.questionnaire_id
         where r.layout < $1
         order by r.layout, r.interview_id
         limit $2",
    )
    .bind(layout)
    .bind(limit)
    .fetch_all(&mut *tx)
    .await?;
    let mut waiting = Vec::with_capacity(lines.len());
    for Line { revision, row } in lines {
        let case = row.read(&mut tx, &db.questionnaires).await?;
        let ticket = Ticket { id: case.id, changed: case.changed, revision };
        waiting.push((case, ticket));
    }
    Ok(waiting)
}

/// Keeps interviews packed in a layout, as these bytes. One that has changed since it was read is left alone.
pub async fn pack(db: &Db, layout: i64, packed: Vec<(Ticket, Vec<u8>)>) -> Result<(), Error> {
    db.write(move |conn| {
        Box::pin(async move {
            for (was, bytes) in packed {
                sqlx::query(
                    "update interview_row
                     set layout = $4, packed = $5
                     where interview_id = $1 and changed = $2 and revision = $3",
                )
                .bind(was.id.0)
                .bind(was.changed)
                .bind(was.revision)
                .bind(layout)
                .bind(bytes)
                .execute(&mut *conn)
                .await?;
            }
            Ok(())
        })
    })
    .await
}
