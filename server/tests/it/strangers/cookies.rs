//! Cookies: their names and what they say, by http and behind https.

use axum::http::header;
use insta::assert_snapshot;
use store::people::Role;

use crate::actors::{Answer, Respondent, Site, after_minutes};
use crate::staff::{PASSWORD, TINY, hired, nobody};

/// The cookies that an answer sets, without their values.
fn set(answer: &Answer) -> Vec<String> {
    let cookies = answer.headers.get_all(header::SET_COOKIE).iter().map(|it| it.to_str().unwrap());
    let mut cookies: Vec<String> = cookies
        .map(|it| {
            let (pair, rest) = it.split_once(';').unwrap();
            let mut parts: Vec<&str> = rest.split(';').map(str::trim).collect();
            parts.sort();
            format!("{}: {}", pair.split('=').next().unwrap(), parts.join("; "))
        })
        .collect();
    cookies.sort();
    cookies
}

/// All that a site sets: for a respondent who begins, and for somebody who signs in and asks for Chinese.
async fn all(site: &Site) -> String {
    hired(site, "lin", &[Role::Author]).await;
    let mut respondent = nobody(site);
    respondent.opens("/s/tiny").await;
    after_minutes(1);
    let mut form = respondent.page().form();
    form.fill("adult=1&region=1&sex=1");
    let mut cookies = set(&respondent.posts("/s/tiny", &form.body("_go=next")).await);
    let mut lin = nobody(site);
    cookies.extend(set(&lin.posts("/sign-in", &format!("name=lin&password={PASSWORD}")).await));
    cookies.extend(set(&lin.gets("/surveys?lang=zh").await));
    cookies.join("\n")
}

#[tokio::test]
async fn behind_https_every_cookie_is_of_this_host_alone() {
    assert_snapshot!(all(&Site::behind_https(&[TINY]).await).await, @r"
    __Host-canvass_device: HttpOnly; Max-Age=31536000; Path=/; SameSite=Lax; Secure
    __Host-canvass_i_tiny: HttpOnly; Max-Age=172800; Path=/; SameSite=Lax; Secure
    __Host-lang: HttpOnly; Max-Age=31536000; Path=/; SameSite=Lax; Secure
    __Host-canvass_session: HttpOnly; Max-Age=604800; Path=/; SameSite=Lax; Secure
    __Host-lang: HttpOnly; Max-Age=31536000; Path=/; SameSite=Lax; Secure
    ");
    assert_snapshot!(all(&Site::with(&[TINY]).await).await, @r"
    canvass_device: HttpOnly; Max-Age=31536000; Path=/; SameSite=Lax
    canvass_i_tiny: HttpOnly; Max-Age=172800; Path=/; SameSite=Lax
    lang: HttpOnly; Max-Age=31536000; Path=/; SameSite=Lax
    canvass_session: HttpOnly; Max-Age=604800; Path=/; SameSite=Lax
    lang: HttpOnly; Max-Age=31536000; Path=/; SameSite=Lax
    ");
}

/// Somebody of a region on the second page.
async fn begun(site: &Site, region: u8) -> Respondent<'_> {
    let mut respondent = nobody(site);
    respondent.opens("/s/tiny").await;
    after_minutes(1);
    respondent.answers(&format!("adult=1&region={region}&sex=1")).await;
    respondent
}

#[tokio::test]
async fn a_phone_with_a_cookie_of_the_old_name_finds_its_interview() {
    let site = Site::behind_https(&[TINY]).await;
    let mut respondent = begun(&site, 1).await;
    let at = respondent.page().url.clone();
    let kept = std::mem::take(&mut respondent.cookies).into_iter();
    respondent.cookies = kept.map(|(name, value)| (name.replace("__Host-", ""), value)).collect();
    assert!(respondent.cookies.contains_key("canvass_i_tiny"), "{:?}", respondent.cookies);
    assert_eq!(respondent.opens("/s/tiny").await.url, at);
    // Where both are there, the one that nobody else can have set counts.
    let another = begun(&site, 2).await;
    respondent.cookies.insert("__Host-canvass_i_tiny".into(), another.token().to_string());
    assert_eq!(respondent.opens("/s/tiny").await.url, another.page().url);
}

#[tokio::test]
async fn who_withdraws_is_forgotten_under_both_names() {
    let site = Site::behind_https(&[TINY]).await;
    let mut respondent = begun(&site, 1).await;
    let at = respondent.page().url.clone();
    respondent.opens(&format!("{at}/withdraw?lang=en")).await;
    let action = respondent.page().form().action;
    let answer = respondent.posts(&action, &respondent.page().form().fields()).await;
    assert_eq!(
        set(&answer),
        [
            "__Host-canvass_i_tiny: HttpOnly; Max-Age=0; Path=/; SameSite=Lax; Secure",
            "canvass_i_tiny: HttpOnly; Max-Age=0; Path=/; SameSite=Lax; Secure"
        ]
    );
}

#[tokio::test]
async fn signing_out_behind_https_takes_the_cookie_away() {
    let site = Site::behind_https(&[TINY]).await;
    hired(&site, "lin", &[Role::Author]).await;
    let mut lin = nobody(&site);
    lin.posts("/sign-in", &format!("name=lin&password={PASSWORD}")).await;
    assert!(lin.gets("/surveys").await.status.is_success());
    let said = set(&lin.posts("/sign-out", "").await);
    assert!(said[0].starts_with("__Host-canvass_session: ") && said.len() == 1, "{said:?}");
    // Without these a browser would not take it for the same cookie, or not take it at all.
    for word in ["Max-Age=0", "Path=/", "Secure"] {
        assert!(said[0].contains(word), "{word}: {said:?}");
    }
}
