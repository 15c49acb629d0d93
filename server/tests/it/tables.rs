//! Tables: questions by a banner, as an address, a page and files.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use insta::assert_snapshot;

use crate::actors::form::{all, words};
use crate::actors::{Answer, Respondent, Site, after_minutes};
use crate::staff::{TINY, analyst, field, lines};

const HERE: &str = "/surveys/tiny/tables";

async fn opened(person: &mut Respondent<'_>, query: &str) -> String {
    let page = person.opens(&format!("{HERE}?{query}")).await;
    assert_eq!(page.status, StatusCode::OK);
    page.html
}

/// The rows of a question's tables.
fn rows(html: &str, question: &str) -> String {
    lines(html, &format!("#table-{question} caption, #table-{question} thead tr, #table-{question} tbody tr"))
}

#[tokio::test]
async fn a_question_by_a_banner_has_bases_shares_and_letters_of_columns() {
    let site = field(TINY).await;
    let mut wang = analyst(&site).await;
    let html =
        opened(&mut wang, "stub=again&by=region%3Esex&by=sex&show=column&show=row&show=n&show=letters").await;
    assert_snapshot!(rows(&html, "again"), @r"
    All who reach this page, n = 3
    Column % Total Region › Sex Sex
    North South Male E Female F
    Male A Female B Male C Female D
    Base, n 3 ** 1 ** 0 ** 1 ** 1 ** 2 ** 1 **
    Yes 66.7 0.0 100.0 100.0 50.0 100.0
    Row % 100.0 0.0 0.0 50.0 50.0 50.0 50.0
    n 2 0 0 1 1 1 1
    No 33.3 100.0 0.0 0.0 50.0 0.0
    Row % 100.0 100.0 0.0 0.0 0.0 100.0 0.0
    n 1 1 0 0 0 1 0
    ");
    assert_snapshot!(lines(&html, "#table-again h2, #table-again .tables__notes p, #table-again details div"), @r"
    B2 Again?
    Question Again?
    Column again
    Base All who reach this page
    Weight None
    Who answered, unweighted 3
    Newest version of the questionnaire 1.0.0
    Snapshot (changes of the survey so far) 4
    ");
    let html = opened(&mut wang, "stub=again&by=sex&lang=zh").await;
    assert_snapshot!(rows(&html, "again"), @r"
    所有到达本页的受访者，n = 3
    列% 总计 性别
    男 A 女 B
    基数 n 3 ** 2 ** 1 **
    是 66.7 50.0 100.0
    否 33.3 50.0 0.0
    ");
}

#[tokio::test]
async fn cells_hold_bare_numbers_and_letters_stand_in_cells_of_their_own() {
    let site = field(TINY).await;
    let mut wang = analyst(&site).await;
    let html = opened(&mut wang, "stub=all&by=region&show=column&show=n&show=mean&show=letters").await;
    let page = scraper::Html::parse_document(&html);
    let cells: Vec<String> = all(&page, ".cross td.tabular").into_iter().map(words).collect();
    assert!(cells.len() > 30, "{}", cells.len());
    for cell in cells.iter().filter(|it| !it.is_empty()) {
        assert!(cell.parse::<f64>().is_ok(), "{cell} is no number");
    }
    let letters = all(&page, ".cross td.cross__letters").len();
    assert_eq!(letters, cells.len());
    let html = opened(&mut wang, "stub=all&by=region&show=column").await;
    assert!(!html.contains("cross__letters"));
}

#[tokio::test]
async fn all_that_was_chosen_is_in_the_address_and_in_the_form_again() {
    let site = field(TINY).await;
    let mut wang = analyst(&site).await;
    let form = "stub=again&by=region&within=sex&by=sex&within=&by=&within=&filter=sex+%3D%3D+1&show=column&show=chi\
                &net=again%3D1-2%3A+Any&level=99-95&adjust=bonferroni&untested=0&small=75&sort=size";
    let html = opened(&mut wang, form).await;
    let link = "/surveys/tiny/tables?stub=again&amp;by=region%3Esex&amp;by=sex&amp;filter=sex+%3D%3D+1&amp;show=column\
                &amp;show=chi&amp;level=99-95&amp;adjust=bonferroni&amp;untested=0&amp;net=again%3D1-2%3A+Any&amp;sort=size";
    assert!(html.contains(&format!("{link}&amp;lang=zh")), "{html}");
    let page = scraper::Html::parse_document(&html);
    let value = |selector: &str| -> Vec<String> {
        all(&page, selector).into_iter().filter_map(|it| it.attr("value").map(str::to_owned)).collect()
    };
    assert_eq!(
        value("[name=by] option[selected], [name=within] option[selected]"),
        ["region", "sex", "sex", "", "", ""]
    );
    assert_eq!(value("[name=stub][checked]"), ["again"]);
    assert_eq!(value("[name=show][checked]"), ["column", "chi"]);
    assert_eq!(lines(&html, "#net"), "again=1-2: Any");
    assert_snapshot!(lines(&html, "#table-again tbody tr, #table-again .tables__notes p"), @r"
    Base, n 2 1 0 1 0 2 0
    Yes 50.0 0.0 100.0 50.0
    No 50.0 100.0 0.0 50.0
    Net: Any 100.0 100.0 100.0 100.0
    Region › Sex: chi-square 2.00, df 1, p = 0.157
    Sex: no chi-square. Everybody is in one row or in one column.
    ");
}

#[tokio::test]
async fn what_cannot_be_counted_is_said_at_its_place_and_the_rest_is_drawn() {
    let site = field(TINY).await;
    let mut wang = analyst(&site).await;
    let many = ["region", "sex", "again", "region", "sex", "again", "region"].join("%3E");
    let query = format!(
        "stub=again&stub=colour&by=colour&by=advice&by={many}&by=sex&filter=colour+%3D%3D+1&weight=rum&net=often\
         &net=colour%3D1&level=80&untested=few"
    );
    let html = opened(&mut wang, &query).await;
    assert_snapshot!(lines(&html, "[role=alert], .fault"), @r"
    There are 10 things to put right.
    “colour” is no question or variable that can be counted.
    “colour” is no question or variable of this survey.
    “advice” cannot be columns: it has numbers, items, places or text, not codes.
    These make 128 columns side by side; 120 are the most. Leave some out.
    This is no condition on this questionnaire.
    This survey has no weights with this name.
    “often” is no net. Write codes and ranges with commas between them, then a colon and a label.
    “colour” is none of the questions in these tables.
    Choose one of the levels.
    Give a whole number, such as 30.
    ");
    assert_snapshot!(rows(&html, "again"), @r"
    All who reach this page, n = 3
    Column % Total Sex
    Male A Female B
    Base, n 3 ** 2 ** 1 **
    Yes 66.7 50.0 100.0
    No 33.3 50.0 0.0
    ");
    assert!(html.contains("<option value=\"colour\" selected"), "what was asked for stays");
}

#[tokio::test]
async fn more_banners_and_nets_than_anybody_reads_are_left_out_and_told() {
    let site = field(TINY).await;
    let mut wang = analyst(&site).await;
    let query = format!("stub=again&show=column{}{}", "&by=sex".repeat(11), "&net=1".repeat(51));
    let html = opened(&mut wang, &query).await;
    assert_snapshot!(lines(&html, "[role=alert], .fault"), @r"
    There are 2 things to put right.
    At most 10 banners stand side by side, each of at most 10 variables. The others are left out.
    At most 50 nets are counted, each of at most 50 codes and ranges. The others are left out.
    ");
    let page = scraper::Html::parse_document(&html);
    assert_eq!(all(&page, "#table-again tbody tr").len(), 1 + 2 + 50);
    assert_eq!(all(&page, "#table-again tbody tr:first-child td").len(), 1 + 10 * 2);
}

#[tokio::test]
async fn the_contents_of_a_page_name_only_the_questions_that_it_has_room_for() {
    let last = "\n  - {var: last, nr: B3, type: single, required: false, text: {zh: 末, en: Last}, choices: {1: {zh: 是, en: A}, 2: {zh: 否, en: B}}}";
    let site = field(&TINY.replacen("\nends:", &format!("{last}\nends:"), 1)).await;
    let mut wang = analyst(&site).await;
    let banner = format!("{}&by=region%3Esex%3Eagain", "&by=region%3Esex%3Eagain%3Eadult".repeat(7));
    let show = "&show=column&show=row&show=n&show=weighted";
    let query = format!("stub=all{banner}{show}{}", "&net=1".repeat(50));
    // Of each question (2 codes, 50 nets) of 4 lines and the base, by 121 columns: 25,289 cells.
    let html = opened(&mut wang, &query).await;
    let page = scraper::Html::parse_document(&html);
    let contents = all(&page, ".tables__contents a");
    let contents: Vec<&str> = contents.into_iter().filter_map(|it| it.attr("href")).collect();
    assert_eq!(contents, ["#table-adult", "#table-region", "#table-sex", "#table-again"]);
    assert!(contents.iter().all(|it| all(&page, it).len() == 1));
    assert!(
        lines(&html, ".notice").contains("1 more question makes too many cells"),
        "{}",
        lines(&html, ".notice")
    );
}

#[tokio::test]
async fn the_rows_of_a_ranking_say_that_they_are_of_first_places() {
    let ranked = TINY.replacen("nr: B2, type: single,", "nr: B2, type: rank, pick: [1, 2],", 1);
    let site = Site::with(&[&ranked]).await;
    let mut someone = site.respondent();
    someone.opens("/s/tiny").await;
    after_minutes(1);
    someone.answers("adult=1&region=2&sex=1").await;
    after_minutes(1);
    someone.answers("again.1=2&again.2=1").await;
    let mut wang = analyst(&site).await;
    let query = "stub=again&show=column&net=1-2: Any";
    let html = opened(&mut wang, &query.replace(' ', "+")).await;
    assert_snapshot!(rows(&html, "again"), @r"
    All who reach this page, n = 1
    Column % Total
    Base, n 1
    Ranked first: Yes 0.0
    Ranked first: No 100.0
    Ranked first: Net: Any 100.0
    ");
    let csv = fetched(&mut wang, &format!("{HERE}.csv?stub=again&show=column&lang=zh")).await;
    assert!(csv.html.contains("排在第一：否,1"), "{}", csv.html);
}

#[tokio::test]
async fn where_nobody_is_left_or_nothing_is_asked_it_says_so() {
    let site = field(TINY).await;
    let mut wang = analyst(&site).await;
    let html = opened(&mut wang, "stub=again&filter=region+%3D%3D+1+and+sex+%3D%3D+2").await;
    assert!(lines(&html, ".paper").contains("leave nobody to count"), "{html}");
    let html = opened(&mut wang, "").await;
    assert!(lines(&html, ".paper").contains("Choose the questions"), "{html}");
    assert!(!html.contains("class=\"cross\""));
}

#[tokio::test]
async fn weighted_tables_say_the_weighted_and_the_effective_base() {
    let site = field(TINY).await;
    let mut wang = analyst(&site).await;
    wang.uploads("/surveys/tiny/weights", &[("name", "rim"), ("file", "id,weight\n1,0.5\n3,1.5\n4,1\n")])
        .await;
    let html = opened(&mut wang, "stub=again&by=sex&weight=rim&show=column&show=weighted&show=chi").await;
    assert_snapshot!(rows(&html, "again"), @r"
    All who reach this page, n = 3, effective base 3
    Column % Total Sex
    Male Female
    Base, n 3 2 1
    Weighted base 3.0 1.5 1.5
    Effective base 2.6 1.8 1.0
    Yes 83.3 66.7 100.0
    Weighted n 2.5 1.0 1.5
    No 16.7 33.3 0.0
    Weighted n 0.5 0.5 0.0
    ");
    assert_snapshot!(lines(&html, "#table-again .tables__notes p"), @r"
    Sex: Rao–Scott F 0.54, df 1.0 and 2, p = 0.539
    ");
}

#[tokio::test]
async fn every_question_at_once_has_contents_and_an_order_effect_where_its_list_is_shuffled() {
    let shuffled = TINY.replacen("nr: B2, type: single,", "nr: B2, type: single, order: shuffle,", 1);
    let site = field(&shuffled).await;
    let mut wang = analyst(&site).await;
    let html = opened(&mut wang, "stub=all&by=region&by=sex&show=column&show=order").await;
    assert_snapshot!(lines(&html, ".tables__contents li, .tables__topic h2, .tables__topic h3"), @r"
    A0 Adult? (adult)
    A1 Region (region)
    A2 Sex (sex)
    B2 Again? (again)
    A0 Adult?
    A1 Region
    A2 Sex
    B2 Again?
    Order effects
    ");
    let shown = lines(&html, "#table-again h3 + .tables__one");
    // Of three people all may have seen the same choice first.
    let said =
        ["What standing first in the list did; of 3 who answered", "the same choice stood first for all"];
    assert!(said.iter().any(|it| shown.contains(it)), "{shown}");
}

async fn fetched(person: &mut Respondent<'_>, path: &str) -> Answer {
    let answer = person.gets(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.html);
    answer
}

#[tokio::test]
async fn the_same_address_gives_a_workbook_and_csv_with_numbers_as_numbers() {
    let site = field(TINY).await;
    let mut wang = analyst(&site).await;
    let query = "stub=again&stub=sex&by=region&show=column&show=n";
    let csv = fetched(&mut wang, &format!("{HERE}.csv?{query}")).await;
    assert!(csv.headers["content-disposition"].to_str().unwrap().contains("tiny-tables-"));
    assert_snapshot!(csv.html.trim_start_matches('\u{feff}'), @r#"
    "A2 Sex. All who reach this page, n = 3"
    Column %,Total,Region,Region
    ,,North,South
    "Base, n",3,1,2
    Male,0.6666666666666666,1,0.5
    n,2,1,1
    Female,0.3333333333333333,0,0.5
    n,1,0,1
    Question: Sex
    Column: sex
    Base: All who reach this page
    Weight: None
    "Who answered, unweighted: 3"
    Newest version of the questionnaire: 1.0.0
    Snapshot (changes of the survey so far): 4

    "B2 Again? All who reach this page, n = 3"
    Column %,Total,Region,Region
    ,,North,South
    "Base, n",3,1,2
    Yes,0.6666666666666666,0,1
    n,2,0,2
    No,0.3333333333333333,1,0
    n,1,1,0
    Question: Again?
    Column: again
    Base: All who reach this page
    Weight: None
    "Who answered, unweighted: 3"
    Newest version of the questionnaire: 1.0.0
    Snapshot (changes of the survey so far): 4
    "#);
    let workbook = fetched(&mut wang, &format!("{HERE}.xlsx?{query}")).await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook.bytes)).unwrap();
    let names = book.sheet_names();
    assert_eq!(names.len(), 3, "{names:?}");
    let sheet = book.worksheet_range(&names[2]).unwrap();
    let numbers: Vec<f64> = sheet
        .rows()
        .flatten()
        .filter_map(|it| match it {
            Data::Float(it) => Some(*it),
            Data::Int(it) => Some(*it as f64),
            _ => None,
        })
        .collect();
    assert_eq!(numbers.len(), 15, "{numbers:?}");
    let third = 2.0 / 3.0;
    assert_eq!(numbers[..6], [3.0, 1.0, 2.0, third, 0.0, 1.0]);
    let wrong = wang.gets(&format!("{HERE}.csv?stub=colour")).await;
    assert_eq!((wrong.status, wrong.location()), (StatusCode::SEE_OTHER, "/surveys/tiny/tables?stub=colour"));
}
