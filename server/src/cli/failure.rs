//! What a command says when it cannot do what it was asked: one sentence, and what to do next.

use anyhow::anyhow;
use store::surveys::Survey;
use store::{Db, Error};
use survey::SurveyId;

/// Who did it, in the ledger, where nobody signed in.
pub const COMMAND_LINE: &str = "command line";

/// The survey of this id; where there is none, which ones there are.
pub async fn known(db: &Db, id: &str) -> anyhow::Result<Survey> {
    match store::surveys::load(db, &SurveyId(id.to_owned())).await {
        Err(Error::NotFound) => {
            let surveys = store::surveys::list(db).await.map_err(failed)?;
            let ids: Vec<String> = surveys.iter().map(|it| it.id.to_string()).collect();
            Err(match ids.is_empty() {
                true => anyhow!("There is no survey yet; add one with `canvass add FILE`, or check --data"),
                false => anyhow!("There is no survey “{id}”; there are: {}", ids.join(", ")),
            })
        }
        survey => survey.map_err(failed),
    }
}

/// A failure of the database as a sentence.
pub fn failed(err: Error) -> anyhow::Error {
    let next = match &err {
        Error::Busy => "Another process is writing to the database; try again in a moment",
        Error::Closed => "The survey is not open; open it at the desk and try again",
        Error::Folder(_) => "The data folder cannot be written; check --data and who may write there",
        Error::Commit(_) | Error::Lost => "Nothing was written; check the disk's space and try again",
        Error::Migrate(_) => {
            "The database does not fit this version of canvass; use the one that wrote it, or a newer one"
        }
        Error::LastOwner => "Make somebody else an owner of the house first",
        Error::Stale => "Somebody changed it meanwhile; look again and try again",
        Error::Unreadable(_) | Error::Document(_) => "The database is damaged; run `canvass verify`",
        Error::NotFound | Error::Taken(_) | Error::Invalid(_) | Error::Expired | Error::Database(_) => {
            return anyhow::Error::new(err);
        }
    };
    anyhow::Error::new(err).context(next)
}
