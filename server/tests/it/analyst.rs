//! The analyst's desk: the questionnaire on paper, and what is not there.

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::people::Role;

use crate::actors::Site;
use crate::staff::{TINY, lines, signed_in};

#[tokio::test]
async fn a_survey_that_is_none_is_not_found() {
    let site = Site::with(&[TINY]).await;
    let mut analyst = signed_in(&site, "wang", &[Role::Analyst]).await;
    for page in ["data", "data/1", "versions", "codebook", "questionnaire"] {
        assert_eq!(
            analyst.gets(&format!("/surveys/none/{page}")).await.status,
            StatusCode::NOT_FOUND,
            "{page}"
        );
    }
}

#[tokio::test]
async fn the_questionnaire_is_printed_in_one_language_with_its_rules() {
    let site = Site::with(&[TINY]).await;
    let mut author = signed_in(&site, "zhao", &[Role::Author]).await;
    let page = author.opens("/surveys/tiny/questionnaire?lang=en").await;
    assert_snapshot!(lines(&page.html, ".paper > *"), @r#"
    Tiny survey tiny · Version 1.0.0 · The tiny team
    who A0 Adult? adult one code Code Choices 1 Yes 2 No A1 Region region one code Code Choices 1 North 2 South A2 Sex sex one code Code Choices 1 Male 2 Female Afterwards Screen-out S_AGE if A0 is 2 “No” adult == 2 Take a place in every quota table; if one has none: quota full
    More more B1 Advice advice text May be left unanswered Asked if A1 is 1 “North” region == 1 B2 Again? again one code Code Choices 1 Yes 2 No
    Quotas Plan “plan”: 4 completes (in force when added) region_sex (region × sex) Male Female North 1 1 South 1 1 sex (sex) Completes Male 2 Female 2
    Quality rules Q_SPEED Reject if seconds in all is less than 30 seconds() < 30
    End pages Complete Thank you Screen-out Thank you Quota full Thank you Rejected Thank you
    "#);
    let page = author.opens("/surveys/tiny/questionnaire?lang=zh").await;
    let paper = lines(&page.html, ".paper");
    assert!(paper.contains("地区") && !paper.contains("Region"), "{paper}");
}
