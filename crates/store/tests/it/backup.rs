//! Copies of the database: whole while it is written to, found out when they are damaged, put in its place.

use std::fs;
use std::path::Path;

use store::{Db, backup, interviews, quotas};
use survey::{Moment, Token};
use tempfile::tempdir;

use crate::field::{Field, field};

/// A field in which one interview is complete and another one holds its places.
async fn filled() -> Field {
    let field = field([2, 2, 2, 2]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.begin(2, "sex=2&age=30", 1).await.unwrap();
    field
}

#[tokio::test]
async fn a_copy_has_what_was_acknowledged_before_it_and_nothing_later() {
    let (field, to) = (filled().await, tempdir().unwrap());
    let copy = to.path().join("copy.db");
    backup::copy(field.dir.path(), &copy).await.unwrap();
    field.begin(3, "sex=2&age=40", 1).await.unwrap();

    assert_eq!(backup::check(&copy).await.unwrap(), Vec::<String>::new());
    fs::rename(&copy, to.path().join("canvass.db")).unwrap();
    let db = Db::open(to.path()).await.unwrap();
    assert!(interviews::load(&db, &Token::new(1)).await.unwrap().interview.disposition.is_end());
    assert!(interviews::load(&db, &Token::new(2)).await.is_ok());
    assert!(matches!(interviews::load(&db, &Token::new(3)).await, Err(store::Error::NotFound)));
    assert!(quotas::verify(&db).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_copy_is_of_one_moment_while_a_crowd_answers() {
    let (field, to) = (field([100, 100, 100, 100]).await, tempdir().unwrap());
    let crowd = async {
        for n in 0..60 {
            field.walk(n, "sex=1&age=30", 1).await.unwrap();
        }
    };
    let copies = async {
        for n in 0..4 {
            backup::copy(field.dir.path(), &to.path().join(format!("{n}.db"))).await.unwrap();
        }
    };
    tokio::join!(crowd, copies);
    for n in 0..4 {
        let found = backup::check(&to.path().join(format!("{n}.db"))).await.unwrap();
        assert_eq!(found, Vec::<String>::new(), "copy {n}");
    }
}

#[tokio::test]
async fn a_copy_that_cannot_be_written_leaves_nothing_behind() {
    let (field, to) = (filled().await, tempdir().unwrap());
    let there = to.path().join("there.db");
    fs::write(&there, "something else").unwrap();
    assert!(backup::copy(field.dir.path(), &there).await.is_err(), "it must not be there");
    assert!(backup::copy(field.dir.path(), &to.path().join("no folder/copy.db")).await.is_err());
    assert!(!to.path().join("no folder").exists());
}

#[tokio::test]
async fn what_was_erased_stands_in_no_copy() {
    let (field, to) = (filled().await, tempdir().unwrap());
    let copy = to.path().join("copy.db");
    store::withdrawal::withdraw(&field.db, &Token::new(1), Moment(9)).await.unwrap();
    backup::copy(field.dir.path(), &copy).await.unwrap();
    let bytes = fs::read(&copy).unwrap();
    let has = |text: &str| bytes.windows(text.len()).any(|it| it == text.as_bytes());
    assert!(!has(Token::new(1).as_str()));
    assert!(has(Token::new(2).as_str()));
}

#[tokio::test]
async fn a_damaged_copy_is_found() {
    let (field, to) = (filled().await, tempdir().unwrap());
    let copy = to.path().join("copy.db");
    backup::copy(field.dir.path(), &copy).await.unwrap();
    let whole = fs::read(&copy).unwrap();

    fs::write(&copy, &whole[..whole.len() / 2]).unwrap();
    assert!(!backup::check(&copy).await.unwrap().is_empty(), "half of it is missing");

    let mut spoilt = whole.clone();
    for byte in spoilt.iter_mut().skip(4096).step_by(4096).take(40) {
        *byte = 0xff;
    }
    fs::write(&copy, &spoilt).unwrap();
    assert!(!backup::check(&copy).await.unwrap().is_empty(), "its pages say what they cannot");

    fs::write(
        &copy,
        "a letter to a friend, which is long enough to be taken for a header of a database file",
    )
    .unwrap();
    assert!(!backup::check(&copy).await.unwrap().is_empty(), "it is no database");
}

#[tokio::test]
async fn counters_that_disagree_are_found_in_a_copy() {
    let (field, to) = (filled().await, tempdir().unwrap());
    let copy = to.path().join("copy.db");
    let drift =
        "update quota_cell set completes = completes + 1 where key = '1' and table_name = 'sex' and test = 0";
    sqlx::raw_sql(drift).execute(&mut field.sql().await).await.unwrap();
    backup::copy(field.dir.path(), &copy).await.unwrap();
    assert_eq!(backup::check(&copy).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_database_of_a_newer_version_or_of_another_program_is_told() {
    let (field, to) = (filled().await, tempdir().unwrap());
    let copy = to.path().join("copy.db");
    let newer = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
                 values (99990101000000, 'later', true, x'00', 1)";
    sqlx::raw_sql(newer).execute(&mut field.sql().await).await.unwrap();
    backup::copy(field.dir.path(), &copy).await.unwrap();
    assert_eq!(backup::check(&copy).await.unwrap(), ["A newer Canvass made it; use that one."]);

    let other = to.path().join("other.db");
    sqlx::raw_sql("drop table _sqlx_migrations").execute(&mut field.sql().await).await.unwrap();
    backup::copy(field.dir.path(), &other).await.unwrap();
    assert_eq!(backup::check(&other).await.unwrap(), ["It is no database of Canvass."]);
}

#[tokio::test]
async fn a_database_that_is_replaced_is_kept_with_all_that_was_committed() {
    let (field, to) = (filled().await, tempdir().unwrap());
    let copy = to.path().join("copy.db");
    backup::copy(field.dir.path(), &copy).await.unwrap();
    let later = filled().await;
    later.begin(3, "sex=2&age=40", 1).await.unwrap();
    later.db.close().await;
    let dir = later.dir;

    let aside = backup::put_in_place(&copy, dir.path(), "before.db").await.unwrap();
    assert_eq!(aside, Some(dir.path().join("before.db")));
    assert!(has(dir.path(), 2).await && !has(dir.path(), 3).await);

    assert_eq!(backup::check(&dir.path().join("before.db")).await.unwrap(), Vec::<String>::new());
    backup::put_in_place(&dir.path().join("before.db"), dir.path(), "again.db").await.unwrap();
    assert!(has(dir.path(), 3).await, "what was put aside has what came last");
}

/// Whether the database of a folder has this interview.
async fn has(dir: &Path, n: u128) -> bool {
    let db = Db::open(dir).await.unwrap();
    let found = interviews::load(&db, &Token::new(n)).await.is_ok();
    db.close().await;
    found
}
