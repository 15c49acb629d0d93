//! Retention: exactly what it says is erased, when it says so, and the interview keeps counting.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::people::Role;
use store::retention;
use store::sources::{self, Person, SourceKind, Which};
use store::surveys::{self, SurveyState};
use survey::{SurveyId, Token};

use crate::actors::{Respondent, Site, after_minutes, now};
use crate::staff::{ALL_ROWS, PASSWORD, file, lines, signed_in};

/// Asks for a name, a year and a job; and for a reason, which is nobody's name.
const PRIVATE: &str = "
survey: private
version: 1.0.0
title: {en: Private}
langs: [en]
default: en
contact: {en: The team}
field: {n: 9, year: 2026, resume: 48h}
pages:
- page: who
  questions:
  - {var: name, type: open, text: {en: Name}, personal: true, required: false}
  - {var: born, type: number, range: [1900, 2026], text: {en: Born}, personal: true}
  - {var: job, type: single, text: {en: Job}, choices: {1: {en: None}, 2: {en: Other, other: true}}, personal: true}
  - {var: why, type: open, text: {en: Why}, required: false}
- page: more
  questions:
  - {var: sex, type: single, text: {en: Sex}, choices: {1: {en: M}, 2: {en: F}}}
ends: {complete: {text: {en: Thanks}}}
";

const DAY: i64 = 24 * 60;

fn private() -> SurveyId {
    SurveyId("private".into())
}

async fn site() -> Site {
    Site::with(&[PRIVATE]).await
}

/// Somebody who comes by this link and answers, to the end or not.
async fn answers<'a>(site: &'a Site, link: &str, typed: &str, to_the_end: bool) -> Respondent<'a> {
    let mut respondent = site.respondent();
    respondent.opens(&format!("/s/private{link}")).await;
    respondent.answers(typed).await;
    if to_the_end {
        respondent.answers("sex=1").await;
    }
    respondent
}

async fn sweeps(site: &Site) -> i64 {
    retention::sweep(&site.db, || 0xfeed_0000_0000_0000_0000_0000_0000_0001, now()).await.unwrap()
}

/// All of the data, without the moments.
async fn data(site: &Site) -> String {
    let mut lin = site.respondent();
    lin.posts("/sign-in", &format!("name=lin&password={PASSWORD}")).await;
    let file = file(&mut lin, "private", ALL_ROWS).await.html;
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let wanted = ["disposition", "pid", "device_hash", "name", "born", "job", "job_2_text", "why", "sex"];
    let columns: Vec<usize> = {
        let names = reader.headers().unwrap();
        wanted.iter().map(|name| names.iter().position(|it| it == *name).unwrap()).collect()
    };
    let line = |row: csv::StringRecord| {
        let cell = |at: &usize| {
            let text = &row[*at];
            if text.len() == 64 { "HASH".to_owned() } else { text.to_owned() }
        };
        columns.iter().map(cell).collect::<Vec<_>>().join(" | ")
    };
    reader.records().map(|it| line(it.unwrap())).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn identifying_fields_go_after_so_many_days_and_the_interview_keeps_counting() {
    let site = site().await;
    let mut lin = signed_in(&site, "lin", &[Role::Owner]).await;
    answers(&site, "?source=p&pid=anna-17", "name=Anna&born=1990&job=2&job_2_text=smith&why=since", true)
        .await;
    answers(&site, "", "name=&born=1950&job=1", true).await;
    after_minutes(DAY);
    answers(&site, "?source=p&pid=late-18", "name=Late&born=2000&job=1", true).await;
    lin.posts("/sign-in", &format!("name=lin&password={PASSWORD}")).await;
    assert_eq!(
        lin.posts("/surveys/private/retention", "days=30").await.location(),
        "/surveys/private/roles?done=retention"
    );
    let before = data(&site).await;
    assert_snapshot!(before, @r"
    complete | anna-17 | HASH | Anna | 1990 | 2 | smith | since | 1
    complete |  | HASH | -9 | 1950 | 1 |  | -9 | 1
    complete | late-18 | HASH | Late | 2000 | 1 |  | -9 | 1
    ");

    after_minutes(29 * DAY - 1);
    assert_eq!(sweeps(&site).await, 0, "a minute early");
    after_minutes(1);
    assert_eq!(sweeps(&site).await, 2);
    assert_eq!(sweeps(&site).await, 0, "once");
    assert_snapshot!(data(&site).await, @r"
    complete |  |  | -8 | -8 | 2 | -8 | since | 1
    complete |  |  | -9 | -8 | 1 |  | -9 | 1
    complete | late-18 | HASH | Late | 2000 | 1 |  | -9 | 1
    ");
    assert_eq!(site.dispositions("private").await, "complete complete complete");
    // Sessions end long before the retention does.
    lin.posts("/sign-in", &format!("name=lin&password={PASSWORD}")).await;
    let page = lin.gets("/surveys/private/roles").await.html;
    assert_snapshot!(lines(&page, "#retention th, #retention tbody td").replace('\n', " | "), @"When | Interviews | Ids (pid) | Devices | Values from links | Personal answers | Invitations | 2026-02-11 06:40 | 2 | 1 | 2 | 0 | 4 | 0");
    assert!(page.contains("name, born, job"));
    let codebook = lin.gets("/surveys/private/codebook").await.html;
    assert_eq!(codebook.matches("Erased: personal, kept for a limited time").count(), 3);
}

#[tokio::test]
async fn nothing_of_it_is_left_in_the_interview() {
    let site = site().await;
    signed_in(&site, "lin", &[Role::Owner]).await;
    let it =
        answers(&site, "?source=p&pid=anna-17", "name=Annabel&born=1990&job=2&job_2_text=smith&why=x", true)
            .await;
    surveys::set(&site.db, &private(), surveys::Setting::RetentionDays(Some(1)), "lin", "", now())
        .await
        .unwrap();
    after_minutes(DAY);
    assert_eq!(sweeps(&site).await, 1);
    let kept = site.kept(&it.token()).await;
    let all = format!("{kept:?}");
    for word in ["Annabel", "1990", "smith", "anna-17"] {
        assert!(!all.contains(word), "{word} in {all}");
    }
    assert_eq!((kept.pid, kept.variables), (None, BTreeMap::new()));
    assert_eq!(kept.interview.erased, ["name", "born", "job"]);
}

#[tokio::test]
async fn one_that_may_still_go_on_is_waited_for() {
    let site = site().await;
    signed_in(&site, "lin", &[Role::Owner]).await;
    surveys::set(&site.db, &private(), surveys::Setting::RetentionDays(Some(1)), "lin", "", now())
        .await
        .unwrap();
    let mut respondent = answers(&site, "?pid=anna", "name=Anna&born=1990&job=1", false).await;
    after_minutes(DAY + 60);
    store::interviews::sweep(&site.db, now()).await.unwrap();
    assert_eq!(sweeps(&site).await, 0, "it may be taken up for two days");
    respondent.opens(&format!("/i/{}", respondent.token())).await;
    after_minutes(DAY);
    assert_eq!(sweeps(&site).await, 1);
}

#[tokio::test]
async fn the_way_from_a_list_to_an_interview_is_cut_and_who_has_not_answered_is_forgotten_after_the_field() {
    let site = site().await;
    let mut lin = signed_in(&site, "lin", &[Role::Owner]).await;
    sources::create(&site.db, &private(), ("staff", SourceKind::List, "Staff"), "lin", now()).await.unwrap();
    let invited = |number: u128, pid: &str| {
        let details = BTreeMap::from([("mail".to_owned(), format!("{pid}@example.org"))]);
        (Token::new(number), Person { pid: pid.into(), lang: None, details })
    };
    let people = vec![invited(1, "anna"), invited(2, "otto")];
    sources::invite(&site.db, &private(), "staff", people, "lin", now()).await.unwrap();
    answers(&site, &format!("?invitation={}", Token::new(1)), "name=Anna&born=1990&job=1", true).await;
    lin.posts("/surveys/private/retention", "days=10").await;

    let list = async || {
        let source = sources::load(&site.db, &private(), "staff").await.unwrap();
        let people = sources::batch(&site.db, &source, Which::All, 0, 10).await.unwrap();
        let line = |it: sources::Invited| format!("{} {:?} {}", it.person.pid, it.person.details, it.status);
        people.into_iter().map(line).collect::<Vec<_>>().join("\n")
    };
    after_minutes(10 * DAY);
    assert_eq!(sweeps(&site).await, 1);
    assert_snapshot!(list().await, @r#"
    erased-1 {} complete
    otto {"mail": "otto@example.org"} not_begun
    "#);
    let old = sources::invitation(&site.db, &private(), &Token::new(1)).await.unwrap();
    assert!(old.is_none(), "the link in somebody's mail leads to no interview any more");

    surveys::set_state(&site.db, &private(), SurveyState::Closed, "lin", now()).await.unwrap();
    after_minutes(10 * DAY);
    retention::sweep(&site.db, || 0xfeed_0000_0000_0000_0000_0000_0000_0002, now()).await.unwrap();
    assert_snapshot!(list().await, @r"
    erased-1 {} complete
    erased-2 {} not_begun
    ");
}

#[tokio::test]
async fn days_that_are_none_are_refused_and_kept() {
    let site = site().await;
    let mut lin = signed_in(&site, "lin", &[Role::Owner]).await;
    for days in ["0", "-3", "soon", "36501"] {
        let page = lin.posts("/surveys/private/retention", &format!("days={days}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(lines(&page.html, ".fault"), "Type a number of days from 1 to 36500, or leave it empty.");
        assert!(page.html.contains(&format!("value=\"{days}\"")));
    }
    lin.posts("/surveys/private/retention", "days=30").await;
    lin.posts("/surveys/private/retention", "days=").await;
    assert_eq!(surveys::load(&site.db, &private()).await.unwrap().settings.retention_days, None);
}
