//! What is too long, too deep, too many or packed.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use store::people::Role;
use survey::parse;

use crate::actors::{Respondent, Site};
use crate::staff::{TINY, lines, nobody, signed_in};

const MANY: usize = 100_000;

/// Conditions that would overflow the stack of whoever read them without counting.
fn deep() -> [String; 6] {
    [
        format!("{}region == 1{}", "(".repeat(MANY), ")".repeat(MANY)),
        "(".repeat(MANY),
        format!("{}region == 1", "not ".repeat(MANY)),
        format!("region == 1{}", " + 1".repeat(MANY)),
        format!("region == 1{}", " or region == 1".repeat(MANY)),
        format!("{}region{}", "min(".repeat(MANY), ")".repeat(MANY)),
    ]
}

/// How a form that was sent with a text came back.
async fn refused(person: &mut Respondent<'_>, url: &str, fields: &[(&str, &str)]) {
    let page = person.uploads(url, fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{url}: {}", lines(&page.html, "h1, .fault"));
}

#[tokio::test]
async fn conditions_without_end_are_told_to_be_too_long_wherever_they_are_written() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &Role::ALL).await;
    for condition in deep() {
        let claims = format!(
            "questionnaire: tiny.yaml\nclaims:\n- {{id: A, seed: A, stat: {{pct: \"{condition}\"}}, base: all, expect: \"= 1\"}}\n"
        );
        refused(&mut lin, "/surveys/tiny/claims", &[("text", &claims), ("file", "")]).await;
        let variables = format!("deep:\n  label: {{en: Deep, zh: 深}}\n  calc: \"{condition}\"\n");
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("was", "0"), ("text", variables.as_str())])
            .finish();
        let page = lin.posts("/surveys/tiny/variables", &body).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", lines(&page.html, "h1, .fault"));
        // Those of more than a form may weigh are not read at all.
        let filter = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("format", "csv"), ("rows", "complete"), ("filter", condition.as_str())])
            .finish();
        let answer = lin.posts("/surveys/tiny/data", &filter).await.status;
        assert!([413, 422].contains(&answer.as_u16()), "{answer}");
        let (_, problems) = parse::questionnaire(&TINY.replace("adult == 2", &format!("\"{condition}\"")));
        assert!(problems.iter().any(|it| it.code == "expression-too-long"), "{problems:?}");
    }
    // Within the length of a condition, the depth is counted.
    for condition in ["(".repeat(4_000), "not ".repeat(1_000), format!("1{}", "+1".repeat(2_000))] {
        let page = lin
            .posts(
                "/surveys/tiny/data",
                &format!("format=csv&rows=complete&filter={}", condition.replace('+', "%2B")),
            )
            .await;
        assert!(page.html.contains("nested more than 64 deep"), "{}", lines(&page.html, ".fault"));
    }
}

#[tokio::test]
async fn yaml_without_end_and_yaml_that_multiplies_itself_are_refused() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &Role::ALL).await;
    let laughs: String =
        (1..30).map(|it| format!("a{it}: &a{it} [{}]\n", format!("*a{},", it - 1).repeat(9))).collect();
    let bombs = [
        format!("a0: &a0 [lol]\n{laughs}"),
        "[".repeat(MANY),
        "{a: ".repeat(MANY),
        (0..2_000).map(|it| format!("{}a:\n", " ".repeat(it % 500))).collect(),
        "- ".repeat(MANY),
    ];
    for bomb in bombs {
        let (_, problems) = parse::questionnaire(&bomb);
        assert!(!problems.is_empty());
        refused(&mut lin, "/surveys/tiny/claims", &[("text", &bomb), ("file", "")]).await;
    }
}

#[tokio::test]
async fn a_body_that_is_packed_is_refused_and_not_misread() {
    let site = Site::with(&[TINY]).await;
    for url in ["/sign-in", "/s/tiny", "/go", "/api/v1/surveys/tiny/exports"] {
        for packing in ["gzip", "br", "deflate, gzip"] {
            let request = Request::post(url)
                .header(header::HOST, "canvass.test")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::CONTENT_ENCODING, packing)
                .body(Body::from(&b"\x1f\x8b\x08\0\0\0\0\0"[..]))
                .unwrap();
            let answer = site.send(request).await;
            assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{url} {packing}");
        }
    }
}

#[tokio::test]
async fn an_address_without_end_is_refused() {
    let site = Site::with(&[TINY]).await;
    let long = |bytes: usize| format!("/s/tiny?a={}", "x".repeat(bytes));
    assert_eq!(nobody(&site).gets(&long(8_000)).await.status, StatusCode::OK);
    let page = nobody(&site).gets(&long(16 * 1024)).await;
    assert_eq!(page.status, StatusCode::URI_TOO_LONG);
    assert!(page.html.contains("<h1>"), "{}", page.html);
}

#[tokio::test]
async fn a_text_of_variables_has_two_megabytes_at_most() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &Role::ALL).await;
    let page =
        lin.posts("/surveys/tiny/variables", &format!("was=0&text={}", "x".repeat(2 * 1024 * 1024))).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_form_with_files_has_so_many_fields_and_no_more() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &Role::ALL).await;
    let fields: Vec<(&str, &str)> = std::iter::repeat_n(("text", "x"), 201).collect();
    assert_eq!(lin.uploads("/surveys/tiny/claims", &fields).await.status, StatusCode::BAD_REQUEST);
}
