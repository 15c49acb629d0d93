//! Several versions of a questionnaire: one file with all columns, and the page that says what changed.

use insta::assert_snapshot;

use super::{analyst, columns, field};
use crate::actors::Site;
use crate::staff::{ALL_ROWS, TINY, answers, file, lines};

/// The tiny survey as it goes on: one question is a number now, one is gone, one is new.
async fn next_version(site: &Site) {
    let newer = TINY
        .replace("version: 1.0.0", "version: 1.1.0")
        .replace("{var: region, nr: A1, type: single, text: {zh: 地区, en: Region}, choices: {1: {zh: 北, en: North}, 2: {zh: 南, en: South}}}",
                 "{var: region, nr: A1, type: single, text: {zh: 地区, en: Region}, choices: {1: {zh: 北, en: North}, 2: {zh: 南, en: The south}}}")
        .replace("{var: again, nr: B2, type: single, text: {zh: 再来？, en: \"Again?\"}, choices: {1: {zh: 是, en: \"Yes\"}, 2: {zh: 否, en: \"No\"}}}",
                 "{var: again, nr: B2, type: number, text: {zh: 再来几次？, en: \"How often again?\"}}\n  - {var: nps, nr: B3, type: nps, text: {zh: 推荐, en: Recommend}}")
        .replace("if: region == 1}", "if: region == 2}");
    store::surveys::add(&site.db, &newer, true, crate::actors::now()).await.unwrap();
}

#[tokio::test]
async fn one_file_has_the_columns_of_all_versions_and_each_case_fills_its_own() {
    let site = field().await;
    next_version(&site).await;
    answers(&site, "region=2&sex=1", "advice=new&again=12&nps=9").await;
    let file = file(&mut analyst(&site).await, "tiny", ALL_ROWS).await.html;
    let wanted = ["disposition", "version", "region", "advice", "again", "again_v1_0_0", "nps"];
    assert_snapshot!(columns(&file, &wanted), @r"
    disposition | version | region | advice | again | again_v1_0_0 | nps
    complete | 1.0.0 | 1 | =1+1 |  | 2 |
    screened_out | 1.0.0 | 2 |  |  |  |
    complete | 1.1.0 | 2 | new | 12 |  | 9
    ");
}

#[tokio::test]
async fn a_page_says_what_changed_and_what_that_does_to_columns_and_bases() {
    let site = field().await;
    next_version(&site).await;
    answers(&site, "region=2&sex=1", "advice=new&again=12&nps=9").await;
    let page = analyst(&site).await.opens("/surveys/tiny/versions").await;
    assert_snapshot!(lines(&page.html, "main h2, main .panel > p, main h3, tbody tr"), @r"
    Version 1.1.0
    Published 2026-01-12 06:44 · 1 complete of 1 interviews
    What changed since 1.0.0
    A1 region Labels Labels: 2 “South” → “The south” The same columns and codes; all interviews are labelled with the words of 1.1.0. If the meaning changed, earlier answers are misread: retire the code and use a new one.
    B1 advice Base Base: If A1 is 1 “North” → If A1 is 2 “The south” The same columns (advice), but empty means something else before and after. Compare those whom both versions ask, or look at each version by itself.
    B2 again Wording Wording: “Again?” → “How often again?” The same columns, labelled with the words of 1.1.0; earlier interviews answered other words.
    B2 again Another kind It took one code and takes a number now. Both kinds of columns are kept, the new (again) and the older (again): of the two kinds, the one that the newest version does not have ends in its version, as in “_v1_0_0”. An interview fills one kind and leaves the other empty.
    B3 nps New New, on page “more”. New columns: nps. Interviews of versions before 1.1.0 were not asked and are empty; its base is those from 1.1.0 on.
    Version 1.0.0
    Published 2026-01-12 06:40 · 1 complete of 3 interviews
    ");
}
