//! Reports: sections are added, written anew, moved and deleted, and nobody writes over what somebody else wrote.

use store::reports::{self, Kind, NewReport, Written};
use store::{Error, audit};
use survey::{Moment, SurveyId};

use crate::field::{Field, field};

impl Field {
    async fn report(&self, title: &str) -> i64 {
        let new = NewReport { title: title.into(), lang: "en".into(), ..NewReport::default() };
        reports::add(&self.db, &self.survey, &new, "Wang", Moment(1)).await.unwrap()
    }

    async fn section(&self, report: i64, heading: &str) -> i64 {
        let new = Written { kind: Kind::Text, heading: heading.into(), body: format!("About {heading}.") };
        reports::add_section(&self.db, (&self.survey, report), &new, "Wang", Moment(2)).await.unwrap()
    }

    /// The headings of a report.
    async fn headings(&self, report: i64) -> String {
        let (_, sections) = reports::load(&self.db, &self.survey, report).await.unwrap();
        sections.into_iter().map(|it| it.of.heading).collect::<Vec<_>>().join(" ")
    }
}

#[tokio::test]
async fn sections_stand_in_the_order_they_are_moved_to() {
    let field = field([9, 9, 9, 9]).await;
    let report = field.report("Found").await;
    let mut ids = Vec::new();
    for heading in ["a", "b", "c"] {
        ids.push(field.section(report, heading).await);
    }
    let move_to = async |section: i64, up: bool| {
        reports::move_section(&field.db, (&field.survey, report, section), up, "Wang", Moment(3)).await
    };
    for (section, up, then) in [
        (ids[2], true, "a c b"),
        (ids[2], true, "c a b"),
        (ids[2], true, "c a b"),
        (ids[0], false, "c b a"),
        (ids[0], false, "c b a"),
    ] {
        move_to(section, up).await.unwrap();
        assert_eq!(field.headings(report).await, then);
    }
    reports::delete_section(&field.db, (&field.survey, report, ids[1]), "Wang", Moment(4)).await.unwrap();
    field.section(report, "d").await;
    assert_eq!(field.headings(report).await, "c a d");
    assert!(matches!(move_to(ids[1], true).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn nobody_writes_over_what_somebody_else_wrote() {
    let field = field([9, 9, 9, 9]).await;
    let report = field.report("Found").await;
    let section = field.section(report, "a").await;
    let write = async |heading: &str, seen: i64, now: i64| {
        let (of, written) = ((&field.survey, report, section), (heading, "new"));
        reports::change_section(&field.db, of, written, Moment(seen), ("Li", Moment(now))).await
    };
    write("b", 2, 2).await.unwrap();
    assert!(matches!(write("c", 2, 9).await, Err(Error::Stale)));
    let (listed, sections) = reports::load(&field.db, &field.survey, report).await.unwrap();
    assert_eq!((sections[0].of.heading.as_str(), sections[0].who.as_str()), ("b", "Li"));
    assert_eq!(listed.changed_at, sections[0].changed_at);
    write("c", sections[0].changed_at.0, 9).await.unwrap();
    assert_eq!(field.headings(report).await, "c");
}

#[tokio::test]
async fn a_report_is_of_one_survey_and_goes_with_its_sections() {
    let field = field([9, 9, 9, 9]).await;
    let report = field.report("Found").await;
    let section = field.section(report, "a").await;
    let other = SurveyId("other".into());
    assert!(matches!(reports::load(&field.db, &other, report).await, Err(Error::NotFound)));
    let gone = reports::delete_section(&field.db, (&other, report, section), "Li", Moment(3)).await;
    assert!(matches!(gone, Err(Error::NotFound)));
    let new =
        NewReport { title: "Other".into(), lang: "zh".into(), rehearsal: true, weight: Some("rim".into()) };
    let seen = reports::list(&field.db, &field.survey).await.unwrap().remove(0).of;
    let change = async |survey: &SurveyId, new: &NewReport| {
        reports::change(&field.db, (survey, report), (&seen, new), "Li", Moment(3)).await
    };
    assert!(matches!(change(&other, &new).await, Err(Error::NotFound)));
    change(&field.survey, &new).await.unwrap();
    let theirs = NewReport { title: "Theirs".into(), ..seen.clone() };
    assert!(matches!(change(&field.survey, &theirs).await, Err(Error::Stale)));
    assert_eq!(reports::list(&field.db, &field.survey).await.unwrap()[0].of, new);

    reports::delete(&field.db, (&field.survey, report), "Li", Moment(4)).await.unwrap();
    let rows: (i64,) =
        sqlx::query_as("select (select count(*) from report) + (select count(*) from report_section)")
            .fetch_one(&mut field.sql().await)
            .await
            .unwrap();
    assert_eq!(rows.0, 0);
    let deeds: Vec<(String, Option<String>, Option<String>)> =
        sqlx::query_as("select deed, before, after from audit where deed like 'report%' order by id")
            .fetch_all(&mut field.sql().await)
            .await
            .unwrap();
    let deeds: Vec<_> =
        deeds.into_iter().map(|(deed, before, after)| format!("{deed} {before:?} {after:?}")).collect();
    assert_eq!(
        deeds,
        ["report None None", "report None Some(\"a\")", "report None None", "report_gone None None"]
    );
    assert!(audit::DEEDS.contains(&"report_gone"));
}
