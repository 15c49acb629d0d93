//! What browsers are told not to do, page by page.

use axum::http::header;
use store::people::Role;

use crate::actors::robot::answers_page;
use crate::actors::{MINI, Respondent, Site};
use crate::respondent::FITS;
use crate::staff::{TINY, field, nobody, signed_in};

/// What is wrong with a page: inline styles, scripts that its policy does not name, a policy that allows either.
async fn faults(person: &mut Respondent<'_>, url: &str) -> Vec<String> {
    let page = person.gets(url).await;
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    let nonce = policy.split("'nonce-").nth(1).and_then(|it| it.split('\'').next());
    let inline = page.html.split("<script").skip(1).filter(|it| {
        let head = it.split('>').next().unwrap_or_default();
        !head.contains("src=") && nonce.is_none_or(|it| !head.contains(&format!("nonce=\"{it}\"")))
    });
    let has = |it: &str| page.html.contains(it);
    let found = [
        ("a style attribute", has(" style=\"")),
        ("a style of its own", has("<style") && !url.ends_with("/report.html")),
        ("a handler in its markup", has(" onclick=") || has(" onload=") || has("javascript:")),
        ("a script without its nonce", inline.count() > 0),
        (
            "a policy that lets anything in",
            policy.contains("unsafe-inline") || policy.contains("'unsafe-eval'"),
        ),
        ("a policy with gaps", !policy.contains("default-src 'none'") || !policy.contains("base-uri 'none'")),
        ("a frame", !policy.contains("frame-ancestors 'none'")),
    ];
    found.into_iter().filter(|(_, it)| *it).map(|(what, _)| format!("{url}: {what}")).collect()
}

#[tokio::test]
async fn no_page_of_the_desk_has_styles_or_scripts_of_its_own() {
    let site = field(TINY).await;
    let mut lin = signed_in(&site, "lin", &Role::ALL).await;
    lin.posts("/surveys/tiny/report", "title=What+we+found&lang=en").await;
    lin.posts("/surveys/tiny/report/1/sections", "kind=chart&heading=&body=stub%3Dregion%26by%3Dsex").await;
    let mut seen = 0;
    let mut wrong = Vec::new();
    for route in leptos_axum::generate_route_list(app::pages::Pages) {
        let url =
            route.path().replace("{survey}", "tiny").replace("{report}", "1").replace("{interview}", "1");
        let url = url.replace("{person}", "1").replace("{var}", "advice");
        seen += usize::from(lin.gets(&url).await.status.is_success());
        wrong.extend(faults(&mut lin, &url).await);
    }
    wrong.extend(faults(&mut lin, "/surveys/tiny/tables?stub=region&by=sex").await);
    wrong.extend(faults(&mut lin, "/surveys/tiny/report/1/report.html").await);
    assert!(seen > 25, "only {seen} pages were there");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn no_page_of_an_interview_has_styles_or_scripts_of_its_own() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = nobody(&site);
    respondent.opens("/s/mini-program-2026").await;
    let mut wrong = faults(&mut respondent, "/s/mini-program-2026").await;
    let mut grids = 0;
    respondent.answers("consent=1").await;
    for _ in 0..40 {
        let url = respondent.page().url.clone();
        wrong.extend(faults(&mut respondent, &url).await);
        grids += respondent.page().html.matches("data-points=\"").count();
        if !respondent.page().html.contains("name=\"_page\"") {
            break;
        }
        let answer = answers_page(&mut respondent, FITS).await;
        respondent.opens(answer.location()).await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(grids > 0, "no grid was met");
}

#[tokio::test]
async fn each_page_of_the_board_has_a_nonce_of_its_own() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let mut nonces = std::collections::BTreeSet::new();
    for _ in 0..5 {
        let page = lin.gets("/surveys/tiny/fieldwork").await;
        let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        nonces.insert(policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned());
    }
    assert_eq!(nonces.len(), 5);
    // 128 bits in base 64.
    assert!(nonces.iter().all(|it| it.len() >= 22), "{nonces:?}");
}

#[tokio::test]
async fn behind_https_browsers_are_told_to_come_by_nothing_else() {
    let by_http = Site::with(&[TINY]).await;
    let by_https = Site::behind_https(&[TINY]).await;
    let said = async |site: &Site, url: &str| {
        let answer = nobody(site).gets(url).await;
        answer.headers.get(header::STRICT_TRANSPORT_SECURITY).map(|it| it.to_str().unwrap().to_owned())
    };
    for url in ["/sign-in", "/s/tiny", "/nowhere", "/api/v1/surveys"] {
        assert_eq!(said(&by_http, url).await, None);
        assert_eq!(said(&by_https, url).await.as_deref(), Some("max-age=63072000"), "{url}");
    }
}
