//! Variables that analysts add: saved, held against every new version, in tables and data files at once.

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::codings::{self, By, FrameCode, Mark, Source};
use store::people;
use survey::InterviewId;
use survey::questionnaire::Text;

use crate::actors::{Respondent, Site, now};
use crate::staff::{TINY, analyst, answers, file, lines, tiny};

const HERE: &str = "/surveys/tiny/variables";

async fn field() -> Site {
    let site = Site::with(&[TINY]).await;
    answers(&site, "region=1&sex=1", "advice=more tea&again=2").await;
    answers(&site, "region=2&sex=2", "again=1").await;
    answers(&site, "region=1&sex=2", "advice=more tea please&again=1").await;
    site
}

fn encoded(pairs: &[(&str, &str)]) -> String {
    let escaped = |text: &str| text.bytes().map(|it| format!("%{it:02X}")).collect::<String>();
    pairs.iter().map(|(name, text)| format!("{name}={}", escaped(text))).collect::<Vec<_>>().join("&")
}

/// Keeps a text; the page that follows.
async fn keeps(person: &mut Respondent<'_>, text: &str) -> crate::actors::Answer {
    let was = person.opens(HERE).await;
    let was = lines_of_was(&was.html);
    person.posts(HERE, &encoded(&[("was", &was), ("text", text)])).await
}

fn lines_of_was(html: &str) -> String {
    let at = html.find("name=\"was\" value=\"").unwrap() + "name=\"was\" value=\"".len();
    html[at..].split('"').next().unwrap().to_owned()
}

/// The last columns of a data file.
fn last(csv: &str, count: usize) -> Vec<String> {
    let line = |it: &str| {
        let cells: Vec<&str> = it.split(',').collect();
        cells[cells.len() - count..].join(",")
    };
    csv.lines().map(line).collect()
}

const TWO: &str = "north_men:\n  label: {zh: 北方男, en: Northern men}\n  calc: region == 1 and sex == 1\n\
                   mood:\n  label: {zh: 心情, en: Mood}\n  when: {1: north_men == 1, 2: again == 1}\n  \
                   choices: {1: {zh: 甲, en: A}, 2: {zh: 乙, en: B}}\n";

#[tokio::test]
async fn a_variable_stands_in_tables_files_and_the_codebook_as_soon_as_it_is_kept() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let before = file(&mut wang, "tiny", "").await.html;
    let kept = keeps(&mut wang, TWO).await;
    assert_eq!((kept.status, kept.location()), (StatusCode::SEE_OTHER, "/surveys/tiny/variables?done=put"));
    let page = wang.opens(HERE).await;
    assert_snapshot!(lines(&page.html, ".variables tbody tr"), @"
    north_men Northern men Filter region == 1 and sex == 1
    mood Mood Codes 1 A : north_men == 1 2 B : again == 1
    ");

    let after = file(&mut wang, "tiny", "").await.html;
    assert_eq!(last(&after, 2), ["north_men,mood", "1,1", "0,2", "0,2"]);
    // What was there stands as it stood.
    let without: Vec<&str> = after.lines().map(|it| it.rsplitn(3, ',').last().unwrap()).collect();
    assert_eq!(without, before.lines().collect::<Vec<_>>());
    let some = file(&mut wang, "tiny", "only=mood&filter=mood == 2 and region == 2").await.html;
    assert_eq!(last(&some, 1), ["mood", "2"]);

    let page = wang.opens("/surveys/tiny/topline?filter=north_men%20==%200").await;
    assert_snapshot!(lines(&page.html, ".paper__head > p:nth-child(2), #mood h2, #mood tbody tr"), @"
    2 completes are counted.
    Mood
    A 0.0 0.0–65.8 0
    B 100.0 34.2–100.0 2
    ");
    let book = wang.gets("/surveys/tiny/codebook.json").await.html;
    assert!(book.contains("\"mood\"") && book.contains("north_men == 1"), "{book}");
    // Programs read changes of interviews; what is added changes without them.
    let rows = wang.opens("/surveys/tiny/codebook").await.html;
    assert!(rows.contains("Northern men"));
}

#[tokio::test]
async fn a_filter_is_saved_by_a_name_and_chosen_by_it() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let pairs = [
        ("filter", "region == 1 or again == 7"),
        ("name", "north"),
        ("label.zh", "北方: '人'"),
        ("label.en", "The north"),
    ];
    let wrong = wang.posts(&format!("{HERE}/filter"), &encoded(&pairs)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&wrong.html, "#save-filter .fault, #save-filter .data-faults li"), @"
    This is no condition on this questionnaire.
    region == 1 or again == 7 `again` has no code 7. Its codes are 1, 2.
    ");
    // Nothing of what was typed is lost.
    assert!(wrong.html.contains("value=\"The north\"") && wrong.html.contains("again == 7"));
    let pairs = pairs.map(|(name, it)| (name, it.replace(" or again == 7", "")));
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, it)| (*name, it.as_str())).collect();
    let saved = wang.posts(&format!("{HERE}/filter"), &encoded(&pairs)).await;
    assert_eq!(saved.location(), "/surveys/tiny/variables?done=saved");
    let again = wang.posts(&format!("{HERE}/filter"), &encoded(&pairs)).await;
    assert_snapshot!(lines(&again.html, "#save-filter .fault"), @"A question, a column, a page or a word of conditions has this name already. Choose another.");

    let page = wang.opens("/surveys/tiny/topline?among=north").await;
    assert_snapshot!(lines(&page.html, ".paper__head > p:nth-child(2), #among option"), @"
    All cases
    The north
    2 completes are counted.
    ");
    let csv = file(&mut wang, "tiny", "among=north&filter=sex == 2").await.html;
    assert_eq!(last(&csv, 1), ["north", "1"]);
    let gone = wang.opens("/surveys/tiny/topline?among=south").await;
    assert_snapshot!(lines(&gone.html, "#among-fault"), @"There is no saved filter of this name any more. Choose another one.");
    let form = wang.posts("/surveys/tiny/data", "format=csv&rows=complete&columns=answers&among=south").await;
    assert_eq!(form.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_filter_that_would_break_the_text_is_refused_and_nothing_is_lost() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let pairs = [("filter", "sex == 2"), ("name", "women"), ("label.zh", "女"), ("label.en", "Women")];
    // Fine as it is, but nothing can stand below it.
    let flow = "{men: {label: {zh: 男, en: Men}, calc: sex == 1}}";
    assert_eq!(keeps(&mut wang, flow).await.status, StatusCode::SEE_OTHER);
    let refused = wang.posts(&format!("{HERE}/filter"), &encoded(&pairs)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.html.contains("nothing can be added to the text below") && refused.html.contains("sex == 2")
    );
    assert_eq!(last(&file(&mut wang, "tiny", "").await.html, 1), ["men", "1", "0", "0"]);
    keeps(&mut wang, "men: {label: {zh: 男, en: Men}, calc: sex == 1}").await;
    let saved = wang.posts(&format!("{HERE}/filter"), &encoded(&pairs)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(last(&file(&mut wang, "tiny", "").await.html, 2), ["men,women", "1,0", "0,1", "0,1"]);
}

#[tokio::test]
async fn a_text_with_an_error_is_not_kept_and_not_lost() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let wrong = keeps(&mut wang, "old: {label: {zh: 老, en: Old}, calc: agee > 1}").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&wrong.html, "#text-of-all .data-faults li, #text-fault"), @"
    Line 1: old: {label: {zh: 老, en: Old}, calc: agee > 1} There is no variable `agee`. Write the `var` of a question, or the name of a derived variable.
    Nothing was kept. Mend what is said above and try again.
    ");
    assert!(wrong.html.contains("calc: agee"));
    assert!(wang.opens(HERE).await.html.contains("Nothing has been added yet."));
    // Two at once: the second is told, and keeps what was typed.
    keeps(&mut wang, TWO).await;
    let late = wang
        .posts(HERE, &encoded(&[("was", "0"), ("text", "late: {label: {zh: 晚, en: Late}, calc: sex > 1}")]))
        .await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.html.contains("late: {label") && late.html.contains("Somebody changed the variables"));
    // Pressing once more does not overwrite what was not seen.
    assert_eq!(lines_of_was(&late.html), "0");
}

#[tokio::test]
async fn a_file_that_was_ordered_keeps_the_variables_of_its_snapshot() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    keeps(&mut wang, TWO).await;
    let ordered =
        crate::staff::orders(&mut wang, "/surveys/tiny/data", "format=csv&rows=complete&columns=derived")
            .await;
    let first = wang.gets(&format!("{}/file", ordered.location())).await.html;
    keeps(&mut wang, &TWO.replace("sex == 1", "sex == 2")).await;
    let again = crate::staff::orders(&mut wang, &format!("{}/again", ordered.location()), "").await;
    assert_eq!(wang.gets(&format!("{}/file", again.location())).await.html, first);
    assert_eq!(last(&first, 2), ["north_men,mood", "1,1", "0,2", "0,2"]);
}

#[tokio::test]
async fn codes_of_texts_are_a_multi_in_files_and_tables_that_variables_may_read() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let person = people::list(&site.db).await.unwrap().into_iter().find(|it| it.name == "wang").unwrap();
    let by = By { person: person.id, name: "wang".into() };
    let text = |it: &str| Text(vec![("zh".into(), it.into()), ("en".into(), it.into())]);
    let code = |code, label: &str| FrameCode { code, label: text(label), net: None, own: false };
    let source = Source { var: "advice".into(), code: None };
    let frame = vec![code(1, "Tea"), code(2, "Manners")];
    let coding =
        codings::begin(&site.db, &tiny(), ("advice_coded", source, text("Advice, coded")), frame, &by, now())
            .await
            .unwrap();
    let give = async |interview: i64, code| {
        let mark = Mark { interview: InterviewId(interview), code, given: true };
        codings::mark(&site.db, &tiny(), coding, vec![mark], &by, now()).await.unwrap();
    };
    give(1, 1).await;
    let csv = file(&mut wang, "tiny", "").await.html;
    assert_eq!(last(&csv, 2), ["advice_coded_1,advice_coded_2", "1,0", ",", ","]);
    let page = wang.opens("/surveys/tiny/topline").await;
    assert_snapshot!(lines(&page.html, "#advice_coded caption, #advice_coded tbody tr"), @"
    Computed from answers, n = 1
    Tea 100.0 20.7–100.0 1
    Manners 0.0 0.0–79.3 0
    ");
    // At the next look the next code is there.
    give(3, 1).await;
    give(3, 2).await;
    keeps(&mut wang, "polite: {label: {zh: 礼, en: Polite}, calc: advice_coded has 2}").await;
    let page = wang.opens("/surveys/tiny/topline?filter=advice_coded%20has%201").await;
    assert_snapshot!(lines(&page.html, "#advice_coded caption, #advice_coded tbody tr, #polite tbody tr"), @"
    Computed from answers, n = 2
    Tea 100.0 34.2–100.0 2
    Manners 50.0 9.5–90.5 1
    Yes 50.0 9.5–90.5 1
    No 50.0 9.5–90.5 1
    ");
}
