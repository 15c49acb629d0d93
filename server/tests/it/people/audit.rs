//! The audit log: every deed leaves a row, nothing changes one, and each row is found.

use axum::http::{StatusCode, header};
use insta::assert_snapshot;
use store::audit::log::{Wanted, rows};
use store::audit::{self, Note};
use store::people::Role;

use super::id;
use crate::actors::{Site, after_minutes, now};
use crate::staff::{PASSWORD, TINY, answers, file, lines, nobody, signed_in, tiny};

/// The log, the oldest first, a line each, without moments.
async fn log(site: &Site, wanted: &Wanted) -> String {
    let mut rows = rows(&site.db, wanted, None, 1_000).await.unwrap();
    rows.reverse();
    let line = |it: store::audit::log::Row| {
        let survey = it.survey.map(|it| it.0).unwrap_or_default();
        let (before, after) = (it.before.unwrap_or_default(), it.after.unwrap_or_default());
        format!("{} | {survey} | {} | {} | {before} → {after} | {}", it.who, it.deed, it.subject, it.why)
    };
    rows.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn every_deed_leaves_a_row() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Owner]).await;
    nobody(&site).posts("/sign-in", "name=mallory&password=hunter2-hunter2").await;
    lin.posts("/people", "name=wang&role=author").await;
    let wang = format!("/people/{}", id(&site, "wang").await.0);
    for (verb, body) in [
        ("roles", "role=analyst"),
        ("link", ""),
        ("end-sessions", ""),
        ("left", ""),
        ("back", ""),
        // Was not on: nothing was done.
        ("second-factor-off", ""),
    ] {
        lin.posts(&format!("{wang}/{verb}"), body).await;
    }
    lin.posts("/surveys/tiny/roles", &format!("person={}&role=manager", id(&site, "wang").await.0)).await;
    lin.posts("/surveys/tiny/retention", "days=30&why=as promised").await;
    lin.posts("/surveys/tiny/pause", "").await;
    file(&mut lin, "tiny", "").await;
    lin.gets("/surveys/tiny/audit.csv").await;
    let change = format!("current={PASSWORD}&password={PASSWORD}!&repeat={PASSWORD}!");
    lin.posts("/account/password", &change).await;
    lin.posts("/sign-out", "").await;
    let log = log(&site, &Wanted::default()).await;
    assert!(!log.contains("hunter2") && !log.contains(PASSWORD), "{log}");
    assert_snapshot!(log, @r"
    test |  | person | lin |  →  | 
    test |  | roles | lin |  → owner | 
    lin |  | sign_in |  |  →  | 
    (nobody) |  | sign_in_failed |  |  →  | 
    lin |  | person | wang |  →  | 
    lin |  | roles | wang |  → author | 
    lin |  | link | wang |  →  | 
    lin |  | roles | wang | author → analyst | 
    lin |  | link | wang |  →  | 
    lin |  | sign_out_everywhere | wang |  →  | 
    lin |  | left | wang |  →  | 
    lin |  | back | wang |  →  | 
    lin | tiny | roles | wang |  → manager | 
    lin | tiny | download | export 1, format=csv |  →  | 
    lin | tiny | download | tiny_1.0.0_2026-01-12_complete.csv |  →  | 
    lin | tiny | download | audit.csv |  →  | 
    lin |  | password | lin |  →  | 
    lin |  | sign_out |  |  →  | 
    lin | tiny | retention_days |  |  → 30 | as promised
    lin | tiny | state |  | open → paused |
    ");
}

#[tokio::test]
async fn the_log_is_searched_by_text_person_survey_deed_and_day() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Owner]).await;
    lin.posts("/surveys/tiny/pause", "").await;
    // Three days, in none of which the session lies idle.
    for _ in 0..9 {
        after_minutes(8 * 60);
        lin.gets("/account").await;
    }
    lin.posts("/surveys/tiny/open", "").await;
    let mut got = Vec::new();
    for query in [
        "",
        "deed=state",
        "text=PAUSED&deed=state",
        "who=LI&deed=sign_in",
        "who=nobody",
        "survey=tiny&text=100%25",
        "from=2026-01-13&deed=state",
        "until=2026-01-12&deed=state",
        "from=yesterday&deed=state",
    ] {
        let page = lin.gets(&format!("/audit?{query}")).await;
        let rows = lines(&page.html, ".audit tbody td:nth-child(n+2)").replace('\n', " ");
        got.push(format!("{query}: {}{rows}", lines(&page.html, ".fault")));
    }
    assert_snapshot!(got.join("\n"), @r"
    : lin tiny State  Paused → Open  lin tiny State  Open → Paused  lin  Signed in    test  Roles lin Owner  test  Person added lin  
    deed=state: lin tiny State  Paused → Open  lin tiny State  Open → Paused 
    text=PAUSED&deed=state: lin tiny State  Paused → Open  lin tiny State  Open → Paused 
    who=LI&deed=sign_in: lin  Signed in   
    who=nobody: 
    survey=tiny&text=100%25: 
    from=2026-01-13&deed=state: lin tiny State  Paused → Open 
    until=2026-01-12&deed=state: lin tiny State  Open → Paused 
    from=yesterday&deed=state: Type a day as year-month-day, such as 2026-01-31.lin tiny State  Paused → Open  lin tiny State  Open → Paused
    ");
}

#[tokio::test]
async fn a_manager_of_one_survey_sees_its_log_and_nothing_else() {
    let other = TINY.replacen("survey: tiny", "survey: other", 1);
    let site = Site::with(&[TINY, &other]).await;
    let mut owner = signed_in(&site, "lin", &[Role::Owner]).await;
    owner.posts("/surveys/tiny/pause", "").await;
    owner.posts("/surveys/other/close", "").await;
    let mut wang = signed_in(&site, "wang", &[]).await;
    let give = format!("person={}&role=manager", id(&site, "wang").await.0);
    owner.posts("/surveys/tiny/roles", &give).await;
    let page = wang.gets("/surveys/tiny/audit?deed=state").await;
    assert!(lines(&page.html, ".audit tbody").contains("Open → Paused"), "{}", page.html);
    for query in ["", "?survey=other", "?deed=sign_in"] {
        let page = wang.gets(&format!("/surveys/tiny/audit{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        let shown = lines(&page.html, ".audit tbody");
        assert!(!shown.contains("other") && !shown.contains("Signed in"), "{query}: {shown}");
    }
    assert_eq!(wang.gets("/surveys/other/audit").await.status, StatusCode::NOT_FOUND);
    assert_eq!(wang.gets("/surveys/other/audit.csv").await.status, StatusCode::NOT_FOUND);
    let file = wang.gets("/surveys/tiny/audit.csv?survey=other").await.html;
    assert!(file.contains(",tiny,") && !file.contains(",other,"), "{file}");
}

#[tokio::test]
async fn the_file_holds_every_page_and_runs_nothing_in_excel() {
    let site = Site::with(&[TINY]).await;
    for number in 0..230 {
        let subject = format!("=cmd {number}");
        let note = Note { who: "lin".into(), deed: "download", subject, ..Note::default() };
        audit::note(&site.db, note, now()).await.unwrap();
    }
    let mut lin = signed_in(&site, "lin", &[Role::Owner]).await;
    let (mut path, mut pages, mut seen) = ("/audit?text=cmd".to_owned(), 0, Vec::new());
    loop {
        let page = lin.gets(&path).await.html;
        pages += 1;
        let rows = lines(&page, ".audit tbody td:nth-child(5)");
        seen.extend(rows.lines().map(str::to_owned));
        let Some(older) = page.split("href=\"/audit?").skip(1).find(|it| it.contains("after=")) else {
            break;
        };
        path = format!("/audit?{}", older.split('"').next().unwrap().replace("&amp;", "&"));
    }
    let wanted: Vec<String> = (0..230).rev().map(|it| format!("=cmd {it}")).collect();
    assert_eq!((pages, seen), (3, wanted));

    let file = lin.gets("/audit.csv?text=cmd").await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert!(file.html.starts_with("\u{feff}at,who,survey,deed,subject,before,after,why\r\n"));
    assert_eq!(file.html.lines().count(), 231);
    assert!(!file.html.contains(",=cmd") && file.html.contains(",'=cmd 7,"), "{}", file.html);
    assert_eq!(lin.gets("/audit.csv?from=yesterday").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_interviews_do_is_no_deed_of_people() {
    let site = Site::with(&[TINY]).await;
    answers(&site, "region=1&sex=1", "again=1").await;
    let wanted = Wanted { survey: Some(tiny()), ..Wanted::default() };
    assert_eq!(log(&site, &wanted).await, "");
}
