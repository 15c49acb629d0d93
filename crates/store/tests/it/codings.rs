//! Codings: frames that are changed and undone, codes of two coders, what was settled, and what goes with a text.

use std::collections::BTreeMap;

use insta::assert_snapshot;
use store::codings::{self, By, Deed, FrameCode, Mark, Source};
use store::people::{self, Role};
use store::surveys::Setting;
use store::{Error, retention, surveys, withdrawal};
use survey::questionnaire::Text;
use survey::{InterviewId, Moment, PersonId, Token};

use crate::field::{Field, field, tiny};

const ALL: (InterviewId, InterviewId) = (InterviewId(0), InterviewId(i64::MAX));

fn text(en: &str) -> Text {
    Text(vec![("en".into(), en.into())])
}

fn code(code: i64, en: &str) -> FrameCode {
    FrameCode { code, label: text(en), net: None, own: false }
}

/// A field of completes, with a coding of what they noted and two coders.
struct Coded {
    field: Field,
    coding: i64,
    anna: By,
    otto: By,
}

impl Coded {
    async fn new(completes: u128) -> Coded {
        let field = field([9999, 9999, 9999, 9999]).await;
        for n in 1..=completes {
            field.walk(n, "sex=1&age=30", 1).await.unwrap();
        }
        let mut coders = Vec::new();
        for name in ["Anna", "Otto"] {
            people::add(&field.db, name, None, &[Role::Analyst], "test", Moment(0)).await.unwrap();
            let person = people::by_name(&field.db, name).await.unwrap();
            coders.push(By { person: person.id, name: name.to_owned() });
        }
        let [anna, otto] = coders.try_into().unwrap();
        let source = Source { var: "note".into(), code: None };
        let frame = vec![code(1, "Price"), code(2, "Taste")];
        let begun = ("note_coded", source, text("Notes"));
        let coding = codings::begin(&field.db, &field.survey, begun, frame, &anna, Moment(1)).await.unwrap();
        Coded { field, coding, anna, otto }
    }

    /// Gives and takes codes, written `1:+2 3:-1`: text, then code.
    async fn marks(&self, by: &By, marks: &str) -> i64 {
        let marks = marks.split(' ').map(|it| {
            let (text, code) = it.split_once(':').unwrap();
            let given = code.starts_with('+');
            Mark { interview: InterviewId(text.parse().unwrap()), code: code[1..].parse().unwrap(), given }
        });
        codings::mark(&self.field.db, &self.field.survey, self.coding, marks.collect(), by, Moment(5))
            .await
            .unwrap()
    }

    async fn undoes(&self, by: &By) -> String {
        let Some(last) = codings::last(&self.field.db, self.coding, by.person).await.unwrap() else {
            return "nothing".into();
        };
        let step = (self.coding, last.id);
        let undone = codings::undo(&self.field.db, &self.field.survey, step, by, Moment(6)).await.unwrap();
        format!("{} of {}", undone.kind.word(), undone.texts)
    }

    /// The final codes as `1: 1 2, 3: 2`.
    async fn finals(&self) -> String {
        said(&codings::of(&self.field.db, self.coding, ALL).await.unwrap())
    }

    async fn frame(&self) -> String {
        let it = codings::find(&self.field.db, &self.field.survey, "note_coded").await.unwrap();
        let said = |codes: &[FrameCode]| {
            let words = codes.iter().map(|it| format!("{} {}", it.code, it.label.get("en")));
            words.collect::<Vec<_>>().join(", ")
        };
        format!(
            "{} | gone: {} | highest {}",
            said(&it.codes),
            said(&it.gone),
            it.taken.last().copied().unwrap_or_default()
        )
    }

    async fn put(&self, it: FrameCode) -> Result<(), Error> {
        codings::change_frame(
            &self.field.db,
            &self.field.survey,
            self.coding,
            Deed::Add(it),
            &self.anna,
            Moment(3),
        )
        .await
    }

    async fn changes(&self, it: FrameCode) -> Result<(), Error> {
        codings::change_frame(
            &self.field.db,
            &self.field.survey,
            self.coding,
            Deed::Change(it),
            &self.anna,
            Moment(3),
        )
        .await
    }

    async fn revision(&self) -> i64 {
        codings::revision(&self.field.db, &self.field.survey).await.unwrap()
    }

    async fn rows(&self) -> i64 {
        let mut conn = self.field.sql().await;
        let (rows,) = sqlx::query_as("select count(*) from coding_mark").fetch_one(&mut conn).await.unwrap();
        rows
    }
}

fn said(codes: &BTreeMap<InterviewId, Vec<i64>>) -> String {
    let codes = codes.iter().map(|(id, codes)| {
        let codes: Vec<String> = codes.iter().map(i64::to_string).collect();
        format!("{}: {}", id.0, codes.join(" "))
    });
    codes.collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn a_code_that_is_deleted_keeps_its_number_and_comes_back_by_undoing() {
    let it = Coded::new(2).await;
    it.marks(&it.anna, "1:+1 1:+2 2:+2").await;
    it.put(code(7, "Colour")).await.unwrap();
    assert_snapshot!(it.frame().await, @"1 Price, 2 Taste, 7 Colour | gone:  | highest 7");
    assert_eq!(it.undoes(&it.anna).await, "frame of 0");
    assert_snapshot!(it.frame().await, @"1 Price, 2 Taste | gone:  | highest 7");

    let (db, survey) = (&it.field.db, &it.field.survey);
    codings::change_frame(db, survey, it.coding, Deed::Drop(2), &it.anna, Moment(3)).await.unwrap();
    assert_snapshot!(it.frame().await, @"1 Price | gone: 2 Taste | highest 7");
    assert_snapshot!(it.finals().await, @"1: 1");
    let again = codings::change_frame(db, survey, it.coding, Deed::Drop(2), &it.anna, Moment(3)).await;
    assert!(matches!(again, Err(Error::NotFound)));
    assert_eq!(it.undoes(&it.anna).await, "frame of 0");
    assert_snapshot!(it.finals().await, @"1: 1 2, 2: 2");

    it.changes(code(1, "The price")).await.unwrap();
    assert_snapshot!(it.frame().await, @"1 The price, 2 Taste | gone:  | highest 7");
}

#[tokio::test]
async fn a_number_that_was_ever_given_to_a_code_is_given_to_no_other() {
    let it = Coded::new(2).await;
    it.put(code(5, "Price")).await.unwrap();
    it.marks(&it.otto, "1:+5").await;
    assert_eq!(it.undoes(&it.anna).await, "frame of 0");
    assert_snapshot!(it.finals().await, @"");
    let again = it.put(code(5, "Quality")).await;
    assert!(matches!(again, Err(Error::Taken(_))), "Otto's marks would be of quality now");
    assert!(matches!(it.changes(code(5, "Quality")).await, Err(Error::NotFound)));
    assert!(matches!(it.put(code(2, "Two")).await, Err(Error::Taken(_))), "two who add at once");
    codings::change_frame(&it.field.db, &it.field.survey, it.coding, Deed::Drop(2), &it.anna, Moment(3))
        .await
        .unwrap();
    assert!(matches!(it.put(code(2, "Two")).await, Err(Error::Taken(_))), "a deleted one too");
    it.changes(code(2, "Taste")).await.unwrap();
    assert_snapshot!(it.frame().await, @"1 Price, 2 Taste | gone:  | highest 5");
}

#[tokio::test]
async fn a_choice_of_the_question_is_given_although_the_frame_does_not_keep_it() {
    let it = Coded::new(1).await;
    it.marks(&it.anna, "1:+1 1:+98").await;
    assert_snapshot!(it.finals().await, @"1: 1 98");
}

#[tokio::test]
async fn each_coder_undoes_their_own_steps_the_last_one_first() {
    let it = Coded::new(3).await;
    assert_eq!(it.marks(&it.anna, "1:+1 2:+1 3:+1").await, 3);
    assert_eq!(it.marks(&it.otto, "1:+2").await, 1);
    assert_eq!(it.marks(&it.anna, "2:-1 2:+2").await, 1);
    assert_snapshot!(it.finals().await, @"1: 1, 2: 2, 3: 1");
    let before = it.revision().await;
    assert_eq!(it.undoes(&it.anna).await, "mark of 1");
    assert!(it.revision().await > before);
    assert_snapshot!(it.finals().await, @"1: 1, 2: 1, 3: 1");
    // Somebody else's step is not hers to undo.
    assert_eq!(it.undoes(&it.anna).await, "mark of 3");
    assert_snapshot!(it.finals().await, @"1: 2");
    assert_eq!(it.undoes(&it.anna).await, "nothing");
    // What was withdrawn keeps who did it, and when.
    assert_eq!(it.rows().await, 6);
    let marks = codings::marks(&it.field.db, it.coding).await.unwrap();
    let names: Vec<_> = marks.coders.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["Anna", "Otto"], "the order stays, whatever is undone");
}

#[tokio::test]
async fn a_step_that_is_no_longer_the_last_is_not_undone() {
    let it = Coded::new(1).await;
    it.marks(&it.anna, "1:+1").await;
    let seen = codings::last(&it.field.db, it.coding, it.anna.person).await.unwrap().unwrap();
    it.marks(&it.anna, "1:+2").await;
    let undone = codings::undo(&it.field.db, &it.field.survey, (it.coding, seen.id), &it.anna, Moment(6));
    assert!(matches!(undone.await, Err(Error::Stale)));
    assert_snapshot!(it.finals().await, @"1: 1 2");
}

#[tokio::test]
async fn what_was_settled_stands_before_what_coders_gave() {
    let it = Coded::new(3).await;
    it.marks(&it.otto, "1:+1 2:+1").await;
    it.marks(&it.anna, "1:+2 2:+2 3:+2").await;
    assert_snapshot!(it.finals().await, @"1: 1, 2: 1, 3: 2");
    let settle = async |codes: &[i64]| {
        let (db, survey) = (&it.field.db, &it.field.survey);
        codings::settle(db, survey, it.coding, (&[InterviewId(1)], codes), &it.anna, Moment(6)).await.unwrap()
    };
    assert_eq!(settle(&[1, 2]).await, 1);
    assert_snapshot!(it.finals().await, @"1: 1 2, 2: 1, 3: 2");
    settle(&[2]).await;
    assert_snapshot!(it.finals().await, @"1: 2, 2: 1, 3: 2");
    it.marks(&it.otto, "1:-1").await;
    assert_snapshot!(it.finals().await, @"1: 2, 2: 1, 3: 2");
    assert_eq!(it.undoes(&it.anna).await, "settle of 1");
    assert_snapshot!(it.finals().await, @"1: 1 2, 2: 1, 3: 2");
    let some = codings::of(&it.field.db, it.coding, (InterviewId(2), InterviewId(2))).await.unwrap();
    assert_eq!(said(&some), "2: 1");
}

#[tokio::test]
async fn of_two_who_settle_at_once_the_later_one_counts_and_never_the_codes_of_both() {
    let it = Coded::new(1).await;
    it.put(code(3, "Colour")).await.unwrap();
    it.marks(&it.anna, "1:+1").await;
    it.marks(&it.otto, "1:+2").await;
    let (db, survey) = (&it.field.db, &it.field.survey);
    let settle = async |codes: &[i64], by| {
        codings::settle(db, survey, it.coding, (&[InterviewId(1)], codes), by, Moment(6)).await.unwrap()
    };
    tokio::join!(settle(&[2], &it.anna), settle(&[3], &it.otto));
    let finals = it.finals().await;
    assert!(["1: 2", "1: 3"].contains(&finals.as_str()), "{finals}");
}

#[tokio::test]
async fn a_text_stays_settled_when_the_code_on_which_it_was_settled_is_deleted() {
    let it = Coded::new(1).await;
    it.marks(&it.anna, "1:+1").await;
    let (db, survey) = (&it.field.db, &it.field.survey);
    codings::settle(db, survey, it.coding, (&[InterviewId(1)], &[2]), &it.otto, Moment(6)).await.unwrap();
    codings::change_frame(db, survey, it.coding, Deed::Drop(2), &it.otto, Moment(7)).await.unwrap();
    assert_snapshot!(it.finals().await, @"");
    assert_eq!(codings::marks(db, it.coding).await.unwrap().settled.get(&InterviewId(1)), Some(&vec![]));
    it.changes(code(2, "Taste")).await.unwrap();
    assert_snapshot!(it.finals().await, @"1: 2");
}

#[tokio::test]
async fn a_step_that_never_became_ready_is_cleared_with_its_rows_an_hour_later() {
    let it = Coded::new(1).await;
    let mut conn = it.field.sql().await;
    for statement in [
        "insert into coding_step (id, coding_id, person_id, who, kind, at) values (70, 1, 1, 'Anna', 'mark', 5)",
        "insert into coding_mark (step_id, coding_id, interview_id, code, given) values (70, 1, 1, 2, 1)",
    ] {
        sqlx::query(statement).execute(&mut conn).await.unwrap();
    }
    it.marks(&it.anna, "1:+1").await;
    assert_eq!(it.rows().await, 2, "it may still be at work");
    let (db, survey) = (&it.field.db, &it.field.survey);
    let mark = vec![Mark { interview: InterviewId(1), code: 2, given: true }];
    codings::mark(db, survey, it.coding, mark, &it.otto, Moment(4_000_000)).await.unwrap();
    let (steps,): (i64,) =
        sqlx::query_as("select count(*) from coding_step where id = 70").fetch_one(&mut conn).await.unwrap();
    assert_eq!((steps, it.rows().await), (0, 2));
    assert_snapshot!(it.finals().await, @"1: 1");
}

#[tokio::test]
async fn who_withdraws_takes_their_codes_along_and_only_completes_are_coded() {
    let it = Coded::new(3).await;
    it.field.begin(9, "sex=1&age=30", 1).await.unwrap();
    it.field.begin(10, "sex=1&age=17", 1).await.unwrap();
    assert_eq!(it.marks(&it.anna, "4:+1 5:+1 99:+1").await, 0);
    assert_eq!(it.undoes(&it.anna).await, "nothing");
    assert_eq!(it.marks(&it.anna, "1:+1 2:+1 3:+1").await, 3);
    let before = it.revision().await;
    withdrawal::withdraw(&it.field.db, &Token::new(2), Moment(9)).await.unwrap();
    assert_snapshot!(it.finals().await, @"1: 1, 3: 1");
    assert_eq!((it.rows().await, it.revision().await), (2, before + 1));
}

#[tokio::test]
async fn codes_of_a_personal_text_go_when_the_text_is_erased() {
    let it = Coded::new(0).await;
    let (db, survey) = (&it.field.db, &it.field.survey);
    let personal = tiny("1.1.0", [9999; 4]).replace("max_len: 100", "max_len: 100, personal: true");
    surveys::add(db, &personal, true, Moment(1)).await.unwrap();
    it.field.walk(1, "sex=1&age=30", 1).await.unwrap();
    let source = Source { var: "brand".into(), code: Some(2) };
    let other =
        codings::begin(db, survey, ("other", source, text("Other")), vec![code(1, "A")], &it.anna, Moment(1));
    let other = other.await.unwrap();
    it.marks(&it.anna, "1:+1").await;
    let of_other = vec![Mark { interview: InterviewId(1), code: 1, given: true }];
    codings::mark(db, survey, other, of_other, &it.anna, Moment(5)).await.unwrap();

    surveys::set(db, survey, Setting::RetentionDays(Some(1)), "test", "", Moment(6)).await.unwrap();
    let before = it.revision().await;
    assert_eq!(retention::sweep(db, || 7, Moment(3 * 24 * 3_600_000)).await.unwrap(), 1);
    assert_snapshot!(it.finals().await, @"");
    assert_eq!(said(&codings::of(db, other, ALL).await.unwrap()), "1: 1", "what is not personal stays");
    assert!(it.revision().await > before);
}

#[tokio::test]
async fn a_name_is_free_once_its_coding_is_deleted() {
    let it = Coded::new(1).await;
    let (db, survey) = (&it.field.db, &it.field.survey);
    it.marks(&it.anna, "1:+1").await;
    let again = async |frame| {
        let begun = ("note_coded", Source { var: "note".into(), code: None }, text("Again"));
        codings::begin(db, survey, begun, frame, &it.otto, Moment(7)).await
    };
    assert!(matches!(again(vec![]).await, Err(Error::Taken(_))));
    let before = it.revision().await;
    codings::delete(db, survey, "note_coded", "Otto", Moment(6)).await.unwrap();
    assert!(codings::list(db, survey).await.unwrap().is_empty() && it.revision().await > before);
    let gone = codings::delete(db, survey, "note_coded", "Otto", Moment(6)).await;
    assert!(matches!(gone, Err(Error::NotFound)));
    let late = it.put(code(3, "Late")).await;
    assert!(matches!(late, Err(Error::NotFound)), "nothing changes it any more");
    let second = again(vec![code(2, "B")]).await.unwrap();
    assert!(codings::of(db, second, ALL).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_selection_larger_than_is_written_at_a_time_is_one_step() {
    let it = Coded::new(260).await;
    let all: Vec<String> = (1..=260).map(|id| format!("{id}:+2")).collect();
    assert_eq!(it.marks(&it.anna, &all.join(" ")).await, 260);
    assert_eq!(codings::of(&it.field.db, it.coding, ALL).await.unwrap().len(), 260);
    assert_eq!(it.undoes(&it.anna).await, "mark of 260");
    assert!(codings::of(&it.field.db, it.coding, ALL).await.unwrap().is_empty());
    assert_eq!(
        codings::marks(&it.field.db, it.coding).await.unwrap().of(PersonId(1), InterviewId(1)),
        &[0; 0]
    );
}

#[tokio::test]
async fn the_database_keeps_what_coders_did_as_they_did_it() {
    let it = Coded::new(1).await;
    it.marks(&it.anna, "1:+1").await;
    let mut conn = it.field.sql().await;
    for statement in [
        "update coding_mark set code = 2",
        "update coding_mark set given = 0",
        "update coding_code set label = '[]'",
        "delete from coding_code",
        "delete from coding_step",
        "delete from person where name = 'Anna'",
        "update coding_step set kind = 'guess' where kind = 'mark'",
        "update coding set var = ''",
        "insert into coding_mark (step_id, coding_id, interview_id, code, given) values (2, 1, 99, 1, 1)",
        "insert into coding_mark (step_id, coding_id, interview_id, code, given) values (2, 1, 1, 1, 2)",
        "insert into coding_code (step_id, coding_id, code, label, gone) values (1, 1, -9, '[]', 0)",
    ] {
        assert!(sqlx::query(statement).execute(&mut conn).await.is_err(), "{statement}");
    }
    assert_snapshot!(it.finals().await, @"1: 1");
}
