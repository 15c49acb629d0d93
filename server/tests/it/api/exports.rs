//! Data files that programs order.

use axum::http::{Method, StatusCode, header};
use insta::assert_snapshot;
use sha2::{Digest, Sha256};
use store::audit;
use store::weights::NewWeights;

use super::{asks, gets, house, json, openapi, reader};
use crate::actors::{Answer, Site, after_minutes, now};
use crate::staff::{answers, tiny};

const EXPORTS: &str = "/api/v1/surveys/tiny/exports";

/// Makes what was ordered.
async fn makes(site: &Site) {
    server::exports::run_waiting(&site.db, &site.files(), now).await.unwrap();
}

async fn orders(site: &Site, token: &str, body: &str) -> Answer {
    let answer = asks(site, token, Method::POST, EXPORTS, body).await;
    openapi::fits(&Method::POST, "/api/v1/surveys/{survey}/exports", &answer);
    answer
}

/// The status at an address below the exports, which must be described.
async fn status(site: &Site, token: &str, method: Method, below: &str) -> u16 {
    let answer = asks(site, token, method.clone(), &format!("{EXPORTS}/{below}"), "").await;
    let route = format!("/api/v1/surveys/{{survey}}/exports/{}", below.replace('1', "{run}"));
    if !answer.status.is_success() {
        openapi::fits(&method, &route, &answer);
    }
    answer.status.as_u16()
}

#[tokio::test]
async fn a_file_is_ordered_made_and_fetched_and_is_what_its_manifest_says() {
    let (site, lin) = house().await;
    let token = reader(&site, lin).await;
    answers(&site, "region=1&sex=1", "again=1").await;
    answers(&site, "adult=2&region=1&sex=1", "").await;
    let order = orders(&site, &token, r#"{"format": "csv", "rows": ["complete", "screened_out"]}"#).await;
    assert_eq!((order.status, order.location()), (StatusCode::ACCEPTED, "/api/v1/surveys/tiny/exports/1"));
    assert_eq!(json(&order)["state"], "waiting");
    assert_eq!(status(&site, &token, Method::GET, "1/file").await, 409);
    assert_eq!(status(&site, &token, Method::POST, "1").await, 409);
    makes(&site).await;

    let answer = gets(&site, &token, order.location()).await;
    openapi::fits(&Method::GET, "/api/v1/surveys/{survey}/exports/{run}", &answer);
    let export = json(&answer);
    assert_eq!((&export["state"], &export["manifest"]["cases"]), (&"done".into(), &2.into()));
    let file = gets(&site, &token, export["file"].as_str().unwrap()).await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert_eq!(file.html.lines().count(), 3);
    let sha256: String = Sha256::digest(&file.html).iter().map(|it| format!("{it:02x}")).collect();
    assert_eq!(export["manifest"]["sha256"], sha256);
    assert_eq!(export["manifest"]["bytes"], file.html.len());
    let name = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert_eq!(name, format!("attachment; filename={}", export["manifest"]["file"]));

    let list = gets(&site, &token, EXPORTS).await;
    openapi::fits(&Method::GET, "/api/v1/surveys/{survey}/exports", &list);
    assert_eq!(json(&list)["exports"][0], export);
    let wanted = audit::log::Wanted { deed: "download".into(), ..audit::log::Wanted::default() };
    let noted = audit::log::rows(&site.db, &wanted, None, 9).await.unwrap();
    let noted: Vec<_> = noted.iter().rev().map(|it| format!("{}: {}", it.who, it.subject)).collect();
    assert_snapshot!(noted.join("\n"), @r#"
    lin (nightly): export 1, format=csv&rows=complete&rows=screened_out
    lin (nightly): tiny_1.0.0_2026-01-12_selected.csv
    "#);
}

#[tokio::test]
async fn a_file_that_is_gone_is_made_again_the_same() {
    let (site, lin) = house().await;
    let token = reader(&site, lin).await;
    answers(&site, "region=1&sex=1", "again=1").await;
    let order = orders(&site, &token, "{}").await;
    makes(&site).await;
    let before = json(&gets(&site, &token, order.location()).await);
    answers(&site, "region=2&sex=2", "again=1").await;
    after_minutes(26 * 60);
    server::exports::delete_old(&site.db, &site.files(), now).await.unwrap();
    let token = reader(&site, lin).await;
    assert_eq!(status(&site, &token, Method::GET, "1/file").await, 410);
    assert_eq!(status(&site, &token, Method::POST, "1").await, 202);
    makes(&site).await;
    let after = json(&gets(&site, &token, order.location()).await);
    assert_eq!(before["manifest"], after["manifest"]);
    assert_eq!(status(&site, &token, Method::GET, "1/file").await, 200);
}

#[tokio::test]
async fn all_that_does_not_fit_is_said_at_once() {
    let (site, lin) = house().await;
    let token = reader(&site, lin).await;
    let wrong = r#"{"format": "doc", "rows": ["some"], "filter": "region ==", "from": "soon", "only": ["shoe"], "weight": "w"}"#;
    let answer = orders(&site, &token, wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let errors = json(&answer)["errors"].clone();
    let fields = errors.as_array().unwrap().iter().map(|it| {
        let detail = it["detail"].as_str().unwrap();
        assert!(detail.ends_with('.') && detail.contains(' '), "{detail}");
        it["field"].as_str().unwrap().to_owned()
    });
    assert_eq!(fields.collect::<Vec<_>>(), ["filter", "format", "from", "only", "rows", "weight"]);
    let crossed = orders(&site, &token, r#"{"from": "2026-01-02", "to": "2026-01-01"}"#).await;
    assert_eq!(
        json(&crossed)["errors"],
        serde_json::json!([{"field": "to", "detail": "The last day is before the first."}])
    );
    let nothing = orders(&site, &token, r#"{"rows": [], "columns": []}"#).await;
    assert_eq!(
        json(&nothing)["errors"],
        serde_json::json!([
            {"field": "columns", "detail": "Choose at least one group."},
            {"field": "rows", "detail": "Choose at least one."}
        ])
    );
    for (body, status) in [("{", 400), (r#"{"colour": 1}"#, 422), (r#"{"name": "weekly"}"#, 422)] {
        assert_eq!(orders(&site, &token, body).await.status.as_u16(), status, "{body}");
    }
}

#[tokio::test]
async fn an_export_that_is_kept_is_refused_once_its_weights_are_gone() {
    let (site, lin) = house().await;
    let token = reader(&site, lin).await;
    answers(&site, "region=1&sex=1", "again=1").await;
    store::exports::save(&site.db, &tiny(), "weekly", "format=csv&weight=rim", "lin", now()).await.unwrap();
    let new = NewWeights { name: "rim".to_owned(), rows: vec![(1.into(), 0.5)], made: None };
    store::weights::put(&site.db, &tiny(), new, "lin", now()).await.unwrap();
    let body = r#"{"name": "weekly"}"#;
    assert_eq!(orders(&site, &token, body).await.status, StatusCode::ACCEPTED);
    store::weights::delete(&site.db, &tiny(), "rim", "lin", now()).await.unwrap();
    let answer = orders(&site, &token, body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(json(&answer)["errors"][0]["detail"], "This survey has no weights with this name.");
}

#[tokio::test]
async fn an_export_that_is_kept_is_made_by_its_name() {
    let (site, lin) = house().await;
    let token = reader(&site, lin).await;
    answers(&site, "region=1&sex=1", "again=1").await;
    let wanted = "format=csv&news=1&rows=complete&rows=screened_out";
    store::exports::save(&site.db, &tiny(), "weekly", wanted, "lin", now()).await.unwrap();
    let mut cases = Vec::new();
    for _ in 0..2 {
        let order = orders(&site, &token, r#"{"name": "weekly"}"#).await;
        makes(&site).await;
        cases.push(json(&gets(&site, &token, order.location()).await)["manifest"]["cases"].clone());
        answers(&site, "adult=2&region=2&sex=2", "").await;
        answers(&site, "adult=2&region=2&sex=2", "").await;
    }
    assert_eq!(cases, [1, 2], "the second one has what is new");
    let both = orders(&site, &token, r#"{"name": "weekly", "format": "sav"}"#).await;
    assert_eq!(json(&both)["errors"][0]["field"], "format");
}
