//! People of lists: what was said of them is erased, and their links lead nowhere any more.

use sqlx::sqlite::SqliteConnection;
use survey::{InterviewId, Moment, SurveyId, Token};

use crate::Error;

/// Erases the person by whose invitation an interview came. The row stays, so that the list still adds up.
pub(super) async fn of_interview(
    conn: &mut SqliteConnection,
    interview: InterviewId,
    random: fn() -> u128,
) -> Result<i64, Error> {
    let row: Option<(i64,)> =
        sqlx::query_as("select invitation_id from interview where id = $1 and invitation_id is not null")
            .bind(interview.0)
            .fetch_optional(&mut *conn)
            .await?;
    match row {
        Some((id,)) => erase(conn, id, random).await,
        None => Ok(0),
    }
}

/// Erases people who have not answered, once the survey has been closed since before this moment: until then
/// they may be reminded.
pub(super) async fn unanswered(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    before: Moment,
    random: fn() -> u128,
) -> Result<i64, Error> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "select n.id
         from invitation n
         join survey s on s.id = n.survey_id
         left join interview i on i.invitation_id = n.id
         where n.survey_id = $1 and s.state = 'closed' and i.id is null and n.pid not like 'erased-%'
         and n.created_at <= $2
         and $2 >= (select max(l.at) from ledger l where l.survey_id = $1 and l.step = 'state')
         order by n.id",
    )
    .bind(&survey.0)
    .bind(before.0)
    .fetch_all(&mut *conn)
    .await?;
    let mut erased = 0;
    for (id,) in rows {
        erased += erase(conn, id, random).await?;
    }
    Ok(erased)
}

/// Whoever kept the list with its links must not find the way from a person to an interview: so the link goes, too.
async fn erase(conn: &mut SqliteConnection, id: i64, random: fn() -> u128) -> Result<i64, Error> {
    let done = sqlx::query("update invitation set pid = $2, details = '{}', token = $3 where id = $1")
        .bind(id)
        .bind(format!("erased-{id}"))
        .bind(Token::new(random()).as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() as i64)
}
