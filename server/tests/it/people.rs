//! People of the desk: who is added, in which roles, and how they leave; what the audit log says of it.

mod audit;
mod second_factor;

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::people::{self, Role};
use survey::PersonId;

use crate::actors::{Respondent, Site, now};
use crate::staff::{PASSWORD, TINY, hired, lines, nobody, signed_in, tiny};

/// The key of a person.
async fn id(site: &Site, name: &str) -> PersonId {
    people::by_name(&site.db, name).await.unwrap().id
}

/// Where signing in leads, or the status.
async fn signs_in(site: &Site, name: &str, password: &str) -> String {
    let answer = nobody(site).posts("/sign-in", &format!("name={name}&password={password}")).await;
    if answer.location().is_empty() {
        answer.status.as_u16().to_string()
    } else {
        answer.location().to_owned()
    }
}

/// Whether a session still opens the desk.
async fn is_in(person: &mut Respondent<'_>) -> bool {
    person.gets("/surveys").await.status == StatusCode::OK
}

#[tokio::test]
async fn an_owner_adds_a_person_and_the_link_is_shown_once() {
    let site = Site::with(&[TINY]).await;
    let mut owner = signed_in(&site, "lin", &[Role::Owner]).await;
    let page = owner.posts("/people", "name=Wang+Li&role=analyst&role=author&role=king").await;
    assert_eq!(page.status, StatusCode::OK);
    let link = lines(&page.html, ".one-time-link code");
    assert!(link.starts_with("http://canvass.test/first-password/"), "{link}");
    assert!(!owner.gets("/people").await.html.contains("/first-password/"));
    assert_snapshot!(lines(&page.html, ".people tbody tr"), @r"
    lin Owner – password chosen
    Wang Li Analyst, Author – no password yet
    ");

    let link = link.strip_prefix("http://canvass.test").unwrap();
    let mut wang = nobody(&site);
    wang.opens(link).await;
    let body = format!("name=Wang Li&password={PASSWORD}&repeat={PASSWORD}");
    assert_eq!(wang.presses("=", &body).await.url, "/surveys");
    assert_eq!(wang.gets("/surveys/tiny/data").await.status, StatusCode::OK);
    assert_eq!(wang.gets("/surveys/tiny/fieldwork").await.status, StatusCode::FORBIDDEN);
    assert_eq!(nobody(&site).gets(link).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_name_that_is_missing_odd_or_taken_is_said_beside_it() {
    let site = Site::with(&[TINY]).await;
    let mut owner = signed_in(&site, "lin", &[Role::Owner]).await;
    for (name, fault) in [
        ("+", "Choose a name."),
        ("a<b", "Use letters, digits, spaces and .-_@ only."),
        ("LIN", "Somebody has this name already. Choose another one."),
    ] {
        let page = owner.posts("/people", &format!("name={name}&role=manager")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(lines(&page.html, ".fault"), fault);
        assert!(page.html.contains("value=\"manager\" checked"), "what was ticked is kept");
    }
    assert_eq!(people::list(&site.db).await.unwrap().len(), 1);
}

#[tokio::test]
async fn whoever_has_left_is_out_at_once_and_comes_back_in_the_same_roles() {
    let site = Site::with(&[TINY]).await;
    let mut owner = signed_in(&site, "lin", &[Role::Owner]).await;
    let mut wang = signed_in(&site, "wang", &[Role::Manager]).await;
    let path = format!("/people/{}", id(&site, "wang").await.0);
    people::create_link(&site.db, id(&site, "wang").await, "cafe", now().plus(60_000), "test", now())
        .await
        .unwrap();
    assert!(is_in(&mut wang).await);
    assert_eq!(owner.posts(&format!("{path}/left"), "").await.location(), format!("{path}?done=left"));
    assert!(!is_in(&mut wang).await);
    assert_eq!(signs_in(&site, "wang", PASSWORD).await, "422");
    assert_eq!(nobody(&site).gets("/first-password/cafe").await.status, StatusCode::GONE);
    let page = owner.gets("/people").await.html;
    assert_eq!(lines(&page, ".panel h2"), "Who works here\nAdd a person\nWho has left");

    owner.posts(&format!("{path}/back"), "").await;
    assert!(!is_in(&mut wang).await, "the old session stays ended");
    assert_eq!(signs_in(&site, "wang", PASSWORD).await, "/surveys");
    assert_eq!(people::by_name(&site.db, "wang").await.unwrap().roles, [Role::Manager]);
}

#[tokio::test]
async fn the_last_owner_of_the_house_stays() {
    let site = Site::with(&[TINY]).await;
    let mut owner = signed_in(&site, "lin", &[Role::Owner]).await;
    let path = format!("/people/{}", id(&site, "lin").await.0);
    for (verb, body) in [("left", ""), ("roles", "role=manager"), ("roles", "")] {
        let page = owner.posts(&format!("{path}/{verb}"), body).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{verb}");
        assert_eq!(
            lines(&page.html, ".notice"),
            "Nothing was changed: this is the last owner of the house. Make somebody else an owner first."
        );
    }
    assert_eq!(people::by_name(&site.db, "lin").await.unwrap().roles, [Role::Owner]);
    hired(&site, "wang", &[Role::Owner]).await;
    assert_eq!(owner.posts(&format!("{path}/roles"), "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(owner.gets("/people").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session_of_that_person_and_no_other() {
    let site = Site::with(&[TINY]).await;
    let mut here = signed_in(&site, "lin", &[Role::Owner]).await;
    let mut other = signed_in(&site, "wang", &[Role::Manager]).await;
    let mut there = nobody(&site);
    there.posts("/sign-in", &format!("name=lin&password={PASSWORD}")).await;
    assert_eq!(here.posts("/account/sign-out-everywhere", "").await.location(), "/sign-in");
    assert_eq!(
        [is_in(&mut here).await, is_in(&mut there).await, is_in(&mut other).await],
        [false, false, true]
    );

    here.posts("/sign-in", &format!("name=lin&password={PASSWORD}")).await;
    here.posts(&format!("/people/{}/end-sessions", id(&site, "wang").await.0), "").await;
    assert_eq!([is_in(&mut here).await, is_in(&mut other).await], [true, false]);
}

#[tokio::test]
async fn a_person_changes_the_password_and_stays_in_here_alone() {
    let site = Site::with(&[TINY]).await;
    let mut here = signed_in(&site, "lin", &[Role::Author]).await;
    let mut there = nobody(&site);
    there.posts("/sign-in", &format!("name=lin&password={PASSWORD}")).await;
    let page = here.posts("/account/password", "current=wrong-wrong&password=short&repeat=other").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".notice, .fault"), @r"
    There are 3 things to put right.
    This is not your password. Check it and try again.
    Between 10 and 200 characters.
    The two passwords differ. Type both again.
    ");
    assert!(!page.html.contains("wrong-wrong"));
    let body = format!("current={PASSWORD}&password=another password&repeat=another password");
    assert_eq!(here.posts("/account/password", &body).await.location(), "/account?done=password");
    assert_eq!([is_in(&mut here).await, is_in(&mut there).await], [true, false]);
    assert_eq!(signs_in(&site, "lin", PASSWORD).await, "422");
    assert_eq!(signs_in(&site, "lin", "another password").await, "/surveys");
}

#[tokio::test]
async fn an_owner_of_one_survey_gives_and_takes_roles_there_and_nowhere_else() {
    let other = TINY.replacen("survey: tiny", "survey: other", 1);
    let site = Site::with(&[TINY, &other]).await;
    let mut owner = signed_in(&site, "lin", &[]).await;
    let mut wang = signed_in(&site, "wang", &[]).await;
    let lin = id(&site, "lin").await;
    people::roles::set_in(&site.db, &tiny(), lin, &[Role::Owner], "test", now()).await.unwrap();

    let give = format!("person={}&role=analyst", id(&site, "wang").await.0);
    let given = owner.posts("/surveys/tiny/roles", &give).await;
    assert_eq!(given.location(), "/surveys/tiny/roles?done=roles");
    assert_eq!(wang.gets("/surveys/tiny/data").await.status, StatusCode::OK);
    assert_eq!(wang.gets("/surveys/tiny/roles").await.status, StatusCode::FORBIDDEN);
    assert_eq!(wang.posts("/surveys/tiny/roles", &give).await.status, StatusCode::FORBIDDEN);
    assert_eq!(owner.posts("/surveys/other/roles", &give).await.status, StatusCode::NOT_FOUND);
    for house in ["/people", "/audit", "/audit.csv", "/people/1"] {
        assert_eq!(owner.gets(house).await.status, StatusCode::FORBIDDEN, "{house}");
    }
    let page = owner.gets("/surveys/tiny/roles").await.html;
    assert_eq!(lines(&page, ".role-holder summary"), "lin : Owner\nwang : Analyst");
    assert_eq!(lines(&page, ".desk-bar__page"), "Surveys", "no link to pages that would say no");

    owner.posts("/surveys/tiny/roles", &format!("person={}", id(&site, "wang").await.0)).await;
    assert_eq!(wang.gets("/surveys/tiny/data").await.status, StatusCode::NOT_FOUND);
}
