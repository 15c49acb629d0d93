//! Respondents' data: withdrawn by a link, and erased when its time has come.

mod retention;

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::people::Role;
use store::withdrawal;
use survey::Token;

use crate::actors::{Answer, Respondent, Site, after_minutes};
use crate::staff::{ALL_ROWS, TINY, file, lines, places, signed_in, tiny};

/// Somebody who answers the tiny survey as a man in the north, whose cell has one place.
async fn northern_man(site: &Site) -> Respondent<'_> {
    let mut respondent = site.respondent();
    respondent.accept_language = "en".into();
    respondent.opens("/s/tiny").await;
    after_minutes(1);
    respondent.answers("adult=1&region=1&sex=1").await;
    respondent
}

async fn finishes(respondent: &mut Respondent<'_>) -> Answer {
    after_minutes(1);
    respondent.answers("again=1&advice=secret advice").await
}

/// Follows the quiet link of the page on the screen, and presses the button there.
async fn withdraws(respondent: &mut Respondent<'_>) -> Answer {
    let at = respondent.page().url.split('?').next().unwrap().to_owned();
    assert!(respondent.page().html.contains("href=\"?withdraw&amp;lang=en\""), "{}", respondent.page().html);
    let asked = respondent.opens(&format!("{at}?withdraw&lang=en")).await;
    assert_eq!(asked.url.split('?').next().unwrap(), format!("{at}/withdraw"));
    respondent.presses("=", "").await
}

#[tokio::test]
async fn who_withdraws_after_the_end_frees_a_place_and_the_next_one_gets_it() {
    let site = Site::with(&[TINY]).await;
    let mut first = northern_man(&site).await;
    let end = finishes(&mut first).await;
    assert!(end.html.contains("data-disposition=\"complete\""), "{}", end.html);
    let token = first.token();
    assert_eq!(places(&site, false).await, "region_sex.1.1 1+0, sex.1 1+0");
    assert!(northern_man(&site).await.page().html.contains("data-disposition=\"quota_full\""));

    let page = withdraws(&mut first).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_snapshot!(lines(&page.html, "main > *"), @r"
    Your answers are erased
    Nothing that you answered in this interview is kept. Thank you for your time all the same.
    You can close this page now.
    ");
    assert_eq!(first.cookies["canvass_i_tiny"], "");
    assert_eq!(places(&site, false).await, "");
    assert!(matches!(store::interviews::load(&site.db, &token).await, Err(store::Error::NotFound)));
    for path in [format!("/i/{token}"), format!("/i/{token}/withdraw")] {
        assert_eq!(first.gets(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(first.posts(&path, "").await.status, StatusCode::NOT_FOUND);
    }

    let mut next = northern_man(&site).await;
    assert!(finishes(&mut next).await.html.contains("data-disposition=\"complete\""));
    assert_eq!(places(&site, false).await, "region_sex.1.1 1+0, sex.1 1+0");
    assert_eq!(site.dispositions("tiny").await, "quota_full complete");
}

#[tokio::test]
async fn who_withdraws_half_way_frees_the_place_held_and_begins_afresh() {
    let site = Site::with(&[TINY]).await;
    let mut respondent = northern_man(&site).await;
    assert_eq!(places(&site, false).await, "region_sex.1.1 0+1, sex.1 0+1");
    withdraws(&mut respondent).await;
    assert_eq!(places(&site, false).await, "");
    let again = respondent.opens("/s/tiny").await;
    assert!(again.url.starts_with("/s/tiny") && again.html.contains("name=\"adult\""), "{}", again.url);
}

#[tokio::test]
async fn only_the_number_remains_in_the_ledger_and_nothing_in_the_data() {
    let site = Site::with(&[TINY]).await;
    let mut respondent = northern_man(&site).await;
    finishes(&mut respondent).await;
    let id = site.kept(&respondent.token()).await.id;
    let mut analyst = signed_in(&site, "lin", &[Role::Owner]).await;
    assert!(file(&mut analyst, "tiny", ALL_ROWS).await.html.contains("secret advice"));
    withdraws(&mut respondent).await;
    assert_eq!(file(&mut analyst, "tiny", ALL_ROWS).await.html.lines().count(), 1);
    assert_eq!(withdrawal::numbers(&site.db, &tiny()).await.unwrap(), [id]);
    assert_eq!(withdrawal::count(&site.db, &tiny()).await.unwrap(), 1);
    let ledger = store::fieldwork::ledger(&site.db, &tiny(), 1).await.unwrap();
    assert_eq!((ledger[0].step.as_str(), ledger[0].interview, &ledger[0].who), ("withdraw", Some(id), &None));
    let page = analyst.gets("/surveys/tiny/roles").await.html;
    assert!(page.contains("One respondent has withdrawn; the interview is erased."), "{page}");
}

#[tokio::test]
async fn the_link_is_on_every_page_of_an_interview_and_on_no_other() {
    let site = Site::with(&[TINY]).await;
    let offers = |it: &Answer| it.html.contains("sheet__withdraw");
    let mut respondent = site.respondent();
    let first = respondent.opens("/s/tiny").await;
    assert!(
        lines(&first.html, ".sheet__later[hidden] .sheet__withdraw") == "撤回我的回答",
        "nothing is kept yet"
    );
    after_minutes(1);
    assert!(offers(&respondent.answers("adult=1&region=1&sex=1").await));
    let page = finishes(&mut respondent).await;
    assert!(offers(&page));
    assert_eq!(lines(&page.html, ".sheet__withdraw"), "撤回我的回答");
    let asked = respondent.opens(&format!("/i/{}/withdraw", respondent.token())).await;
    assert!(!offers(&asked));
    assert_snapshot!(lines(&asked.html, "main > *"), @r"
    撤回您的回答？
    您在此所作的全部回答将被删除，无论是否完成。此后无人能再看到。
    删除后无法恢复。
    删除我的回答
    保留我的回答
    ");
    assert!(!offers(&respondent.gets("/s/tiny/withdrawn").await));
    let nobody = Token::new(7);
    assert!(!offers(&respondent.gets(&format!("/i/{nobody}")).await));
    assert_eq!(respondent.gets(&format!("/i/{nobody}/withdraw")).await.status, StatusCode::NOT_FOUND);
}
