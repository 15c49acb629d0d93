//! Guessing passwords and codes: by account and by address.

use store::people::Role;

use crate::actors::{Respondent, Site, after_minutes};
use crate::staff::{PASSWORD, TINY, hired, nobody};

/// Somebody at an address of their own.
fn at(site: &Site, last: u8) -> Respondent<'_> {
    let mut somebody = nobody(site);
    somebody.address = Some([203, 0, 113, last]);
    somebody
}

/// What a name and a password get.
async fn tries(person: &mut Respondent<'_>, name: &str, password: &str) -> u16 {
    person.posts("/sign-in", &format!("name={name}&password={password}")).await.status.as_u16()
}

#[tokio::test]
async fn who_guesses_a_name_at_one_address_does_not_hold_its_owner_back_at_another() {
    let site = Site::with(&[TINY]).await;
    hired(&site, "lin", &[Role::Author]).await;
    let mut guesser = at(&site, 1);
    for _ in 0..5 {
        assert_eq!(tries(&mut guesser, "lin", "wrong-wrong").await, 422);
    }
    assert_eq!(tries(&mut guesser, "LIN ", PASSWORD).await, 429, "the right one is not looked at either");
    assert_eq!(tries(&mut at(&site, 2), "lin", PASSWORD).await, 303);
    after_minutes(1);
    assert_eq!(tries(&mut guesser, "lin", "wrong-wrong").await, 422);
}

#[tokio::test]
async fn an_address_gets_thirty_misses_in_a_quarter_of_an_hour_whatever_the_names() {
    let site = Site::with(&[TINY]).await;
    hired(&site, "lin", &[Role::Author]).await;
    let mut guesser = at(&site, 1);
    for it in 0..30 {
        assert_eq!(tries(&mut guesser, &format!("name{it}"), "wrong-wrong").await, 422);
    }
    assert_eq!(tries(&mut guesser, "lin", PASSWORD).await, 429);
    assert_eq!(tries(&mut at(&site, 2), "lin", PASSWORD).await, 303);
    after_minutes(15);
    assert_eq!(tries(&mut guesser, "lin", PASSWORD).await, 303);
}

#[tokio::test]
async fn behind_a_proxy_the_address_is_the_one_it_says() {
    let site = Site::with(&[TINY]).await;
    let tries = async |client: &str, name: String| {
        let request = axum::http::Request::post("/sign-in")
            .header("host", "canvass.test")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-forwarded-for", format!("198.51.100.7, {client}"))
            .extension(axum::extract::ConnectInfo(std::net::SocketAddr::from(([127, 0, 0, 1], 4000))))
            .body(format!("name={name}&password=wrong-wrong").into())
            .unwrap();
        site.send(request).await.status.as_u16()
    };
    for it in 0..30 {
        assert_eq!(tries("203.0.113.1", format!("name{it}")).await, 422);
    }
    assert_eq!(tries("203.0.113.1", "lin".into()).await, 429);
    assert_eq!(tries("203.0.113.2", "lin".into()).await, 422);
}
