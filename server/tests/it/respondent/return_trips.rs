//! Back, double taps, second tabs, coming back tomorrow.

use axum::http::StatusCode;
use store::surveys::{SurveyState, set_state};
use survey::{Disposition, SurveyId};

use crate::actors::robot::walks;
use crate::actors::{MINI, Respondent, Site, after_minutes, now};

const SURVEY: &str = "mini-program-2026";

/// A respondent on the first page behind the gate.
async fn behind_the_gate(site: &Site) -> Respondent<'_> {
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026?lang=en").await;
    respondent.answers("consent=1").await;
    respondent.answers("sex=1&birth_year=1990&province=11").await;
    respondent.answers("place=5").await;
    respondent.answers("industry=99&recent=2&shop_ways=1").await;
    respondent.answers("mp_freq=3").await;
    assert!(respondent.page().html.contains("name=\"tenure\""), "{}", respondent.page().text());
    respondent
}

#[tokio::test]
async fn a_first_page_posted_twice_is_one_interview() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026").await;
    let mut form = respondent.page().form();
    form.fill("consent=1");
    let first = respondent.posts(&form.action, &form.body("_go=next")).await;
    let second = respondent.posts(&form.action, &form.body("_go=next")).await;
    assert_eq!(first.location(), second.location());
    assert_eq!(site.dispositions(SURVEY).await, "started");
    let page = respondent.opens(second.location()).await;
    assert!(page.html.contains("name=\"birth_year\"") && !page.html.contains("class=\"summary\""));
}

#[tokio::test]
async fn a_page_posted_twice_counts_once() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026").await;
    respondent.answers("consent=1").await;
    let mut form = respondent.page().form();
    form.fill("sex=1&birth_year=1990&province=11");
    respondent.posts(&form.action, &form.body("_go=next")).await;
    respondent.posts(&form.action, &form.body("_go=next")).await;
    let page = respondent.opens(&form.action).await;
    assert!(
        page.html.contains("name=\"place\"") && !page.html.contains("class=\"summary\""),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn a_stale_tab_loses_nothing_and_shows_where_the_interview_stands() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026").await;
    respondent.answers("consent=1").await;
    let stale = respondent.page().form();
    respondent.answers("sex=1&birth_year=1990&province=11").await;
    respondent.answers("place=5").await;
    let mut late = stale.clone();
    late.fill("sex=2&birth_year=1950&province=44");
    let answer = respondent.posts(&late.action, &late.body("_go=next")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = respondent.opens(answer.location()).await;
    assert!(page.html.contains("name=\"industry\""), "{}", page.text());
}

#[tokio::test]
async fn back_keeps_what_is_typed_unchecked_and_does_not_cross_the_gate() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = behind_the_gate(&site).await;
    assert!(!respondent.page().form().buttons.contains(&"_go=back".to_owned()));
    let body = format!("_page=usage&_turn={}&_go=back", respondent.page().form().control("_turn").values[0]);
    respondent.posts(&format!("/i/{}", respondent.token()), &body).await;
    let page = respondent.opens(&format!("/i/{}", respondent.token())).await;
    assert!(page.html.contains("name=\"tenure\""), "{}", page.text());
}

#[tokio::test]
async fn back_and_forth_before_the_gate_keeps_every_answer() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026").await;
    respondent.answers("consent=1").await;
    respondent.answers("sex=1&birth_year=1990&province=11").await;
    respondent.answers("place=5").await;
    let page = respondent.presses("_go=back", "recent=2").await;
    assert_eq!(page.form().control("place").values, ["5"]);
    assert!(!page.html.contains("class=\"summary\""));
    let page = respondent.answers("").await;
    assert_eq!(page.form().control("recent").values, ["2"]);
    assert!(!page.html.contains("class=\"summary\""), "{}", page.text());
}

#[tokio::test]
async fn the_same_phone_finds_its_interview_and_another_panel_member_does_not() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026?pid=anna").await;
    respondent.answers("consent=1").await;
    let token = respondent.token();
    for url in ["/s/mini-program-2026", "/s/mini-program-2026?pid=anna"] {
        let answer = respondent.gets(url).await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, format!("/i/{token}").as_str())
        );
    }
    let page = respondent.opens("/s/mini-program-2026?pid=bert").await;
    assert!(page.html.contains("name=\"consent\"") && page.form().control("consent").values.is_empty());
}

#[tokio::test]
async fn who_comes_back_after_the_hold_is_welcomed_and_goes_on_where_it_stood() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = behind_the_gate(&site).await;
    respondent.presses("_go=next", "tenure=2").await;
    after_minutes(61);
    let page = respondent.opens("/s/mini-program-2026").await;
    assert!(page.html.contains("Welcome back") && page.html.contains("study@example.org"), "{}", page.html);
    let page = respondent.presses("_go=next", "").await;
    assert_eq!(page.form().control("tenure").values, ["2"], "{}", page.text());
    let end = walks(&mut respondent, "tenure=2&modes=1&modes=2").await;
    assert!(end.html.contains("data-disposition=\"complete\""), "{}", end.text());
}

#[tokio::test]
async fn a_page_posted_after_the_hold_is_taken_all_the_same() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = behind_the_gate(&site).await;
    after_minutes(61);
    let page = respondent.answers("tenure=2").await;
    assert_eq!(page.form().control("tenure").values, ["2"]);
    assert_eq!(site.kept(&respondent.token()).await.interview.disposition, Disposition::Started);
}

#[tokio::test]
async fn after_two_days_an_interview_cannot_go_on_and_a_new_one_may_begin() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = behind_the_gate(&site).await;
    after_minutes(48 * 60 + 1);
    let token = respondent.token();
    let page = respondent.opens(&format!("/i/{token}")).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(page.html.contains("can no longer be continued"));
    let answer = respondent.posts(&format!("/i/{token}"), "_page=usage&tenure=2&_go=next").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = respondent.opens("/s/mini-program-2026").await;
    assert!(page.html.contains("name=\"consent\""));
}

#[tokio::test]
async fn a_paused_survey_and_a_closed_one_say_so_and_keep_the_answers() {
    let site = Site::with(&[MINI]).await;
    let survey = SurveyId(SURVEY.into());
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026?lang=en").await;
    respondent.answers("consent=1").await;
    let form = respondent.page().form();
    let token = respondent.token();
    for (state, words) in
        [(SurveyState::Paused, "taking a break"), (SurveyState::Closed, "The survey is over")]
    {
        set_state(&site.db, &survey, state, "maria", now()).await.unwrap();
        for url in ["/s/mini-program-2026".to_owned(), format!("/i/{token}")] {
            let page = respondent.gets(&url).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(
                page.html.contains(words) && page.html.contains("study@example.org"),
                "{url}: {}",
                page.html
            );
        }
        let mut typed = form.clone();
        typed.fill("birth_year=1985");
        let answer = respondent.posts(&typed.action, &typed.body("_go=next")).await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, format!("/i/{token}").as_str())
        );
    }
    set_state(&site.db, &survey, SurveyState::Open, "maria", now()).await.unwrap();
    let page = respondent.opens(&format!("/i/{token}")).await;
    assert_eq!(page.form().control("birth_year").values, ["1985"], "{}", page.text());
}

#[tokio::test]
async fn a_first_page_posted_to_a_paused_survey_begins_nothing() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026?lang=en").await;
    set_state(&site.db, &SurveyId(SURVEY.into()), SurveyState::Paused, "maria", now()).await.unwrap();
    let page = respondent.answers("consent=1").await;
    assert!(page.html.contains("taking a break"), "{}", page.html);
    assert_eq!(site.dispositions(SURVEY).await, "");
}

#[tokio::test]
async fn an_ended_interview_shows_its_end_whatever_is_posted() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026?lang=en").await;
    let end = respondent.answers("consent=2").await;
    let here = format!("/i/{}", respondent.token());
    for body in ["_page=intro&consent=1&_go=next", "_go=back", "_go=next"] {
        respondent.posts(&here, body).await;
        assert_eq!(respondent.opens(&here).await.html, end.html);
    }
    let page = respondent.opens("/s/mini-program-2026").await;
    assert!(page.html.contains("name=\"consent\""), "an ended interview is not taken up by the cookie");
}
