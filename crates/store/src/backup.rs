//! Copies of the whole database: made while it is written to, checked, and put in its place.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use crate::db::{FILE, MIGRATOR, PATIENCE};
use crate::{Error, quotas};

/// Writes the database of a folder, as it stands now, to a file that must not be there yet.
///
/// A server may be running: it goes on reading and writing. The tables are not brought up to date, so a copy made
/// before an upgrade is of the older version. What was erased stands in no page of the copy. When this returns, the
/// copy is on disk; where it fails, nothing is left of it.
pub async fn copy(dir: &Path, to: &Path) -> Result<(), Error> {
    let mut conn = options(&dir.join(FILE)).connect().await?;
    let copied =
        sqlx::query("vacuum into $1").bind(to.to_string_lossy().into_owned()).execute(&mut conn).await;
    // A reader has nothing to lose by a failing close.
    let _ = conn.close().await;
    // SQLite leaves it to the system when it writes a copy out.
    let kept = copied.map_err(Error::from).and_then(|_| sync(to).map_err(Error::Folder));
    if kept.is_err() {
        let _ = fs::remove_file(to);
    }
    kept
}

/// What is wrong with a database in a file that nobody writes to: a sentence each, none where all is well.
///
/// It reads every page and every index. Of a database of this version it recomputes the quota counters, too; one of
/// an older version is as good, since its tables are brought up to date when it is opened.
pub async fn check(file: &Path) -> Result<Vec<String>, Error> {
    // Not even the files beside it are touched: a backup may lie where nobody may write.
    let mut conn = options(file).immutable(true).connect().await?;
    let found = faults(&mut conn).await;
    let _ = conn.close().await;
    found
}

async fn faults(conn: &mut SqliteConnection) -> Result<Vec<String>, Error> {
    let damage: Vec<(String,)> = match sqlx::query_as("pragma integrity_check").fetch_all(&mut *conn).await {
        Ok(rows) => rows,
        // Not even the first page reads.
        Err(err) => return Ok(vec![err.to_string()]),
    };
    let damage: Vec<String> = damage.into_iter().map(|(it,)| it).filter(|it| it != "ok").collect();
    if !damage.is_empty() {
        return Ok(damage);
    }
    let Some(newest) = newest_migration(conn).await? else {
        return Ok(vec!["It is no database of Canvass.".to_owned()]);
    };
    let ours = MIGRATOR.iter().map(|it| it.version).max().unwrap_or_default();
    if newest > ours {
        return Ok(vec!["A newer Canvass made it; use that one.".to_owned()]);
    }
    if newest < ours { Ok(Vec::new()) } else { quotas::recomputed(conn).await }
}

/// The last migration that a database has seen; none where it is not ours.
async fn newest_migration(conn: &mut SqliteConnection) -> Result<Option<i64>, Error> {
    let table = "select name from sqlite_schema where type = 'table' and name = '_sqlx_migrations'";
    if sqlx::query(table).fetch_optional(&mut *conn).await?.is_none() {
        return Ok(None);
    }
    let (newest,): (Option<i64>,) =
        sqlx::query_as("select max(version) from _sqlx_migrations where success").fetch_one(conn).await?;
    Ok(newest)
}

/// Puts a database into a folder where no server runs. One that is there is kept beside it, as it was; gives the
/// name that it has then.
///
/// Until the last step, which is one renaming, the folder has what it had.
pub async fn put_in_place(file: &Path, dir: &Path, aside: &str) -> io::Result<Option<PathBuf>> {
    fs::create_dir_all(dir)?;
    gather(&dir.join(FILE)).await;
    let fresh = dir.join(format!("{FILE}.restoring"));
    fs::copy(file, &fresh)?;
    sync(&fresh)?;
    let old = move_aside(dir, aside)?;
    fs::rename(&fresh, dir.join(FILE))?;
    File::open(dir)?.sync_all()?;
    Ok(old)
}

/// Takes what a database has in the files beside it into its one file, as whoever closes it last does.
async fn gather(file: &Path) {
    // One that is damaged is kept as it is, with those files.
    if let Ok(mut conn) = options(file).connect().await {
        let _ = sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut conn).await;
        let _ = conn.close().await;
    }
}

/// Renames a database, with the files beside it where it still has some. Gives its new name.
fn move_aside(dir: &Path, aside: &str) -> io::Result<Option<PathBuf>> {
    let to = dir.join(aside);
    if !dir.join(FILE).exists() {
        return Ok(None);
    }
    fs::rename(dir.join(FILE), &to)?;
    for end in ["-wal", "-shm"] {
        let beside = dir.join(format!("{FILE}{end}"));
        if beside.exists() {
            fs::rename(beside, dir.join(format!("{aside}{end}")))?;
        }
    }
    Ok(Some(to))
}

fn sync(file: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).open(file)?.sync_all()
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(file).busy_timeout(PATIENCE).disable_statement_logging()
}
