//! Sources of sample: by which link people come, how many are wanted, and where they are sent back to.

mod admission;
mod arrivals;
mod counts;
mod invitations;
mod keys;
mod reconciliation;
mod rows;

use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteConnection;
use survey::{Disposition, Moment, SurveyId};

use crate::error::taken;
use crate::ledger::{self, Deed};
use crate::quotas::put_source;
use crate::{Db, Error, surveys};

pub use admission::{Comer, has_answered};
pub(crate) use admission::{admit, answered_meanwhile};
pub use arrivals::{forget, used_by};
pub use counts::{Counts, Places, SourceRow, counts, is_full, list};
pub use invitations::{
    Added, Invitation, Invited, Person, STATUSES, Which, batch, columns, invitation, invite, statuses,
};
pub use keys::{Key, keys, make_key, retire_key, secrets};
pub use reconciliation::{Reconciled, reconcile};

/// What sort of source it is, which decides what its link must carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// One link for everybody, on a poster or in a group.
    Open,
    /// A panel sends its members, each with its own id of the person.
    Panel,
    /// A list of people, each with an unguessable link.
    List,
}

impl SourceKind {
    /// All of them.
    pub const ALL: [SourceKind; 3] = [SourceKind::Open, SourceKind::Panel, SourceKind::List];

    /// The word for it in forms and SQL.
    pub fn word(self) -> &'static str {
        match self {
            SourceKind::Open => "open",
            SourceKind::Panel => "panel",
            SourceKind::List => "list",
        }
    }

    /// The kind that a word means.
    pub fn parse(word: &str) -> Option<SourceKind> {
        SourceKind::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// Where people are sent back to when their interview has ended; none for our own end page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Returns {
    pub complete: Option<String>,
    pub screened_out: Option<String>,
    pub quota_full: Option<String>,
    pub rejected: Option<String>,
}

impl Returns {
    /// The address for how an interview ended. Who refused did not qualify either, as far as a source can pay.
    pub fn of(&self, disposition: &Disposition) -> Option<&str> {
        match disposition {
            Disposition::Complete => self.complete.as_deref(),
            Disposition::ScreenedOut(_) | Disposition::Refused => self.screened_out.as_deref(),
            Disposition::QuotaFull(_) => self.quota_full.as_deref(),
            Disposition::Rejected(_) => self.rejected.as_deref(),
            Disposition::Started | Disposition::BrokenOff => None,
        }
    }
}

/// What can be changed about a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceSettings {
    pub title: String,
    /// Completes wanted from it at most.
    pub cap: Option<i64>,
    pub returns: Returns,
    /// Names of the link's variables that are kept and exported.
    pub variables: Vec<String>,
    /// Whoever arrives must bring a signature that was not used before.
    pub signed_arrival: bool,
    /// We sign when we send back.
    pub signed_return: bool,
}

impl SourceSettings {
    /// What the ledger says of it, a word each.
    fn words(&self) -> Vec<String> {
        let returns = &self.returns;
        let signed = |it: bool| if it { "yes" } else { "no" }.to_owned();
        let all = [
            ("title", self.title.clone()),
            ("cap", self.cap.map(|it| it.to_string()).unwrap_or_default()),
            ("complete", returns.complete.clone().unwrap_or_default()),
            ("screened_out", returns.screened_out.clone().unwrap_or_default()),
            ("quota_full", returns.quota_full.clone().unwrap_or_default()),
            ("rejected", returns.rejected.clone().unwrap_or_default()),
            ("variables", self.variables.join(" ")),
            ("signed_arrival", signed(self.signed_arrival)),
            ("signed_return", signed(self.signed_return)),
        ];
        all.into_iter().map(|(name, value)| format!("{name}={value}")).collect()
    }
}

/// A source of a survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub(crate) id: i64,
    pub survey: SurveyId,
    /// Stands in the link: `?source=name`.
    pub name: String,
    pub kind: SourceKind,
    pub settings: SourceSettings,
    /// Nobody new begins through it since then.
    pub closed_at: Option<Moment>,
}

/// Registers a source. Interviews that came by its name before are counted for it.
pub async fn create(
    db: &Db,
    survey: &SurveyId,
    (name, kind, title): (&str, SourceKind, &str),
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (survey, who, cache) = (survey.clone(), who.to_owned(), db.questionnaires.clone());
    let (name, title) = (name.to_owned(), title.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            surveys::find(conn, &survey).await?.ok_or(Error::NotFound)?;
            insert(conn, &survey, (&name, kind, &title), now).await?;
            put_source(conn, &cache, &survey, (&name, None), &who, now).await?;
            let after = format!("{name}: {} title={title}", kind.word());
            ledger::append(conn, &survey, Deed::change("source", Some(&who), None, Some(&after)), now).await
        })
    })
    .await
}

/// The source of this name, if it is registered.
pub async fn find(db: &Db, survey: &SurveyId, name: &str) -> Result<Option<Source>, Error> {
    rows::find(&mut *db.read().acquire().await?, survey, name).await
}

/// The source of this name.
pub async fn load(db: &Db, survey: &SurveyId, name: &str) -> Result<Source, Error> {
    find(db, survey, name).await?.ok_or(Error::NotFound)
}

/// The names of all variables that a survey's sources keep, in order of the alphabet.
pub async fn variables(db: &Db, survey: &SurveyId) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as("select variables from source where survey_id = $1")
        .bind(&survey.0)
        .fetch_all(db.read())
        .await?;
    let mut names: Vec<String> =
        rows.iter().flat_map(|(it,)| it.split_whitespace()).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// Changes what can be changed about a source; what changed stands in the ledger.
pub async fn change(
    db: &Db,
    survey: &SurveyId,
    name: &str,
    settings: SourceSettings,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (survey, name, who) = (survey.clone(), name.to_owned(), who.to_owned());
    let cache = db.questionnaires.clone();
    db.write(move |conn| {
        Box::pin(async move {
            let before = rows::find(conn, &survey, &name).await?.ok_or(Error::NotFound)?;
            if before.settings == settings {
                return Ok(());
            }
            update(conn, before.id, &settings).await?;
            put_source(conn, &cache, &survey, (&name, settings.cap), &who, now).await?;
            let (was, is) = (before.settings.words(), settings.words());
            let changed = |these: &[String], others: &[String]| {
                let words: Vec<&str> =
                    these.iter().zip(others).filter(|(a, b)| a != b).map(|(a, _)| a.as_str()).collect();
                format!("{name}: {}", words.join(", "))
            };
            let (was, is) = (changed(&was, &is), changed(&is, &was));
            ledger::append(conn, &survey, Deed::change("source", Some(&who), Some(&was), Some(&is)), now)
                .await
        })
    })
    .await
}

/// Closes a source, so that nobody new begins through it, or opens it again.
pub async fn set_open(
    db: &Db,
    survey: &SurveyId,
    name: &str,
    open: bool,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (survey, name, who) = (survey.clone(), name.to_owned(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let source = rows::find(conn, &survey, &name).await?.ok_or(Error::NotFound)?;
            if source.closed_at.is_none() == open {
                return Ok(());
            }
            sqlx::query("update source set closed_at = $2 where id = $1")
                .bind(source.id)
                .bind((!open).then_some(now.0))
                .execute(&mut *conn)
                .await?;
            let word = |open: bool| format!("{name}: {}", if open { "open" } else { "closed" });
            let (before, after) = (word(!open), word(open));
            ledger::append(
                conn,
                &survey,
                Deed::change("source", Some(&who), Some(&before), Some(&after)),
                now,
            )
            .await
        })
    })
    .await
}

async fn insert(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    (name, kind, title): (&str, SourceKind, &str),
    now: Moment,
) -> Result<(), Error> {
    sqlx::query(
        "insert into source (survey_id, name, kind, title, signed_arrival, signed_return, created_at)
         values ($1, $2, $3, $4, 0, 0, $5)",
    )
    .bind(&survey.0)
    .bind(name)
    .bind(kind.word())
    .bind(title)
    .bind(now.0)
    .execute(conn)
    .await
    .map_err(|err| taken(err, "a source with this name"))?;
    Ok(())
}

async fn update(conn: &mut SqliteConnection, id: i64, settings: &SourceSettings) -> Result<(), Error> {
    sqlx::query(
        "update source
         set title = $2, cap = $3, return_complete = $4, return_screened_out = $5, return_quota_full = $6,
         return_rejected = $7, variables = $8, signed_arrival = $9, signed_return = $10
         where id = $1",
    )
    .bind(id)
    .bind(&settings.title)
    .bind(settings.cap)
    .bind(&settings.returns.complete)
    .bind(&settings.returns.screened_out)
    .bind(&settings.returns.quota_full)
    .bind(&settings.returns.rejected)
    .bind(settings.variables.join(" "))
    .bind(settings.signed_arrival)
    .bind(settings.signed_return)
    .execute(conn)
    .await?;
    Ok(())
}
