//! What is promised after every fault: each confirmed page is there once, no cell is over its target, ledger, counters
//! and interviews agree, and the file itself is whole.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::Context;
use serde_json::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use survey::Interview;
use tokio::task::spawn_blocking;

use crate::bench::{Bench, SURVEY};
use crate::field::{Confirmed, Kept, Stand};

/// So many sentences of one kind say enough.
const SHOWN: usize = 3;

/// How much of what was confirmed must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All of it.
    All,
    /// Any beginning of it: commits were cut off on purpose.
    Beginning,
}

/// What was found in a database.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// What is wrong, a sentence each.
    pub wrong: Vec<String>,
    pub interviews: usize,
    /// The posts in all of them.
    pub posts: u64,
    /// The posts in each, by link.
    pub turns: BTreeMap<String, u32>,
}

/// Looks at a database that nobody writes to.
pub async fn look(bench: &Bench, data: &Path, kept: &Kept, wanted: Wanted) -> anyhow::Result<Found> {
    let mut found = Found::default();
    found.wrong.extend(of_file(&bench.canvass, data).await?);
    let mut conn = open(data).await?;
    let rows: Vec<(String, String)> =
        sqlx::query_as("select token, document from interview where survey_id = $1 order by id")
            .bind(SURVEY)
            .fetch_all(&mut conn)
            .await?;
    conn.close().await?;
    let mut strange = Vec::new();
    let mut there = BTreeMap::new();
    for (token, document) in rows {
        let interview: Interview =
            serde_json::from_str(&document).context("a stored interview does not read")?;
        found.posts += u64::from(interview.turn);
        let known = kept.get(&token);
        let why = known.map_or(Some("nobody began it"), |it| disagreement(bench, it, &interview, wanted));
        strange.extend(why.map(|it| format!("interview {token} at turn {}: {it}", interview.turn)));
        found.turns.insert(token.clone(), interview.turn);
        *there.entry(token).or_insert(0) += 1;
    }
    found.interviews = there.len();
    strange.extend(
        there.iter().filter(|(_, rows)| **rows > 1).map(|(it, _)| format!("interview {it} is there twice")),
    );
    if wanted == Wanted::All {
        let lost = kept.iter().filter(|(token, it)| !it.stands.is_empty() && !there.contains_key(*token));
        strange.extend(lost.map(|(token, _)| format!("interview {token} was confirmed and is gone")));
    }
    let more = strange.len().saturating_sub(SHOWN);
    strange.truncate(SHOWN);
    found.wrong.extend(strange);
    found.wrong.extend((more > 0).then(|| format!("and {more} interviews more")));
    Ok(found)
}

/// What `canvass verify` and SQLite's own check find wrong with a database that nobody writes to.
pub async fn of_file(canvass: &Path, data: &Path) -> anyhow::Result<Vec<String>> {
    let mut wrong = verify(canvass, data).await?;
    let mut conn = open(data).await?;
    let damage: Vec<String> = sqlx::query_scalar("pragma integrity_check").fetch_all(&mut conn).await?;
    wrong.extend(damage.into_iter().filter(|it| it != "ok").take(SHOWN));
    conn.close().await?;
    Ok(wrong)
}

/// What is wrong with a stored interview, given what was confirmed of it.
fn disagreement(
    bench: &Bench,
    known: &Confirmed,
    stored: &Interview,
    wanted: Wanted,
) -> Option<&'static str> {
    let stand = Stand::of(&bench.study.questionnaire, stored, known.page);
    let last = known.stands.last().map_or(0, |it| it.turn);
    if stand.turn > last {
        // The post whose answer was lost: it may have been taken, and what came before it is as it was.
        let before = known.stands.last().map(|it| it.others);
        let is_next = stand.turn == last + 1 && before.is_none_or(|it| it == stand.others);
        return (!is_next).then_some("it has more than what was posted");
    }
    if stand.turn < last && wanted == Wanted::All {
        return Some("a confirmed page is gone");
    }
    let as_then = known.stands.iter().find(|it| it.turn == stand.turn);
    as_then.is_none_or(|it| it.all != stand.all).then_some("it is not what was typed")
}

/// What `canvass verify` says, a sentence each; none where it agrees.
async fn verify(canvass: &Path, data: &Path) -> anyhow::Result<Vec<String>> {
    let mut command = Command::new(canvass);
    command.args(["verify", "--json", "--data"]).arg(data);
    let done =
        spawn_blocking(move || command.output()).await?.context("`canvass verify` cannot be started")?;
    let said = String::from_utf8_lossy(&done.stderr).trim().to_owned();
    let found: Value = serde_json::from_slice(&done.stdout).unwrap_or_default();
    let sentences = found["disagreements"].as_array().cloned().unwrap_or_default();
    let mut wrong: Vec<String> = sentences.iter().take(SHOWN).map(|it| format!("verify: {it}")).collect();
    if wrong.is_empty() && !done.status.success() {
        wrong.push(format!("verify failed: {said}"));
    }
    Ok(wrong)
}

/// A connection to the database in a folder.
pub async fn open(data: &Path) -> anyhow::Result<SqliteConnection> {
    Ok(SqliteConnectOptions::new().filename(data.join("canvass.db")).connect().await?)
}
