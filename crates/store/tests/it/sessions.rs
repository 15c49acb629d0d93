//! Sessions of the desk.

use store::{Db, sessions};
use survey::Moment;

#[tokio::test]
async fn a_session_is_created_saved_loaded_and_ended() {
    let dir = tempfile::tempdir().unwrap();
    let db = Db::open(dir.path()).await.unwrap();
    assert!(sessions::create(&db, "a", b"1", Moment(100)).await.unwrap());
    assert!(!sessions::create(&db, "a", b"2", Moment(100)).await.unwrap(), "an id in use is refused");
    assert_eq!(sessions::load(&db, "a", Moment(99)).await.unwrap().as_deref(), Some(&b"1"[..]));
    assert_eq!(sessions::load(&db, "a", Moment(100)).await.unwrap(), None, "it is over");

    sessions::save(&db, "a", b"3", Moment(200)).await.unwrap();
    sessions::save(&db, "b", b"4", Moment(150)).await.unwrap();
    assert_eq!(sessions::load(&db, "a", Moment(100)).await.unwrap().as_deref(), Some(&b"3"[..]));
    assert_eq!(sessions::delete_expired(&db, Moment(150)).await.unwrap(), 1);
    assert_eq!(sessions::load(&db, "b", Moment(1)).await.unwrap(), None);

    sessions::delete(&db, "a").await.unwrap();
    assert_eq!(sessions::load(&db, "a", Moment(1)).await.unwrap(), None);
}
