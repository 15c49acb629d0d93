//! The audit log: what people do at the desk beside what the ledger says of a survey. Append-only.

pub mod log;

use sqlx::sqlite::SqliteConnection;
use survey::{Moment, SurveyId};

use crate::{Db, Error};

/// The words for deeds. A new one also has words in the files of words: `audit-deed-WORD`.
pub const DEEDS: [&str; 35] = [
    "sign_in",
    "sign_in_failed",
    "code_failed",
    "sign_out",
    "sign_out_everywhere",
    "password",
    "name",
    "person",
    "roles",
    "link",
    "left",
    "back",
    "second_factor_on",
    "second_factor_off",
    "download",
    "upload",
    "token",
    "token_revoked",
    "token_used",
    "webhook",
    "webhook_on",
    "webhook_off",
    "webhook_secret",
    "webhook_gone",
    "variables",
    "weight",
    "weight_gone",
    "weight_made",
    "claims",
    "coding",
    "coding_frame",
    "coding_gone",
    "coding_name",
    "report",
    "report_gone",
];

/// One thing that somebody did: `Note { who, deed: "download", subject, ..Note::default() }`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    pub who: String,
    /// None where it is about the house.
    pub survey: Option<SurveyId>,
    /// One of [`DEEDS`].
    pub deed: &'static str,
    /// About what or whom.
    pub subject: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Appends what somebody did.
pub async fn note(db: &Db, note: Note, now: Moment) -> Result<(), Error> {
    db.write(move |conn| Box::pin(async move { append(conn, &note, now).await })).await
}

/// Appends what somebody did, in the transaction in which it is done.
pub(crate) async fn append(conn: &mut SqliteConnection, note: &Note, now: Moment) -> Result<(), Error> {
    sqlx::query(
        "insert into audit (at, who, survey_id, deed, subject, before, after)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(now.0)
    .bind(&note.who)
    .bind(note.survey.as_ref().map(|it| it.0.as_str()))
    .bind(note.deed)
    .bind(&note.subject)
    .bind(&note.before)
    .bind(&note.after)
    .execute(conn)
    .await?;
    Ok(())
}
