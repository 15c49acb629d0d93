//! Data files: ordered with a form, kept under names, made, fetched, made again.

mod gone;
mod kept;
mod versions;

use analysis::export::Format;
use axum::http::{StatusCode, header};
use insta::assert_snapshot;
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::surveys::Setting;

use crate::actors::{Answer, Respondent, Site, after_minutes, now};
use crate::staff::{ALL_ROWS, TINY, analyst, answers, file, lines, orders, tiny};

/// A site after one complete with a formula in it, one screen-out and one in progress; and its analyst.
async fn field() -> Site {
    let site = Site::with(&[TINY]).await;
    answers(&site, "region=1&sex=1", "advice==1+1&again=2").await;
    answers(&site, "adult=2&region=2&sex=1", "").await;
    answers(&site, "region=2&sex=2", "").await;
    site
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

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|it| format!("{it:02x}")).collect()
}

/// The manifest of the file that somebody just ordered.
async fn manifest(person: &mut Respondent<'_>, run: i64) -> Value {
    let answer = person.gets(&format!("/surveys/tiny/data/{run}/manifest.json")).await;
    assert_eq!(answer.status, StatusCode::OK);
    serde_json::from_str(&answer.html).unwrap()
}

#[tokio::test]
async fn completes_come_as_codes() {
    let site = field().await;
    let file = file(&mut analyst(&site).await, "tiny", "").await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    let name = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert_eq!(name, "attachment; filename=\"tiny_1.0.0_2026-01-12_complete.csv\"");
    assert_snapshot!(columns(&file.html, &SOME), @r#"
    disposition | code | region | sex | advice | again
    complete |  | 1 | 1 | =1+1 | 2
    "#);
}

#[tokio::test]
async fn all_that_ended_come_as_labels_for_excel_with_semicolons() {
    let site = field().await;
    let said = format!("{ALL_ROWS}&labels=1&labels_lang=zh&excel=1&semicolon=1");
    let file = file(&mut analyst(&site).await, "tiny", &said).await.html;
    assert!(file.starts_with('\u{feff}') && file.ends_with("\r\n"), "{file}");
    assert_snapshot!(columns(&file.replace(';', ","), &SOME), @r#"
    disposition | code | region | sex | advice | again
    complete |  | 北 | 男 | '=1+1 | 否
    screened_out | S_AGE | 南 | 男 |  |
    "#);
}

#[tokio::test]
async fn a_filter_days_and_columns_choose() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let count = async |wang: &mut Respondent<'_>, said: &str| {
        file(wang, "tiny", &format!("{ALL_ROWS}&{said}")).await.html.lines().count() - 1
    };
    assert_eq!(count(&mut wang, "filter=region == 1 and sex == 1").await, 1);
    assert_eq!(count(&mut wang, "filter=adult == 2").await, 1);
    assert_eq!(count(&mut wang, "filter=not answered(region)").await, 0);
    // The clock of this field stands at 2026-01-12 in UTC.
    assert_eq!(count(&mut wang, "from=2026-01-12&to=2026-01-12").await, 2);
    assert_eq!(count(&mut wang, "from=2026-01-13").await, 0);
    assert_eq!(count(&mut wang, "to=2026-01-11").await, 0);
    let body = "format=csv&rows=complete&columns=answers&columns=paradata&only=region";
    let ordered = orders(&mut wang, "/surveys/tiny/data", body).await;
    let file = wang.gets(&format!("{}/file", ordered.location())).await.html;
    let names = file.lines().next().unwrap().split(",test,").nth(1).unwrap();
    assert_eq!(names, "region,page_seconds_who,page_seconds_more,backs,turns,device");
}

#[tokio::test]
async fn paradata_say_how_the_interview_went() {
    // Without a gate, behind which nobody goes back.
    let open = TINY.replace("  - quota: reserve\n", "");
    let open = open.split("quota:\n").next().unwrap().to_owned();
    let site = Site::with(&[open.as_str()]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/tiny").await;
    after_minutes(1);
    respondent.answers("adult=1&region=1&sex=1").await;
    after_minutes(1);
    respondent.presses("_go=back", "").await;
    after_minutes(1);
    respondent.answers("").await;
    after_minutes(1);
    respondent.answers("advice=&again=1").await;
    let body = "format=csv&rows=complete&columns=paradata";
    let mut wang = analyst(&site).await;
    let ordered = orders(&mut wang, "/surveys/tiny/data", body).await;
    let file = wang.gets(&format!("{}/file", ordered.location())).await.html;
    let wanted = ["seconds", "page_seconds_who", "page_seconds_more", "backs", "turns", "device"];
    assert_snapshot!(columns(&file, &wanted), @r"
    seconds | page_seconds_who | page_seconds_more | backs | turns | device
    180 | 60 | 120 | 1 | 4 |
    ");
}

#[tokio::test]
async fn all_faults_are_said_at_once_and_what_was_typed_is_kept() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let body = "format=word&labels_lang=fr&rows=all&filter=regoin == 1 and sex has&from=tomorrow&to=2026-01-01\
                &news=1&only=nothing&columns=all&weight=none&labels=1&name=";
    let page = wang.posts("/surveys/tiny/data", body).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".notice, .fault, .data-faults li"), @r"
    There are 9 things to put right.
    Choose a format.
    Choose a language of this questionnaire.
    This survey has no weights with this name.
    Choose at least one.
    This is no condition on this questionnaire.
    The expression ends where a value is wanted. Write a variable, a number or a text in single quotes here.
    Enter a day, such as 2026-01-12.
    Give the export its name below: what is new is counted from its last file.
    Choose at least one group.
    One of these questions is not in the questionnaire.
    ");
    let form = lines(&page.html, "#filter");
    assert_eq!(form, "regoin == 1 and sex has");
    assert!(page.html.contains("name=\"labels\" value=\"1\" checked"), "{}", page.html);
    let crossed = wang.posts("/surveys/tiny/data", "format=csv&from=2026-01-02&to=2026-01-01").await;
    assert_snapshot!(lines(&crossed.html, ".notice, .fault"), @r"
    There are 3 things to put right.
    Choose at least one.
    The last day is before the first.
    Choose at least one group.
    ");
    assert!(store::exports::runs(&site.db, &tiny(), 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_file_of_each_format_is_the_one_that_its_manifest_names() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    for (at, format) in Format::ALL.into_iter().enumerate() {
        let body = format!("format={}&rows=complete&rows=screened_out&columns=answers", format.word());
        let ordered = orders(&mut wang, "/surveys/tiny/data", &body).await;
        let page = wang.opens(ordered.location()).await;
        assert_eq!(lines(&page.html, ".notice"), "Ready.", "{}", format.word());
        assert!(page.headers.get(header::REFRESH).is_none());
        let file = wang.gets(&format!("{}/file", ordered.location())).await;
        let manifest = manifest(&mut wang, at as i64 + 1).await;
        assert_eq!(file.headers[header::CONTENT_TYPE], format.media_type());
        assert_eq!(file.headers[header::CONTENT_LENGTH], file.bytes.len().to_string().as_str());
        assert_eq!(file.headers[header::ETAG], format!("\"{}\"", sha256(&file.bytes)).as_str());
        assert_eq!(manifest["sha256"], sha256(&file.bytes), "{}", format.word());
        assert_eq!(manifest["bytes"], file.bytes.len());
        assert_eq!(manifest["cases"], 2);
        let name = format!("tiny_1.0.0_2026-01-12_selected_part.{}", format.extension());
        assert_eq!(manifest["file"], name.as_str());
        assert!(file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains(&name));
    }
    let list = wang.opens("/surveys/tiny/data").await;
    assert_eq!(lines(&list.html, "#files .data-state").lines().count(), Format::ALL.len());
}

/// The file of a run, as it is now.
async fn again(person: &mut Respondent<'_>, run: i64) -> Answer {
    let path = format!("/surveys/tiny/data/{run}");
    assert_eq!(orders(person, &format!("{path}/again"), "").await.location(), path);
    person.gets(&format!("{path}/file")).await
}

#[tokio::test]
async fn a_file_made_again_is_the_same_to_the_byte_however_the_field_has_moved() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let first = file(&mut wang, "tiny", ALL_ROWS).await;
    let before = manifest(&mut wang, 1).await;
    answers(&site, "region=1&sex=2", "advice=&again=1").await;
    let newer = TINY
        .replace("version: 1.0.0", "version: 1.1.0")
        .replace("zh: 建议, en: Advice", "zh: 意见, en: Hints");
    store::surveys::add(&site.db, &newer, true, now()).await.unwrap();
    after_minutes(60);
    let second = again(&mut wang, 1).await;
    assert_eq!(second.bytes, first.bytes);
    assert_eq!(manifest(&mut wang, 1).await, before);
    let page = wang.opens("/surveys/tiny/data/1").await;
    assert_eq!(lines(&page.html, ".notice"), "Ready.");
    assert_eq!(file(&mut wang, "tiny", ALL_ROWS).await.html.lines().count(), first.html.lines().count() + 1);
}

#[tokio::test]
async fn a_file_of_some_days_made_again_is_of_the_same_days_in_whichever_time_zone_the_survey_is_by_then() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let first = file(&mut wang, "tiny", "from=2026-01-12&to=2026-01-12").await;
    assert_eq!(first.html.lines().count(), 2);
    let before = manifest(&mut wang, 1).await;
    // There it was the evening of the 11th.
    let west = Setting::TimeZone("America/Los_Angeles".into());
    store::surveys::set(&site.db, &tiny(), west, "lin", "", now()).await.unwrap();
    assert_eq!(again(&mut wang, 1).await.bytes, first.bytes);
    assert_eq!(manifest(&mut wang, 1).await, before);
    let second = file(&mut wang, "tiny", "from=2026-01-12&to=2026-01-12").await;
    assert_eq!(second.html.lines().count(), 1, "a new one has the new days");
}

#[tokio::test]
async fn a_file_of_less_is_not_named_like_the_whole_one() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let name = async |wang: &mut Respondent<'_>, said: &str| {
        let file = file(wang, "tiny", said).await;
        let name = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().to_owned();
        name.split("2026-01-12").nth(1).unwrap().trim_end_matches('"').to_owned()
    };
    assert_eq!(name(&mut wang, "columns=paradata").await, "_complete.csv");
    for less in
        ["filter=region == 1", "from=2026-01-12", "to=2026-01-12", "only=region", "news=1&name=weekly"]
    {
        assert_eq!(name(&mut wang, less).await, "_complete_part.csv", "{less}");
    }
    let rows = "rows=screened_out&filter=region == 2";
    assert_eq!(name(&mut wang, rows).await, "_selected_part.csv");
}

#[tokio::test]
async fn a_file_goes_when_somebody_in_it_withdraws_and_comes_again_without_them() {
    let site = Site::with(&[TINY]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/tiny").await;
    after_minutes(1);
    respondent.answers("adult=1&region=1&sex=1").await;
    after_minutes(1);
    respondent.answers("advice=secret&again=1").await;
    let mut wang = analyst(&site).await;
    assert!(file(&mut wang, "tiny", "").await.html.contains("secret"));
    after_minutes(1);
    respondent.opens(&format!("/i/{}/withdraw", respondent.token())).await;
    respondent.presses("=", "").await;
    server::exports::delete_old(&site.db, &site.files(), now).await.unwrap();

    let page = wang.gets("/surveys/tiny/data/1/file").await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(lines(&page.html, ".notice").starts_with("The file is no longer kept."), "{}", page.text());
    assert!(std::fs::read_dir(site.files()).unwrap().next().is_none());
    let rest = again(&mut wang, 1).await;
    assert_eq!(rest.html.lines().count(), 1);
    let page = wang.opens("/surveys/tiny/data/1").await;
    assert!(lines(&page.html, ".notice").contains("no longer the same"), "{}", page.text());
}

#[tokio::test]
async fn a_file_that_waits_looks_again_by_itself_and_one_of_another_survey_is_none() {
    let other = TINY.replacen("survey: tiny", "survey: other", 1);
    let site = Site::with(&[TINY, &other]).await;
    let mut wang = analyst(&site).await;
    let wanted = app::export::Wanted::default();
    let now = now();
    let run = app::export::place(&site.db, &tiny(), &wanted, None, "wang", now).await.unwrap();
    let page = wang.opens(&format!("/surveys/tiny/data/{run}")).await;
    assert_eq!(page.headers[header::REFRESH], "2");
    assert_eq!(lines(&page.html, ".notice"), "Waits its turn. This page looks again by itself.");
    let path = format!("/surveys/tiny/data/{run}");
    for missing in ["/file", "/manifest.json"] {
        assert_eq!(wang.gets(&format!("{path}{missing}")).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
    for elsewhere in ["", "/file", "/manifest.json"] {
        let answer = wang.gets(&format!("/surveys/other/data/{run}{elsewhere}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{elsewhere}");
    }
    assert_eq!(
        wang.posts(&format!("/surveys/other/data/{run}/again"), "").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(wang.opens("/surveys/tiny/data/x").await.status, StatusCode::NOT_FOUND);
}
