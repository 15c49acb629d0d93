//! The page of one interview, and why somebody was turned away.

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::people::Role;

use super::changes_cells;
use crate::actors::Site;
use crate::staff::{TINY, answers, lines, signed_in};

#[tokio::test]
async fn the_page_of_an_interview_tells_its_times_and_its_places() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    let page = manager.opens("/surveys/tiny/interviews/1").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_snapshot!(lines(&page.html, "h1, .facts > div"), @"
    Interview 1
    Disposition Complete
    Begun 2026-01-12 06:41
    Last answer 2026-01-12 06:42
    Ended 2026-01-12 06:42
    Active time 1.0 min
    Page More
    Language 中文
    Version 1.0.0
    Quota plan plan
    Source Without a source
    ");
    assert_snapshot!(lines(&page.html, "#gate tbody tr"), @"
    North × Male 1 0 0 ✓ One place left
    Male 2 0 0 ✓ 2 places left
    ");
    assert_snapshot!(lines(&page.html, "#ledger tbody tr"), @"
    2026-01-12 06:41 Place reserved in North × Male +1 the interview
    2026-01-12 06:41 Place reserved in Male +1 the interview
    2026-01-12 06:42 Counted in North × Male −1 +1 the interview
    2026-01-12 06:42 Counted in Male −1 +1 the interview
    ");
}

#[tokio::test]
async fn why_somebody_was_turned_away_is_told_by_the_cells_as_they_stood_then() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "").await;
    answers(&site, "region=1&sex=1", "").await;
    // By now there would be room again.
    changes_cells(&mut manager, "change=targets&target.region_sex.1.1=9", "More of them.").await;
    let page = manager.opens("/surveys/tiny/interviews/2").await;
    assert_snapshot!(lines(&page.html, ".facts > div:first-child, #gate h2, #gate > p, #gate tbody tr"), @"
    Disposition Quota full: North × Male
    Why was this person turned away?
    2026-01-12 06:42 the interview came to the gate and was turned away. So the cells stood just before; a place in every one of them was needed:
    North × Male 1 0 1 ■ No place: one held by an interview in progress
    Male 2 0 1 ✓ One place left
    ");
    assert_snapshot!(lines(&page.html, "#ledger tbody tr"), @"
    2026-01-12 06:42 Turned away; fell in North × Male the interview
    2026-01-12 06:42 Turned away; fell in Male the interview
    ");
}

#[tokio::test]
async fn a_paused_cell_is_named_as_what_turned_somebody_away() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    changes_cells(&mut manager, "change=pause&cell=sex.2&paused=1", "Enough for today.").await;
    answers(&site, "region=1&sex=2", "").await;
    changes_cells(&mut manager, "change=pause&cell=sex.2&paused=0", "The next day.").await;
    let page = manager.opens("/surveys/tiny/interviews/1").await;
    assert_snapshot!(lines(&page.html, "#gate tbody tr"), @"
    North × Female 1 0 0 ✓ One place left
    Female 2 0 0 ■ Paused
    ");
}

#[tokio::test]
async fn an_interview_is_found_by_its_number_and_only_in_its_own_survey() {
    let other = TINY.replace("survey: tiny", "survey: other");
    let site = Site::with(&[TINY, &other]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "adult=2&region=1&sex=1", "").await;
    let found = manager.gets("/surveys/tiny/interviews?number=%EF%BC%91").await;
    assert_eq!(found.location(), "/surveys/tiny/interviews/1");
    // Never came to the gate.
    let page = manager.opens(found.location()).await;
    assert_eq!(lines(&page.html, "#gate"), "");
    for address in ["/surveys/other/interviews/1", "/surveys/tiny/interviews/2", "/surveys/tiny/interviews/x"]
    {
        assert_eq!(manager.gets(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert_eq!(manager.gets("/surveys/tiny/interviews?number=").await.status, StatusCode::NOT_FOUND);
    let mut analyst = signed_in(&site, "wang", &[Role::Analyst]).await;
    assert_eq!(analyst.gets("/surveys/tiny/interviews/1").await.status, StatusCode::FORBIDDEN);
}
