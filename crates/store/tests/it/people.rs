//! People, their roles and passwords, one-time links.

use store::people::{self, Role};
use store::{Db, Error};
use survey::{Moment, PersonId};
use tempfile::TempDir;

async fn empty() -> (Db, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    (Db::open(dir.path()).await.unwrap(), dir)
}

#[tokio::test]
async fn a_name_is_taken_whatever_its_capitals() {
    let (db, _dir) = empty().await;
    let id = people::add(
        &db,
        " Änne ",
        Some("hash"),
        &[Role::Author, Role::Manager, Role::Author],
        "test",
        Moment(1),
    )
    .await
    .unwrap();
    let again = people::add(&db, "äNNE", None, &[], "test", Moment(2)).await;
    assert!(matches!(again, Err(Error::Taken("a person with this name"))));
    let person = people::by_name(&db, "ÄNNE").await.unwrap();
    assert_eq!((person.id, person.name.as_str()), (id, "Änne"));
    assert_eq!(person.roles, [Role::Manager, Role::Author]);
    assert_eq!(person.password_hash.as_deref(), Some("hash"));
    assert!(matches!(people::by_name(&db, "Otto").await, Err(Error::NotFound)));
}

#[tokio::test]
async fn roles_and_passwords_are_replaced() {
    let (db, _dir) = empty().await;
    let id = people::add(&db, "Li", None, &[Role::Author], "test", Moment(1)).await.unwrap();
    people::roles::set(&db, id, &[Role::Analyst], "test", Moment(2)).await.unwrap();
    people::set_password(&db, id, "new", "test", Moment(2)).await.unwrap();
    let person = people::by_id(&db, id).await.unwrap();
    assert_eq!((person.roles, person.password_hash), (vec![Role::Analyst], Some("new".into())));
    let nobody = PersonId(99);
    let missing = [
        people::roles::set(&db, nobody, &[], "test", Moment(2)).await,
        people::set_password(&db, nobody, "x", "test", Moment(2)).await,
        people::create_link(&db, nobody, "secret", Moment(9), "test", Moment(2)).await,
        people::by_id(&db, nobody).await.map(drop),
    ];
    assert!(missing.iter().all(|it| matches!(it, Err(Error::NotFound))));
}

#[tokio::test]
async fn a_person_is_renamed_unless_the_name_is_taken() {
    let (db, _dir) = empty().await;
    let id = people::add(&db, "Li", None, &[], "test", Moment(1)).await.unwrap();
    people::add(&db, "Wang", None, &[], "test", Moment(1)).await.unwrap();
    people::rename(&db, id, "LI", "test", Moment(2)).await.unwrap();
    assert_eq!(people::by_id(&db, id).await.unwrap().name, "LI", "one's own name is not taken");
    assert!(matches!(
        people::rename(&db, id, "wang", "test", Moment(2)).await,
        Err(Error::Taken("a person with this name"))
    ));
    people::rename(&db, id, "Zhang", "test", Moment(2)).await.unwrap();
    assert_eq!(people::by_name(&db, "zhang").await.unwrap().id, id);
    assert!(matches!(
        people::rename(&db, PersonId(99), "Nobody", "test", Moment(2)).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn nobody_can_sign_in_before_a_password_is_chosen() {
    let (db, _dir) = empty().await;
    let id = people::add(&db, "Li", None, &[Role::Manager], "test", Moment(1)).await.unwrap();
    assert!(!people::any(&db).await.unwrap());
    people::set_password(&db, id, "hash", "test", Moment(2)).await.unwrap();
    assert!(people::any(&db).await.unwrap());
    people::add(&db, "An", None, &[], "test", Moment(3)).await.unwrap();
    let names: Vec<String> = people::list(&db).await.unwrap().into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["An", "Li"]);
}

#[tokio::test]
async fn a_one_time_link_works_once() {
    let (db, _dir) = empty().await;
    let id = people::add(&db, "Li", None, &[Role::Manager], "test", Moment(1)).await.unwrap();
    people::create_link(&db, id, "secret", Moment(100), "test", Moment(1)).await.unwrap();
    assert_eq!(people::by_link(&db, "secret", Moment(99)).await.unwrap().name, "Li");
    let used = people::use_link(&db, "secret", "hash", Moment(99)).await.unwrap();
    assert_eq!(used.password_hash.as_deref(), Some("hash"));
    for again in [
        people::use_link(&db, "secret", "other", Moment(99)).await,
        people::by_link(&db, "secret", Moment(99)).await,
        people::by_link(&db, "guess", Moment(99)).await,
    ] {
        assert!(matches!(again, Err(Error::NotFound)));
    }
    assert_eq!(people::by_id(&db, id).await.unwrap().password_hash.as_deref(), Some("hash"));
}

#[tokio::test]
async fn a_one_time_link_ends_with_time_a_newer_link_or_a_new_password() {
    let (db, _dir) = empty().await;
    let id = people::add(&db, "Li", None, &[Role::Manager], "test", Moment(1)).await.unwrap();
    people::create_link(&db, id, "first", Moment(100), "test", Moment(1)).await.unwrap();
    assert!(matches!(people::by_link(&db, "first", Moment(100)).await, Err(Error::NotFound)));
    people::create_link(&db, id, "second", Moment(100), "test", Moment(2)).await.unwrap();
    assert!(matches!(people::by_link(&db, "first", Moment(3)).await, Err(Error::NotFound)));
    assert!(people::by_link(&db, "second", Moment(3)).await.is_ok());
    people::set_password(&db, id, "hash", "test", Moment(4)).await.unwrap();
    assert!(matches!(people::by_link(&db, "second", Moment(5)).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn only_the_hash_of_a_link_is_kept() {
    let (db, dir) = empty().await;
    let id = people::add(&db, "Li", None, &[Role::Manager], "test", Moment(1)).await.unwrap();
    people::create_link(&db, id, "a-very-secret-link", Moment(100), "test", Moment(1)).await.unwrap();
    db.close().await;
    let bytes = std::fs::read(dir.path().join("canvass.db")).unwrap();
    let secret = b"a-very-secret-link";
    assert!(!bytes.windows(secret.len()).any(|it| it == secret));
}
