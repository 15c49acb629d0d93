//! The description of the API: it has every route and no other, and answers are as it says.

use std::sync::LazyLock;

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

use super::{gets, house, routes};
use crate::actors::Answer;

/// The description, with each object's list of fields taken as complete.
static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| {
    let mut description: Value = serde_json::from_str(app::api::described()).unwrap();
    for (_, schema) in description["components"]["schemas"].as_object_mut().unwrap() {
        let schema = schema.as_object_mut().unwrap();
        if schema.contains_key("properties") {
            schema.insert("additionalProperties".into(), false.into());
        }
    }
    description
});

/// Fails unless an answer is one of those that the description has for this route.
pub fn fits(method: &Method, route: &str, answer: &Answer) {
    let status = answer.status.as_str();
    let operation = &DESCRIPTION["paths"][route][method.as_str().to_lowercase()];
    let content = &operation["responses"][status]["content"];
    let kind = answer.headers.get(header::CONTENT_TYPE).map(|it| it.to_str().unwrap()).unwrap_or_default();
    let schema = &content[kind]["schema"];
    assert!(schema.is_object(), "{method} {route} {status} {kind} is not described: {operation:#}");
    let whole = json!({"allOf": [schema], "components": DESCRIPTION["components"]});
    let body: Value = serde_json::from_str(&answer.html).unwrap();
    let errors: Vec<_> = jsonschema::validator_for(&whole)
        .unwrap()
        .iter_errors(&body)
        .map(|it| format!("{}: {it}", it.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{method} {route} {status}: {errors:#?}\n{}", answer.html);
}

#[tokio::test]
async fn the_description_has_every_route_and_no_other() {
    let (site, _) = house().await;
    let answer = gets(&site, "", "/api/v1/openapi.json").await;
    assert_eq!((answer.status, answer.html.as_str()), (StatusCode::OK, app::api::described()));
    assert_eq!(DESCRIPTION["openapi"], "3.1.0");
    let mut described = Vec::new();
    for (path, operations) in DESCRIPTION["paths"].as_object().unwrap() {
        described
            .extend(operations.as_object().unwrap().keys().map(|it| format!("{} {path}", it.to_uppercase())));
    }
    let mut there: Vec<_> = routes().iter().map(|(method, path)| format!("{method} {path}")).collect();
    described.sort();
    there.sort();
    assert_eq!(described, there);
}

#[test]
fn every_operation_but_the_description_takes_the_token_and_says_what_it_refuses() {
    for (path, operations) in DESCRIPTION["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let is_open = path == "/api/v1/openapi.json";
            let security = if is_open { json!([{}]) } else { json!([{"token": []}]) };
            assert_eq!(operation["security"], security, "{method} {path}");
            let described = operation["responses"].as_object().unwrap();
            let refused = ["401", "403", "404", "429"].iter().all(|it| described.contains_key(*it));
            assert_eq!(refused, !is_open, "{method} {path}");
        }
    }
}
