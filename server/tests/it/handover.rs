//! An interview goes on on another phone: the code, where it is typed, and who gets none.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use insta::assert_snapshot;
use store::surveys::{SurveyState, set_state};

use crate::actors::form::Form;
use crate::actors::{Answer, MINI, Respondent, Site, after_minutes, now};
use crate::staff::{TINY, lines, nobody, tiny};

/// Somebody on the second page of the tiny survey.
async fn begun(site: &Site) -> Respondent<'_> {
    let mut respondent = nobody(site);
    respondent.opens("/s/tiny").await;
    after_minutes(1);
    respondent.answers("adult=1&region=1&sex=1").await;
    respondent
}

/// Presses the button at the foot of the page on the screen, with this typed on it.
async fn goes_elsewhere(respondent: &mut Respondent<'_>, typed: &str) -> Answer {
    let mut form = respondent.page().form();
    form.fill(typed);
    let answer = respondent.posts(&form.action, &format!("{}&_elsewhere=1", form.fields())).await;
    assert_eq!(answer.location(), format!("{}/elsewhere", form.action));
    respondent.opens(answer.location()).await
}

/// Asks for a code: gives it, and the page with it.
async fn shows_code(respondent: &mut Respondent<'_>) -> (String, Answer) {
    goes_elsewhere(respondent, "").await;
    let page = respondent.presses("=", "").await;
    assert_eq!(page.status, StatusCode::OK);
    (lines(&page.html, ".handover__code > [aria-hidden]").replace('\n', ""), page)
}

/// What a page with a code says, and in the place of the code that it is there.
fn masked(page: &Answer, code: &str) -> String {
    let heard: Vec<String> = code.chars().map(String::from).collect();
    let parts = [(heard.join(", ").as_str(), "(letters)"), (&code[..3], "ABC"), (&code[3..], "DEF")]
        .map(|(is, shown)| (is.to_owned(), shown));
    parts.iter().fold(lines(&page.html, "main > *"), |text, (is, shown)| text.replace(is.as_str(), shown))
}

/// Types a code at the address for it.
async fn types(respondent: &mut Respondent<'_>, code: &str) -> Answer {
    respondent.opens("/go").await;
    let mut form = respondent.page().form();
    form.fill(&format!("code={code}"));
    respondent.posts(&form.action, &form.fields()).await
}

fn location_of(respondent: &Respondent<'_>) -> String {
    respondent.page().url.split(['?']).next().unwrap().trim_end_matches("/elsewhere").to_owned()
}

#[tokio::test]
async fn the_offer_stands_at_the_foot_of_pages_of_questions_that_are_kept() {
    let site = Site::with(&[TINY]).await;
    // The first page has it for a browser that goes on by itself, out of sight.
    let offers = |it: &Answer| {
        it.html.contains("sheet__elsewhere") && !it.html.contains("<span hidden class=\"sheet__later\">")
    };
    let mut respondent = nobody(&site);
    assert!(!offers(&respondent.opens("/s/tiny").await), "nothing is kept yet");
    after_minutes(1);
    let page = respondent.answers("adult=1&region=1&sex=1").await;
    assert_eq!(lines(&page.html, "footer .sheet__elsewhere"), "Go on with another phone");
    // The button stands outside of the form that it sends.
    assert!(page.html.contains("<form id=\"interview-form\""), "{}", page.html);
    assert!(page.html.contains("form=\"interview-form\" name=\"_elsewhere\""), "{}", page.html);
    assert!(!offers(&respondent.answers("again=1").await), "it has ended");
}

#[tokio::test]
async fn what_was_typed_on_the_page_is_kept_and_not_checked() {
    let site = Site::with(&[TINY]).await;
    let mut respondent = begun(&site).await;
    let page = goes_elsewhere(&mut respondent, "advice=half a sent").await;
    assert_snapshot!(lines(&page.html, "main > *"), @r"
    Go on with another phone
    You get a code of six letters and digits. Type it on the other phone, or point its camera at the picture that comes with it, and go on there where you stand now.
    All that you have answered is kept, also what you typed on the page you come from.
    Show a code
    Stay on this phone
    ");
    let back = respondent.opens(&location_of(&respondent)).await;
    assert_eq!(back.form().control("advice").values, ["half a sent"]);
    assert!(!back.html.contains("class=\"summary\""), "{}", back.text());
}

#[tokio::test]
async fn the_page_shows_the_code_until_when_where_to_type_it_and_its_picture() {
    let site = Site::with(&[TINY]).await;
    let mut respondent = begun(&site).await;
    let (code, page) = shows_code(&mut respondent).await;
    assert_eq!(code.len(), 6);
    assert_snapshot!(masked(&page, &code), @r"
    Go on with another phone
    On the other phone, type this address: http://canvass.test/go
    There, type this code:
    ABC DEF (letters)
    Or point its camera at this picture:

    The code works once, for 15 minutes: until 06:56 (UTC+00:00).
    Keep it to yourself: whoever has it can see and change your answers.
    Show a new code
    Stay on this phone
    ");
    let heard: Vec<String> = code.chars().map(String::from).collect();
    assert_eq!(lines(&page.html, ".handover__code > .heard-only"), heard.join(", "));
    assert!(page.html.contains(&app::qr::svg(&format!("http://canvass.test/go/{code}")).unwrap()));
    assert!(page.html.contains("role=\"img\" aria-label=\"QR code that leads there with the code\""));
}

#[tokio::test]
async fn the_other_phone_goes_on_where_the_first_one_stood_and_finds_its_way_back() {
    let site = Site::with(&[TINY]).await;
    let mut first = begun(&site).await;
    let address = location_of(&first);
    let (code, _) = shows_code(&mut first).await;
    let mut second = nobody(&site);
    let answer = types(&mut second, &code).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, address.as_str()));
    let page = second.opens(&address).await;
    assert!(page.html.contains("name=\"again\""), "{}", page.text());
    assert_eq!(second.gets("/s/tiny").await.location(), address);
    assert!(!second.cookies.contains_key("canvass_device"), "the interview keeps the device that began it");
    after_minutes(1);
    let end = second.answers("again=1").await;
    assert!(end.html.contains("data-disposition=\"complete\""), "{}", end.html);
    assert!(first.opens(&address).await.html.contains("data-disposition=\"complete\""));
    assert_eq!(site.dispositions("tiny").await, "complete");
}

#[tokio::test]
async fn the_first_phone_meets_a_page_that_moved_on_and_goes_on_from_there() {
    let site = Site::with(&[MINI]).await;
    let mut first = nobody(&site);
    first.opens("/s/mini-program-2026").await;
    first.answers("consent=1").await;
    let stale = first.page().form();
    let (code, _) = shows_code(&mut first).await;
    let mut second = nobody(&site);
    let answer = types(&mut second, &code).await;
    second.opens(answer.location()).await;
    second.answers("sex=1&birth_year=1990&province=11").await;
    let mut late = stale.clone();
    late.fill("sex=2&birth_year=1950&province=44");
    let answer = first.posts(&late.action, &late.body("_go=next")).await;
    assert!(first.opens(answer.location()).await.html.contains("name=\"place\""));
    assert!(first.answers("place=5").await.html.contains("name=\"industry\""));
    assert_eq!(site.dispositions("mini-program-2026").await, "started");
}

#[tokio::test]
async fn a_code_is_typed_as_people_type() {
    let site = Site::with(&[TINY]).await;
    let mut first = begun(&site).await;
    let address = location_of(&first);
    let small = |code: &str| code.to_lowercase();
    let parted = |code: &str| format!(" {} - {} ", &code[..3], &code[3..]);
    let wide = |code: &str| -> String {
        code.chars().map(|it| char::from_u32(u32::from(it) + 0xfee0).unwrap()).collect()
    };
    let whole = |code: &str| format!("http://canvass.test/go/{code}");
    let ways: [&dyn Fn(&str) -> String; 4] = [&small, &parted, &wide, &whole];
    for way in ways {
        first.opens(&address).await;
        let (code, _) = shows_code(&mut first).await;
        assert_eq!(types(&mut nobody(&site), &way(&code)).await.location(), address, "{}", way(&code));
    }
}

#[tokio::test]
async fn the_picture_leads_to_a_button_and_looking_uses_nothing() {
    let site = Site::with(&[TINY]).await;
    let mut first = begun(&site).await;
    let (code, _) = shows_code(&mut first).await;
    let mut second = nobody(&site);
    for _ in 0..3 {
        second.opens(&format!("/go/{code}")).await;
    }
    let page = second.page().clone();
    assert_snapshot!(masked(&page, &code), @r"
    Go on here?
    The interview that you began on another phone goes on here where it stands. The code is:
    ABC DEF (letters)
    Go on here
    ");
    let form = page.form();
    let answer = second.posts(&form.action, &form.fields()).await;
    assert_eq!(answer.location(), location_of(&first));
    // A double tap, or a network that broke before the answer came.
    assert_eq!(second.posts(&form.action, &form.fields()).await.location(), location_of(&first));
    // Whoever finds the picture later.
    let mut third = nobody(&site);
    let form = third.opens(&format!("/go/{code}")).await.form();
    assert_eq!(third.posts(&form.action, &form.fields()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let broken = third.opens("/go/K7M2Q").await;
    assert_eq!(broken.form().control("code").values, ["K7M2Q"]);
}

#[tokio::test]
async fn a_code_that_does_not_work_says_what_to_do_and_stays_in_its_field() {
    let site = Site::with(&[TINY]).await;
    let mut somebody = nobody(&site);
    let mut said = String::new();
    for typed in ["", "hello there", "k7m 2qx"] {
        let answer = types(&mut somebody, typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let kept = Form::of(&answer.html).control("code").values.join("");
        said.push_str(&format!("{typed:?} kept as {kept:?}: {}\n", lines(&answer.html, ".complaint")));
        assert!(answer.html.contains("<title>Error: "), "{}", answer.html);
        assert!(answer.html.contains("aria-describedby=\"code-hint code-fault\""), "{}", answer.html);
    }
    assert_snapshot!(said, @r#"
    "" kept as "": Type the code that the other phone shows.
    "hello there" kept as "hello there": This is no code. Type the six letters and digits that the other phone shows.
    "k7m 2qx" kept as "k7m 2qx": This code does not work. Compare it with the one on the other phone. If it is the same, it was used already or is older than 15 minutes: press “Show a new code” there, and type that one.
    "#);

    let mut first = begun(&site).await;
    let (code, _) = shows_code(&mut first).await;
    after_minutes(15);
    assert_eq!(types(&mut somebody, &code).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_interview_that_cannot_go_on_gives_no_code_and_says_why() {
    let site = Site::with(&[TINY]).await;
    let mut said = String::new();
    let mut asks = async |respondent: &mut Respondent<'_>, address: &str| {
        let asked = respondent.gets(&format!("{address}/elsewhere")).await;
        let posted = respondent.posts(&format!("{address}/elsewhere"), "").await;
        assert_eq!(asked.status, posted.status);
        assert_eq!(lines(&asked.html, "main > *"), lines(&posted.html, "main > *"));
        assert!(!posted.html.contains("handover__code"), "{}", posted.html);
        said.push_str(&format!("{} {}\n", asked.status.as_u16(), lines(&asked.html, "main > *")));
    };
    let mut ended = begun(&site).await;
    let address = location_of(&ended);
    ended.answers("again=1").await;
    asks(&mut ended, &address).await;
    ended.posts(&format!("{address}/withdraw"), "").await;
    asks(&mut ended, &address).await;
    let mut waits = begun(&site).await;
    let address = location_of(&waits);
    set_state(&site.db, &tiny(), SurveyState::Paused, "lin", now()).await.unwrap();
    asks(&mut waits, &address).await;
    set_state(&site.db, &tiny(), SurveyState::Open, "lin", now()).await.unwrap();
    after_minutes(48 * 60 + 1);
    asks(&mut waits, &address).await;
    assert_snapshot!(said, @r"
    410 This interview has ended
    There is nothing left to go on with on another phone.
    Back to its last page
    404 Nothing here
    There is nothing at this address. Check that the link is whole, or ask whoever sent it to you.
    410 The survey is taking a break
    Nothing can be answered at the moment. All that you have answered is kept. Please open this link again later.
    410 This interview can no longer be continued
    It was interrupted for too long. What you answered is kept as it was. Thank you for your time.
    ");
}

#[tokio::test]
async fn who_guesses_is_slowed_down_and_others_are_not() {
    let site = Site::with(&[TINY]).await;
    let mut first = begun(&site).await;
    let (code, _) = shows_code(&mut first).await;
    let tries = async |from: u8, code: &str| {
        let request = Request::post("/go").header(header::HOST, "canvass.test");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let mut request = request.body(Body::from(format!("code={code}"))).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([203, 0, 113, from], 4000))));
        site.send(request).await
    };
    for _ in 0..30 {
        assert_eq!(tries(1, "222222").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let held = tries(1, &code).await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(Form::of(&held.html).control("code").values, [code.as_str()]);
    assert_snapshot!(lines(&held.html, ".complaint"), @"Too many wrong codes were typed. Wait 15 minutes and try again, or go on with the other phone: nothing is lost there.");
    assert_eq!(tries(2, &code).await.status, StatusCode::SEE_OTHER);
    let (code, _) = {
        first.opens(&location_of(&first)).await;
        after_minutes(15);
        shows_code(&mut first).await
    };
    assert_eq!(tries(1, &code).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn all_of_it_is_said_in_chinese_and_a_questionnaire_in_another_language_hears_english() {
    let malay = TINY.replace("langs: [zh, en]", "langs: [zh, en, ms]").replace("en: ", "ms: Ya, en: ");
    let site = Site::with(&[&malay]).await;
    let mut first = nobody(&site);
    first.opens("/s/tiny?lang=ms").await;
    after_minutes(1);
    let page = first.answers("adult=1&region=1&sex=1").await;
    assert!(
        page.html.contains("value=\"1\" lang=\"en\" class=\"sheet__elsewhere\">Go on with"),
        "{}",
        page.html
    );
    let (_, page) = shows_code(&mut first).await;
    assert!(page.html.contains("<html lang=\"ms\""), "{}", page.html);
    assert!(page.html.contains("<main lang=\"en\" class=\"handover\">"), "{}", page.html);
    let chinese = first.gets(&format!("{}/elsewhere?lang=zh", location_of(&first))).await;
    assert_snapshot!(lines(&chinese.html, "main > *"), @r"
    换一部手机继续作答
    您会得到一个由六位字母和数字组成的验证码。在另一部手机上输入，或用它的相机扫描二维码，即可从当前位置继续作答。
    您已填写的内容都已保存，包括刚才那一页上填写的内容。
    显示验证码
    仍用这部手机继续
    ");
    let mut second = site.respondent();
    let page = second.opens("/go").await;
    assert_snapshot!(lines(&page.html, "main > *"), @r"
    继续作答
    已在另一部手机上开始作答？请在那部手机的页面底部点击“换一部手机继续”，然后在此输入显示的验证码。
    验证码 六位字母和数字。大小写、空格和短横线均可忽略。 在此继续作答
    ");
    assert!(page.html.contains("href=\"?lang=en\""), "{}", page.html);
}
