//! Sources: caps, keys, signatures that are used once, invitations, one complete a person.

use std::collections::BTreeMap;

use insta::assert_snapshot;
use store::interviews::{self, Begin};
use store::review::{self, Judgement};
use store::sources::{self, Comer, Person, Returns, SourceKind, SourceSettings, Which};
use store::surveys::{self, Once, Setting};
use store::{Error, fieldwork};
use survey::{Disposition, Moment, Token};

use crate::field::{Field, MINUTE, field, raw};

const NOW: Moment = Moment(7);

async fn with(kind: SourceKind, settings: SourceSettings) -> Field {
    let field = field([9, 9, 9, 9]).await;
    sources::create(&field.db, &field.survey, ("river", kind, "River"), "Li", NOW).await.unwrap();
    sources::change(&field.db, &field.survey, "river", settings, "Li", NOW).await.unwrap();
    field
}

fn titled() -> SourceSettings {
    SourceSettings { title: "River".into(), ..SourceSettings::default() }
}

async fn comes(field: &Field, begin: Begin) -> Result<(), Error> {
    let form = raw("_page=about&sex=1&age=30");
    interviews::begin(&field.db, begin, form, Moment(MINUTE)).await.map(|_| ())
}

fn by(field: &Field, n: u128, pid: &str) -> Begin {
    Begin { source: Some("river".into()), pid: Some(pid.into()), ..field.newcomer(n) }
}

async fn ends(field: &Field, n: u128) -> String {
    field.finish(n, 2).await.unwrap();
    field.stands(n).await
}

fn people(pids: &[&str]) -> Vec<(Token, Person)> {
    let person = |pid: &str| {
        let details = BTreeMap::from([("email".to_owned(), format!("{pid}@example.org"))]);
        Person { pid: pid.to_owned(), lang: Some("zh".into()), details }
    };
    pids.iter().map(|it| (Token::new(0xabc + it.bytes().map(u128::from).sum::<u128>()), person(it))).collect()
}

fn link(pid: &str) -> Token {
    people(&[pid]).remove(0).0
}

async fn statuses(field: &Field) -> String {
    let source = sources::load(&field.db, &field.survey, "river").await.unwrap();
    let statuses = sources::statuses(&field.db, &source).await.unwrap();
    statuses.iter().map(|(status, count)| format!("{status} {count}")).collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn what_is_set_about_a_source_is_read_back_and_stands_in_the_ledger() {
    let settings = SourceSettings {
        title: "River panel".into(),
        cap: Some(3),
        returns: Returns { complete: Some("https://p.example/?x={pid}".into()), ..Returns::default() },
        variables: vec!["wave".into(), "zone".into()],
        signed_arrival: true,
        signed_return: true,
    };
    let field = with(SourceKind::Panel, settings.clone()).await;
    let source = sources::load(&field.db, &field.survey, "river").await.unwrap();
    assert_eq!((source.kind, &source.settings, source.closed_at), (SourceKind::Panel, &settings, None));
    assert_eq!(sources::variables(&field.db, &field.survey).await.unwrap(), ["wave", "zone"]);
    sources::set_open(&field.db, &field.survey, "river", false, "Li", NOW).await.unwrap();
    sources::set_open(&field.db, &field.survey, "river", false, "Li", NOW).await.unwrap();
    sources::change(&field.db, &field.survey, "river", settings, "Li", NOW).await.unwrap();
    let rows = fieldwork::changes(&field.db, &field.survey, 100).await.unwrap();
    let own = rows.iter().rev().filter(|it| it.who.as_deref() == Some("Li"));
    let lines: Vec<String> = own
        .map(|it| {
            format!(
                "{} | {} | {}",
                it.step,
                it.before.clone().unwrap_or_default(),
                it.after.clone().unwrap_or_default()
            )
        })
        .collect();
    assert_snapshot!(lines.join("\n"), @r"
    source |  | river: panel title=River
    target |  | 3
    source | river: title=River, cap=, complete=, variables=, signed_arrival=no, signed_return=no | river: title=River panel, cap=3, complete=https://p.example/?x={pid}, variables=wave zone, signed_arrival=yes, signed_return=yes
    source | river: open | river: closed
    ");
}

#[tokio::test]
async fn a_name_is_registered_once_in_a_survey() {
    let field = with(SourceKind::Open, titled()).await;
    let again = sources::create(&field.db, &field.survey, ("river", SourceKind::List, "x"), "Li", NOW).await;
    assert!(matches!(again, Err(Error::Taken(_))));
    let nowhere = "nowhere".to_owned().into();
    let lost = sources::create(&field.db, &nowhere, ("river", SourceKind::Open, "x"), "Li", NOW).await;
    assert!(matches!(lost, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_source_takes_in_as_many_as_its_cap_and_not_one_more() {
    let field = with(SourceKind::Open, SourceSettings { cap: Some(1), ..titled() }).await;
    comes(&field, by(&field, 1, "a")).await.unwrap();
    let source = sources::load(&field.db, &field.survey, "river").await.unwrap();
    assert!(sources::is_full(&field.db, &source).await.unwrap(), "one under way holds the place");
    comes(&field, by(&field, 2, "b")).await.unwrap();
    assert_eq!(field.stands(2).await, "quota_full source.river");
    assert_eq!(ends(&field, 1).await, "complete");
    let row = sources::counts(&field.db, &source).await.unwrap();
    assert_eq!((row.places.completes, row.places.reserved, row.places.open), (1, 0, false));
    assert_snapshot!(format!("{:?}", row.counts), @r#"{"complete": 1, "quota_full": 1}"#);
    field.agrees().await;
}

#[tokio::test]
async fn every_interview_stands_in_one_row_of_the_list_of_sources() {
    let field = with(SourceKind::Open, titled()).await;
    comes(&field, by(&field, 1, "a")).await.unwrap();
    comes(&field, Begin { source: Some("lake".into()), ..field.newcomer(2) }).await.unwrap();
    comes(&field, field.newcomer(3)).await.unwrap();
    comes(&field, Begin { test: true, ..field.newcomer(4) }).await.unwrap();
    let (rows, others) = sources::list(&field.db, &field.survey).await.unwrap();
    let names: Vec<_> = rows.iter().map(|it| format!("{} {:?}", it.source.name, it.counts)).collect();
    assert_snapshot!(names.join("\n"), @r#"river {"started": 1}"#);
    assert_snapshot!(format!("{others:?}"), @r#"[(None, {"started": 1}), (Some("lake"), {"started": 1})]"#);
}

#[tokio::test]
async fn a_source_that_is_registered_late_counts_those_who_came_by_its_name() {
    let field = field([9, 9, 9, 9]).await;
    comes(&field, by(&field, 1, "a")).await.unwrap();
    sources::create(&field.db, &field.survey, ("river", SourceKind::Open, "River"), "Li", NOW).await.unwrap();
    let source = sources::load(&field.db, &field.survey, "river").await.unwrap();
    assert_eq!(sources::counts(&field.db, &source).await.unwrap().places.reserved, 1);
    assert_eq!(ends(&field, 1).await, "complete");
    assert_eq!(sources::counts(&field.db, &source).await.unwrap().places.completes, 1);
    field.agrees().await;
}

#[tokio::test]
async fn nobody_begins_by_a_closed_source_and_who_is_inside_goes_on() {
    let field = with(SourceKind::Open, titled()).await;
    comes(&field, by(&field, 1, "a")).await.unwrap();
    sources::set_open(&field.db, &field.survey, "river", false, "Li", NOW).await.unwrap();
    assert!(matches!(comes(&field, by(&field, 2, "b")).await, Err(Error::Closed)));
    assert_eq!(ends(&field, 1).await, "complete");
    sources::set_open(&field.db, &field.survey, "river", true, "Li", NOW).await.unwrap();
    comes(&field, by(&field, 2, "b")).await.unwrap();
}

#[tokio::test]
async fn keys_rotate_and_the_last_one_of_a_source_that_signs_stays() {
    let field = with(SourceKind::Panel, SourceSettings { signed_return: true, ..titled() }).await;
    let (db, survey) = (&field.db, &field.survey);
    for secret in ["a", "b"] {
        sources::make_key(db, survey, "river", &secret.repeat(32), "Li", NOW).await.unwrap();
    }
    let source = sources::load(db, survey, "river").await.unwrap();
    assert_eq!(sources::secrets(db, &source).await.unwrap(), ["b".repeat(32), "a".repeat(32)]);
    let keys = sources::keys(db, &source).await.unwrap();
    assert!(sources::retire_key(db, survey, "river", keys[1].id, "Li", NOW).await.unwrap());
    assert!(!sources::retire_key(db, survey, "river", keys[0].id, "Li", NOW).await.unwrap());
    assert_eq!(sources::secrets(db, &source).await.unwrap(), ["b".repeat(32)]);
    let rows = fieldwork::changes(db, survey, 100).await.unwrap();
    let said: Vec<_> = rows.iter().filter(|it| it.step == "key").filter_map(|it| it.after.clone()).collect();
    assert_eq!(said.len(), 3);
    assert!(said.iter().all(|it| !it.contains("aaaa") && !it.contains("bbbb")), "{said:?}");
}

#[tokio::test]
async fn a_signature_is_good_once_and_a_double_tap_is_no_second_time() {
    let field = with(SourceKind::Panel, SourceSettings { signed_arrival: true, ..titled() }).await;
    let signed = |n, pid| Begin { signature: Some("5161".into()), ..by(&field, n, pid) };
    comes(&field, signed(1, "a")).await.unwrap();
    comes(&field, signed(1, "a")).await.unwrap();
    assert!(matches!(comes(&field, signed(2, "a")).await, Err(Error::Closed)));
    assert!(matches!(interviews::load(&field.db, &Token::new(2)).await, Err(Error::NotFound)));
    let source = sources::load(&field.db, &field.survey, "river").await.unwrap();
    assert_eq!(sources::used_by(&field.db, &source, "5161").await.unwrap(), Some(Token::new(1)));
    assert_eq!(sources::forget(&field.db, Moment(73 * 60 * MINUTE)).await.unwrap(), 1);
    assert_eq!(sources::used_by(&field.db, &source, "5161").await.unwrap(), None);
}

#[tokio::test]
async fn a_person_is_complete_once_however_many_devices_they_have() {
    let field = with(SourceKind::Panel, titled()).await;
    comes(&field, by(&field, 1, "a")).await.unwrap();
    comes(&field, by(&field, 2, "a")).await.unwrap();
    assert_eq!(ends(&field, 1).await, "complete");
    // Begun at the same time: the second one counts for nothing, and its place comes back.
    assert_eq!(ends(&field, 2).await, "rejected once");
    assert!(matches!(comes(&field, by(&field, 3, "a")).await, Err(Error::Closed)));
    comes(&field, by(&field, 4, "b")).await.unwrap();
    let elsewhere = Begin { source: Some("lake".into()), ..by(&field, 5, "a") };
    comes(&field, elsewhere).await.unwrap();
    let source = sources::load(&field.db, &field.survey, "river").await.unwrap();
    assert_eq!(sources::counts(&field.db, &source).await.unwrap().places.completes, 1);
    field.agrees().await;
}

#[tokio::test]
async fn a_person_without_a_source_is_known_by_the_pid_alone() {
    let field = field([9, 9, 9, 9]).await;
    let anna = |n| Begin { pid: Some("anna".into()), ..field.newcomer(n) };
    comes(&field, anna(1)).await.unwrap();
    assert_eq!(ends(&field, 1).await, "complete");
    assert!(matches!(comes(&field, anna(2)).await, Err(Error::Closed)));
}

#[tokio::test]
async fn who_was_rejected_is_told_the_same_as_who_is_complete() {
    let field = with(SourceKind::Panel, titled()).await;
    comes(&field, by(&field, 1, "a")).await.unwrap();
    ends(&field, 1).await;
    let id = field.kept(1).await.id;
    review::judge(&field.db, &field.survey, &[id], Judgement::Reject, ("Li", "odd"), NOW).await.unwrap();
    let comer = Comer { source: Some("river"), pid: Some("a"), device: None };
    assert!(sources::has_answered(&field.db, &field.survey, Once::Person, comer).await.unwrap());
    let device = Comer { device: Some("device 1"), ..Comer::default() };
    assert!(sources::has_answered(&field.db, &field.survey, Once::Device, device).await.unwrap());
    assert!(!sources::has_answered(&field.db, &field.survey, Once::Person, device).await.unwrap());
    assert!(!sources::has_answered(&field.db, &field.survey, Once::Any, comer).await.unwrap());
}

#[tokio::test]
async fn a_survey_may_want_one_complete_a_device_or_as_many_as_come() {
    let field = field([9, 9, 9, 9]).await;
    let set = |once| surveys::set(&field.db, &field.survey, Setting::Once(once), "Li", "", NOW);
    let phone = |n| Begin { device: Some("phone".into()), ..field.newcomer(n) };
    set(Once::Device).await.unwrap();
    comes(&field, phone(1)).await.unwrap();
    comes(&field, phone(2)).await.unwrap();
    assert_eq!(ends(&field, 1).await, "complete");
    assert!(matches!(comes(&field, phone(3)).await, Err(Error::Closed)));
    set(Once::Any).await.unwrap();
    comes(&field, phone(4)).await.unwrap();
    // The questionnaire's own rule about devices is another matter.
    assert_eq!(ends(&field, 4).await, "rejected Q_DUP");
}

#[tokio::test]
async fn an_invitation_is_for_one_person_and_one_interview() {
    let field = with(SourceKind::List, titled()).await;
    let (db, survey) = (&field.db, &field.survey);
    let added = sources::invite(db, survey, "river", people(&["a", "b", "c"]), "Li", NOW).await.unwrap();
    assert_eq!((added.fresh, added.known), (3, 0));
    let invited = |n, pid| Begin { invitation: Some(link(pid)), ..by(&field, n, "forged") };
    comes(&field, invited(1, "a")).await.unwrap();
    let kept = field.kept(1).await;
    assert_eq!((kept.source.as_deref(), kept.pid.as_deref()), (Some("river"), Some("a")));
    assert!(matches!(comes(&field, invited(2, "a")).await, Err(Error::Closed)), "it is under way");
    assert_eq!(ends(&field, 1).await, "complete");
    assert!(matches!(comes(&field, invited(3, "a")).await, Err(Error::Closed)), "it has ended");
    let strange = Begin { invitation: Some(Token::new(99)), ..field.newcomer(4) };
    assert!(matches!(comes(&field, strange).await, Err(Error::Closed)));
    assert_snapshot!(statuses(&field).await, @"complete 1, not_begun 2");
    let it = sources::invitation(db, survey, &link("a")).await.unwrap().unwrap();
    assert_eq!((it.person.lang.as_deref(), it.interview), (Some("zh"), Some(Token::new(1))));
}

#[tokio::test]
async fn a_list_uploaded_again_adds_only_who_is_new() {
    let field = with(SourceKind::List, titled()).await;
    let (db, survey) = (&field.db, &field.survey);
    sources::invite(db, survey, "river", people(&["a", "b"]), "Li", NOW).await.unwrap();
    let added = sources::invite(db, survey, "river", people(&["b", "c"]), "Li", NOW).await.unwrap();
    assert_eq!((added.fresh, added.known), (1, 1));
    let source = sources::load(db, survey, "river").await.unwrap();
    let all = sources::batch(db, &source, Which::All, 0, 2).await.unwrap();
    let rest = sources::batch(db, &source, Which::All, all[1].id, 2).await.unwrap();
    let pids: Vec<_> = all.iter().chain(&rest).map(|it| it.person.pid.as_str()).collect();
    assert_eq!(pids, ["a", "b", "c"]);
    assert_eq!(all[0].person, people(&["a"]).remove(0).1);
    assert_eq!(sources::columns(db, &source).await.unwrap(), ["email"]);
}

#[tokio::test]
async fn a_reminder_is_for_those_who_have_not_begun_or_broke_off() {
    let field = with(SourceKind::List, titled()).await;
    let (db, survey) = (&field.db, &field.survey);
    sources::invite(db, survey, "river", people(&["a", "b", "c", "d"]), "Li", NOW).await.unwrap();
    let invited = |n, pid| Begin { invitation: Some(link(pid)), ..field.newcomer(n) };
    for (n, pid) in [(1, "a"), (2, "b"), (3, "c")] {
        comes(&field, invited(n, pid)).await.unwrap();
    }
    ends(&field, 1).await;
    interviews::break_off(db, &Token::new(2), Moment(5 * MINUTE)).await.unwrap();
    let source = sources::load(db, survey, "river").await.unwrap();
    let remind = sources::batch(db, &source, Which::Unanswered, 0, 10).await.unwrap();
    let people: Vec<_> = remind.iter().map(|it| format!("{} {}", it.person.pid, it.status)).collect();
    assert_eq!(people, ["b broken_off", "d not_begun"]);
    assert_snapshot!(statuses(&field).await, @"broken_off 1, complete 1, not_begun 1, started 1");
}

#[tokio::test]
async fn an_interview_interrupted_for_too_long_makes_way_for_a_new_one_by_the_same_invitation() {
    let field = with(SourceKind::List, titled()).await;
    let (db, survey) = (&field.db, &field.survey);
    sources::invite(db, survey, "river", people(&["a"]), "Li", NOW).await.unwrap();
    let invited = |n| Begin { invitation: Some(link("a")), ..field.newcomer(n) };
    comes(&field, invited(1)).await.unwrap();
    let late = Moment(49 * 60 * MINUTE);
    let form = raw("_page=about&sex=1&age=30");
    interviews::begin(db, invited(2), form, late).await.unwrap();
    let it = sources::invitation(db, survey, &link("a")).await.unwrap().unwrap();
    assert_eq!(it.interview, Some(Token::new(2)));
    assert_eq!(field.kept(1).await.pid.as_deref(), Some("a"), "the old one still tells whose it was");
}

#[tokio::test]
async fn the_reconciliation_file_tells_of_rejections_after_the_fact() {
    let field = with(SourceKind::Panel, SourceSettings { variables: vec!["wave".into()], ..titled() }).await;
    let variables = BTreeMap::from([("wave".to_owned(), "3".to_owned())]);
    comes(&field, Begin { variables, ..by(&field, 1, "a") }).await.unwrap();
    ends(&field, 1).await;
    comes(&field, by(&field, 2, "b")).await.unwrap();
    comes(&field, field.newcomer(3)).await.unwrap();
    let id = field.kept(1).await.id;
    review::judge(&field.db, &field.survey, &[id], Judgement::Reject, ("Li", "odd"), NOW).await.unwrap();
    assert_eq!(field.kept(1).await.interview.disposition, Disposition::Rejected(vec!["desk".into()]));
    let source = sources::load(&field.db, &field.survey, "river").await.unwrap();
    let rows = sources::reconcile(&field.db, &source, 0.into(), 10).await.unwrap();
    let lines: Vec<String> = rows
        .iter()
        .map(|it| format!("{} {} {} {:?}", it.pid.as_deref().unwrap(), it.disposition, it.code, it.variables))
        .collect();
    assert_snapshot!(lines.join("\n"), @r#"
    a rejected desk {"wave": "3"}
    b started  {}
    "#);
    assert_eq!(sources::reconcile(&field.db, &source, rows[1].id, 10).await.unwrap(), []);
}
