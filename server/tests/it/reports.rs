//! Reports: written at the desk, with figures that follow the field, and saved as files.

use std::io::{Cursor, Read};

use axum::http::{StatusCode, header};
use calamine::{Data, Reader, Xlsx};
use insta::assert_snapshot;
use store::people::Role;
use store::reports::{self, Kind, NewReport, Written};
use survey::Moment;

use crate::actors::{Answer, Respondent, Site};
use crate::staff::{TINY, answers, field, lines, signed_in, tiny};

const HERE: &str = "/surveys/tiny/report";

/// An analyst who has begun a report in English.
async fn writer(site: &Site) -> Respondent<'_> {
    let mut wang = signed_in(site, "wang", &[Role::Analyst]).await;
    let made = wang.posts(HERE, "title=What+we+found&lang=en").await;
    assert_eq!((made.status, made.location()), (StatusCode::SEE_OTHER, "/surveys/tiny/report/1"));
    wang
}

async fn adds(wang: &mut Respondent<'_>, kind: &str, heading: &str, body: &str) -> Answer {
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("kind", kind), ("heading", heading), ("body", body)])
        .finish();
    wang.posts(&format!("{HERE}/1/sections"), &form).await
}

/// One of each kind.
async fn whole(site: &Site) -> Respondent<'_> {
    let mut wang = writer(site).await;
    let text = "Women are **{{pct sex == 2}}**, in the south {{pct sex == 2 | region == 2}}; {{pct sexx == 1}} & <b>.";
    for (kind, heading, body) in [
        ("text", "Who", text),
        ("question", "", "region"),
        ("table", "By sex", "/surveys/tiny/tables?stub=region&by=sex"),
        ("chart", "", "stub=region&by=sex"),
        ("claims", "", ""),
        ("method", "", ""),
    ] {
        let added = adds(&mut wang, kind, heading, body).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{kind}: {}", added.text());
    }
    wang
}

#[tokio::test]
async fn a_report_is_drawn_with_figures_at_their_places() {
    let site = field(TINY).await;
    let mut wang = whole(&site).await;
    let page = wang.opens(&format!("{HERE}/1")).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = lines(&page.html, "#section-1 .report");
    for words in [
        "33.33% (n = 3)",
        "50.00% (n = 2)",
        "There is no variable `sexx`.",
        "& <b>.",
        "95% interval 6.15% to 79.23%",
        "base: A1 is 2 “South”, n = 2",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let question = lines(&page.html, "#section-2 .report tr, #section-2 .report__note");
    for words in ["South 66.7% 20.8–93.9 2", "All who reach this page, n = 3"] {
        assert!(question.contains(words), "{words}: {question}");
    }
    let tables = lines(&page.html, "#section-3 .report tr");
    assert!(tables.contains("Female") && tables.contains("South"), "{tables}");
    assert!(lines(&page.html, "#section-4 .report__chart tr").contains("South"));
    assert!(lines(&page.html, "#section-5 .report").contains("The survey has no claims that could be read."));
    let method = lines(&page.html, "#section-6 .report");
    for words in ["Q_SPEED", "no margin of sampling error", "screened out 4.1 1", "completes wanted"] {
        assert!(method.contains(words), "{words}: {method}");
    }
}

#[tokio::test]
async fn figures_follow_the_field() {
    let site = field(TINY).await;
    let mut wang = writer(&site).await;
    adds(&mut wang, "text", "", "{{n sex == 2}} of {{pct sex == 2}}").await;
    let first = wang.opens(&format!("{HERE}/1")).await;
    assert!(lines(&first.html, "#section-1 .report").contains("33.33% (n = 3)"));
    answers(&site, "region=1&sex=2", "advice=&again=1").await;
    let then = wang.opens(&format!("{HERE}/1")).await;
    assert!(lines(&then.html, "#section-1 .report").contains("50.00% (n = 4)"));
}

#[tokio::test]
async fn it_is_saved_as_html_excel_and_word() {
    let site = field(TINY).await;
    let mut wang = whole(&site).await;
    let html = wang.gets(&format!("{HERE}/1/report.html")).await;
    assert_eq!(html.status, StatusCode::OK);
    let policy = html.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
    assert!(html.html.contains(&format!("<style>{}</style>", analysis::report::html::style())));
    assert!(html.html.contains("<h1>What we found</h1>") && html.html.contains("&amp; &lt;b&gt;."));
    assert!(!html.html.contains("<script") && html.html.ends_with("</html>"));

    let excel = wang.gets(&format!("{HERE}/1/report.xlsx")).await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(excel.bytes.clone())).unwrap();
    let names = book.sheet_names();
    assert_eq!(names[0], "0 What we found");
    let table = book.worksheet_range(&names[2]).unwrap();
    assert!(table.rows().flatten().any(|it| *it == Data::Float(2.0 / 3.0)), "{table:?}");

    let word = wang.gets(&format!("{HERE}/1/report.docx")).await;
    let mut zip = zip::ZipArchive::new(Cursor::new(word.bytes.clone())).unwrap();
    let mut text = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    assert!(
        text.contains("What we found") && text.contains("33.33% (n = 3)") && text.contains("<w:tblHeader />")
    );
    assert!(word.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("tiny-report-1-"));
}

#[tokio::test]
async fn sections_are_moved_written_anew_and_deleted() {
    let site = field(TINY).await;
    let mut wang = writer(&site).await;
    for heading in ["a", "b", "c"] {
        adds(&mut wang, "text", heading, "words").await;
    }
    let at = |section: i64, word: &str| format!("{HERE}/1/sections/{section}{word}");
    let moved = wang.posts(&at(3, "/up"), "").await;
    assert_eq!(moved.location(), format!("{HERE}/1?done=moved#section-3"));
    wang.posts(&at(1, "/gone"), "").await;
    let page = wang.opens(&format!("{HERE}/1")).await;
    assert_snapshot!(lines(&page.html, ".report-section h2"), @r"
    c
    b
    ");
    let seen = page.html.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let changed = wang.posts(&at(3, ""), &format!("seen={seen}&heading=d&body=more")).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER);
    // Somebody else's words are not written over, and one's own are not lost.
    let stale = wang.posts(&at(3, ""), &format!("seen={seen}&heading=e&body=mine")).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.html.contains("mine") && stale.html.contains("Somebody else has changed this section"));
    assert!(lines(&stale.html, ".report-section h2").contains('d'));
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept() {
    let site = field(TINY).await;
    let mut wang = writer(&site).await;
    for (kind, heading, body, said) in [
        ("text", "", "", "Write a heading or a text."),
        ("table", "x", "https://x.example/tables?by=sex", "This link shows no table."),
        ("question", "x", "nosuch", "There is no question with this name."),
        ("poem", "x", "kept words", "Choose what it is."),
    ] {
        let answer = adds(&mut wang, kind, heading, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fault = lines(&answer.html, ".fault");
        assert!(fault.contains(said) && answer.html.contains(body), "{kind}: {fault}");
    }
    let answer = wang.posts(HERE, "title=&lang=xx&weight=none").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(lines(&answer.html, ".fault").lines().count(), 3);
    assert_eq!(wang.gets(&format!("{HERE}/9")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(wang.gets(&format!("{HERE}/x/report.docx")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_empty_field_and_a_rehearsal_are_said_in_the_language_of_the_report() {
    let site = Site::with(&[TINY]).await;
    let mut wang = signed_in(&site, "wang", &[Role::Analyst]).await;
    wang.posts(HERE, "title=%E5%8F%91%E7%8E%B0&lang=zh&rehearsal=1").await;
    adds(&mut wang, "text", "", "{{pct sex == 2}}").await;
    adds(&mut wang, "method", "", "").await;
    let page = wang.opens(&format!("{HERE}/1?lang=en")).await;
    assert_snapshot!(lines(&page.html, "#section-1 mark"), @"［{{pct sex == 2}}：基数中没有人］");
    let method = lines(&page.html, "#section-2 .report");
    assert!(method.contains("访问结果与比率") && !method.contains("自愿"), "{method}");
    assert!(page.html.contains("lang=\"zh\""));
    let gone = wang.posts(&format!("{HERE}/1/gone"), "").await;
    assert_eq!(gone.location(), format!("{HERE}?done=gone"));
    assert!(lines(&wang.opens(HERE).await.html, "main").contains("There are no reports yet."));
}

/// What the hidden field `seen` says, in the form of a section or, at 0, of the report itself.
fn seen(html: &str, section: i64) -> String {
    let id = if section == 0 { "report-settings".to_owned() } else { format!("id=\"section-{section}\"") };
    let after = html.split(&id).nth(1).unwrap().split("name=\"seen\" value=\"").nth(1).unwrap();
    after.split('"').next().unwrap().replace("&amp;", "&")
}

#[tokio::test]
async fn a_table_is_never_of_everybody_where_those_it_is_of_are_gone() {
    let site = field(TINY).await;
    let mut wang = writer(&site).await;
    for query in ["among=gone", "filter=gone+%3D%3D+1", "weight=gone"] {
        adds(&mut wang, "table", "", &format!("stub=region&{query}")).await;
    }
    adds(&mut wang, "chart", "", "stub=region&among=gone").await;
    let page = wang.opens(&format!("{HERE}/1")).await;
    for (section, said) in [
        (1, "There is no saved filter of this name any more."),
        (2, "This is no condition on this questionnaire."),
        (3, "This survey has no weights with this name."),
        (4, "There is no saved filter of this name any more."),
    ] {
        let text = lines(&page.html, &format!("#section-{section} .report"));
        assert!(text.contains(said), "{section}: {text}");
        assert_eq!(lines(&page.html, &format!("#section-{section} .report tr")), "", "{section}");
    }
}

#[tokio::test]
async fn nothing_is_counted_without_the_weights_of_the_report_where_they_are_gone() {
    let site = field(TINY).await;
    let mut wang = whole(&site).await;
    let of = NewReport {
        title: "What we found".into(),
        lang: "en".into(),
        weight: Some("gone".into()),
        ..NewReport::default()
    };
    let report = (&tiny(), 1);
    let (was, _) = reports::load(&site.db, &tiny(), 1).await.unwrap();
    reports::change(&site.db, report, (&was.of, &of), "wang", Moment(9)).await.unwrap();
    let page = wang.opens(&format!("{HERE}/1")).await;
    for section in 1..=6 {
        let text = lines(&page.html, &format!("#section-{section} .report"));
        assert!(text.contains("This survey has no weights with this name."), "{section}: {text}");
        assert!(!text.contains('%'), "{section}: {text}");
        assert_eq!(lines(&page.html, &format!("#section-{section} .report tr")), "", "{section}");
    }
}

#[tokio::test]
async fn another_fault_does_not_let_one_write_over_what_one_never_saw() {
    let site = field(TINY).await;
    let mut wang = writer(&site).await;
    adds(&mut wang, "text", "a", "words").await;
    let at = format!("{HERE}/1/sections/1");
    let first = seen(&wang.opens(&format!("{HERE}/1")).await.html, 1);
    let theirs = wang.posts(&at, &format!("seen={first}&heading=theirs&body=words")).await;
    assert_eq!(theirs.status, StatusCode::SEE_OTHER);
    let long = format!("seen={first}&heading={}&body=mine", "x".repeat(201));
    let faulty = wang.posts(&at, &long).await;
    assert_eq!((faulty.status, seen(&faulty.html, 1)), (StatusCode::UNPROCESSABLE_ENTITY, first.clone()));
    let stale = wang.posts(&at, &format!("seen={first}&heading=mine&body=mine")).await;
    assert!(stale.html.contains("Somebody else has changed this section"));
    let now = seen(&stale.html, 1);
    let mine = wang.posts(&at, &format!("seen={now}&heading=mine&body=mine")).await;
    assert_eq!(mine.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn title_and_weights_are_not_written_over_either() {
    let site = field(TINY).await;
    let mut wang = writer(&site).await;
    let at = format!("{HERE}/1");
    let said = |title: &str, seen: &str| {
        let pairs = [("title", title), ("lang", "en"), ("seen", seen)];
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    };
    let first = seen(&wang.opens(&at).await.html, 0);
    assert_eq!(wang.posts(&at, &said("Theirs & more", &first)).await.status, StatusCode::SEE_OTHER);
    let faulty = wang.posts(&at, &said("", &first)).await;
    assert_eq!(seen(&faulty.html, 0), first);
    let stale = wang.posts(&at, &said("Mine", &first)).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fault = lines(&stale.html, ".fault");
    assert!(fault.contains("Somebody else has changed the title") && stale.html.contains("Mine"), "{fault}");
    assert_eq!(wang.posts(&at, &said("Mine", &seen(&stale.html, 0))).await.status, StatusCode::SEE_OTHER);
    assert!(lines(&wang.opens(&at).await.html, "h1").contains("Mine"));
}

#[tokio::test]
async fn what_of_a_table_is_unknown_is_named_and_open_questions_are_refused() {
    let site = field(TINY).await;
    let mut wang = writer(&site).await;
    adds(&mut wang, "table", "", "stub=colour&stub=region&by=shape").await;
    let page = wang.opens(&format!("{HERE}/1")).await;
    let text = lines(&page.html, "#section-1 .report");
    for words in [
        "“colour” is no question or variable that can be counted.",
        "“shape” is no question or variable of this survey.",
        "South",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let open = adds(&mut wang, "question", "", "advice").await;
    assert_eq!(open.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(lines(&open.html, ".fault").contains("The answers to this question are texts"));
}

#[tokio::test]
async fn a_section_has_so_many_figures_and_a_report_so_many_sections() {
    let site = field(TINY).await;
    let mut wang = writer(&site).await;
    let figures = adds(&mut wang, "text", "", &"{{n sex == 1}} ".repeat(201)).await;
    assert!(lines(&figures.html, ".fault").contains("at most 200 figures"));
    let new = Written { kind: Kind::Text, heading: "a".into(), body: String::new() };
    for _ in 0..100 {
        reports::add_section(&site.db, (&tiny(), 1), &new, "wang", Moment(9)).await.unwrap();
    }
    let more = adds(&mut wang, "text", "one more", "").await;
    assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(lines(&more.html, ".fault").contains("at most 100 sections") && more.html.contains("one more"));
}
