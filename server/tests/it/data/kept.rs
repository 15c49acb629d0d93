//! Exports with a name: run again, only what is new, changed, forgotten.

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::weights::NewWeights;

use super::{analyst, field, manifest};
use crate::actors::{after_minutes, now};
use crate::staff::{TINY, answers, lines, orders, tiny};

const WEEKLY: &str = "format=csv&rows=complete&rows=screened_out&columns=answers&news=1&name=Each  week";

#[tokio::test]
async fn an_export_with_a_name_is_made_again_with_one_button_and_holds_what_is_new() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    orders(&mut wang, "/surveys/tiny/data", WEEKLY).await;
    assert_eq!(manifest(&mut wang, 1).await["cases"], 2);
    let page = wang.opens("/surveys/tiny/data").await;
    assert_snapshot!(lines(&page.html, "#saved li > h3, #saved li > p:not(.hint), #saved button, #saved a"), @r"
    Each week
    CSV · Complete, Screen-out · only what is new · Answers
    Make the file now
    Change
    Forget
    ");

    answers(&site, "region=1&sex=2", "advice=&again=1").await;
    let ordered = orders(&mut wang, "/surveys/tiny/data/saved/run", "name=Each week").await;
    assert_eq!(ordered.location(), "/surveys/tiny/data/2");
    let second = manifest(&mut wang, 2).await;
    assert_eq!((&second["cases"], &second["since"]), (&1.into(), &manifest(&mut wang, 1).await["snapshot"]));
    let file = wang.gets("/surveys/tiny/data/2/file").await.html;
    assert_eq!(file.lines().count(), 2, "{file}");

    after_minutes(1);
    let none = orders(&mut wang, "/surveys/tiny/data/saved/run", "name=Each week").await;
    assert_eq!(manifest(&mut wang, 3).await["cases"], 0, "{}", none.location());
}

#[tokio::test]
async fn an_export_is_changed_from_its_form_and_forgotten() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    orders(&mut wang, "/surveys/tiny/data", WEEKLY).await;
    let form = wang.opens("/surveys/tiny/data?saved=Each+week").await;
    assert!(form.html.contains("name=\"news\" value=\"1\" checked"), "{}", form.text());
    assert!(form.html.contains("value=\"Each week\""), "{}", form.text());
    orders(&mut wang, "/surveys/tiny/data", "format=sav&rows=complete&columns=answers&name=Each week").await;
    let page = wang.opens("/surveys/tiny/data").await;
    assert_snapshot!(lines(&page.html, "#saved li > p:not(.hint)"), @"SPSS (.sav) · Complete · Answers");

    let forgotten = wang.posts("/surveys/tiny/data/saved/forget", "name=Each week").await;
    assert_eq!(forgotten.location(), "/surveys/tiny/data?done=forgotten");
    let page = wang.opens(forgotten.location()).await;
    assert_eq!(lines(&page.html, "#saved"), "");
    assert_eq!(lines(&page.html, "#files h3").lines().count(), 2, "the files stay");
    for verb in ["run", "forget"] {
        let answer = wang.posts(&format!("/surveys/tiny/data/saved/{verb}"), "name=Each week").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn an_export_that_no_longer_fits_the_questionnaire_says_why() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let body = "format=csv&rows=complete&columns=answers&filter=again == 2&name=Again";
    orders(&mut wang, "/surveys/tiny/data", body).await;
    let newer = TINY.replace("version: 1.0.0", "version: 2.0.0").replace("var: again", "var: once_more");
    store::surveys::add(&site.db, &newer, true, now()).await.unwrap();
    let page = wang.posts("/surveys/tiny/data/saved/run", "name=Again").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".fault, .data-faults li"), @r"
    This is no condition on this questionnaire.
    again == 2 There is no variable `again`. Write the `var` of a question, or the name of a derived variable.
    ");
}

#[tokio::test]
async fn an_export_whose_weights_are_gone_says_so_when_it_is_made() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let new = NewWeights { name: "rim".to_owned(), rows: vec![(1.into(), 0.5)], made: None };
    store::weights::put(&site.db, &tiny(), new, "lin", now()).await.unwrap();
    let body = "format=csv&rows=complete&columns=answers&weight=rim&name=Weighted";
    orders(&mut wang, "/surveys/tiny/data", body).await;
    store::weights::delete(&site.db, &tiny(), "rim", "lin", now()).await.unwrap();
    let page = wang.posts("/surveys/tiny/data/saved/run", "name=Weighted").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(lines(&page.html, ".fault"), "This survey has no weights with this name.");
}
