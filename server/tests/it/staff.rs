//! People at the desk: a small survey, somebody signed in, and what a page says.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use scraper::Html;
use store::people::{self, Role};
use survey::SurveyId;

use crate::actors::form::{all, words};
use crate::actors::{Answer, Respondent, Site, now};

/// A survey of two pages with both kinds of quota table and one quality rule.
pub const TINY: &str = r#"
survey: tiny
version: 1.0.0
title: {zh: 小调查, en: Tiny survey}
langs: [zh, en]
default: en
contact: {zh: 小调查组, en: The tiny team}
field: {n: 4, year: 2026, loi: 1m}
pages:
- page: who
  questions:
  - {var: adult, nr: A0, type: single, text: {zh: 成年？, en: "Adult?"}, choices: {1: {zh: 是, en: "Yes"}, 2: {zh: 否, en: "No"}}}
  - {var: region, nr: A1, type: single, text: {zh: 地区, en: Region}, choices: {1: {zh: 北, en: North}, 2: {zh: 南, en: South}}}
  - {var: sex, nr: A2, type: single, text: {zh: 性别, en: Sex}, choices: {1: {zh: 男, en: Male}, 2: {zh: 女, en: Female}}}
  then:
  - {end: screened_out, code: S_AGE, if: adult == 2}
  - quota: reserve
- page: more
  title: {zh: 更多, en: More}
  questions:
  - {var: advice, nr: B1, type: open, required: false, text: {zh: 建议, en: Advice}, if: region == 1}
  - {var: again, nr: B2, type: single, text: {zh: 再来？, en: "Again?"}, choices: {1: {zh: 是, en: "Yes"}, 2: {zh: 否, en: "No"}}}
ends:
  complete: {text: {zh: 谢谢, en: Thank you}}
  screened_out: {text: {zh: 谢谢, en: Thank you}}
  quota_full: {text: {zh: 谢谢, en: Thank you}}
  rejected: {text: {zh: 谢谢, en: Thank you}}
quota:
  count: complete
  hold: 60m
  active: plan
  plans:
    plan:
      n: 4
      tables:
      - {name: region_sex, by: [region, sex], cells: {1: [1, 1], 2: [1, 1]}}
      - {name: sex, by: [sex], cells: {1: 2, 2: 2}}
quality:
  rules:
  - {id: Q_SPEED, if: "seconds() < 30", do: reject}
"#;

/// The id of it.
pub fn tiny() -> SurveyId {
    SurveyId("tiny".into())
}

/// Everybody's password here.
pub const PASSWORD: &str = "correct horse battery";

/// Somebody with a browser in English who is not signed in.
pub fn nobody(site: &Site) -> Respondent<'_> {
    let mut somebody = site.respondent();
    somebody.accept_language = "en".into();
    somebody
}

/// Somebody who works here.
pub async fn hired(site: &Site, name: &str, roles: &[Role]) {
    let hash = app::auth::password::hash(PASSWORD.to_owned()).await.unwrap();
    people::add(&site.db, name, Some(&hash), roles, "test", now()).await.unwrap();
}

/// Somebody who works here and is signed in.
pub async fn signed_in<'a>(site: &'a Site, name: &str, roles: &[Role]) -> Respondent<'a> {
    hired(site, name, roles).await;
    let mut person = nobody(site);
    let answer = person.posts("/sign-in", &format!("name={name}&password={PASSWORD}")).await;
    assert_eq!(answer.location(), "/surveys", "{}", answer.html);
    person
}

/// Somebody answers the tiny survey, slowly, as an adult unless `first` says otherwise; with an empty `second`
/// the last page stays open.
pub async fn answers(site: &Site, first: &str, second: &str) {
    let mut respondent = site.respondent();
    respondent.opens("/s/tiny").await;
    crate::actors::after_minutes(1);
    let adult = if first.contains("adult") { "" } else { "adult=1&" };
    let page = respondent.answers(&format!("{adult}{first}")).await;
    if page.html.contains("name=\"again\"") && !second.is_empty() {
        crate::actors::after_minutes(1);
        respondent.answers(second).await;
    }
}

/// A site with the tiny survey and what four people answered, the second of whom is below age: three completes, a man in
/// the north and a woman and a man in the south.
pub async fn field(yaml: &str) -> Site {
    let site = Site::with(&[yaml]).await;
    answers(&site, "region=1&sex=1", "advice=more tea&again=2").await;
    answers(&site, "adult=2&region=2&sex=1", "").await;
    answers(&site, "region=2&sex=2", "again=1").await;
    answers(&site, "region=2&sex=1", "again=1").await;
    site
}

/// Somebody who looks at its numbers.
pub async fn analyst(site: &Site) -> Respondent<'_> {
    signed_in(site, "wang", &[Role::Analyst]).await
}

/// All columns but paradata, as the form of data files has them at first.
const COLUMNS: &str = "columns=answers&columns=texts&columns=orders&columns=derived";

/// Every way in which an interview may have ended.
pub const ALL_ROWS: &str =
    "rows=complete&rows=screened_out&rows=quota_full&rows=broken_off&rows=refused&rows=rejected";

/// Posts a form that orders a data file, which is made meanwhile.
pub async fn orders(person: &mut Respondent<'_>, url: &str, body: &str) -> Answer {
    let (db, files) = (person.site.db.clone(), person.site.files());
    let made = async {
        loop {
            server::exports::run_waiting(&db, &files, now).await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        answer = person.posts(url, body) => answer,
        () = made => unreachable!("files are made for ever"),
    }
}

/// The data file that somebody orders and downloads: CSV of the completes with what is said beside that.
pub async fn file(person: &mut Respondent<'_>, survey: &str, said: &str) -> Answer {
    let rows = if said.contains("rows=") { "" } else { "&rows=complete" };
    let body = format!("format=csv&{COLUMNS}{rows}&{said}");
    let ordered = orders(person, &format!("/surveys/{survey}/data"), &body).await;
    assert_eq!(ordered.status, StatusCode::SEE_OTHER, "{}", ordered.text());
    let file = person.gets(&format!("{}/file", ordered.location())).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text());
    file
}

/// Calls a server fn as an island does.
pub async fn calls(person: &Respondent<'_>, path: &str, body: &str) -> Answer {
    let request = Request::post(path)
        .header(header::HOST, "canvass.test")
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::COOKIE, person.cookie())
        .body(Body::from(body.to_owned()))
        .unwrap();
    person.site.send(request).await
}

/// The cells of the tiny survey that somebody is in, with completes and places held; its counters agree.
pub async fn places(site: &Site, test: bool) -> String {
    assert_eq!(store::quotas::verify(&site.db).await.unwrap(), Vec::<String>::new());
    let cells = store::quotas::cells(&site.db, &tiny(), test).await.unwrap();
    let taken = cells.iter().filter(|it| it.completes + it.reserved > 0);
    taken.map(|it| format!("{} {}+{}", it.name, it.completes, it.reserved)).collect::<Vec<_>>().join(", ")
}

/// The words in every element that fits a selector, a line each.
pub fn lines(html: &str, selector: &str) -> String {
    let html = Html::parse_document(html);
    all(&html, selector).into_iter().map(words).collect::<Vec<_>>().join("\n")
}
