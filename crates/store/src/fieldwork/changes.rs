//! The ledger, read from its end.

use sqlx::{AssertSqlSafe, FromRow};
use survey::quota::CellName;
use survey::{InterviewId, Moment, SurveyId};

use crate::{Db, Error};

/// One row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    pub id: i64,
    pub at: Moment,
    /// A word such as `publish`, `target`, `reserve` or `count`; the table of the ledger lists them.
    pub step: String,
    pub interview: Option<InterviewId>,
    pub cell: Option<CellName>,
    /// Of a rehearsal.
    pub test: bool,
    pub reserved_delta: i64,
    pub completes_delta: i64,
    /// Who did it; none where the interview did.
    pub who: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
    /// In the words of whoever did it.
    pub why: Option<String>,
}

/// The rows of one survey, as [`Row`] reads them.
const ROWS: &str =
    "select l.id, l.at, l.step, l.interview_id, c.table_name, c.key, coalesce(c.test, 0) as test,
     l.reserved_delta, l.completes_delta, l.who, l.before, l.after, l.why
     from ledger l
     left join quota_cell c on c.id = l.cell_id
     where l.survey_id = $1";

/// The latest rows of a survey's ledger, the newest first.
pub async fn ledger(db: &Db, survey: &SurveyId, limit: i64) -> Result<Vec<LedgerRow>, Error> {
    rows(db, survey, ("order by l.id desc limit $2", limit)).await
}

/// The latest rows of a survey's ledger that are somebody's doing and not an interview's, the newest first.
/// What is done to a cell is done to its shadow as well, and is told once.
pub async fn changes(db: &Db, survey: &SurveyId, limit: i64) -> Result<Vec<LedgerRow>, Error> {
    // The clause about who is that of an index, so that nobody walks through all the places.
    let which = "and (l.who is not null or l.interview_id is null) and coalesce(c.test, 0) = 0
                 order by l.id desc
                 limit $2";
    rows(db, survey, (which, limit)).await
}

/// All rows of the ledger about one interview, the oldest first.
pub async fn of_interview(
    db: &Db,
    survey: &SurveyId,
    interview: InterviewId,
) -> Result<Vec<LedgerRow>, Error> {
    rows(db, survey, ("and l.interview_id = $2 order by l.id", interview.0)).await
}

/// `which` of them says the rest of the statement, with `$2` for its number.
async fn rows(
    db: &Db,
    survey: &SurveyId,
    (which, number): (&'static str, i64),
) -> Result<Vec<LedgerRow>, Error> {
    let statement = AssertSqlSafe(format!("{ROWS} {which}"));
    let rows: Vec<Row> = sqlx::query_as(statement).bind(&survey.0).bind(number).fetch_all(db.read()).await?;
    Ok(rows.into_iter().map(LedgerRow::from).collect())
}

#[derive(FromRow)]
struct Row {
    id: i64,
    at: i64,
    step: String,
    interview_id: Option<i64>,
    table_name: Option<String>,
    key: Option<String>,
    test: bool,
    reserved_delta: i64,
    completes_delta: i64,
    who: Option<String>,
    before: Option<String>,
    after: Option<String>,
    why: Option<String>,
}

impl From<Row> for LedgerRow {
    fn from(row: Row) -> Self {
        LedgerRow {
            id: row.id,
            at: Moment(row.at),
            step: row.step,
            interview: row.interview_id.map(InterviewId),
            cell: row.table_name.zip(row.key).map(|(table, key)| CellName { table, key }),
            test: row.test,
            reserved_delta: row.reserved_delta,
            completes_delta: row.completes_delta,
            who: row.who,
            before: row.before,
            after: row.after,
            why: row.why,
        }
    }
}
