//! People who work at the desk: names, passwords, one-time links, and whether they still work here.

mod links;
pub mod roles;
pub mod second_factor;

use std::collections::BTreeMap;

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::{Moment, PersonId, SurveyId};

use crate::audit::{self, Note};
use crate::error::taken;
use crate::{Db, Error, tokens};

pub use roles::Role;

/// A person who works at the desk.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    /// None until a password is chosen.
    pub password_hash: Option<String>,
    /// For the whole house, in the order of [`Role::ALL`].
    pub roles: Vec<Role>,
    /// For single surveys, beside those for the house.
    pub of_surveys: BTreeMap<SurveyId, Vec<Role>>,
    /// Whether signing in takes a code, too.
    pub second_factor: bool,
    /// Sessions that began with a smaller number have ended.
    pub session_round: i64,
    /// No longer works here since then.
    pub left_at: Option<Moment>,
}

/// Adds a person. A name is taken whatever its capitals.
pub async fn add(
    db: &Db,
    name: &str,
    password_hash: Option<&str>,
    roles: &[Role],
    who: &str,
    now: Moment,
) -> Result<PersonId, Error> {
    let (name, who) = (name.trim().to_owned(), who.to_owned());
    let (password_hash, roles) = (password_hash.map(str::to_owned), roles.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let (id,): (i64,) = sqlx::query_as(
                "insert into person (name, folded_name, password_hash, created_at) values ($1, $2, $3, $4)
                 returning id",
            )
            .bind(&name)
            .bind(fold(&name))
            .bind(password_hash)
            .bind(now.0)
            .fetch_one(&mut *conn)
            .await
            .map_err(|err| taken(err, "a person with this name"))?;
            audit::append(conn, &about(&who, "person", &name), now).await?;
            roles::put(conn, PersonId(id), &roles, &who, now).await?;
            Ok(PersonId(id))
        })
    })
    .await
}

/// The person of this name, whatever its capitals.
pub async fn by_name(db: &Db, name: &str) -> Result<Person, Error> {
    let mut conn = db.read().acquire().await?;
    let (id,): (i64,) = sqlx::query_as("select id from person where folded_name = $1")
        .bind(fold(name.trim()))
        .fetch_one(&mut *conn)
        .await?;
    find(&mut conn, PersonId(id)).await
}

/// The person with this key.
pub async fn by_id(db: &Db, id: PersonId) -> Result<Person, Error> {
    find(&mut *db.read().acquire().await?, id).await
}

/// Everybody, by name; who has left, too.
pub async fn list(db: &Db) -> Result<Vec<Person>, Error> {
    let mut conn = db.read().acquire().await?;
    let ids: Vec<(i64,)> =
        sqlx::query_as("select id from person order by folded_name").fetch_all(&mut *conn).await?;
    let mut people = Vec::with_capacity(ids.len());
    for (id,) in ids {
        people.push(find(&mut conn, PersonId(id)).await?);
    }
    Ok(people)
}

/// Whether anybody can sign in, that is, has chosen a password.
pub async fn any(db: &Db) -> Result<bool, Error> {
    let row: Option<(i64,)> =
        sqlx::query_as("select id from person where password_hash is not null and left_at is null limit 1")
            .fetch_optional(db.read())
            .await?;
    Ok(row.is_some())
}

/// Sets a password; one-time links of this person that were not used end.
pub async fn set_password(
    db: &Db,
    id: PersonId,
    password_hash: &str,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (password_hash, who) = (password_hash.to_owned(), who.to_owned());
    change(db, id, move |conn, person| {
        Box::pin(async move { put_password(conn, &person, &password_hash, &who, now).await })
    })
    .await
}

/// Gives a person another name. A name is taken whatever its capitals.
pub async fn rename(db: &Db, id: PersonId, name: &str, who: &str, now: Moment) -> Result<(), Error> {
    let (name, who) = (name.trim().to_owned(), who.to_owned());
    change(db, id, move |conn, person| {
        Box::pin(async move {
            sqlx::query("update person set name = $1, folded_name = $2 where id = $3")
                .bind(&name)
                .bind(fold(&name))
                .bind(id.0)
                .execute(&mut *conn)
                .await
                .map_err(|err| taken(err, "a person with this name"))?;
            let note = about(&who, "name", &name);
            audit::append(conn, &Note { before: Some(person.name), after: Some(name), ..note }, now).await
        })
    })
    .await
}

/// Ends all sessions of a person, on every machine.
pub async fn end_sessions(db: &Db, id: PersonId, who: &str, now: Moment) -> Result<(), Error> {
    let who = who.to_owned();
    change(db, id, move |conn, person| {
        Box::pin(async move {
            sqlx::query("update person set session_round = session_round + 1 where id = $1")
                .bind(id.0)
                .execute(&mut *conn)
                .await?;
            audit::append(conn, &about(&who, "sign_out_everywhere", &person.name), now).await
        })
    })
    .await
}

/// Says that a person no longer works here: sessions, links and tokens end, and nobody signs in by this name. The last
/// owner of the house stays.
pub async fn leave(db: &Db, id: PersonId, who: &str, now: Moment) -> Result<(), Error> {
    let who = who.to_owned();
    change(db, id, move |conn, person| {
        Box::pin(async move {
            if person.left_at.is_some() {
                return Ok(());
            }
            let sql = "update person set left_at = $2, session_round = session_round + 1 where id = $1";
            sqlx::query(sql).bind(id.0).bind(now.0).execute(&mut *conn).await?;
            roles::an_owner_is_left(conn, &person.roles).await?;
            links::end(conn, id, now).await?;
            tokens::end(conn, id, now).await?;
            audit::append(conn, &about(&who, "left", &person.name), now).await
        })
    })
    .await
}

/// Says that a person who had left works here again, in the same roles.
pub async fn come_back(db: &Db, id: PersonId, who: &str, now: Moment) -> Result<(), Error> {
    let who = who.to_owned();
    change(db, id, move |conn, person| {
        Box::pin(async move {
            if person.left_at.is_none() {
                return Ok(());
            }
            sqlx::query("update person set left_at = null where id = $1")
                .bind(id.0)
                .execute(&mut *conn)
                .await?;
            audit::append(conn, &about(&who, "back", &person.name), now).await
        })
    })
    .await
}

/// Makes a one-time link of this secret, good until `expires_at`; earlier links of this person end.
pub async fn create_link(
    db: &Db,
    id: PersonId,
    secret: &str,
    expires_at: Moment,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (secret, who) = (secret.to_owned(), who.to_owned());
    change(db, id, move |conn, person| {
        Box::pin(async move {
            links::create(conn, id, &secret, expires_at, now).await?;
            audit::append(conn, &about(&who, "link", &person.name), now).await
        })
    })
    .await
}

/// Whose one-time link this is; `NotFound` once it is used or over.
pub async fn by_link(db: &Db, secret: &str, now: Moment) -> Result<Person, Error> {
    links::person(&mut *db.read().acquire().await?, secret, now).await
}

/// Uses a one-time link: sets the password of its person, once. `NotFound` once it is used or over.
pub async fn use_link(db: &Db, secret: &str, password_hash: &str, now: Moment) -> Result<Person, Error> {
    let (secret, password_hash) = (secret.to_owned(), password_hash.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let person = links::person(conn, &secret, now).await?;
            // Ends this link with the others.
            put_password(conn, &person, &password_hash, &person.name, now).await?;
            Ok(Person { password_hash: Some(password_hash), ..person })
        })
    })
    .await
}

/// A name in small letters, by which it is compared.
fn fold(name: &str) -> String {
    name.to_lowercase()
}

/// Changes a person, in the writer.
async fn change<J>(db: &Db, id: PersonId, job: J) -> Result<(), Error>
where
    J: for<'c> FnOnce(&'c mut SqliteConnection, Person) -> futures::future::BoxFuture<'c, Result<(), Error>>
        + Send
        + 'static,
{
    db.write(move |conn| {
        Box::pin(async move {
            let person = find(conn, id).await?;
            job(conn, person).await
        })
    })
    .await
}

/// A note about a person.
fn about(who: &str, deed: &'static str, name: &str) -> Note {
    Note { who: who.to_owned(), deed, subject: name.to_owned(), ..Note::default() }
}

#[derive(FromRow)]
struct Row {
    id: i64,
    name: String,
    password_hash: Option<String>,
    second_factor: bool,
    session_round: i64,
    left_at: Option<i64>,
}

async fn find(conn: &mut SqliteConnection, id: PersonId) -> Result<Person, Error> {
    let row: Row = sqlx::query_as(
        "select id, name, password_hash, totp_secret is not null as second_factor, session_round, left_at
         from person
         where id = $1",
    )
    .bind(id.0)
    .fetch_one(&mut *conn)
    .await?;
    let (roles, of_surveys) = roles::of(conn, id).await?;
    Ok(Person {
        id: PersonId(row.id),
        name: row.name,
        password_hash: row.password_hash,
        roles,
        of_surveys,
        second_factor: row.second_factor,
        session_round: row.session_round,
        left_at: row.left_at.map(Moment),
    })
}

async fn put_password(
    conn: &mut SqliteConnection,
    person: &Person,
    password_hash: &str,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    sqlx::query("update person set password_hash = $2 where id = $1")
        .bind(person.id.0)
        .bind(password_hash)
        .execute(&mut *conn)
        .await?;
    audit::append(conn, &about(who, "password", &person.name), now).await?;
    links::end(conn, person.id, now).await
}
