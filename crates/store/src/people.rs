//! People who work at the desk: names, roles, passwords, one-time links.

mod links;

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::{Moment, PersonId};

use crate::error::taken;
use crate::{Db, Error};

/// What a person may do at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Runs the field.
    Manager,
    /// Reads the data.
    Analyst,
    /// Writes questionnaires.
    Author,
}

impl Role {
    /// Every role there is.
    pub const ALL: [Role; 3] = [Role::Manager, Role::Analyst, Role::Author];

    /// The word for it on the command line and in SQL.
    pub fn word(self) -> &'static str {
        match self {
            Role::Manager => "manager",
            Role::Analyst => "analyst",
            Role::Author => "author",
        }
    }

    /// The role that a word means.
    pub fn parse(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// A person who works at the desk.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    /// None until a password is chosen.
    pub password_hash: Option<String>,
    /// In the order of [`Role::ALL`].
    pub roles: Vec<Role>,
}

/// Adds a person. A name is taken whatever its capitals.
pub async fn add(
    db: &Db,
    name: &str,
    password_hash: Option<&str>,
    roles: &[Role],
    now: Moment,
) -> Result<PersonId, Error> {
    let name = name.trim().to_owned();
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
            put_roles(conn, PersonId(id), &roles).await?;
            Ok(PersonId(id))
        })
    })
    .await
}

/// The person of this name, whatever its capitals.
pub async fn by_name(db: &Db, name: &str) -> Result<Person, Error> {
    let mut conn = db.read().acquire().await?;
    let row = sqlx::query_as("select id, name, password_hash from person where folded_name = $1")
        .bind(fold(name.trim()))
        .fetch_one(&mut *conn)
        .await?;
    with_roles(&mut conn, row).await
}

/// The person with this key.
pub async fn by_id(db: &Db, id: PersonId) -> Result<Person, Error> {
    find(&mut *db.read().acquire().await?, id).await
}

/// Everybody, by name.
pub async fn list(db: &Db) -> Result<Vec<Person>, Error> {
    let mut conn = db.read().acquire().await?;
    let rows: Vec<Row> = sqlx::query_as("select id, name, password_hash from person order by folded_name")
        .fetch_all(&mut *conn)
        .await?;
    let mut people = Vec::with_capacity(rows.len());
    for row in rows {
        people.push(with_roles(&mut conn, row).await?);
    }
    Ok(people)
}

/// Whether anybody can sign in, that is, has chosen a password.
pub async fn any(db: &Db) -> Result<bool, Error> {
    let row: Option<(i64,)> = sqlx::query_as("select id from person where password_hash is not null limit 1")
        .fetch_optional(db.read())
        .await?;
    Ok(row.is_some())
}

/// Sets a password; one-time links of this person that were not used end.
pub async fn set_password(db: &Db, id: PersonId, password_hash: &str, now: Moment) -> Result<(), Error> {
    let password_hash = password_hash.to_owned();
    db.write(move |conn| Box::pin(async move { put_password(conn, id, &password_hash, now).await })).await
}

/// Gives a person another name. A name is taken whatever its capitals.
pub async fn rename(db: &Db, id: PersonId, name: &str) -> Result<(), Error> {
    let name = name.trim().to_owned();
    db.write(move |conn| {
        Box::pin(async move {
            find(conn, id).await?;
            sqlx::query("update person set name = $1, folded_name = $2 where id = $3")
                .bind(&name)
                .bind(fold(&name))
                .bind(id.0)
                .execute(conn)
                .await
                .map_err(|err| taken(err, "a person with this name"))?;
            Ok(())
        })
    })
    .await
}

/// Replaces a person's roles.
pub async fn set_roles(db: &Db, id: PersonId, roles: &[Role]) -> Result<(), Error> {
    let roles = roles.to_owned();
    db.write(move |conn| {
        Box::pin(async move {
            find(conn, id).await?;
            put_roles(conn, id, &roles).await
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
    now: Moment,
) -> Result<(), Error> {
    links::create(db, id, secret, expires_at, now).await
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
            put_password(conn, person.id, &password_hash, now).await?;
            Ok(Person { password_hash: Some(password_hash), ..person })
        })
    })
    .await
}

/// A name in small letters, by which it is compared.
fn fold(name: &str) -> String {
    name.to_lowercase()
}

#[derive(FromRow)]
struct Row {
    id: i64,
    name: String,
    password_hash: Option<String>,
}

async fn find(conn: &mut SqliteConnection, id: PersonId) -> Result<Person, Error> {
    let row = sqlx::query_as("select id, name, password_hash from person where id = $1")
        .bind(id.0)
        .fetch_one(&mut *conn)
        .await?;
    with_roles(conn, row).await
}

async fn with_roles(conn: &mut SqliteConnection, row: Row) -> Result<Person, Error> {
    let words: Vec<(String,)> = sqlx::query_as("select role from person_role where person_id = $1")
        .bind(row.id)
        .fetch_all(conn)
        .await?;
    let roles = Role::ALL.into_iter().filter(|role| words.iter().any(|(it,)| it == role.word())).collect();
    Ok(Person { id: PersonId(row.id), name: row.name, password_hash: row.password_hash, roles })
}

async fn put_roles(conn: &mut SqliteConnection, id: PersonId, roles: &[Role]) -> Result<(), Error> {
    sqlx::query("delete from person_role where person_id = $1").bind(id.0).execute(&mut *conn).await?;
    for role in roles {
        sqlx::query("insert into person_role (person_id, role) values ($1, $2) on conflict do nothing")
            .bind(id.0)
            .bind(role.word())
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

async fn put_password(
    conn: &mut SqliteConnection,
    id: PersonId,
    password_hash: &str,
    now: Moment,
) -> Result<(), Error> {
    let done = sqlx::query("update person set password_hash = $2 where id = $1")
        .bind(id.0)
        .bind(password_hash)
        .execute(&mut *conn)
        .await?;
    if done.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    links::end(conn, id, now).await
}
