//! Surveys: versions, states, quality modes.

use insta::assert_snapshot;
use store::surveys::{self, Added, SurveyState};
use store::{Error, fieldwork};
use survey::interview::QualityMode;
use survey::{Moment, SurveyId};

use crate::field::{Field, field, tiny};

#[tokio::test]
async fn a_survey_is_added_once_and_the_same_text_again_changes_nothing() {
    let field = field([5, 5, 5, 5]).await;
    let again = surveys::add(&field.db, &tiny("1.0.0", [5, 5, 5, 5]), false, Moment(1)).await.unwrap();
    assert_eq!(again, Added { id: SurveyId("tiny".into()), version: "1.0.0".into(), fresh: false });
    let survey = surveys::load(&field.db, &field.survey).await.unwrap();
    assert_eq!((survey.state, survey.quality), (SurveyState::Open, QualityMode::On));
    assert_eq!(survey.plan.as_deref(), Some("main"));
    assert_eq!(surveys::list(&field.db).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_version_never_changes_its_text() {
    let field = field([5, 5, 5, 5]).await;
    let other = tiny("1.0.0", [6, 4, 5, 5]);
    let refused = surveys::add(&field.db, &other, true, Moment(1)).await;
    assert!(matches!(refused, Err(Error::Taken("this version of the questionnaire, with another text"))));
    assert_eq!(surveys::text(&field.db, &field.survey).await.unwrap(), tiny("1.0.0", [5, 5, 5, 5]));
}

#[tokio::test]
async fn a_questionnaire_with_problems_is_not_added_and_all_of_them_are_told() {
    let field = field([5, 5, 5, 5]).await;
    let text =
        tiny("2.0.0", [5, 5, 5, 5]).replace("age < 18", "agee < 18").replace("brand == 2", "brand == 3");
    match surveys::add(&field.db, &text, true, Moment(1)).await {
        Err(Error::Invalid(problems)) => assert!(problems.len() >= 2, "{problems:?}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(surveys::load(&field.db, &field.survey).await.unwrap().version, "1.0.0");
}

#[tokio::test]
async fn a_new_version_keeps_state_and_counters_and_brings_its_targets() {
    let field = field([5, 5, 5, 5]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.begin(2, "sex=2&age=50", 1).await.unwrap();
    surveys::set_state(&field.db, &field.survey, SurveyState::Paused, "Li", Moment(2)).await.unwrap();
    surveys::add(&field.db, &tiny("1.1.0", [7, 3, 5, 5]), true, Moment(3)).await.unwrap();

    let survey = surveys::load(&field.db, &field.survey).await.unwrap();
    assert_eq!((survey.state, survey.version.as_str()), (SurveyState::Paused, "1.1.0"));
    assert_snapshot!(field.cells().await, @"sex.1 0+1/7, sex.2 1+0/3, age.1 0+1/5, age.2 1+0/5");
    assert_snapshot!(field.cells_of(true).await, @"sex.1 0+0/7, sex.2 0+0/3, age.1 0+0/5, age.2 0+0/5");
    assert_eq!(field.kept(2).await.questionnaire.version, "1.0.0");
    assert_snapshot!(deeds(&field).await, @"
    state none -> open by none
    publish none -> 1.0.0 by none
    state open -> paused by Li
    publish none -> 1.1.0 by none
    target sex.1 5 -> 7 by none
    target sex.2 5 -> 3 by none
    ");
    field.agrees().await;
}

#[tokio::test]
async fn an_interview_of_an_older_version_takes_its_places_in_the_cells_in_force() {
    let field = field([5, 5, 5, 5]).await;
    field.begin(1, "sex=1&age=", 1).await.unwrap();
    let other = tiny("2.0.0", [5, 5, 5, 5]).replace("name: age, by", "name: band_only, by");
    surveys::add(&field.db, &other, true, Moment(3)).await.unwrap();
    field.post(1, "_page=about&sex=1&age=30", 2).await.unwrap();
    assert_eq!(field.stands(1).await, "at usage");
    assert_snapshot!(field.moves(1).await, @"reserve band_only.1, reserve sex.1");
    assert_snapshot!(field.cells().await, @"sex.1 1+0/5, sex.2 0+0/5, band_only.1 1+0/5, band_only.2 0+0/5");
    field.agrees().await;
}

#[tokio::test]
async fn states_and_quality_modes_are_changed_and_stand_in_the_ledger() {
    let field = field([5, 5, 5, 5]).await;
    for state in [SurveyState::Paused, SurveyState::Paused, SurveyState::Closed] {
        surveys::set_state(&field.db, &field.survey, state, "Li", Moment(7)).await.unwrap();
    }
    for mode in [QualityMode::Off, QualityMode::Off, QualityMode::Flag] {
        surveys::set_quality(&field.db, &field.survey, mode, "Wang", Moment(8)).await.unwrap();
    }
    let survey = surveys::load(&field.db, &field.survey).await.unwrap();
    assert_eq!((survey.state, survey.quality), (SurveyState::Closed, QualityMode::Flag));
    assert_snapshot!(deeds(&field).await, @"
    state none -> open by none
    publish none -> 1.0.0 by none
    state open -> paused by Li
    state paused -> closed by Li
    quality on -> off by Wang
    quality off -> flag by Wang
    ");
}

#[tokio::test]
async fn a_survey_that_there_is_not_is_not_found() {
    let field = field([5, 5, 5, 5]).await;
    let nowhere = SurveyId("nowhere".into());
    let missing = [
        surveys::load(&field.db, &nowhere).await.map(drop),
        surveys::text(&field.db, &nowhere).await.map(drop),
        surveys::set_state(&field.db, &nowhere, SurveyState::Closed, "Li", Moment(1)).await,
        surveys::set_quality(&field.db, &nowhere, QualityMode::Off, "Li", Moment(1)).await,
        fieldwork::load(&field.db, &nowhere, false, || Moment(1)).await.map(drop),
    ];
    for it in missing {
        assert!(matches!(it, Err(Error::NotFound)), "{it:?}");
    }
}

#[tokio::test]
async fn the_list_has_titles_languages_and_dispositions_without_tests() {
    let field = field([5, 5, 5, 5]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.begin(2, "sex=1&age=17", 1).await.unwrap();
    let mut test = field.newcomer(3);
    test.test = true;
    store::interviews::begin(&field.db, test, crate::field::raw("_page=about&sex=1&age=17"), Moment(1))
        .await
        .unwrap();
    let list = surveys::list(&field.db).await.unwrap();
    assert_eq!(list[0].title.get("zh"), "小");
    assert_eq!(list[0].langs, ["en", "zh"]);
    let counts = list[0].dispositions.iter().map(|it| format!("{} {} {}", it.disposition, it.code, it.count));
    assert_snapshot!(counts.collect::<Vec<_>>().join(", "), @"complete  1, screened_out S_AGE 1");
}

/// What was done to the survey as a whole, in order.
async fn deeds(field: &Field) -> String {
    let rows = fieldwork::ledger(&field.db, &field.survey, 1000).await.unwrap();
    let rows = rows.iter().rev().filter(|it| it.interview.is_none() && !it.test).map(|it| {
        let cell = it.cell.as_ref().map(ToString::to_string).unwrap_or_default();
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".into());
        format!(
            "{} {cell} {} -> {} by {}",
            it.step,
            or_none(&it.before),
            or_none(&it.after),
            or_none(&it.who)
        )
    });
    rows.collect::<Vec<_>>().join("\n").replace("  ", " ")
}

#[tokio::test]
async fn versions_are_told_with_their_interviews_and_a_moment_knows_only_those_published_by_then() {
    let field = field([5, 5, 5, 5]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.begin(2, "sex=2&age=50", 1).await.unwrap();
    surveys::add(&field.db, &tiny("1.1.0", [5, 5, 5, 5]), true, Moment(900)).await.unwrap();
    let told = surveys::versions(&field.db, &field.survey).await.unwrap();
    let told: Vec<_> = told.iter().map(|it| (it.version.as_str(), it.interviews, it.completes)).collect();
    assert_eq!(told, [("1.0.0", 2, 1), ("1.1.0", 0, 0)]);
    let published = async |by| {
        let found = surveys::published(&field.db, &field.survey, Moment(by)).await.unwrap();
        found.iter().map(|it| it.version.clone()).collect::<Vec<_>>()
    };
    assert_eq!(published(899).await, ["1.0.0"]);
    assert_eq!(published(900).await, ["1.0.0", "1.1.0"]);
    let none = SurveyId("none".into());
    assert!(matches!(surveys::versions(&field.db, &none).await, Err(Error::NotFound)));
    assert!(matches!(surveys::published(&field.db, &none, Moment(900)).await, Err(Error::NotFound)));
}
