//! The review: what is listed, and what accepting, rejecting and restoring do to places and ledger.

use insta::assert_snapshot;
use store::interviews::{self, Begin};
use store::review::{self, Filter, Judgement, Outcome, Seen};
use store::surveys::{self, Setting};
use survey::quality::cohort::{Check, Evidence, Flag};
use survey::{InterviewId, Moment, RawAnswers, SurveyId, Token};

use crate::field::{Field, MINUTE, field, raw};

impl Field {
    /// Judges respondents `all`.
    pub async fn judge(&self, all: &[u128], judgement: Judgement) -> Outcome {
        let mut ids = Vec::new();
        for n in all {
            ids.push(self.kept(*n).await.id);
        }
        let at = Moment(60 * MINUTE);
        review::judge(&self.db, &self.survey, &ids, judgement, ("Li", "looked odd"), at).await.unwrap()
    }

    /// Respondent `n` completes and fills a field that nobody sees.
    async fn falls_into_the_honeypot(&self, n: u128, first: &str) {
        self.begin(n, first, 1).await.unwrap();
        let noticed = RawAnswers { signs: vec!["honeypot".into()], ..raw("_page=usage&brand=1") };
        interviews::submit(&self.db, &Token::new(n), noticed, Moment(2 * MINUTE)).await.unwrap();
        self.post(n, "_page=last", 3).await.unwrap();
    }

    /// The list, a line each.
    async fn listed(&self, filter: &Filter) -> String {
        let all = review::list(&self.db, &self.survey, filter, 10).await.unwrap();
        let line = |it: &review::Flagged| {
            let rules = survey::quality::broken(&it.interview).join(" ");
            let checks: Vec<_> = it.cohort.iter().map(|it| it.check.word()).collect();
            let same: Vec<_> = it.same_device.iter().map(|(id, how)| format!("{} {how}", id.0)).collect();
            let disposition = it.interview.disposition.word();
            format!("{} {disposition} {} [{rules}] {checks:?} {same:?}", it.id.0, it.seen.word())
        };
        all.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// What people did, the oldest first.
    async fn judgements(&self) -> String {
        let rows = store::fieldwork::changes(&self.db, &self.survey, 100).await.unwrap();
        let words = rows.iter().rev().filter(|it| it.interview.is_some()).map(|it| {
            let cell = it.cell.as_ref().map(ToString::to_string).unwrap_or_default();
            let values = [&it.before, &it.after, &it.who].map(|it| it.as_deref().unwrap_or("-").to_owned());
            format!("{} {cell} {}", it.step, values.join(" "))
        });
        words.collect::<Vec<_>>().join("\n")
    }
}

#[tokio::test]
async fn a_rejection_frees_the_places_and_accepting_it_takes_them_again() {
    let field = field([5, 5, 5, 5]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.judge(&[1], Judgement::Reject).await;
    assert_snapshot!(field.stands(1).await, @"rejected desk");
    assert_snapshot!(field.cells().await, @"sex.1 0+0/5, sex.2 0+0/5, age.1 0+0/5, age.2 0+0/5");
    field.agrees().await;
    // Once more changes nothing but the ledger.
    field.judge(&[1], Judgement::Reject).await;
    assert_snapshot!(field.cells().await, @"sex.1 0+0/5, sex.2 0+0/5, age.1 0+0/5, age.2 0+0/5");
    let outcome = field.judge(&[1], Judgement::Accept).await;
    assert_eq!(outcome.done.len(), 1);
    assert_snapshot!(field.stands(1).await, @"complete");
    assert_snapshot!(field.cells().await, @"sex.1 0+1/5, sex.2 0+0/5, age.1 0+1/5, age.2 0+0/5");
    field.judge(&[1], Judgement::Accept).await;
    field.agrees().await;
    assert_snapshot!(field.judgements().await, @r#"
    uncount age.1 - - Li
    uncount sex.1 - - Li
    uncount  complete rejected Li
    uncount  rejected rejected Li
    count age.1 - - Li
    count sex.1 - - Li
    restore  rejected complete Li
    accept  complete complete Li
    "#);
}

#[tokio::test]
async fn a_rejected_one_without_a_place_stays_out_and_is_told_which_cell_is_full() {
    let field = field([1, 5, 3, 3]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.walk(2, "sex=2&age=30", 1).await.unwrap();
    field.judge(&[1, 2], Judgement::Reject).await;
    field.walk(3, "sex=1&age=50", 5).await.unwrap();
    let outcome = field.judge(&[1, 2], Judgement::Accept).await;
    let full: Vec<String> =
        outcome.full.iter().map(|(id, cells)| format!("{}: {}", id.0, cells[0])).collect();
    assert_eq!((full, outcome.done), (vec!["1: sex.1".to_owned()], vec![InterviewId(2)]));
    assert_snapshot!(field.stands(1).await, @"rejected desk");
    assert_snapshot!(field.cells().await, @"sex.1 0+1/1, sex.2 0+1/5, age.1 0+1/3, age.2 0+1/3");
    field.agrees().await;
}

#[tokio::test]
async fn whom_a_rule_rejected_comes_back_with_the_rule_as_a_flag() {
    let field = field([5, 5, 5, 5]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    let twice = Begin { device: Some("device 1".into()), ..field.newcomer(2) };
    surveys::set(&field.db, &field.survey, Setting::Once(surveys::Once::Any), "Li", "", Moment(0))
        .await
        .unwrap();
    interviews::begin(&field.db, twice, raw("_page=about&sex=1&age=30"), Moment(MINUTE)).await.unwrap();
    field.finish(2, 2).await.unwrap();
    assert_snapshot!(field.stands(2).await, @"rejected Q_DUP");
    assert_snapshot!(field.listed(&Filter::default()).await, @r#"
    2 rejected open [Q_DUP] [] ["1 complete"]
    "#);
    field.judge(&[2], Judgement::Accept).await;
    assert_snapshot!(field.listed(&Filter::default()).await, @r#"
    2 complete accepted [Q_DUP] [] ["1 complete"]
    "#);
    assert_snapshot!(field.cells().await, @"sex.1 0+2/5, sex.2 0+0/5, age.1 0+2/5, age.2 0+0/5");
    field.agrees().await;
}

#[tokio::test]
async fn only_finished_ones_that_are_no_tests_are_listed_and_judged() {
    let field = field([5, 5, 5, 5]).await;
    field.begin(1, "sex=1&age=30", 1).await.unwrap();
    field.walk(2, "sex=1&age=30", 1).await.unwrap();
    field.falls_into_the_honeypot(3, "sex=1&age=30").await;
    let test = Begin { test: true, signs: vec!["honeypot".into()], ..field.newcomer(4) };
    interviews::begin(&field.db, test, raw("_page=about&sex=1&age=30"), Moment(5)).await.unwrap();
    field.finish(4, 2).await.unwrap();
    assert_snapshot!(field.listed(&Filter::default()).await, @"3 complete open [honeypot] [] []");
    let outcome = field.judge(&[1, 4], Judgement::Reject).await;
    assert_eq!((outcome.done.len(), outcome.missing.len()), (0, 2));
    let elsewhere = SurveyId("elsewhere".into());
    let id = field.kept(3).await.id;
    let outcome =
        review::judge(&field.db, &elsewhere, &[id], Judgement::Reject, ("Li", "x"), Moment(9)).await;
    assert_eq!(outcome.unwrap().missing, [id]);
    assert!(review::find(&field.db, &elsewhere, id).await.unwrap().is_none());
    assert!(review::find(&field.db, &field.survey, id).await.unwrap().is_some());
    field.agrees().await;
}

#[tokio::test]
async fn the_list_is_filtered_and_goes_on_page_by_page() {
    let field = field([9, 9, 9, 9]).await;
    for n in 1..=4 {
        field.falls_into_the_honeypot(n, "sex=1&age=30").await;
    }
    surveys::set(&field.db, &field.survey, Setting::MinimumSeconds(Some(600)), "Li", "", Moment(0))
        .await
        .unwrap();
    field.walk(5, "sex=2&age=30", 1).await.unwrap();
    field.judge(&[1], Judgement::Accept).await;
    field.judge(&[2], Judgement::Reject).await;
    let ids = async |filter: Filter| {
        let all = review::list(&field.db, &field.survey, &filter, 2).await.unwrap();
        all.iter().map(|it| it.id.0).collect::<Vec<_>>()
    };
    assert_eq!(ids(Filter::default()).await, [5, 4]);
    assert_eq!(ids(Filter { before: Some(InterviewId(4)), ..Filter::default() }).await, [3, 2]);
    assert_eq!(ids(Filter { rule: "minimum_time".into(), ..Filter::default() }).await, [5]);
    // No sign of a pattern: an underscore is itself.
    assert_eq!(ids(Filter { rule: "minimum%time".into(), ..Filter::default() }).await, Vec::<i64>::new());
    assert_eq!(ids(Filter { disposition: "rejected".into(), ..Filter::default() }).await, [2]);
    assert_eq!(ids(Filter { seen: Some(Seen::Accepted), ..Filter::default() }).await, [1]);
    let before = Some(InterviewId(4));
    assert_eq!(ids(Filter { seen: Some(Seen::Open), before, ..Filter::default() }).await, [3]);
    assert_snapshot!(format!("{:?}", review::counts(&field.db, &field.survey).await.unwrap()), @r#"
    Counts { all: 5, open: 3, by_rule: {"desk": 1, "honeypot": 4, "minimum_time": 1} }
    "#);
    assert_eq!(review::usual(&field.db, &field.survey, 3).await.unwrap().len(), 3);
}

#[tokio::test]
async fn what_the_checks_found_replaces_what_they_found_before() {
    let field = field([5, 5, 5, 5]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.walk(2, "sex=1&age=31", 1).await.unwrap();
    let flag = |id: i64, check: Check, about: &str| {
        let evidence = Evidence { measure: 0.95, many: 1, about: about.into(), ..Evidence::default() };
        Flag { interview: InterviewId(id), check, evidence }
    };
    let keep = async |flags: Vec<Flag>, at: i64| {
        review::keep(&field.db, &field.survey, flags, Moment(at)).await.unwrap();
    };
    keep(
        vec![flag(1, Check::Burst, "panel"), flag(1, Check::NearDuplicate, ""), flag(77, Check::Burst, "")],
        7,
    )
    .await;
    assert_snapshot!(field.listed(&Filter::default()).await, @r#"
    1 complete open [] ["near_duplicate", "burst"] []
    "#);
    assert_eq!(review::checked_at(&field.db, &field.survey).await.unwrap(), Some(Moment(7)));
    let kept = review::find(&field.db, &field.survey, InterviewId(1)).await.unwrap().unwrap();
    assert_eq!(kept.cohort[1], flag(1, Check::Burst, "panel"));
    keep(vec![flag(2, Check::NearText, "note")], 8).await;
    assert_snapshot!(field.listed(&Filter { rule: "near_text".into(), ..Filter::default() }).await, @r#"
    2 complete open [] ["near_text"] []
    "#);
    assert_eq!(field.listed(&Filter { rule: "burst".into(), ..Filter::default() }).await, "");
    assert_eq!(review::first_of_newest(&field.db, &field.survey, 1).await.unwrap(), InterviewId(1));
    assert_eq!(review::first_of_newest(&field.db, &field.survey, 2).await.unwrap(), InterviewId(0));
}
