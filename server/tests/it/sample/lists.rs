//! Lists of people: uploaded, invited one by one, reminded.

use axum::http::{StatusCode, header};
use insta::assert_snapshot;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use store::people::Role;
use store::sources::{self, SourceKind, SourceSettings};

use super::{begins, completes, said, site, titled};
use crate::actors::{Answer, Respondent, Site};
use crate::staff::{lines, signed_in, tiny};

const HERE: &str = "/surveys/tiny/sample/river";

async fn list() -> Site {
    site(SourceKind::List, SourceSettings { variables: vec!["city".into()], ..titled() }).await
}

/// Sends a list.
async fn uploads(person: &mut Respondent<'_>, file: &[u8]) -> Answer {
    person.uploads(&format!("{HERE}/invitations"), &[("file", file)]).await
}

/// The link of a person, without the site.
async fn link(site: &Site, pid: &str) -> String {
    let source = sources::load(&site.db, &tiny(), "river").await.unwrap();
    let people = sources::batch(&site.db, &source, sources::Which::All, 0, 100).await.unwrap();
    let token = people.into_iter().find(|it| it.person.pid == pid).unwrap().token;
    format!("/s/tiny?invitation={token}")
}

#[tokio::test]
async fn a_list_with_faults_tells_them_all_and_takes_nobody_in() {
    let site = list().await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let page = uploads(&mut lin, "pid,lang,email\n1,fr,a@b.cn\n2,,\n2,en,nobody\n".as_bytes()).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, "#people .notice, #people tbody tr"), @r"
    3 things are wrong. Nothing was taken in; mend them and upload the file again.
    2 lang fr The questionnaire does not have this language.
    4 email nobody This is no e-mail address.
    4 pid 2 This pid stood in an earlier row.
    ");
    let source = sources::load(&site.db, &tiny(), "river").await.unwrap();
    assert!(sources::statuses(&site.db, &source).await.unwrap().is_empty());
    let page = uploads(&mut lin, b"\xff\xff\xff").await;
    assert_snapshot!(lines(&page.html, "#people tbody tr"), @"This is neither a spreadsheet nor text in UTF-8 or GB18030.");
}

#[tokio::test]
async fn a_list_is_taken_in_and_uploaded_again_adds_who_is_new() {
    let site = list().await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let answer = uploads(&mut lin, "pid;email;City\n1;a@b.cn;=Bern\n2;;深圳\n".as_bytes()).await;
    assert_eq!(answer.location(), format!("{HERE}?fresh=2&known=0#people"));
    let before = link(&site, "1").await;
    let answer = uploads(&mut lin, "pid\n1\n3\n".as_bytes()).await;
    let page = lin.opens(answer.location().split('#').next().unwrap()).await;
    assert_snapshot!(lines(&page.html, "#people .notice, #people h3"), @r"
    1 new on the list, 1 known already.
    3 people on the list
    ");
    assert_eq!(link(&site, "1").await, before);

    let token = before.split('=').nth(1).unwrap();
    let file = lin.gets(&format!("{HERE}/invitations.csv?excel=1")).await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    let first: Vec<&str> = file.html.lines().take(2).collect();
    assert_eq!(first[0], "\u{feff}pid,link,status,lang,City,email");
    assert_eq!(first[1], format!("1,http://canvass.test/s/tiny?invitation={token},not_begun,,'=Bern,a@b.cn"));
    let again = uploads(&mut lin, file.html.as_bytes()).await;
    assert_eq!(again.location(), format!("{HERE}?fresh=0&known=3#people"), "{}", again.html);
}

#[tokio::test]
async fn excel_files_are_lists_too() {
    let site = list().await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["PID", "Lang", "since", "city"].iter().enumerate() {
        sheet.write(0, column as u16, *name).unwrap();
    }
    sheet.write(1, 0, 1234567890123.0).unwrap();
    sheet.write(1, 1, "zh").unwrap();
    let date = ExcelDateTime::from_ymd(2026, 1, 12).unwrap();
    sheet.write_with_format(1, 2, &date, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    sheet.write(3, 0, " 007 ").unwrap();
    sheet.write(3, 3, "深圳").unwrap();
    let answer = uploads(&mut lin, &book.save_to_buffer().unwrap()).await;
    assert_eq!(answer.location(), format!("{HERE}?fresh=2&known=0#people"), "{}", answer.html);
    let file = lin.gets(&format!("{HERE}/invitations.csv")).await;
    let rows: Vec<String> = file
        .html
        .lines()
        .map(|it| it.split(',').filter(|it| !it.contains("http")).collect::<Vec<_>>().join("|"))
        .collect();
    assert_snapshot!(rows.join("\n"), @r"
    pid|link|status|lang|city|since
    1234567890123|not_begun|zh||2026-01-12
    007|not_begun||深圳|
    ");

    // A stray cell in the farthest corner is a fault and no table of that size.
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "pid").unwrap().write(1_048_575, 16_383, "stray").unwrap();
    let page = uploads(&mut lin, &book.save_to_buffer().unwrap()).await;
    assert_snapshot!(lines(&page.html, "#people tbody tr").lines().next().unwrap(), @"More than 60 columns. Keep those that are needed.");
}

#[tokio::test]
async fn a_long_list_is_taken_and_one_that_is_too_large_is_not() {
    let site = list().await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let long: String = (0..20_000).map(|it| format!("{it},{}\n", "x".repeat(40))).collect();
    let answer = uploads(&mut lin, format!("pid,note\n{long}").as_bytes()).await;
    assert_eq!(answer.location(), format!("{HERE}?fresh=20000&known=0#people"));
    let page = lin.opens(HERE).await;
    assert_eq!(lines(&page.html, ".people-list tbody tr").lines().count(), 50);
    assert!(page.html.contains("?after=50#people"), "{}", page.html.len());
    let huge = uploads(&mut lin, &vec![b'x'; 21 * 1024 * 1024]).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(huge.html.contains("<h1>"));
}

#[tokio::test]
async fn an_invitation_begins_in_its_language_and_goes_on_from_another_phone() {
    let site = list().await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    uploads(&mut lin, "pid,lang,city\n1,en,深圳\n2,zh,\n".as_bytes()).await;
    let link = link(&site, "1").await;
    let mut anna = site.respondent();
    let page = anna.opens(&link).await;
    assert!(page.html.contains("<html lang=\"en\""), "{}", page.html);
    begins(&mut anna, &format!("{link}&city=forged")).await;
    let kept = site.kept(&anna.token()).await;
    assert_eq!((kept.source.as_deref(), kept.pid.as_deref()), (Some("river"), Some("1")));
    assert_eq!(kept.variables["city"], "深圳");

    let mut at_home = site.respondent();
    let page = at_home.opens(&link).await;
    assert_eq!(at_home.token(), anna.token());
    assert!(page.html.contains("name=\"again\""), "{}", page.text());
    let file = lin.gets(&format!("{HERE}/invitations.csv?which=unanswered")).await;
    assert!(file.html.lines().nth(1).unwrap().starts_with("2,"), "{}", file.html);
    assert_eq!(file.html.lines().count(), 2);
}

#[tokio::test]
async fn an_invitation_is_good_for_one_interview_also_where_a_survey_takes_any() {
    use store::surveys::{self, Once, Setting};
    let site = list().await;
    surveys::set(&site.db, &tiny(), Setting::Once(Once::Any), "lin", "", crate::actors::now()).await.unwrap();
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    uploads(&mut lin, b"pid\n1\n2\n").await;
    let link = link(&site, "1").await;
    let mut anna = site.respondent();
    completes(&mut anna, &format!("{link}&lang=en")).await;
    for mut somebody in [anna, site.respondent()] {
        assert_eq!(
            said(&somebody.opens(&format!("{link}&lang=en")).await),
            "409 # You have taken part already"
        );
    }
    let page = lin.opens(HERE).await;
    assert_snapshot!(lines(&page.html, "#people .counts, .people-list tbody th, .people-list tbody th + td"), @r"
    Not begun 1 Complete 1
    1
    Complete
    2
    Not begun
    ");
}

#[tokio::test]
async fn without_an_invitation_nobody_comes_by_a_list() {
    let site = list().await;
    let mut anna = site.respondent();
    anna.accept_language = "en".into();
    assert_eq!(
        said(&anna.opens("/s/tiny?source=river&pid=1").await),
        "403 # This study is by personal invitation"
    );
    for token in ["0123456789abcdef0123456789abcdef", "x", ""] {
        let page = anna.opens(&format!("/s/tiny?invitation={token}")).await;
        let expected = if token.is_empty() { "200 # Tiny survey" } else { "403 # This link does not work" };
        assert_eq!(said(&page), expected, "{token}");
    }
    let begun = anna.posts("/s/tiny", "_link=source%3Driver%26pid%3D1&adult=1&region=1&sex=1&_go=next").await;
    assert!(begun.location().starts_with("/s/tiny?source=river"), "{}", begun.location());
}
