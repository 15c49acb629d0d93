//! What is said of an export, in a body or in an address.

use axum::response::IntoResponse;
use utoipa::PartialSchema;

use super::*;

fn json(body: &str) -> Result<String, Problem> {
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, "application/json".parse().unwrap())]);
    said(&headers, "", body.as_bytes()).map(|it| Wanted::read(&it).query())
}

#[test]
fn a_body_says_the_same_as_an_address() {
    let body = r#"{"format": "sav", "rows": ["complete", "screened_out"], "labels": true, "excel": false}"#;
    let query = "format=sav&labels=1&rows=complete&rows=screened_out";
    assert_eq!(json(body).unwrap(), query);
    assert_eq!(said(&HeaderMap::new(), query, b"").map(|it| Wanted::read(&it).query()).unwrap(), query);
}

#[test]
fn a_body_of_null_says_nothing() {
    assert_eq!(json("null").unwrap(), Wanted::default().query());
}

#[test]
fn a_list_of_nothing_is_not_the_default() {
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, "application/json".parse().unwrap())]);
    let pairs = said(&headers, "", br#"{"rows": [], "columns": [], "only": []}"#).unwrap();
    let wanted = Wanted::read(&pairs);
    assert_eq!((wanted.rows.len(), wanted.columns.len(), wanted.only.len()), (0, 0, 0));
}

#[test]
fn what_is_not_known_or_of_another_type_is_refused() {
    let status = |it: Result<String, Problem>| it.unwrap_err().into_response().status().as_u16();
    assert_eq!(status(json(r#"{"colour": "red"}"#)), 422);
    assert_eq!(status(json(r#"{"rows": "complete"}"#)), 422);
    assert_eq!(status(json("{")), 400);
    assert_eq!(status(json(r#"["csv"]"#)), 422, "a list has no names");
    let strange = said(&HeaderMap::new(), "format=csv&links=a", b"").map(|_| String::new());
    assert_eq!(status(strange), 422);
    let plain = said(&HeaderMap::new(), "", b"{}").map(|_| String::new());
    assert_eq!(status(plain), 415);
}

#[test]
fn the_description_has_every_parameter_that_there_is() {
    let schema = serde_json::to_value(NewExport::schema()).unwrap();
    let mut described: Vec<_> = schema["properties"].as_object().unwrap().keys().cloned().collect();
    let mut parameters = PARAMETERS.map(str::to_owned).to_vec();
    described.sort();
    parameters.sort();
    assert_eq!(described, parameters);
    let everything = "format=sav&labels_lang=en&filter=a&from=b&to=c&weight=d&labels=1&excel=1&semicolon=1&news=1\
                      &rehearsal=1&rows=x&columns=y&only=z&links=l&zone=UTC";
    let known = form_urlencoded::parse(everything.as_bytes()).into_owned().map(|(name, _)| name);
    let known: Vec<String> = known.collect();
    let asked = Wanted::parse(everything).query();
    for (name, _) in form_urlencoded::parse(asked.as_bytes()) {
        assert!(known.contains(&name.to_string()), "{name} is new: say so in this test");
        // The last file of a name is the only one that news are since; and nobody says the links and the zone.
        let elsewhere = ["news", "links", "zone"].contains(&&*name);
        assert_eq!(described.contains(&name.to_string()), !elsewhere, "{name}");
    }
}
