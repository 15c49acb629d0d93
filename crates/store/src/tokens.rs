//! Tokens for programs: made, listed, looked up by their secret, revoked. Secrets are kept as hashes.

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::{Moment, PersonId, SurveyId};

use crate::audit::{self, Note};
use crate::hash::sha256;
use crate::{Db, Error};

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Right {
    /// Reads the data: codebook, responses, exports, withdrawals. Whoever made it must be an analyst there.
    Data,
    /// Reads how the field stands: quota counts. Whoever made it must be a manager there.
    Field,
}

impl Right {
    /// Every right there is.
    pub const ALL: [Right; 2] = [Right::Data, Right::Field];

    /// The word for it in forms and in SQL.
    pub fn word(self) -> &'static str {
        match self {
            Right::Data => "data",
            Right::Field => "field",
        }
    }

    /// The right that a word means.
    pub fn parse(word: &str) -> Option<Right> {
        Right::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// A token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    pub id: i64,
    pub name: String,
    /// Who made it, and that person's name.
    pub person: PersonId,
    pub maker: String,
    /// The one survey that it opens; none for every survey of the house.
    pub survey: Option<SurveyId>,
    pub rights: Vec<Right>,
    pub created_at: Moment,
    pub expires_at: Moment,
    pub revoked_at: Option<Moment>,
    /// To the minute.
    pub last_used_at: Option<Moment>,
}

impl ApiToken {
    /// Whether it opens anything at this moment.
    pub fn holds(&self, now: Moment) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// A token that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    pub name: String,
    pub person: PersonId,
    pub survey: Option<SurveyId>,
    pub rights: Vec<Right>,
    pub expires_at: Moment,
}

/// `last_used_at` is written at most once in so many milliseconds.
const USED_EVERY: i64 = 60_000;

/// Makes a token of this secret, of which only the hash is kept. Its number.
pub async fn make(db: &Db, secret: &str, token: NewToken, who: &str, now: Moment) -> Result<i64, Error> {
    let (hash, who) = (sha256(secret), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let (id,): (i64,) = sqlx::query_as(
                "insert into api_token (hash, name, person_id, survey_id, rights, created_at, expires_at)
                 values ($1, $2, $3, $4, $5, $6, $7)
                 returning id",
            )
            .bind(&hash)
            .bind(&token.name)
            .bind(token.person.0)
            .bind(token.survey.as_ref().map(|it| it.0.as_str()))
            .bind(words(&token.rights))
            .bind(now.0)
            .bind(token.expires_at.0)
            .fetch_one(&mut *conn)
            .await?;
            let after = Some(words(&token.rights));
            let note = Note { after, ..about(&who, "token", (token.survey.as_ref(), &token.name)) };
            audit::append(conn, &note, now).await?;
            Ok(id)
        })
    })
    .await
}

/// The tokens that open a survey, those for the whole house among them; the newest first.
pub async fn list(db: &Db, survey: &SurveyId) -> Result<Vec<ApiToken>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "select t.id, t.name, t.person_id, p.name as maker, t.survey_id, t.rights, t.created_at, t.expires_at,
         t.revoked_at, t.last_used_at
         from api_token t
         join person p on p.id = t.person_id
         where t.survey_id = $1 or t.survey_id is null
         order by t.id desc",
    )
    .bind(&survey.0)
    .fetch_all(db.read())
    .await?;
    rows.into_iter().map(Row::read).collect()
}

/// The token with this secret, expired and revoked ones too; none where nobody made it, or its maker has left.
pub async fn by_secret(db: &Db, secret: &str) -> Result<Option<ApiToken>, Error> {
    let row: Option<Row> = sqlx::query_as(
        "select t.id, t.name, t.person_id, p.name as maker, t.survey_id, t.rights, t.created_at, t.expires_at,
         t.revoked_at, t.last_used_at
         from api_token t
         join person p on p.id = t.person_id
         where t.hash = $1 and p.left_at is null",
    )
    .bind(sha256(secret))
    .fetch_optional(db.read())
    .await?;
    row.map(Row::read).transpose()
}

/// Notes that a token was used: when, to the minute; and in the audit log, on the first use of each day (in UTC).
pub async fn used(db: &Db, token: &ApiToken, now: Moment) -> Result<(), Error> {
    if token.last_used_at.is_some_and(|it| now.since(it) < USED_EVERY) {
        return Ok(());
    }
    let token = token.clone();
    db.write(move |conn| {
        Box::pin(async move {
            let done = sqlx::query(
                "update api_token set last_used_at = $2
                 where id = $1 and (last_used_at is null or last_used_at <= $3)",
            )
            .bind(token.id)
            .bind(now.0)
            .bind(now.0 - USED_EVERY)
            .execute(&mut *conn)
            .await?;
            let is_first = token.last_used_at.is_none_or(|it| day(it) < day(now));
            if done.rows_affected() == 1 && is_first {
                let note = about(&token.maker, "token_used", (token.survey.as_ref(), &token.name));
                audit::append(conn, &note, now).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Revokes a token that opens a survey; with `of_house` also one that opens all of them. `NotFound` where there is
/// none that this may be done to.
pub async fn revoke(
    db: &Db,
    (survey, id): (&SurveyId, i64),
    of_house: bool,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (survey, who) = (survey.clone(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let (scope, name, revoked_at): (Option<String>, String, Option<i64>) = sqlx::query_as(
                "select survey_id, name, revoked_at
                 from api_token
                 where id = $1 and (survey_id = $2 or (survey_id is null and $3 = 1))",
            )
            .bind(id)
            .bind(&survey.0)
            .bind(of_house)
            .fetch_one(&mut *conn)
            .await?;
            if revoked_at.is_some() {
                return Ok(());
            }
            sqlx::query("update api_token set revoked_at = $2 where id = $1")
                .bind(id)
                .bind(now.0)
                .execute(&mut *conn)
                .await?;
            let scope = scope.map(SurveyId);
            audit::append(conn, &about(&who, "token_revoked", (scope.as_ref(), &name)), now).await
        })
    })
    .await
}

/// Revokes whatever somebody made who leaves: it does not come back with the person.
pub(crate) async fn end(conn: &mut SqliteConnection, person: PersonId, now: Moment) -> Result<(), Error> {
    sqlx::query("update api_token set revoked_at = $2 where person_id = $1 and revoked_at is null")
        .bind(person.0)
        .bind(now.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// The day of a moment, in UTC.
fn day(at: Moment) -> i64 {
    at.0.div_euclid(86_400_000)
}

/// Rights between blanks.
fn words(rights: &[Right]) -> String {
    rights.iter().map(|it| it.word()).collect::<Vec<_>>().join(" ")
}

fn about(who: &str, deed: &'static str, (survey, name): (Option<&SurveyId>, &str)) -> Note {
    Note { who: who.to_owned(), survey: survey.cloned(), deed, subject: name.to_owned(), ..Note::default() }
}

#[derive(FromRow)]
struct Row {
    id: i64,
    name: String,
    person_id: i64,
    maker: String,
    survey_id: Option<String>,
    rights: String,
    created_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
    last_used_at: Option<i64>,
}

impl Row {
    fn read(self) -> Result<ApiToken, Error> {
        let right = |it: &str| Right::parse(it).ok_or(Error::Unreadable("right of a token"));
        Ok(ApiToken {
            id: self.id,
            name: self.name,
            person: PersonId(self.person_id),
            maker: self.maker,
            survey: self.survey_id.map(SurveyId),
            rights: self.rights.split(' ').map(right).collect::<Result<_, _>>()?,
            created_at: Moment(self.created_at),
            expires_at: Moment(self.expires_at),
            revoked_at: self.revoked_at.map(Moment),
            last_used_at: self.last_used_at.map(Moment),
        })
    }
}
