//! What can go wrong with what is kept.

use std::sync::Arc;

/// What can go wrong with what is kept. Only kinds that a caller answers differently are told apart.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing.
    #[error("not found")]
    NotFound,
    /// A name is in use; names what there is already, such as `a person with this name`.
    #[error("there is already {0}")]
    Taken(&'static str),
    /// The questionnaire has problems and cannot be fielded; all of them, warnings too.
    #[error("the questionnaire has {} problems", .0.len())]
    Invalid(Vec<survey::Problem>),
    /// It would leave the house without anybody who may give roles.
    #[error("the last owner of the house")]
    LastOwner,
    /// The survey is paused or closed: no interview begins.
    #[error("the survey is not open")]
    Closed,
    /// The interview was idle for longer than it may be interrupted.
    #[error("the interview was idle for too long")]
    Expired,
    /// Somebody else changed it meanwhile: look again, then decide.
    #[error("somebody else changed it meanwhile")]
    Stale,
    /// Too much is waiting to be written, or another process is writing: nothing was done, try again.
    #[error("too much is waiting to be written")]
    Busy,
    /// The database did not take the commit: nothing was done.
    #[error("the commit failed")]
    Commit(#[source] Arc<sqlx::Error>),
    /// The writer stopped or the write panicked: nothing was done.
    #[error("the write was lost")]
    Lost,
    /// What is stored does not read as what it should be.
    #[error("a stored {0} does not read")]
    Unreadable(&'static str),
    /// A stored document is no interview, or an interview is no document.
    #[error("a stored interview does not read")]
    Document(#[from] serde_json::Error),
    /// The folder of the database cannot be made.
    #[error("the data folder cannot be written")]
    Folder(#[source] std::io::Error),
    /// The tables could not be brought up to date.
    #[error("the tables could not be brought up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// Anything else that the database says.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
}

impl From<sqlx::Error> for Error {
    fn from(err: sqlx::Error) -> Self {
        match &err {
            sqlx::Error::RowNotFound => Error::NotFound,
            sqlx::Error::PoolTimedOut => Error::Busy,
            sqlx::Error::Database(it) if is_busy(it.code().as_deref()) => Error::Busy,
            _ => Error::Database(err),
        }
    }
}

impl Error {
    /// What a failed transaction means to everybody in it.
    pub(crate) fn from_commit(err: Arc<sqlx::Error>) -> Error {
        let code = err.as_database_error().and_then(|it| it.code().map(|code| code.into_owned()));
        if is_busy(code.as_deref()) { Error::Busy } else { Error::Commit(err) }
    }
}

/// What a collision means at this statement; any other error stays itself.
pub(crate) fn taken(err: sqlx::Error, what: &'static str) -> Error {
    match err.as_database_error() {
        Some(it) if it.is_unique_violation() => Error::Taken(what),
        _ => err.into(),
    }
}

/// SQLITE_BUSY and its kin, all of which end in the byte 5: another process kept the file for too long.
fn is_busy(code: Option<&str>) -> bool {
    code.and_then(|it| it.parse::<i64>().ok()).is_some_and(|it| it & 0xff == 5)
}
