//! The analyst's desk: downloads, codebook, questionnaire.

use axum::http::{StatusCode, header};
use insta::assert_snapshot;
use store::people::Role;

use crate::actors::{Answer, Site};
use crate::staff::{TINY, answers, lines, signed_in};

/// What an analyst downloads after one complete with a formula in it, one screen-out and one in progress.
async fn download(query: &str) -> Answer {
    let site = Site::with(&[TINY]).await;
    let mut analyst = signed_in(&site, "wang", &[Role::Analyst]).await;
    answers(&site, "region=1&sex=1", "advice==1+1&again=2").await;
    answers(&site, "adult=2&region=2&sex=1", "").await;
    answers(&site, "region=2&sex=2", "").await;
    analyst.gets(&format!("/surveys/tiny/data.csv{query}")).await
}

/// Some columns of a file, by name.
fn columns(csv: &str, wanted: &[&str]) -> String {
    let mut lines = csv.trim_start_matches('\u{feff}').lines().map(|it| it.split(',').collect::<Vec<_>>());
    let names = lines.next().unwrap();
    let at: Vec<_> = wanted.iter().map(|it| names.iter().position(|name| name == it).unwrap()).collect();
    let pick = |line: &Vec<&str>| at.iter().map(|it| line[*it]).collect::<Vec<_>>().join(" | ");
    let picked = [pick(&names)].into_iter().chain(lines.map(|it| pick(&it)));
    picked.map(|it| it.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

const SOME: [&str; 6] = ["disposition", "code", "region", "sex", "advice", "again"];

#[tokio::test]
async fn completes_come_as_codes() {
    let file = download("").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    let name = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert_eq!(name, "attachment; filename=\"tiny_1.0.0_2026-01-12_complete_codes.csv\"");
    assert_snapshot!(columns(&file.html, &SOME), @r#"
    disposition | code | region | sex | advice | again
    complete |  | 1 | 1 | =1+1 | 2
    "#);
}

#[tokio::test]
async fn all_interviews_come_as_labels_for_excel() {
    let file = download("?rows=all&labels=zh&excel=1").await;
    assert!(file.html.starts_with('\u{feff}'));
    assert!(file.html.ends_with("\r\n"));
    assert_snapshot!(columns(&file.html, &SOME), @r#"
    disposition | code | region | sex | advice | again
    complete |  | 北 | 男 | '=1+1 | 否
    screened_out | S_AGE | 南 | 男 |  |
    started |  | 南 | 女 |  |
    "#);
}

#[tokio::test]
async fn a_wrong_choice_is_said_beside_it_and_the_others_are_kept() {
    let page = download("?rows=some&labels=fr&excel=2").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".notice, .fault"), @r#"
    There are 3 things to put right.
    Choose completes or all.
    Choose codes or a language of this questionnaire.
    Choose plain or Excel.
    "#);
    let page = download("?rows=all&labels=fr").await;
    assert!(page.html.contains("value=\"all\" checked"), "{}", page.html);
}

#[tokio::test]
async fn a_survey_that_is_none_is_not_found() {
    let site = Site::with(&[TINY]).await;
    let mut analyst = signed_in(&site, "wang", &[Role::Analyst]).await;
    for page in ["data.csv", "data", "codebook", "questionnaire"] {
        assert_eq!(
            analyst.gets(&format!("/surveys/none/{page}")).await.status,
            StatusCode::NOT_FOUND,
            "{page}"
        );
    }
}

#[tokio::test]
async fn the_codebook_has_every_column_with_codes_in_both_languages() {
    let site = Site::with(&[TINY]).await;
    let mut analyst = signed_in(&site, "wang", &[Role::Analyst]).await;
    let page = analyst.opens("/surveys/tiny/codebook").await;
    assert_snapshot!(lines(&page.html, ".paper__question:not(:nth-child(2))"), @r#"
    A0 adult 成年？ Adult? Base All who reach this page Holds one code Code 中文 English 1 是 Yes 2 否 No
    A1 region 地区 Region Base All who reach this page Holds one code Code 中文 English 1 北 North 2 南 South
    A2 sex 性别 Sex Base All who reach this page Holds one code Code 中文 English 1 男 Male 2 女 Female
    B1 advice 建议 Advice Base If A1 is 1 “North” region == 1 Holds text Code 中文 English -9 未作答 Not answered
    B2 again 再来？ Again? Base All who reach this page Holds one code Code 中文 English 1 是 Yes 2 否 No
    "#);
    let system = lines(&page.html, ".paper__question:nth-child(2)");
    assert!(
        ["disposition", "cell_region_sex", "device_hash"].into_iter().all(|it| system.contains(it)),
        "{system}"
    );
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
