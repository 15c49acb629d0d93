//! Previews, rehearsals and launch reports as they are kept.

use store::people::{self, Role};
use store::surveys::{self, SurveyState};
use store::trials::previews::{self, Act, Of};
use store::trials::rehearsals::{self, Order, RehearsalState, Report};
use store::trials::{reports, wipe};
use store::{Error, interviews};
use survey::launch::{self, About, Check, Finding};
use survey::preview::Room;
use survey::{Disposition, Moment, PersonId, Severity};

use crate::field::{Field, field, raw, tiny};

async fn person(field: &Field, name: &str) -> PersonId {
    people::add(&field.db, name, None, &[Role::Author], "test", Moment(0)).await.unwrap()
}

fn of(field: &Field, person: PersonId) -> Of {
    Of { person, survey: field.survey.clone(), seed: 7, lang: Some("zh".into()) }
}

#[tokio::test]
async fn a_preview_is_kept_by_person_and_version_and_nothing_else_is_written() {
    let field = field([1, 1, 1, 1]).await;
    let (lin, wang) = (person(&field, "lin").await, person(&field, "wang").await);
    let now = Moment(1);
    let before = store::fieldwork::ledger(&field.db, &field.survey, 100).await.unwrap().len();
    let post = |form: &str| Act::Post(raw(form));
    previews::act(&field.db, of(&field, lin), post("_page=about&sex=1&age=30"), now).await.unwrap();
    let stands = previews::load(&field.db, &of(&field, lin), now).await.unwrap();
    assert_eq!((stands.interview.page, stands.interview.lang.as_str()), (1, "zh"));
    let other = previews::load(&field.db, &of(&field, wang), now).await.unwrap();
    assert_eq!(other.interview.page, 0);

    previews::act(&field.db, of(&field, lin), Act::Gate(Room::Full), now).await.unwrap();
    previews::act(&field.db, of(&field, lin), Act::Jump("about".into()), now).await.unwrap();
    let full =
        previews::act(&field.db, of(&field, lin), post("_page=about&sex=1&age=30"), now).await.unwrap();
    assert_eq!(full.interview.disposition.word(), "quota_full");
    let again = previews::act(&field.db, of(&field, lin), Act::Begin(None), now).await.unwrap();
    assert_eq!((again.interview.disposition, again.gate), (Disposition::Started, Room::Full));

    assert_eq!(interviews_of(&field).await, 0);
    assert_eq!(field.cells().await, "sex.1 0+0/1, sex.2 0+0/1, age.1 0+0/1, age.2 0+0/1");
    let after = store::fieldwork::ledger(&field.db, &field.survey, 100).await.unwrap().len();
    assert_eq!(before, after);

    surveys::add(&field.db, &tiny("2.0.0", [1, 1, 1, 1]), true, now).await.unwrap();
    assert_eq!(previews::load(&field.db, &of(&field, lin), now).await.unwrap().interview.turn, 0);
}

async fn interviews_of(field: &Field) -> i64 {
    use sqlx::Connection;
    let mut conn = field.sql().await;
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from interview").fetch_one(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    count
}

fn robots(robots: i64) -> Order {
    Order { robots: Some(robots), pace: Some(2.5), seed: 3, plan: Some("plan".into()) }
}

#[tokio::test]
async fn one_rehearsal_of_a_survey_is_under_way_at_a_time() {
    let field = field([1, 1, 1, 1]).await;
    let (db, survey) = (&field.db, &field.survey);
    let first = rehearsals::order(db, survey, robots(5), "lin", Moment(1)).await.unwrap();
    let second = rehearsals::order(db, survey, robots(5), "lin", Moment(1)).await;
    assert!(matches!(second, Err(Error::Taken(_))), "{second:?}");
    assert!(matches!(wipe(db, survey, "lin", Moment(1)).await, Err(Error::Taken(_))));

    let taken = rehearsals::take_waiting(db).await.unwrap();
    assert_eq!((taken.len(), taken[0].id, &taken[0].order), (1, first, &robots(5)));
    assert_eq!(rehearsals::take_waiting(db).await.unwrap(), []);
    assert!(rehearsals::progress(db, first, 3, 2).await.unwrap());
    let report = Report { stuck: 1, ..Report::default() };
    rehearsals::end(db, first, RehearsalState::Done, &report, Moment(2)).await.unwrap();
    let listed = rehearsals::list(db, survey, 10).await.unwrap();
    assert_eq!((listed[0].state, listed[0].sent, listed[0].report.stuck), (RehearsalState::Done, 3, 1));
    rehearsals::order(db, survey, robots(5), "lin", Moment(3)).await.unwrap();
}

#[tokio::test]
async fn a_stopped_rehearsal_ends_when_its_last_robot_has_gone() {
    let field = field([1, 1, 1, 1]).await;
    let (db, survey) = (&field.db, &field.survey);
    let id = rehearsals::order(db, survey, robots(5), "lin", Moment(1)).await.unwrap();
    rehearsals::take_waiting(db).await.unwrap();
    rehearsals::stop(db, survey, Moment(2)).await.unwrap();
    assert!(!rehearsals::progress(db, id, 3, 2).await.unwrap());
    assert!(rehearsals::under_way(db, survey).await.unwrap().is_some());
    rehearsals::end(db, id, RehearsalState::Done, &Report::default(), Moment(3)).await.unwrap();
    assert_eq!(rehearsals::under_way(db, survey).await.unwrap(), None);
    assert_eq!(rehearsals::list(db, survey, 1).await.unwrap()[0].state, RehearsalState::Stopped);

    rehearsals::order(db, survey, robots(5), "lin", Moment(4)).await.unwrap();
    rehearsals::stop(db, survey, Moment(5)).await.unwrap();
    assert_eq!(rehearsals::under_way(db, survey).await.unwrap(), None, "it had not begun");
}

#[tokio::test]
async fn what_ran_when_the_server_went_is_stopped_and_what_waited_still_waits() {
    let field = field([1, 1, 1, 1]).await;
    let (db, survey) = (&field.db, &field.survey);
    rehearsals::order(db, survey, robots(5), "lin", Moment(1)).await.unwrap();
    rehearsals::stop_orphans(db, Moment(2)).await.unwrap();
    assert_eq!(rehearsals::take_waiting(db).await.unwrap().len(), 1);
    rehearsals::stop_orphans(db, Moment(3)).await.unwrap();
    let it = rehearsals::list(db, survey, 1).await.unwrap().remove(0);
    assert_eq!((it.state, it.report.why.as_str()), (RehearsalState::Stopped, "restart"));
    assert_eq!(it.ended_at, Some(Moment(3)));
}

#[tokio::test]
async fn wiping_empties_the_shadow_and_leaves_the_field_alone() {
    let field = field([3, 3, 3, 3]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    for (n, answers) in [(101, "sex=1&age=30"), (102, "sex=2&age=50")] {
        let begin = interviews::Begin { test: true, ..field.newcomer(n) };
        let form = raw(&format!("_page=about&{answers}"));
        interviews::begin(&field.db, begin, form, Moment(60_000)).await.unwrap();
    }
    field.finish(101, 2).await.unwrap();
    let real = field.cells().await;
    assert_eq!(field.cells_of(true).await, "sex.1 0+1/3, sex.2 1+0/3, age.1 0+1/3, age.2 1+0/3");

    assert_eq!(wipe(&field.db, &field.survey, "lin", Moment(120_000)).await.unwrap(), 2);
    assert_eq!(field.cells_of(true).await, "sex.1 0+0/3, sex.2 0+0/3, age.1 0+0/3, age.2 0+0/3");
    assert_eq!((field.cells().await, interviews_of(&field).await), (real, 1));
    field.agrees().await;
    let ledger = store::fieldwork::ledger(&field.db, &field.survey, 100).await.unwrap();
    let wiped: Vec<_> = ledger.iter().filter(|it| it.step == "wipe").collect();
    assert_eq!(wiped.len(), 5, "two places of each, and who did it");
    assert_eq!((wiped[0].who.as_deref(), wiped[0].before.as_deref()), (Some("lin"), Some("2")));
    assert_eq!(wipe(&field.db, &field.survey, "lin", Moment(120_001)).await.unwrap(), 0);
}

fn report(fine: bool) -> launch::Report {
    let finding = Finding {
        severity: Severity::Error,
        word: "not_asked".into(),
        at: "q".into(),
        detail: "a == 1".into(),
    };
    let findings = if fine { Vec::new() } else { vec![finding] };
    launch::Report { robots: 60, checks: vec![Check { about: About::Questions, looked_at: 3, findings }] }
}

#[tokio::test]
async fn a_version_opens_once_its_newest_report_has_passed() {
    let field = field([1, 1, 1, 1]).await;
    let (db, survey) = (&field.db, &field.survey);
    assert!(reports::may_open(db, survey).await.unwrap(), "it was open from the beginning");
    surveys::set_state(db, survey, SurveyState::Closed, "lin", Moment(1)).await.unwrap();
    assert!(reports::may_open(db, survey).await.unwrap(), "it was open before");

    surveys::add(db, &tiny("2.0.0", [1, 1, 1, 1]), true, Moment(2)).await.unwrap();
    assert!(!reports::may_open(db, survey).await.unwrap(), "the field was closed when it was published");
    assert_eq!(reports::newest(db, survey).await.unwrap(), None);
    let keep = |fine: bool| {
        let report = report(fine);
        async move { reports::keep(db, (survey, "2.0.0"), &report, "lin", Moment(3)).await.unwrap() }
    };
    keep(true).await;
    assert!(reports::may_open(db, survey).await.unwrap());
    keep(false).await;
    assert!(!reports::may_open(db, survey).await.unwrap(), "the newest report counts");
    let newest = reports::newest(db, survey).await.unwrap().unwrap();
    assert_eq!((newest.who.as_str(), newest.report), ("lin", report(false)));

    surveys::set_state(db, survey, SurveyState::Open, "lin", Moment(4)).await.unwrap();
    surveys::set_state(db, survey, SurveyState::Paused, "lin", Moment(5)).await.unwrap();
    assert!(reports::may_open(db, survey).await.unwrap(), "a pause asks for no second gate");
    let nowhere = reports::keep(db, (survey, "9.9.9"), &report(true), "lin", Moment(6)).await;
    assert!(matches!(nowhere, Err(Error::NotFound)));
}
