//! Sessions of the desk.

use store::sessions::{IDLE, LASTS};
use store::{Db, sessions};
use survey::Moment;
use tempfile::TempDir;

const MINUTE: i64 = 60_000;

async fn empty() -> (Db, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    (Db::open(dir.path()).await.unwrap(), dir)
}

/// What is in a session then.
async fn at(db: &Db, id: &str, now: i64) -> Option<Vec<u8>> {
    sessions::load(db, id, Moment(now)).await.unwrap()
}

#[tokio::test]
async fn a_session_is_created_saved_loaded_and_ended() {
    let (db, _dir) = empty().await;
    assert!(sessions::create(&db, "a", b"1", Moment(100)).await.unwrap());
    assert!(!sessions::create(&db, "a", b"2", Moment(100)).await.unwrap(), "an id in use is refused");
    assert_eq!(at(&db, "a", 101).await.as_deref(), Some(&b"1"[..]));

    sessions::save(&db, "a", b"3", Moment(200)).await.unwrap();
    assert_eq!(at(&db, "a", 201).await.as_deref(), Some(&b"3"[..]));
    sessions::save(&db, "b", b"4", Moment(150)).await.unwrap();
    assert_eq!(sessions::delete_expired(&db, Moment(150 + IDLE)).await.unwrap(), 1);
    assert_eq!(at(&db, "b", 151).await, None);

    sessions::delete(&db, "a").await.unwrap();
    assert_eq!(at(&db, "a", 201).await, None);
}

#[tokio::test]
async fn a_session_ends_where_it_lies_idle_for_twelve_hours() {
    let (db, _dir) = empty().await;
    sessions::create(&db, "a", b"1", Moment(0)).await.unwrap();
    sessions::seen(&db, "a", Moment(IDLE - 1)).await.unwrap();
    assert!(at(&db, "a", 2 * IDLE - 2).await.is_some());
    assert!(at(&db, "a", 2 * IDLE - 1).await.is_none());
}

#[tokio::test]
async fn a_session_ends_after_seven_days_whatever_is_done_in_it() {
    let (db, _dir) = empty().await;
    sessions::create(&db, "a", b"1", Moment(0)).await.unwrap();
    for hours in (0..7 * 24).step_by(11) {
        sessions::seen(&db, "a", Moment(hours * 60 * MINUTE)).await.unwrap();
        sessions::save(&db, "a", b"1", Moment(hours * 60 * MINUTE)).await.unwrap();
    }
    assert!(at(&db, "a", LASTS - 1).await.is_some());
    assert!(at(&db, "a", LASTS).await.is_none());
    assert_eq!(sessions::delete_expired(&db, Moment(LASTS)).await.unwrap(), 1);
}

#[tokio::test]
async fn that_a_session_is_used_is_written_every_five_minutes_and_not_at_each_request() {
    let (db, _dir) = empty().await;
    sessions::create(&db, "a", b"1", Moment(0)).await.unwrap();
    // Too early to be written: it ends as if nothing had been done.
    sessions::seen(&db, "a", Moment(5 * MINUTE - 1)).await.unwrap();
    assert!(at(&db, "a", IDLE).await.is_none());
    sessions::seen(&db, "a", Moment(5 * MINUTE)).await.unwrap();
    assert!(at(&db, "a", IDLE).await.is_some());
}

#[tokio::test]
async fn only_the_hash_of_a_session_is_kept() {
    let (db, dir) = empty().await;
    let id = "a-very-secret-session-id";
    sessions::create(&db, id, b"1", Moment(0)).await.unwrap();
    db.close().await;
    let bytes = std::fs::read(dir.path().join("canvass.db")).unwrap();
    assert!(!bytes.windows(id.len()).any(|it| it == id.as_bytes()));
}
