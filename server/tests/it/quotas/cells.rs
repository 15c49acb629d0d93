//! Targets, buffers, pauses and plans: first looked at, then saved with a reason.

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::people::Role;

use super::{changes_cells, filled, ledger, saves, standings};
use crate::actors::Site;
use crate::staff::{TINY, answers, lines, signed_in};

const PREVIEW: &str = "/surveys/tiny/quotas/preview";

#[tokio::test]
async fn targets_stand_in_the_tables_with_totals_at_the_edges() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    answers(&site, "region=2&sex=1", "").await;
    let page = manager.opens("/surveys/tiny/quotas").await;
    assert_snapshot!(lines(&page.html, ".quota-edit h3, .quota-edit th, .quota-edit td"), @"
    Region by Sex

    Male
    Female
    Total
    North
    1 complete · ✓ Full
    0 complete
    2
    South
    0 complete · +1 in progress
    0 complete
    2
    Total
    2
    2
    4
    Sex

    Target
    Male
    1 complete · +1 in progress
    Female
    0 complete
    Total
    4
    ");
    let body = filled(&page, PREVIEW, "");
    assert!(body.contains("target.region_sex.2.1=1") && body.contains("target.sex.2=2"), "{body}");
}

#[tokio::test]
async fn a_preview_says_what_closes_and_opens_and_saves_nothing() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    answers(&site, "region=2&sex=1", "").await;
    let before = standings(&site).await;
    let body = "change=targets&target.region_sex.1.1=3&target.region_sex.1.2=0&target.sex.1=1&target.sex.2=2";
    let page = manager.posts(PREVIEW, body).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_snapshot!(lines(&page.html, ".quota-preview__sum, .panel .hint li, .quota-preview tbody tr"), @"
    2 cells close and one opens. Inside those that close: 1 complete, 1 in progress. Nobody is thrown out.
    Targets of “Region × Sex” in all: 4 → 5
    Targets of “Sex” in all: 4 → 3
    North × Male ▶ Opens. 2 places open. 1 → 3 0 1 0
    North × Female ■ Closes. Full. 1 → 0 0 0 0
    Male ■ Closes. Full. 2 → 1 0 1 1
    ");
    // What would not go together is told before it is saved.
    assert_snapshot!(lines(&page.html, ".notice"), @"The quota plan cannot be filled as it stands “Region × Sex” will be 3 completes short. North × Male, South × Male can only be filled together with Male: too few places. “Sex” will be one complete short. Female can only be filled together with North × Female, South × Female: too few places.");
    assert_eq!(standings(&site).await, before);
    assert_snapshot!(ledger(&site, 1).await, @" publish :  → 1.0.0 ()");
}

#[tokio::test]
async fn a_change_is_saved_with_its_reason_and_stands_in_the_ledger() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let body = "change=targets&target.region_sex.1.1=３&target.region_sex.1.2=1&target.sex.1=1,000";
    changes_cells(&mut manager, body, " The client wants more men. ").await;
    assert_snapshot!(ledger(&site, 3).await, @"
    lin target sex.1: 2 → 1000 (The client wants more men.)
    lin target region_sex.1.1: 1 → 3 (The client wants more men.)
     publish :  → 1.0.0 ()
    ");
    let page = manager.opens("/surveys/tiny/quotas?done=saved").await;
    assert_snapshot!(lines(&page.html, ".notice[data-kind=done]"), @"Saved. The change and its reason stand in the ledger.");
    assert_snapshot!(standings(&site).await, @"
    region_sex.1.1 0+0/3
    region_sex.1.2 0+0/1
    region_sex.2.1 0+0/1
    region_sex.2.2 0+0/1
    sex.1 0+0/1000
    sex.2 0+0/2
    ");
}

#[tokio::test]
async fn a_change_without_a_reason_is_not_saved() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let before = standings(&site).await;
    let preview = manager.posts(PREVIEW, "change=targets&target.sex.1=5").await;
    let page = saves(&mut manager, &preview, "  ").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".fault, .quota-preview tbody tr"), @"
    Male 5 places open. 2 → 5 0 0 0
    Say why.
    ");
    let page = saves(&mut manager, &page, &"x".repeat(501)).await;
    assert_eq!(lines(&page.html, ".fault"), "At most 500 characters.");
    assert_eq!(standings(&site).await, before);
    assert_eq!(saves(&mut manager, &page, "Now with a reason.").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_target_below_its_count_closes_the_cell_and_throws_nobody_out() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    answers(&site, "region=2&sex=1", "").await;
    let preview = manager.posts(PREVIEW, "change=targets&target.region_sex.2.1=0").await;
    assert_snapshot!(lines(&preview.html, ".quota-preview__sum, .quota-preview tbody tr"), @"
    One cell closes, none opens. Inside: 0 complete, 1 in progress. Nobody is thrown out.
    South × Male ■ Closes. Full. 1 → 0 0 0 1
    ");
    changes_cells(&mut manager, "change=targets&target.sex.1=0", "Enough men.").await;
    assert_eq!(site.dispositions("tiny").await, "complete started");
    answers(&site, "region=2&sex=1", "again=1").await;
    assert_eq!(site.dispositions("tiny").await, "complete started quota_full");
    assert_snapshot!(standings(&site).await, @"
    region_sex.1.1 1+0/1
    region_sex.1.2 0+0/1
    region_sex.2.1 0+1/1
    region_sex.2.2 0+0/1
    sex.1 1+1/0
    sex.2 0+0/2
    ");
}

#[tokio::test]
async fn every_fault_of_the_table_is_told_at_once_and_what_was_typed_is_kept() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let body = "change=targets&target.region_sex.1.1=many&target.region_sex.1.2=-1&target.sex.1=7";
    let page = manager.posts(PREVIEW, body).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".notice, .fault"), @"
    There are 2 things to put right.
    A whole number from 0 to 1,000,000.
    A whole number from 0 to 1,000,000.
    ");
    let kept = filled(&page, PREVIEW, "");
    assert!(kept.contains("target.region_sex.1.1=many") && kept.contains("target.sex.1=7"), "{kept}");
    let page = manager.posts(PREVIEW, "change=targets&target.sex.1=2").await;
    assert_eq!(lines(&page.html, ".fault"), "Everything stands so already. Change something first.");
}

#[tokio::test]
async fn a_block_from_a_spreadsheet_is_read_with_or_without_names() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let block = "%09Female%09Male%0D%0ASouth%094%093%0D%0ANorth%092%091%0D%0ATotal%096%094%0D%0A";
    let page = manager.posts(PREVIEW, &format!("change=block&table=region_sex&block={block}")).await;
    assert_snapshot!(lines(&page.html, ".quota-preview tbody tr"), @"
    North × Female 2 places open. 1 → 2 0 0 0
    South × Male 3 places open. 1 → 3 0 0 0
    South × Female 4 places open. 1 → 4 0 0 0
    ");
    saves(&mut manager, &page, "Pasted.").await;
    changes_cells(&mut manager, "change=block&table=sex&block=４%0A6", "Pasted, without names.").await;
    assert_snapshot!(standings(&site).await, @"
    region_sex.1.1 0+0/1
    region_sex.1.2 0+0/2
    region_sex.2.1 0+0/3
    region_sex.2.2 0+0/4
    sex.1 0+0/4
    sex.2 0+0/6
    ");
}

#[tokio::test]
async fn a_block_with_faults_comes_back_with_all_of_them() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let block = "%09Male%09Female%0ANorth%091%09x%0AWest%09%094";
    let page = manager.posts(PREVIEW, &format!("change=block&table=region_sex&block={block}")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".faults li"), @"
    Row 3, column 1: “West” is no name in this table.
    Row 2, column 3: “x” is no whole number from 0 to 1,000,000.
    Row 3, column 2: The number is missing.
    ");
    assert!(lines(&page.html, "textarea").contains("West"), "{}", page.html);
}

#[tokio::test]
async fn what_somebody_else_changed_meanwhile_is_looked_at_anew() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let mut wang = signed_in(&site, "wang", &[Role::Manager]).await;
    let seen = lin.posts(PREVIEW, "change=targets&target.sex.1=5").await;
    changes_cells(&mut wang, "change=targets&target.sex.1=3", "I was first.").await;
    let fresh = saves(&mut lin, &seen, "I am second.").await;
    assert_eq!(fresh.status, StatusCode::CONFLICT);
    assert_snapshot!(lines(&fresh.html, "[role=alert], .quota-preview tbody tr"), @"
    Somebody changed the quotas since you looked. Nothing was saved. This is what your change would do now.
    Male 5 places open. 3 → 5 0 0 0
    ");
    assert!(standings(&site).await.contains("sex.1 0+0/3"));
    // The reason was kept, and what is seen now may be saved.
    let why = filled(&fresh, "/surveys/tiny/quotas", "");
    assert!(why.contains("why=I+am+second."), "{why}");
    assert_eq!(saves(&mut lin, &fresh, "I am second.").await.status, StatusCode::SEE_OTHER);
    assert!(standings(&site).await.contains("sex.1 0+0/5"));
}

#[tokio::test]
async fn an_interview_that_ends_meanwhile_is_no_change_of_the_rules() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let seen = manager.posts(PREVIEW, "change=targets&target.sex.1=5").await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    assert_eq!(saves(&mut manager, &seen, "As seen.").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_buffer_admits_more_than_the_target() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    let page = manager.posts(PREVIEW, "change=buffer&table=region_sex&buffer=1").await;
    assert_snapshot!(lines(&page.html, ".quota-preview__sum, .quota-preview tbody tr"), @"
    One cell opens, none closes.
    North × Male ▶ Opens. One place open. 1 0 → 1 1 0
    North × Female 2 places open. 1 0 → 1 0 0
    South × Male 2 places open. 1 0 → 1 0 0
    South × Female 2 places open. 1 0 → 1 0 0
    ");
    saves(&mut manager, &page, "Some will be rejected.").await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    assert_eq!(site.dispositions("tiny").await, "complete complete quota_full");
    let page = manager.posts(PREVIEW, "change=buffer&table=region_sex&buffer=lots").await;
    assert_eq!(lines(&page.html, "#cells .fault"), "A whole number from 0 to 1,000.");
}

#[tokio::test]
async fn a_paused_cell_admits_nobody_until_it_goes_on() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    changes_cells(&mut manager, "change=pause&cell=sex.1&paused=1", "Too many men at once.").await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    answers(&site, "region=1&sex=2", "advice=&again=1").await;
    let page = manager.opens("/surveys/tiny/quotas").await;
    assert_snapshot!(lines(&page.html, ".paused li, .notice"), @r#"
    The quota plan cannot be filled as it stands “Region × Sex” will be 2 completes short. North × Male, South × Male can only be filled together with paused cells: Male.
    Male 0 complete · ■ Paused Go on…
    "#);
    changes_cells(&mut manager, "change=pause&cell=sex.1&paused=0", "Calm again.").await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    assert_eq!(site.dispositions("tiny").await, "quota_full complete complete");
    assert_snapshot!(ledger(&site, 2).await, @"
    lin pause sex.1: 1 → 0 (Calm again.)
    lin pause sex.1: 0 → 1 (Too many men at once.)
    ");
    let page = manager.posts(PREVIEW, "change=pause&cell=sex.9&paused=1").await;
    assert_eq!(lines(&page.html, "#cells .fault"), "Choose a cell.");
}

/// The tiny survey with a second plan, whose cells want more in the North.
fn two_plans() -> String {
    let other = "    plan:\n      n: 4\n";
    let second = "    north:
      n: 4
      tables:
      - {name: region_sex, by: [region, sex], cells: {1: [2, 0], 2: [1, 1]}}
    plan:
      n: 4
";
    TINY.replacen(other, second, 1)
}

#[tokio::test]
async fn another_plan_counts_everybody_anew() {
    let site = Site::with(&[&two_plans()]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    answers(&site, "region=2&sex=1", "").await;
    let page = manager.posts(PREVIEW, "change=plan&plan=north").await;
    assert_snapshot!(lines(&page.html, ".quota-preview__sum, .quota-preview tbody tr"), @"
    One cell closes and one opens. Inside those that close: 0 complete, 0 in progress. Nobody is thrown out.
    North × Male ▶ Opens. One place open. 1 → 2 0 1 0
    North × Female ■ Closes. Full. 1 → 0 0 0 0
    South × Male Open; all places are held by interviews in progress (1). 1 0 0 1
    South × Female One place open. 1 0 0 0
    ");
    saves(&mut manager, &page, "The North matters more.").await;
    assert_snapshot!(standings(&site).await, @"
    region_sex.1.1 1+0/2
    region_sex.1.2 0+0/0
    region_sex.2.1 0+1/1
    region_sex.2.2 0+0/1
    ");
    let page = manager.posts(PREVIEW, "change=plan&plan=south").await;
    assert_eq!(lines(&page.html, "#cells .fault"), "Choose a plan of this questionnaire.");
}

#[tokio::test]
async fn a_survey_without_quotas_has_a_field_all_the_same() {
    let without = TINY.split("quota:\n").next().unwrap().replace("  - quota: reserve\n", "");
    let site = Site::with(&[&without]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let page = manager.opens("/surveys/tiny/quotas").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_snapshot!(lines(&page.html, "main > p, h2"), @"
    This survey has no quotas.
    The field
    Why was somebody turned away?
    ");
    let page = manager.posts(PREVIEW, "change=plan&plan=plan").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}
