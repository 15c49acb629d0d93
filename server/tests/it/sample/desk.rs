//! The manager's pages about sources.

use axum::http::{StatusCode, header};
use insta::assert_snapshot;
use store::people::{self, Role};
use store::review::{Judgement, judge};
use store::sources::{self, SourceKind, SourceSettings};

use super::{completes, returns, site, titled};
use crate::actors::{Site, now};
use crate::staff::{TINY, file, lines, signed_in, tiny};

const HERE: &str = "/surveys/tiny/sample/river";

#[tokio::test]
async fn a_manager_registers_a_source_and_sees_how_many_came() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let page = lin.opens("/surveys/tiny/sample").await;
    assert!(page.html.contains("http://canvass.test/s/tiny"), "{}", page.html);
    let faulty = lin.posts("/surveys/tiny/sample", "kind=bus&name=River+1&title=").await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faulty.html.contains("value=\"River 1\""));
    assert_snapshot!(lines(&faulty.html, "#new .notice, #new .fault"), @r"
    There are 3 things to put right.
    Choose one of the three.
    Between 1 and 100 characters.
    Use 1 to 40 lower-case letters, digits, - or _.
    ");
    let made = lin.posts("/surveys/tiny/sample", "kind=panel&name=river&title=River+panel").await;
    assert_eq!(made.location(), HERE);
    let taken = lin.posts("/surveys/tiny/sample", "kind=panel&name=river&title=Other").await;
    assert_snapshot!(lines(&taken.html, "#new .fault"), @"This survey has a source with this name. Choose another one.");

    completes(&mut site.respondent(), "/s/tiny?source=river&pid=1").await;
    let mut child = site.respondent();
    child.opens("/s/tiny?source=elsewhere").await;
    child.answers("adult=2&region=1&sex=1").await;
    let page = lin.opens("/surveys/tiny/sample").await;
    let row = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
    let rows: Vec<String> = lines(&page.html, ".sources tbody tr").lines().map(row).collect();
    assert_snapshot!(rows.join("\n"), @r"
    River panel Panel · Open http://canvass.test/s/tiny?source=river&pid={pid} no cap 0 1 0 0 0 0 0
    elsewhere A name in links that is not registered 0 0 1 0 0 0 0
    ");
}

#[tokio::test]
async fn all_that_is_wrong_with_a_source_is_told_at_once_and_kept() {
    let site = site(SourceKind::Panel, titled()).await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let body = "title=&cap=many&variables=wave+pid&signed_arrival=1&signed_return=1&\
                complete=https://p.example/?x={nobody}&screened_out=javascript:x&quota_full=https://p.example/{status}";
    let page = lin.posts(HERE, body).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, "#settings .notice, #settings .fault"), @r#"
    There are 7 things to put right.
    Between 1 and 100 characters.
    A whole number, or nothing.
    One of these names means something already: source, pid, lang, time, sig, invitation, status, interview, onward.
    In curly brackets only: pid, status, interview and the variables kept above.
    A web address that begins with https:// or http://, with its host written out, without # or blanks.
    A signed address must have {status} behind its question mark: else the signature of a screen-out would be good for a complete.
    Fill in the addresses for complete and for rejected, or neither: who stays while others are sent on would know that they were rejected.
    "#);
    assert!(page.html.contains("value=\"javascript:x\""));
    let source = sources::load(&site.db, &tiny(), "river").await.unwrap();
    assert_eq!(source.settings, titled());
}

#[tokio::test]
async fn a_source_that_signs_gets_a_key_and_keys_are_shown_made_and_retired() {
    let site = Site::with(&[TINY]).await;
    sources::create(&site.db, &tiny(), ("river", SourceKind::Panel, "River"), "lin", now()).await.unwrap();
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let saved = lin.posts(HERE, "title=River&signed_arrival=1&signed_return=1").await;
    assert_eq!(saved.location(), format!("{HERE}?done=saved"));
    let source = sources::load(&site.db, &tiny(), "river").await.unwrap();
    let keys = sources::keys(&site.db, &source).await.unwrap();
    assert_eq!((keys.len(), keys[0].secret.len()), (1, 64));
    let page = lin.opens(HERE).await;
    assert!(page.html.contains(&keys[0].secret));
    assert!(page.html.contains("pid={pid}&amp;time={time}&amp;sig={sig}"), "{}", page.html);

    let last = lin.posts(&format!("{HERE}/keys/{}/retire", keys[0].id), "").await;
    assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(lines(&last.html, "#keys .notice").contains("last key"));
    assert_eq!(lin.posts(&format!("{HERE}/keys"), "").await.location(), format!("{HERE}?done=key-made"));
    let retired = lin.posts(&format!("{HERE}/keys/{}/retire", keys[0].id), "").await;
    assert_eq!(retired.location(), format!("{HERE}?done=key-retired"));
    let page = lin.opens(HERE).await;
    assert!(!page.html.contains(&keys[0].secret), "what is retired is shown no more");
    assert_snapshot!(lines(&page.html, "#keys tbody td:nth-child(3)"), @r"
    Signs, and is believed
    Retired
    ");
    assert_eq!(lin.posts(&format!("{HERE}/keys/x/retire"), "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_has_every_role_in_another_survey_finds_nothing_here() {
    let other = TINY.replacen("survey: tiny", "survey: other", 1);
    let site = Site::with(&[TINY, &other]).await;
    sources::create(&site.db, &tiny(), ("river", SourceKind::Open, "River"), "lin", now()).await.unwrap();
    completes(&mut site.respondent(), "/s/tiny?source=river").await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let mut outsider = signed_in(&site, "wang", &[]).await;
    let wang = people::by_name(&site.db, "wang").await.unwrap().id;
    people::roles::set_in(&site.db, &"other".to_owned().into(), wang, &Role::ALL, "test", now())
        .await
        .unwrap();
    let source = ["", "/qr.svg", "/reconciliation.csv"].map(|it| format!("{HERE}{it}"));
    for path in source.into_iter().chain(["/surveys/tiny/interviews/1".to_owned()]) {
        let got = (lin.gets(&path).await.status, outsider.gets(&path).await.status);
        assert_eq!(got, (StatusCode::OK, StatusCode::NOT_FOUND), "{path}");
    }
    for path in ["", "/close", "/open", "/keys", "/keys/1/retire"].map(|it| format!("{HERE}{it}")) {
        assert_eq!(outsider.posts(&path, "title=Mine").await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(lin.gets(HERE).await.html.contains("River"));
}

#[tokio::test]
async fn a_source_is_closed_and_opened_again() {
    let site = site(SourceKind::Open, titled()).await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let state = |html: &str| lines(html, ".panel .state");
    assert_eq!(lin.posts(&format!("{HERE}/close"), "").await.location(), format!("{HERE}?done=closed"));
    assert_eq!(state(&lin.opens(HERE).await.html), "Closed");
    lin.posts(&format!("{HERE}/open"), "").await;
    assert_eq!(state(&lin.opens(HERE).await.html), "Open");
}

#[tokio::test]
async fn an_open_link_has_a_code_to_print_and_a_panel_has_none() {
    let site = site(SourceKind::Open, titled()).await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let code = lin.gets(&format!("{HERE}/qr.svg")).await;
    assert_eq!(code.headers[header::CONTENT_TYPE], "image/svg+xml; charset=utf-8");
    assert_eq!(code.html, app::qr::svg("http://canvass.test/s/tiny?source=river").unwrap());
    sources::create(&site.db, &tiny(), ("lake", SourceKind::Panel, "Lake"), "lin", now()).await.unwrap();
    assert_eq!(lin.gets("/surveys/tiny/sample/lake/qr.svg").await.status, StatusCode::NOT_FOUND);
    assert_eq!(lin.gets("/surveys/tiny/sample/none").await.status, StatusCode::NOT_FOUND);
    assert_eq!(lin.posts("/surveys/tiny/sample/lake/invitations", "").await.status.as_u16() / 100, 4);
}

#[tokio::test]
async fn the_reconciliation_file_says_how_each_interview_stands_now() {
    let variables = vec!["wave".to_owned()];
    let site = site(SourceKind::Panel, SourceSettings { variables, returns: returns(), ..titled() }).await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let mut anna = site.respondent();
    completes(&mut anna, "/s/tiny?source=river&pid=%3D1&wave=2").await;
    let id = site.kept(&anna.token()).await.id;
    judge(&site.db, &tiny(), &[id], Judgement::Reject, ("lin", ""), now()).await.unwrap();
    completes(&mut site.respondent(), "/s/tiny?source=elsewhere&pid=1").await;
    let file = lin.gets(&format!("{HERE}/reconciliation.csv")).await;
    assert!(
        file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("tiny_river_reconciliation_")
    );
    let lines: Vec<&str> = file.html.lines().collect();
    assert_eq!(lines.len(), 2, "{}", file.html);
    assert_eq!(lines[0], "pid,interview,disposition,code,started,ended,reviewed,wave");
    assert!(lines[1].starts_with(&format!("=1,{},rejected,desk,2026-", id.0)), "{}", lines[1]);
    assert!(lines[1].ends_with(",rejected,2"), "{}", lines[1]);
    let excel = lin.gets(&format!("{HERE}/reconciliation.csv?excel=1")).await.html;
    assert!(excel.starts_with('\u{feff}') && excel.contains("\r\n'=1,"), "{excel}");
}

#[tokio::test]
async fn the_data_have_what_the_links_carried_in_columns_after_the_pid() {
    let variables = vec!["wave".to_owned()];
    let site = site(SourceKind::Panel, SourceSettings { variables, ..titled() }).await;
    completes(&mut site.respondent(), "/s/tiny?source=river&pid=7&wave=w2").await;
    let mut wang = signed_in(&site, "wang", &[Role::Analyst]).await;
    let file = file(&mut wang, "tiny", "").await.html;
    assert!(file.lines().next().unwrap().contains(",version,source,pid,link_wave,test,"), "{file}");
    assert!(file.lines().nth(1).unwrap().contains(",river,7,w2,0,"), "{file}");
    assert!(wang.gets("/surveys/tiny/codebook?lang=en").await.html.contains("link_wave"));
}
