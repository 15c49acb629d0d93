//! Rim weighting at the desk: margins are typed, looked at and kept, and nothing typed is lost.

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::people::Role;
use store::weights;

use crate::actors::{Answer, Respondent, Site, now};
use crate::staff::{TINY, answers, lines, signed_in, tiny};

const HERE: &str = "/surveys/tiny/weighting";

/// Three men and a woman, two of the north and two of the south.
async fn field() -> Site {
    let yaml = TINY
        .replace("{1: [1, 1], 2: [1, 1]}", "{1: [9, 9], 2: [9, 9]}")
        .replace("{1: 2, 2: 2}", "{1: 18, 2: 18}")
        .replace("n: 4", "n: 36");
    let yaml = format!(
        "{yaml}
weights:
- name: census
  label: {{zh: 普查, en: Census}}
  margins:
  - {{by: sex, shares: {{1: 48, 2: 52}}, source: {{zh: 人口普查, en: Census}}, year: 2020}}
  cap: [0.2, 5]
"
    );
    let site = Site::with(&[&yaml]).await;
    answers(&site, "region=1&sex=1", "advice=&again=2").await;
    answers(&site, "region=2&sex=1", "again=1").await;
    answers(&site, "region=2&sex=1", "again=1").await;
    answers(&site, "region=1&sex=2", "advice=&again=1").await;
    site
}

/// The form with these fields.
fn body(pairs: &[(&str, &str)]) -> String {
    let word = |it: &str| it.bytes().map(|it| format!("%{it:02X}")).collect::<String>();
    pairs.iter().map(|(name, it)| format!("{name}={}", word(it))).collect::<Vec<_>>().join("&")
}

async fn posts(person: &mut Respondent<'_>, pairs: &[(&str, &str)]) -> Answer {
    person.posts(HERE, &body(pairs)).await
}

const HALVES: [(&str, &str); 9] = [
    ("name", "rim"),
    ("by-1", "sex"),
    ("shares-1", "1: 50 # Male\r\n2: 50"),
    ("source-1", "Census"),
    ("year-1", "2020"),
    ("by-2", "region"),
    ("shares-2", "1: 60\r\n2: 40"),
    ("source-2", "Yearbook"),
    ("year-2", "2024"),
];

#[tokio::test]
async fn what_margins_come_to_is_shown_before_anything_is_kept() {
    let site = field().await;
    let mut wang = signed_in(&site, "wang", &[Role::Analyst]).await;
    let page = posts(&mut wang, &HALVES).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_snapshot!(lines(&page.html, "#result h2, #result dl div, #result figure tr, #result .scroller caption, #result .scroller tr"), @r"
    What these margins come to
    Completes 4
    Effective base 2.9
    Design effect 1.360
    Efficiency 73.53 %
    Least and most weight 0.400 – 2.000
    Rounds 64
    Snapshot (changes of the survey so far) 4
    Weight Completes
    0.4 to below 0.5 1
    0.5 to below 0.6 0
    0.6 to below 0.7 0
    0.7 to below 0.8 0
    0.8 to below 0.9 2
    0.9 to below 1 0
    1 to below 1.1 0
    1.1 to below 1.2 0
    1.2 to below 1.3 0
    1.3 to below 1.4 0
    1.4 to below 1.5 0
    1.5 to below 1.6 0
    1.6 to below 1.7 0
    1.7 to below 1.8 0
    1.8 to below 1.9 0
    1.9 to below 2 1
    sex · Census, 2020
    Completes Unweighted, % Target, % Weighted, %
    Male 3 75.00 50.00 50.00
    Female 1 25.00 50.00 50.00
    region · Yearbook, 2024
    Completes Unweighted, % Target, % Weighted, %
    North 2 50.00 60.00 60.00
    South 2 50.00 40.00 40.00
    ");
    assert_eq!(weights::list(&site.db, &tiny()).await.unwrap(), []);
    assert!(page.html.contains("1: 50 # Male\n2: 50"), "what was typed stays: {}", page.html);
    let kept = posts(&mut wang, &[&HALVES[..], &[("do", "keep")]].concat()).await;
    assert_eq!(kept.location(), "/surveys/tiny/weights?done=made");
    let page = wang.opens(kept.location()).await;
    assert_snapshot!(lines(&page.html, ".notice, .deliveries tbody th, .deliveries tbody td"), @r"
    Kept. Topline, tables, claims and data files can use them now.
    rim Data file with it How these were made rim sex : Male 50 %, Female 50 % ( Census, 2020 ) region : North 60 %, South 40 % ( Yearbook, 2024 ) 4 completes after 4 changes, version 1.0.0 of the questionnaire; effective base 3. Work them out anew
    4
    0.4 – 2
    wang 2026-01-12 06:48
    Delete
    ");
    // Used at once.
    let page = wang.opens("/surveys/tiny/topline?weight=rim").await;
    assert_snapshot!(lines(&page.html, "#sex caption, #sex tbody tr"), @r"
    All who reach this page, n = 4, effective base 3
    Male 50.0 12.4–87.6 3
    Female 50.0 12.4–87.6 1
    ");
    let set = weights::list(&site.db, &tiny()).await.unwrap().remove(0);
    let made = set.made.unwrap();
    assert_eq!((made.cases, made.version.as_str(), made.rehearsal, made.cap), (4, "1.0.0", false, None));
    let again = wang.opens(&format!("{HERE}?again=rim")).await;
    assert!(again.html.contains("1: 60\n2: 40"), "{}", again.html);
}

#[tokio::test]
async fn the_margins_of_the_questionnaire_fill_the_form() {
    let site = field().await;
    let mut wang = signed_in(&site, "wang", &[Role::Analyst]).await;
    let page = wang.opens(HERE).await;
    assert_snapshot!(lines(&page.html, ".weighting__links li, legend"), @r"
    Census census
    Margin 1
    ");
    let page = wang.opens(&format!("{HERE}?from=census")).await;
    for typed in [
        "value=\"census\"",
        "value=\"sex\"",
        "1: 48\n2: 52",
        "value=\"Census\"",
        "value=\"2020\"",
        "value=\"0.2\"",
    ] {
        assert!(page.html.contains(typed), "{typed}: {}", page.html);
    }
    let more = posts(
        &mut wang,
        &[
            ("name", "rim"),
            ("by-1", "region"),
            ("shares-1", ""),
            ("source-1", "x"),
            ("year-1", ""),
            ("do", "more"),
        ],
    )
    .await;
    assert!(more.html.contains("1:   # North\n2:   # South"), "{}", more.html);
    assert_eq!(lines(&more.html, "legend"), "Margin 1\nMargin 2");
}

#[tokio::test]
async fn every_refusal_stands_at_its_field_and_nothing_typed_is_lost() {
    let site = field().await;
    let mut wang = signed_in(&site, "wang", &[Role::Analyst]).await;
    let one = |shares: &'static str| {
        [
            ("name", "rim"),
            ("by-1", "region, sex"),
            ("shares-1", shares),
            ("source-1", "Census"),
            ("year-1", "2020"),
        ]
    };
    let faults = |page: &Answer| {
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.html);
        lines(&page.html, "#margins .notice, #margins .fault")
    };
    let page = posts(&mut wang, &one("1 1: 25\n1 2: 25\n2 1: 25\n2 2: 25")).await;
    assert_snapshot!(faults(&page), @r"
    There is something to put right.
    Nobody among the completes is “South × Female”, and 25.00 % should be. Join it with another code, or leave this margin out.
    ");
    assert!(page.html.contains("2 2: 25"));
    let page = posts(&mut wang, &one("1 1: 50\n1 2: 50\n2 1: 0\n2 2: 0")).await;
    assert_snapshot!(faults(&page), @r"
    There is something to put right.
    “South × Male” has no share and is the answer of so many completes: 2. Give it a share above 0, or weight by a derived variable that joins it with another code.
    ");
    // Nobody is a woman of the south, so that these two cannot both be met.
    let contradictory = [
        ("name", "rim"),
        ("by-1", "sex"),
        ("shares-1", "1: 10\n2: 90"),
        ("source-1", "Census"),
        ("year-1", "2020"),
        ("by-2", "region"),
        ("shares-2", "1: 50\n2: 50"),
        ("source-2", "Census"),
        ("year-2", "2020"),
    ];
    let page = posts(&mut wang, &contradictory).await;
    assert_snapshot!(faults(&page), @r"
    There is something to put right.
    These margins contradict each other: after 20000 rounds “Male” has 50.00 %, not 10.00 %. Check the shares against their sources, join codes that few completes have, or leave a margin out.
    ");
    let page = posts(&mut wang, &[&HALVES[..], &[("most", "1.2")]].concat()).await;
    assert_snapshot!(faults(&page), @r"
    There is something to put right.
    “Female” would need the weight 2.00 on average, which is beyond the bounds. Widen the bounds, join it with another code, or leave this margin out.
    ");
    let page = posts(
        &mut wang,
        &[
            ("name", "no name"),
            ("by-1", "advice"),
            ("shares-1", "1: 1"),
            ("source-1", ""),
            ("year-1", "old"),
            ("least", "2"),
            ("most", "3"),
        ],
    )
    .await;
    assert_snapshot!(faults(&page), @r"
    There are 5 things to put right.
    Use 1 to 40 letters, digits, -, _ or dots, with at least one letter or digit.
    advice does not give each person one code of a list.
    Say where the shares are from.
    A year from 1900 to 2200.
    A number from 0 to below 1.
    ");
    assert_eq!(weights::list(&site.db, &tiny()).await.unwrap(), []);
}

/// The tiny survey's next version, with this in place of the region South.
async fn next_version(site: &Site, south: &str) {
    let next = TINY
        .replace("version: 1.0.0", "version: 1.1.0")
        .replace("2: {zh: 南, en: South}", south)
        .replace("{1: [1, 1], 2: [1, 1]}", "{1: [9, 9], 3: [9, 9]}")
        .replace("{1: 2, 2: 2}", "{1: 18, 2: 18}")
        .replace("n: 4", "n: 36");
    let added = store::surveys::add(&site.db, &next, true, now()).await.unwrap();
    assert!(added.fresh);
}

#[tokio::test]
async fn a_code_that_only_an_older_version_had_may_have_a_share_and_is_missing_without_one() {
    for south in ["3: {zh: 西, en: West}", "2: {zh: 南, en: South, if: 0 == 1}, 3: {zh: 西, en: West}"] {
        let site = field().await;
        next_version(&site, south).await;
        let mut wang = signed_in(&site, "wang", &[Role::Analyst]).await;
        let margin = |shares: &'static str| {
            [
                ("name", "rim"),
                ("by-1", "region"),
                ("shares-1", shares),
                ("source-1", "Census"),
                ("year-1", "2020"),
            ]
        };
        let rows = |html: &str| lines(html, "#result .scroller tbody tr");
        let page = posts(&mut wang, &margin("1: 75\n2: 25\n3: 0")).await;
        assert_eq!(page.status, StatusCode::OK, "{south}: {}", lines(&page.html, ".fault"));
        assert_eq!(
            rows(&page.html),
            "North 2 50.00 75.00 75.00\nSouth 2 50.00 25.00 25.00\nWest 0 0.00 0.00 0.00"
        );
        let page = posts(&mut wang, &margin("1: 100\n3: 0")).await;
        assert_eq!(page.status, StatusCode::OK, "{south}: {}", lines(&page.html, ".fault"));
        assert_eq!(rows(&page.html), "North 2 100.00 100.00 100.00\nWest 0 0.00 0.00 0.00");
    }
}

#[tokio::test]
async fn a_least_weight_alone_is_kept_and_a_known_source_keeps_both_its_languages() {
    let site = field().await;
    let mut wang = signed_in(&site, "wang", &[Role::Analyst]).await;
    let kept = posts(&mut wang, &[&HALVES[..], &[("least", "0.3"), ("do", "keep")]].concat()).await;
    assert_eq!(kept.location(), "/surveys/tiny/weights?done=made", "{}", kept.html);
    let made = weights::list(&site.db, &tiny()).await.unwrap().remove(0).made.unwrap();
    assert_eq!(made.cap, Some((0.3, f64::INFINITY)));
    let sources: Vec<_> = made.margins.iter().map(|it| (it.source.get("zh"), it.source.get("en"))).collect();
    assert_eq!(sources, [("人口普查", "Census"), ("Yearbook", "Yearbook")]);
    let page = wang.opens(kept.location()).await;
    assert!(
        lines(&page.html, ".weighting__made li").contains("Every weight is at least 0.3."),
        "{}",
        page.html
    );
    let again = wang.opens(&format!("{HERE}?again=rim")).await;
    assert!(again.html.contains("value=\"0.3\"") && !again.html.contains("inf"), "{}", again.html);
}

#[tokio::test]
async fn a_rehearsal_is_weighted_to_try_all_of_it_out_and_leaves_real_interviews_alone() {
    let site = field().await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager, Role::Analyst]).await;
    lin.uploads("/surveys/tiny/rehearsal", &crate::trial::FILL).await;
    server::rehearsal::run_waiting(&site.db, now).await.unwrap();
    let kept = posts(&mut lin, &[&HALVES[..], &[("rehearsal", "1"), ("do", "keep")]].concat()).await;
    assert_eq!(kept.location(), "/surveys/tiny/weights?done=made", "{}", kept.html);
    let page = lin.opens("/surveys/tiny/topline?weight=rim&rehearsal=1").await;
    assert_snapshot!(lines(&page.html, ".paper__head > p:nth-child(2), #sex caption"), @r"
    36 completes are counted.
    All who reach this page, n = 36, effective base 35
    ");
    let page = lin.opens("/surveys/tiny/topline?weight=rim").await;
    assert_snapshot!(lines(&page.html, ".paper__head > p:nth-child(2)"), @"0 completes are counted. 4 have no weight and are left out.");
    assert!(lines(&lin.opens("/surveys/tiny/weights").await.html, ".weighting__made").contains("rehearsal"));
}

#[tokio::test]
async fn before_anybody_has_completed_there_is_nobody_to_weight() {
    let site = Site::with(&[TINY]).await;
    let mut wang = signed_in(&site, "wang", &[Role::Analyst]).await;
    let page = posts(&mut wang, &HALVES).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, "#margins .fault"), @"There is no complete to be weighted.");
}
