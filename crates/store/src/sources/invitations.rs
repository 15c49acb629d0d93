//! Personal invitations: one unguessable link a person, and how it stands with each of them.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::{Moment, SurveyId, Token};

use super::{Source, rows};
use crate::interviews::rows as interviews;
use crate::ledger::{self, Deed};
use crate::questionnaires::Cache;
use crate::{Db, Error};

/// How it may stand with a person of a list.
pub const STATUSES: [&str; 9] = [
    "not_begun",
    "started",
    "complete",
    "refused",
    "screened_out",
    "quota_full",
    "broken_off",
    "rejected",
    "withdrawn",
];

/// A person to invite.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The list's own id.
    pub pid: String,
    pub lang: Option<String>,
    /// The other columns of the list.
    pub details: BTreeMap<String, String>,
}

/// What [`invite`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    pub fresh: usize,
    /// Were on the list already; nothing about them changed.
    pub known: usize,
}

/// An invitation that somebody came by.
#[derive(Clone, Debug)]
pub struct Invitation {
    pub source: Source,
    pub person: Person,
    pub withdrawn: bool,
    /// The interview that was begun with it.
    pub interview: Option<Token>,
}

/// One person of a list, and how it stands with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    pub id: i64,
    pub token: Token,
    pub person: Person,
    /// One of [`STATUSES`].
    pub status: String,
}

/// Which people of a list are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    #[default]
    All,
    /// Those to remind: not begun, or broken off; neither under way at this moment nor withdrawn.
    Unanswered,
}

/// Invites people: each who is new to the list gets one of these tokens.
pub async fn invite(
    db: &Db,
    survey: &SurveyId,
    name: &str,
    people: Vec<(Token, Person)>,
    who: &str,
    now: Moment,
) -> Result<Added, Error> {
    let (survey, name, who) = (survey.clone(), name.to_owned(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let source = rows::find(conn, &survey, &name).await?.ok_or(Error::NotFound)?;
            let mut fresh = 0;
            for (token, person) in &people {
                fresh += usize::from(insert(conn, &source, (token, person), now).await?);
            }
            let added = Added { fresh, known: people.len() - fresh };
            let after = format!("{name}: {} new, {} known", added.fresh, added.known);
            ledger::append(conn, &survey, Deed::change("invitations", Some(&who), None, Some(&after)), now)
                .await?;
            Ok(added)
        })
    })
    .await
}

/// The invitation that a link names, if it is one of this survey.
pub async fn invitation(db: &Db, survey: &SurveyId, token: &Token) -> Result<Option<Invitation>, Error> {
    let mut conn = db.read().acquire().await?;
    let Some((row, name, interview)) = find(&mut conn, survey, token).await? else { return Ok(None) };
    let source = rows::find(&mut conn, survey, &name).await?.ok_or(Error::NotFound)?;
    let interview = interview.map(|it| interviews::parse_token(&it)).transpose()?;
    Ok(Some(Invitation { source, withdrawn: row.status == "withdrawn", person: row.person()?, interview }))
}

/// The next people of a list, `limit` at most; empty at the end.
pub async fn batch(
    db: &Db,
    source: &Source,
    which: Which,
    after: i64,
    limit: i64,
) -> Result<Vec<Invited>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "select v.id, v.token, v.pid, v.lang, v.details,
         case when v.withdrawn_at is not null then 'withdrawn' else coalesce(i.disposition, 'not_begun') end as status
         from invitation v
         left join interview i on i.invitation_id = v.id
         where v.source_id = $1 and v.id > $2
         and ($3 = 0 or (v.withdrawn_at is null and coalesce(i.disposition, 'broken_off') = 'broken_off'))
         order by v.id
         limit $4",
    )
    .bind(source.id)
    .bind(after)
    .bind(which == Which::Unanswered)
    .bind(limit)
    .fetch_all(db.read())
    .await?;
    rows.into_iter().map(Invited::try_from).collect()
}

/// How many people of a list stand how.
pub async fn statuses(db: &Db, source: &Source) -> Result<BTreeMap<String, i64>, Error> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select case when v.withdrawn_at is not null then 'withdrawn'
         else coalesce(i.disposition, 'not_begun') end as status, count(*)
         from invitation v
         left join interview i on i.invitation_id = v.id
         where v.source_id = $1
         group by 1",
    )
    .bind(source.id)
    .fetch_all(db.read())
    .await?;
    Ok(rows.into_iter().collect())
}

/// The names of all other columns of a list, in order of the alphabet.
pub async fn columns(db: &Db, source: &Source) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as("select details from invitation where source_id = $1")
        .bind(source.id)
        .fetch_all(db.read())
        .await?;
    let mut names = BTreeSet::new();
    for (details,) in rows {
        let details: BTreeMap<String, String> = serde_json::from_str(&details)?;
        names.extend(details.into_keys());
    }
    Ok(names.into_iter().collect())
}

/// Uses an invitation up: its key, its source and its person. One under way cannot go on twice, and one that has
/// ended is over; one that was interrupted for too long makes way.
pub(super) async fn take(
    conn: &mut SqliteConnection,
    cache: &Cache,
    survey: &SurveyId,
    token: &Token,
    now: Moment,
) -> Result<(i64, String, String), Error> {
    let (row, source, interview) = find(conn, survey, token).await?.ok_or(Error::Closed)?;
    if row.status == "withdrawn" {
        return Err(Error::Closed);
    }
    if let Some(token) = interview {
        let token = interviews::parse_token(&token)?;
        let kept = interviews::find(conn, cache, &token).await?.ok_or(Error::NotFound)?;
        if !kept.is_expired(now) {
            return Err(Error::Closed);
        }
        sqlx::query("update interview set invitation_id = null where id = $1")
            .bind(kept.id.0)
            .execute(&mut *conn)
            .await?;
    }
    Ok((row.id, source, row.pid))
}

async fn find(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    token: &Token,
) -> Result<Option<(Row, String, Option<String>)>, Error> {
    #[derive(FromRow)]
    struct Found {
        #[sqlx(flatten)]
        row: Row,
        source: String,
        interview: Option<String>,
    }
    let found: Option<Found> = sqlx::query_as(
        "select v.id, v.token, v.pid, v.lang, v.details,
         case when v.withdrawn_at is not null then 'withdrawn' else coalesce(i.disposition, 'not_begun') end as status,
         s.name as source, i.token as interview
         from invitation v
         join source s on s.id = v.source_id
         left join interview i on i.invitation_id = v.id
         where v.survey_id = $1 and v.token = $2",
    )
    .bind(&survey.0)
    .bind(token.as_str())
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|it| (it.row, it.source, it.interview)))
}

/// False where the person was on the list already.
async fn insert(
    conn: &mut SqliteConnection,
    source: &Source,
    (token, person): (&Token, &Person),
    now: Moment,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "insert into invitation (survey_id, source_id, token, pid, lang, details, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (source_id, pid) do nothing",
    )
    .bind(&source.survey.0)
    .bind(source.id)
    .bind(token.as_str())
    .bind(&person.pid)
    .bind(&person.lang)
    .bind(serde_json::to_string(&person.details)?)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

#[derive(FromRow)]
struct Row {
    id: i64,
    token: String,
    pid: String,
    lang: Option<String>,
    details: String,
    status: String,
}

impl Row {
    fn person(self) -> Result<Person, Error> {
        Ok(Person { pid: self.pid, lang: self.lang, details: serde_json::from_str(&self.details)? })
    }
}

impl TryFrom<Row> for Invited {
    type Error = Error;

    fn try_from(row: Row) -> Result<Invited, Error> {
        let token = interviews::parse_token(&row.token)?;
        Ok(Invited { id: row.id, token, status: row.status.clone(), person: row.person()? })
    }
}
