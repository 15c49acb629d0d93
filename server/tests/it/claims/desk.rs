//! The page of claims: a text is kept and held against the completes, and what is wrong stands at its place.

use axum::http::{StatusCode, header};
use insta::assert_snapshot;
use store::people::Role;

use crate::actors::{Respondent, Site, now};
use crate::staff::{TINY, analyst, answers, lines, signed_in, tiny};

const HERE: &str = "/surveys/tiny/claims";

const GOOD: &str = r#"questionnaire: tiny.yaml
claims:
- {id: C1, seed: "三分之二为男性", stat: {pct: sex == 1}, base: all, expect: "= 66.67"}
- {id: C2, seed: "南方居多", stat: {top: region, k: 2}, base: all, expect: "order [2, 1]"}
- {id: C3, seed: "北方不愿再来", stat: {pct: again == 1}, base: region == 1, expect: "> 50"}
"#;

/// An unknown variable; a question that was not asked of that base; a base that nobody is in.
const HALF: &str = r#"questionnaire: tiny.yaml
claims:
- {id: C1, seed: "甲", stat: {pct: colour == 1}, base: all, expect: "> 1"}
- {id: C2, seed: "乙", stat: {pct: answered(advice)}, base: region == 2, expect: "> 1"}
- {id: C3, seed: "丙", stat: {pct: sex == 1}, base: adult == 2, expect: "> 1"}
- {id: C4, seed: "丁", stat: {mode: again}, base: adult == 2, expect: "= 1"}
- {id: C5, seed: "戊", stat: {pct: sex == 2}, base: all, expect: "< 50"}
"#;

async fn field() -> Site {
    let site = Site::with(&[TINY]).await;
    answers(&site, "region=1&sex=1", "advice=more tea&again=2").await;
    answers(&site, "region=2&sex=2", "again=1").await;
    answers(&site, "region=2&sex=1", "again=1").await;
    site
}

async fn puts(person: &mut Respondent<'_>, text: &str) {
    let answer = person.uploads(HERE, &[("text", text), ("file", "")]).await;
    assert_eq!(answer.location(), format!("{HERE}?done=put"), "{}", answer.html);
}

#[tokio::test]
async fn each_statement_has_its_figure_base_and_interval_and_whether_it_is_borne_out() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let page = wang.opens(HERE).await;
    assert_eq!(lines(&page.html, ".claim"), "");
    assert!(page.html.contains("questionnaire: tiny.yaml"), "an example to begin with");
    puts(&mut wang, GOOD).await;
    let page = wang.opens(&format!("{HERE}?done=put")).await;
    assert_snapshot!(lines(&page.html, ".notice, .claims__summary, .claim > p, .claim h2, .claim p"), @r"
    Kept. The claims are held against the completes below.
    2 of 3 are borne out.
    ✓ Borne out
    C1 三分之二为男性
    Share for whom: A2 is 1 “Male”
    Expected: exactly 66.67
    66.67 %
    95 % interval 20.77–93.85
    All, n = 3
    ✓ Borne out
    C2 南方居多
    The 2 given most often: A1
    Expected: in this order: South, North
    South 66.67 %, North 33.33 %
    All, n = 3
    ✗ Not borne out
    C3 北方不愿再来
    Share for whom: B2 is 1 “Yes”
    Expected: above 50
    0.00 %
    95 % interval 0.00–79.35
    A1 is 1 “North”, n = 1
    ");
    assert_snapshot!(lines(&page.html, "#claim-C3 dl div"), @r"
    Statistic pct: again == 1
    Base region == 1
    Question again Again?
    Base All who reach this page
    Question region Region
    Base All who reach this page
    Weight None
    Newest version of the questionnaire 1.0.0
    Snapshot (changes of the survey so far) 3
    ");
    let page = wang.opens(&format!("{HERE}?lang=zh")).await;
    assert_snapshot!(lines(&page.html, ".claims__summary, #claim-C2 p"), @r"
    3 条中有 2 条成立。
    ✓ 成立
    选择最多的 2 项：A1
    应为： 依次为：南、北
    南 66.67 %、北 33.33 %
    全部，n = 3
    ");
}

#[tokio::test]
async fn what_cannot_be_said_is_told_at_its_place_and_the_rest_is_drawn() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    puts(&mut wang, HALF).await;
    let page = wang.opens(HERE).await;
    assert_snapshot!(lines(&page.html, ".paper .data-faults li, .claims__summary, .claim__verdict, .claim h2, .claim__figure"), @r#"
    1 of 4 are borne out. Of 2 nothing can be said.
    Line 3: - {id: C1, seed: "甲", stat: {pct: colour == 1}, base: all, expect: "> 1"} There is no variable `colour`. Write the `var` of a question, or the name of a derived variable.
    ✗ Not borne out
    C2 乙
    0.00 % 95 % interval 0.00–65.76 A1 is 2 “South”, n = 2
    – Cannot be said
    C3 丙
    Nobody is in the base, or nobody with a weight.
    – Cannot be said
    C4 丁
    Nobody is in the base, or nobody with a weight.
    ✓ Borne out
    C5 戊
    33.33 % 95 % interval 6.15–79.23 All, n = 3
    "#);
}

#[tokio::test]
async fn a_text_in_which_nothing_can_be_read_is_not_kept_and_comes_back_as_it_was_typed() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let text = "questionnaire: tiny.yaml\nclaims:\n- {id: C1, seed: a & b}\n";
    let page = wang.uploads(HERE, &[("text", text), ("file", "")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, "#new .fault, #new .data-faults li"), @r"
    Line 3: - { id : C1, seed: a & b} A claim needs `stat`. Add `stat: …`.
    Line 3: - { id : C1, seed: a & b} A claim needs `base`. Add `base: …`.
    Line 3: - { id : C1, seed: a & b} A claim needs `expect`. Add `expect: …`.
    No claim in it can be read. Mend what is said above and try again.
    ");
    assert!(page.html.contains("{id: C1, seed: a &amp; b}"), "{}", page.html);
    assert_eq!(store::texts::newest(&site.db, &tiny(), store::texts::Kind::Claims).await.unwrap(), None);
    let page = wang.uploads(HERE, &[("text", "  "), ("file", "")]).await;
    assert_eq!(lines(&page.html, "#text-fault"), "Paste a text or choose a file.");
}

#[tokio::test]
async fn older_texts_stay_and_the_same_one_twice_is_kept_once() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    puts(&mut wang, GOOD).await;
    let same = wang.uploads(HERE, &[("text", ""), ("file", GOOD)]).await;
    assert_eq!(same.location(), format!("{HERE}?done=same"));
    let put = wang.uploads(HERE, &[("was", "1"), ("text", HALF), ("file", "")]).await;
    assert_eq!(put.location(), format!("{HERE}?done=put"), "{}", put.html);
    let page = wang.opens(HERE).await;
    assert_snapshot!(lines(&page.html, "#new > details:last-child summary, #new > details:last-child li"), @r"
    2 texts so far
    2026-01-12 06:46 by wang
    2026-01-12 06:46 by wang
    ");
    let first = wang.gets(&format!("{HERE}/1/claims.yaml")).await;
    assert_eq!((first.status, first.html.as_str()), (StatusCode::OK, GOOD));
    assert_eq!(wang.gets(&format!("{HERE}/9/claims.yaml")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn filter_weight_and_rehearsal_are_those_of_the_topline() {
    let site = field().await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager, Role::Analyst]).await;
    puts(&mut lin, GOOD).await;
    let shown = |html: &str| lines(html, ".claims__summary, #claim-C1 .claim__figure p");
    let page = lin.opens(&format!("{HERE}?filter=region+%3D%3D+2")).await;
    assert_snapshot!(shown(&page.html), @r"
    0 of 3 are borne out. Of 1 nothing can be said.
    50.00 %
    95 % interval 9.45–90.55
    All, n = 2
    ");
    lin.uploads("/surveys/tiny/weights", &[("name", "rim"), ("file", "id,weight\n1,0.5\n2,1.5\n")]).await;
    let page = lin.opens(&format!("{HERE}?weight=rim")).await;
    assert_snapshot!(shown(&page.html), @r"
    1 of 3 are borne out.
    25.00 %
    95 % interval 2.21–83.09
    All, n = 2, effective base 2
    ");
    let page = lin.opens(&format!("{HERE}?filter=colour+%3D%3D+2&weight=rum")).await;
    assert_snapshot!(lines(&page.html, "#filter-fault, #weight-fault, .claims__summary"), @r"
    This is no condition on this questionnaire.
    This survey has no weights with this name.
    2 of 3 are borne out.
    ");
    lin.uploads("/surveys/tiny/rehearsal", &crate::trial::FILL).await;
    server::rehearsal::run_waiting(&site.db, now).await.unwrap();
    let page = lin.opens(&format!("{HERE}?rehearsal=1")).await;
    assert!(lines(&page.html, ".paper__head").contains("4 completes are counted."), "{}", page.html);
}

#[tokio::test]
async fn the_table_is_a_file_and_none_of_others_than_were_asked_for() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    assert_eq!(wang.gets(&format!("{HERE}.csv")).await.status, StatusCode::NOT_FOUND);
    puts(&mut wang, HALF).await;
    let file = wang.gets(&format!("{HERE}.csv")).await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert_snapshot!(file.html.trim_start_matches('\u{feff}').replace("\r\n", "\n"), @r#"
    claim,statement,statistic,base,expected,verdict,found,figure,low,high,n,effective_base,snapshot
    C2,乙,pct: answered(advice),region == 2,above 1,Not borne out,0.00 %,0,0,65.76197724933468,2,2,3
    C3,丙,pct: sex == 1,adult == 2,above 1,Cannot be said,"Nobody is in the base, or nobody with a weight.",,,,,,3
    C4,丁,mode: again,adult == 2,in this order: Yes,Cannot be said,"Nobody is in the base, or nobody with a weight.",,,,,,3
    C5,戊,pct: sex == 2,all,below 50,Borne out,33.33 %,33.333333333333336,6.149194472039621,79.23403991979522,3,3,3
    "#);
    let file = wang.gets(&format!("{HERE}.csv?filter=colour+%3D%3D+2")).await;
    assert_eq!(file.location(), format!("{HERE}?filter=colour+%3D%3D+2"));
    let page = wang.opens(file.location()).await;
    assert_eq!(lines(&page.html, "#filter-fault"), "This is no condition on this questionnaire.");
}

#[tokio::test]
async fn of_two_who_change_the_claims_at_once_the_second_replaces_nothing_unseen() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let mut lin = signed_in(&site, "lin", &[Role::Analyst]).await;
    puts(&mut wang, GOOD).await;
    let newest =
        async || store::texts::newest(&site.db, &tiny(), store::texts::Kind::Claims).await.unwrap().unwrap();
    let was = newest().await.id.to_string();
    let hidden = format!("name=\"was\" value=\"{was}\"");
    assert!(lin.opens(HERE).await.html.contains(&hidden));
    let first = wang.uploads(HERE, &[("was", &*was), ("text", HALF), ("file", "")]).await;
    assert_eq!(first.location(), format!("{HERE}?done=put"));
    let typed = GOOD.replace("C3", "C9");
    // Typed anew it is still made of the older text.
    for _ in 0..2 {
        let page = lin.uploads(HERE, &[("was", &*was), ("text", &*typed), ("file", "")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fault = lines(&page.html, "#text-fault");
        assert!(fault.starts_with("Somebody changed the claims since you opened this page."), "{fault}");
        assert!(page.html.contains("{id: C9, ") && page.html.contains(&hidden), "{}", page.html);
        assert_eq!(newest().await.text, HALF);
    }
    // Whoever uploads a file has it in hand, and replaces whatever is there.
    let file = lin.uploads(HERE, &[("was", &*was), ("text", ""), ("file", &*typed)]).await;
    assert_eq!(file.location(), format!("{HERE}?done=put"));
    assert_eq!(newest().await.text, typed);
}
