//! Roles: for the whole house, or for one survey.

use std::collections::BTreeMap;

use sqlx::sqlite::SqliteConnection;
use survey::{Moment, PersonId, SurveyId};

use super::{about, change};
use crate::audit::{self, Note};
use crate::{Db, Error, surveys};

/// What a person may do at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Gives roles, and may do what all the others may.
    Owner,
    /// Runs the field.
    Manager,
    /// Reads the data.
    Analyst,
    /// Writes questionnaires.
    Author,
}

impl Role {
    /// Every role there is.
    pub const ALL: [Role; 4] = [Role::Owner, Role::Manager, Role::Analyst, Role::Author];

    /// The word for it on the command line and in SQL.
    pub fn word(self) -> &'static str {
        match self {
            Role::Owner => "owner",
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

/// Replaces a person's roles for the whole house. The last owner stays one.
pub async fn set(db: &Db, id: PersonId, roles: &[Role], who: &str, now: Moment) -> Result<(), Error> {
    let (roles, who) = (roles.to_owned(), who.to_owned());
    change(db, id, move |conn, person| {
        Box::pin(async move {
            put(conn, id, &roles, &who, now).await?;
            an_owner_is_left(conn, &person.roles).await
        })
    })
    .await
}

/// Replaces a person's roles for one survey; those for the house stay beside them.
pub async fn set_in(
    db: &Db,
    survey: &SurveyId,
    id: PersonId,
    roles: &[Role],
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (survey, roles, who) = (survey.clone(), roles.to_owned(), who.to_owned());
    change(db, id, move |conn, person| {
        Box::pin(async move {
            surveys::find(conn, &survey).await?.ok_or(Error::NotFound)?;
            let before = person.of_surveys.get(&survey).map(|it| words(it)).unwrap_or_default();
            let after = words(&roles);
            if before == after {
                return Ok(());
            }
            sqlx::query("delete from survey_role where person_id = $1 and survey_id = $2")
                .bind(id.0)
                .bind(&survey.0)
                .execute(&mut *conn)
                .await?;
            for role in roles {
                sqlx::query(
                    "insert into survey_role (person_id, survey_id, role) values ($1, $2, $3)
                     on conflict do nothing",
                )
                .bind(id.0)
                .bind(&survey.0)
                .bind(role.word())
                .execute(&mut *conn)
                .await?;
            }
            let note = about(&who, "roles", &person.name);
            let note = Note { survey: Some(survey), before: Some(before), after: Some(after), ..note };
            audit::append(conn, &note, now).await
        })
    })
    .await
}

/// A person's roles for the house and for single surveys.
pub(super) async fn of(
    conn: &mut SqliteConnection,
    id: PersonId,
) -> Result<(Vec<Role>, BTreeMap<SurveyId, Vec<Role>>), Error> {
    let rows: Vec<(Option<String>, String)> = sqlx::query_as(
        "select null as survey_id, role from person_role where person_id = $1
         union all
         select survey_id, role from survey_role where person_id = $1",
    )
    .bind(id.0)
    .fetch_all(conn)
    .await?;
    let (mut house, mut surveys) = (Vec::new(), BTreeMap::<SurveyId, Vec<Role>>::new());
    for (survey, word) in rows {
        let role = Role::parse(&word).ok_or(Error::Unreadable("role"))?;
        match survey {
            None => house.push(role),
            Some(it) => surveys.entry(SurveyId(it)).or_default().push(role),
        }
    }
    house.sort();
    surveys.values_mut().for_each(|it| it.sort());
    Ok((house, surveys))
}

/// Writes a person's roles for the whole house, and notes it if they change.
pub(super) async fn put(
    conn: &mut SqliteConnection,
    id: PersonId,
    roles: &[Role],
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let person = super::find(conn, id).await?;
    let (before, after) = (words(&person.roles), words(roles));
    if before == after {
        return Ok(());
    }
    sqlx::query("delete from person_role where person_id = $1").bind(id.0).execute(&mut *conn).await?;
    for role in roles {
        sqlx::query("insert into person_role (person_id, role) values ($1, $2) on conflict do nothing")
            .bind(id.0)
            .bind(role.word())
            .execute(&mut *conn)
            .await?;
    }
    let note = about(who, "roles", &person.name);
    audit::append(conn, &Note { before: Some(before), after: Some(after), ..note }, now).await
}

/// Refuses a change that leaves the house without an owner; `before` are the roles of whom it was about.
pub(super) async fn an_owner_is_left(conn: &mut SqliteConnection, before: &[Role]) -> Result<(), Error> {
    let row: Option<(i64,)> = sqlx::query_as(
        "select p.id
         from person p
         join person_role r on r.person_id = p.id
         where r.role = 'owner' and p.left_at is null
         limit 1",
    )
    .fetch_optional(conn)
    .await?;
    if row.is_none() && before.contains(&Role::Owner) { Err(Error::LastOwner) } else { Ok(()) }
}

/// Roles as the audit log says them.
fn words(roles: &[Role]) -> String {
    let mut roles = roles.to_owned();
    roles.sort();
    roles.dedup();
    roles.iter().map(|it| it.word()).collect::<Vec<_>>().join(", ")
}
