//! The API: who is let in with which token, and what each operation says.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use insta::assert_snapshot;
use serde_json::Value;
use store::people::{self, Role};
use store::tokens::{self, NewToken, Right};
use survey::{PersonId, SurveyId};

use crate::actors::{Answer, Site, after_minutes, now};
use crate::staff::{TINY, answers, hired, signed_in, tiny};

mod desk;
mod exports;
mod openapi;
mod responses;

/// One minute.
const MINUTE: i64 = 60_000;

/// A site with two surveys, and somebody who owns the house.
async fn house() -> (Site, PersonId) {
    let other = TINY.replacen("survey: tiny", "survey: other", 1);
    let site = Site::with(&[TINY, &other]).await;
    hired(&site, "lin", &[Role::Owner]).await;
    let lin = people::by_name(&site.db, "lin").await.unwrap().id;
    (site, lin)
}

/// Makes a token, and gives its secret.
async fn token(
    site: &Site,
    person: PersonId,
    survey: Option<&str>,
    rights: &[Right],
    minutes: i64,
) -> String {
    let digits = tokens::list(&site.db, &tiny()).await.unwrap().len() + 1;
    let secret = format!("canvass_{:064x}", digits + survey.map_or(0, |it| it.len() << 8));
    let new = NewToken {
        name: "nightly".into(),
        person,
        survey: survey.map(|it| SurveyId(it.into())),
        rights: rights.to_vec(),
        expires_at: now().plus(minutes * MINUTE),
    };
    tokens::make(&site.db, &secret, new, "lin", now()).await.unwrap();
    secret
}

/// A token for everything that there is about one survey, good for a day.
async fn reader(site: &Site, person: PersonId) -> String {
    token(site, person, Some("tiny"), &Right::ALL, 24 * 60).await
}

/// Asks with a token, and with a body in JSON unless it is empty.
async fn asks(site: &Site, token: &str, method: Method, path: &str, body: &str) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "canvass.test");
    if !token.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    if !body.is_empty() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    site.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

async fn gets(site: &Site, token: &str, path: &str) -> Answer {
    asks(site, token, Method::GET, path, "").await
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.html).unwrap_or_else(|_| panic!("{answer:?}"))
}

/// The routes of the API, as the router's own text names them.
fn routes() -> Vec<(Method, String)> {
    let source = include_str!("../../src/lib.rs");
    let mut routes = Vec::new();
    for route in source.split(".route(\"").skip(1).filter(|it| it.starts_with("/api/v1/")) {
        let (path, rest) = route.split_once('"').unwrap();
        let methods = rest.split(".route(").next().unwrap().split(".layer(").next().unwrap();
        for (word, method) in [(" get(", Method::GET), (" post(", Method::POST), (".post(", Method::POST)] {
            if methods.contains(word) {
                routes.push((method, path.to_owned()));
            }
        }
    }
    routes
}

#[tokio::test]
async fn every_operation_asks_for_its_token() {
    let (site, lin) = house().await;
    answers(&site, "region=1&sex=1", "again=1").await;
    let expired = token(&site, lin, Some("tiny"), &Right::ALL, 1).await;
    let revoked = token(&site, lin, Some("tiny"), &Right::ALL, 600).await;
    let number = tokens::by_secret(&site.db, &revoked).await.unwrap().unwrap().id;
    tokens::revoke(&site.db, (&tiny(), number), false, "lin", now()).await.unwrap();
    let tokens = [
        ("none", String::new()),
        ("unknown", format!("canvass_{:064x}", 99)),
        ("expired", expired),
        ("revoked", revoked),
        ("elsewhere", token(&site, lin, Some("other"), &Right::ALL, 600).await),
        ("field", token(&site, lin, Some("tiny"), &[Right::Field], 600).await),
        ("data", token(&site, lin, Some("tiny"), &[Right::Data], 600).await),
        ("house", token(&site, lin, None, &Right::ALL, 600).await),
    ];
    after_minutes(2);
    let mut table = format!("{:52}", "");
    table.extend(tokens.iter().map(|(name, _)| format!(" {name:9}")));
    for (method, route) in routes() {
        table = format!("{}\n{:52}", table.trim_end(), format!("{method} {route}"));
        for (_, token) in &tokens {
            let path = route.replace("{survey}", "tiny").replace("{run}", "1");
            let answer = asks(&site, token, method.clone(), &path, "").await;
            openapi::fits(&method, &route, &answer);
            table.push_str(&format!(" {:9}", answer.status.as_u16()));
        }
    }
    assert_snapshot!(table.trim_end(), @r#"
                                                         none      unknown   expired   revoked   elsewhere field     data      house
    GET /api/v1/openapi.json                                   200       200       200       200       200       200       200       200
    GET /api/v1/surveys                                        401       401       401       401       200       200       200       200
    GET /api/v1/surveys/{survey}                               401       401       401       401       404       200       200       200
    GET /api/v1/surveys/{survey}/codebook                      401       401       401       401       404       403       200       200
    GET /api/v1/surveys/{survey}/exports                       401       401       401       401       404       403       200       200
    POST /api/v1/surveys/{survey}/exports                      401       401       401       401       404       403       202       202
    GET /api/v1/surveys/{survey}/exports/{run}                 401       401       401       401       404       403       200       200
    POST /api/v1/surveys/{survey}/exports/{run}                401       401       401       401       404       403       409       409
    GET /api/v1/surveys/{survey}/exports/{run}/file            401       401       401       401       404       403       409       409
    GET /api/v1/surveys/{survey}/quotas                        401       401       401       401       404       200       403       200
    GET /api/v1/surveys/{survey}/responses                     401       401       401       401       404       403       200       200
    GET /api/v1/surveys/{survey}/withdrawn                     401       401       401       401       404       403       200       200
    "#);
}

#[tokio::test]
async fn a_program_is_told_how_to_ask() {
    let (site, lin) = house().await;
    let nobody = gets(&site, "", "/api/v1/surveys").await;
    assert_eq!(nobody.headers[header::WWW_AUTHENTICATE], "Bearer realm=\"canvass\"");
    assert_eq!(nobody.headers[header::CONTENT_TYPE], "application/problem+json");
    assert_snapshot!(nobody.html, @r#"{"type":"about:blank","title":"Unauthorized","status":401,"detail":"Send a token in the header, as in `Authorization: Bearer canvass_…`. An owner of the survey makes one on its page \"API\"."}"#);
    let expired = token(&site, lin, None, &[Right::Data], 1).await;
    after_minutes(1);
    let expired = gets(&site, &expired, "/api/v1/surveys").await;
    let ask = expired.headers[header::WWW_AUTHENTICATE].to_str().unwrap();
    assert_eq!(
        ask,
        "Bearer realm=\"canvass\", error=\"invalid_token\", error_description=\"This token has expired\""
    );
    let data = token(&site, lin, None, &[Right::Data], 60).await;
    let refused = gets(&site, &data, "/api/v1/surveys/tiny/quotas").await;
    let ask = refused.headers[header::WWW_AUTHENTICATE].to_str().unwrap();
    assert_eq!(ask, "Bearer realm=\"canvass\", error=\"insufficient_scope\", scope=\"field\"");
}

#[tokio::test]
async fn a_token_may_do_no_more_than_whoever_made_it_still_may() {
    let (site, _) = house().await;
    hired(&site, "wang", &[]).await;
    let wang = people::by_name(&site.db, "wang").await.unwrap().id;
    let house = token(&site, wang, None, &Right::ALL, 600).await;
    let paths = ["", "/tiny", "/other", "/tiny/codebook", "/tiny/quotas"];
    let mut seen = Vec::new();
    for roles in [&[Role::Owner][..], &[Role::Analyst], &[Role::Manager], &[Role::Author], &[]] {
        people::roles::set_in(&site.db, &tiny(), wang, roles, "lin", now()).await.unwrap();
        let mut line = format!("{:10}", roles.first().map_or("none", |it| it.word()));
        for path in paths {
            let answer = gets(&site, &house, &format!("/api/v1/surveys{path}")).await;
            line.push_str(&format!(" {}", answer.status.as_u16()));
            if path.is_empty() {
                line.push_str(&format!(" of {}", json(&answer)["surveys"].as_array().unwrap().len()));
            }
        }
        seen.push(line);
    }
    assert_snapshot!(seen.join("\n"), @r#"
    owner      200 of 1 200 404 200 200
    analyst    200 of 1 200 404 200 403
    manager    200 of 1 200 404 403 200
    author     200 of 1 200 404 403 403
    none       200 of 0 404 404 404 404
    "#);
    people::leave(&site.db, wang, "lin", now()).await.unwrap();
    assert_eq!(gets(&site, &house, "/api/v1/surveys").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_session_is_no_token_and_a_foreign_page_is_no_matter() {
    let (site, lin) = house().await;
    let mut owner = signed_in(&site, "zhou", &[Role::Owner]).await;
    assert_eq!(owner.gets("/api/v1/surveys").await.status, StatusCode::UNAUTHORIZED);
    let reader = reader(&site, lin).await;
    let request = Request::post("/api/v1/surveys/tiny/exports")
        .header(header::HOST, "canvass.test")
        .header(header::ORIGIN, "https://elsewhere.test")
        .header("sec-fetch-site", "cross-site")
        .header(header::AUTHORIZATION, format!("Bearer {reader}"));
    let answer = site.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.html);
    assert!(!answer.headers.contains_key(header::SET_COOKIE));
}

#[tokio::test]
async fn what_is_not_there_and_what_is_too_large_is_a_problem_too() {
    let (site, lin) = house().await;
    let reader = reader(&site, lin).await;
    let large = format!("{{\"filter\": \"{}\"}}", "a".repeat(70_000));
    let wrong = [
        (Method::GET, "/api/v1/nothing", "", 404),
        (Method::GET, "/api/v1/surveys/none", "", 404),
        (Method::GET, "/api/v1/surveys/tiny/exports/one", "", 404),
        (Method::DELETE, "/api/v1/surveys/tiny", "", 405),
        (Method::POST, "/api/v1/surveys/tiny/exports", &large, 413),
    ];
    for (method, path, body, status) in wrong {
        let answer = asks(&site, &reader, method, path, body).await;
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{path}");
        assert_eq!((answer.status.as_u16(), json(&answer)["status"].as_u64()), (status, Some(status.into())));
    }
}

#[tokio::test]
async fn a_token_that_asks_too_often_is_told_when_to_go_on() {
    let (site, lin) = house().await;
    let reader = reader(&site, lin).await;
    for _ in 0..600 {
        assert_eq!(gets(&site, &reader, "/api/v1/surveys/tiny").await.status, StatusCode::OK);
    }
    let refused = gets(&site, &reader, "/api/v1/surveys/tiny").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers[header::RETRY_AFTER], "1");
    openapi::fits(&Method::GET, "/api/v1/surveys/{survey}", &refused);
    after_minutes(1);
    assert_eq!(gets(&site, &reader, "/api/v1/surveys/tiny").await.status, StatusCode::OK);
}

#[tokio::test]
async fn quotas_are_counted_and_who_withdrew_is_named() {
    let (site, lin) = house().await;
    let reader = reader(&site, lin).await;
    answers(&site, "region=1&sex=1", "again=1").await;
    let mut respondent = site.respondent();
    respondent.opens("/s/tiny").await;
    after_minutes(1);
    respondent.answers("adult=1&region=2&sex=2").await;
    let quotas = json(&gets(&site, &reader, "/api/v1/surveys/tiny/quotas").await);
    let cells = quotas["cells"].as_array().unwrap().iter();
    let cell = |it: &Value| format!("{}.{} {}+{}", it["table"], it["key"], it["completes"], it["reserved"]);
    assert_eq!(quotas["plan"], "plan");
    assert_snapshot!(cells.map(cell).collect::<Vec<_>>().join("\n"), @r#"
    "region_sex"."1.1" 1+0
    "region_sex"."1.2" 0+0
    "region_sex"."2.1" 0+0
    "region_sex"."2.2" 0+1
    "sex"."1" 1+0
    "sex"."2" 0+1
    "#);
    store::withdrawal::withdraw(&site.db, &respondent.token(), now()).await.unwrap();
    let withdrawn = json(&gets(&site, &reader, "/api/v1/surveys/tiny/withdrawn").await);
    assert_eq!(withdrawn, serde_json::json!({"withdrawn": [2]}));
}
