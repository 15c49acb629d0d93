//! Responses since a cursor.

use serde_json::Value;
use store::people::Role;

use super::{gets, house, json, reader};
use crate::actors::{Site, now};
use crate::staff::{answers, signed_in, tiny};
use crate::trial::FILL;

/// Reads the next responses: the interviews with their dispositions, and the cursor after them.
async fn next(site: &Site, token: &str, after: i64, limit: i64) -> (Vec<String>, i64, bool) {
    let path = format!("/api/v1/surveys/tiny/responses?after={after}&limit={limit}");
    let answer = json(&gets(site, token, &path).await);
    let said = |it: &Value| {
        let case = &it["case"];
        format!("{}: {} {}", it["change"], case["id"], case["disposition"].as_str().unwrap())
    };
    let responses = answer["responses"].as_array().unwrap().iter().map(said).collect();
    (responses, answer["next"].as_i64().unwrap(), answer["more"].as_bool().unwrap())
}

/// Somebody who is under age, and ends at once.
async fn child(site: &Site) {
    answers(site, "adult=2&region=1&sex=1", "").await;
}

#[tokio::test]
async fn each_response_is_given_once_and_in_order_while_the_field_moves() {
    let (site, lin) = house().await;
    let token = reader(&site, lin).await;
    let mut zhou = signed_in(&site, "zhou", &[Role::Owner]).await;
    let mut given = Vec::new();
    let mut cursor = 0;
    // One who is still at it, and ends between two answers of the server.
    let mut slow = site.respondent();
    slow.opens("/s/tiny").await;
    crate::actors::after_minutes(1);
    slow.answers("adult=1&region=1&sex=1").await;
    for _ in 0..3 {
        child(&site).await;
    }
    let (some, after, more) = next(&site, &token, cursor, 2).await;
    assert_eq!((some.len(), more), (2, true));
    given.extend(some);
    cursor = after;
    crate::actors::after_minutes(1);
    slow.answers("again=1").await;
    child(&site).await;
    let (some, after, more) = next(&site, &token, cursor, 2).await;
    assert_eq!((some.len(), more), (2, true));
    given.extend(some);
    cursor = after;
    // The one who was given already changes: it comes again.
    zhou.posts("/surveys/tiny/review", "interview=1&why=odd&verdict=reject").await;
    let (some, after, more) = next(&site, &token, cursor, 2).await;
    assert_eq!((some.len(), more), (2, false));
    given.extend(some);
    insta::assert_snapshot!(given.join("\n"), @r#"
    1: 2 screened_out
    2: 3 screened_out
    3: 4 screened_out
    4: 1 complete
    5: 5 screened_out
    6: 1 rejected
    "#);
    assert_eq!(next(&site, &token, after, 2).await, (vec![], after, false));
}

#[tokio::test]
async fn a_response_is_the_line_that_json_lines_would_have() {
    let (site, lin) = house().await;
    let token = reader(&site, lin).await;
    answers(&site, "region=1&sex=2", "advice=&again=2").await;
    let answer = json(&gets(&site, &token, "/api/v1/surveys/tiny/responses").await);
    let case = &answer["responses"][0]["case"];
    assert_eq!((&case["region"], &case["sex"], &case["again"]), (&1.into(), &2.into(), &2.into()));
    assert!(case["advice"].is_null() && case["_blank"]["advice"] == "not_answered", "{case:#}");
}

#[tokio::test]
async fn interviews_of_rehearsals_and_of_other_surveys_are_not_among_them() {
    let (site, lin) = house().await;
    let token = reader(&site, lin).await;
    let mut zhou = signed_in(&site, "zhou", &[Role::Owner]).await;
    zhou.uploads("/surveys/tiny/rehearsal", &FILL).await;
    server::rehearsal::run_waiting(&site.db, now).await.unwrap();
    assert!(store::fieldwork::begun(&site.db, &tiny(), true).await.unwrap() > 0);
    let mut elsewhere = site.respondent();
    elsewhere.opens("/s/other").await;
    elsewhere.answers("adult=2&region=1&sex=1").await;
    assert_eq!(next(&site, &token, 0, 9).await, (vec![], 0, false));
}
