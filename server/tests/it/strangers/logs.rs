//! What is logged: what happens, and nothing of whom it happens to.

use std::io;
use std::sync::{Arc, Mutex};

use store::people::Role;
use store::sources::{SourceKind, SourceSettings};
use tracing_subscriber::fmt::MakeWriter;

use crate::actors::after_minutes;
use crate::sample::{KEY, site};
use crate::staff::{PASSWORD, hired, nobody, signed_in};

/// What was logged so far.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

/// With `RUST_LOG=debug`, too; `trace` names the addresses of pages.
#[tokio::test]
async fn the_log_says_what_happens_and_nothing_of_whom() {
    let log = Log::default();
    let subscriber = || {
        tracing_subscriber::fmt()
            .with_writer(log.clone())
            .with_ansi(false)
            .with_max_level(tracing::Level::DEBUG)
            .finish()
    };
    // Where there is but one, what another test's thread reaches first is taken to be logged nowhere.
    let _second = tracing::Dispatch::new(subscriber());
    let _here = tracing::subscriber::set_default(subscriber());

    let settings =
        SourceSettings { title: "River".into(), variables: vec!["city".into()], ..SourceSettings::default() };
    let site = site(SourceKind::List, settings).await;
    hired(&site, "Melusine", &Role::ALL).await;
    let mut lin = nobody(&site);
    lin.address = Some([203, 0, 113, 77]);
    lin.posts("/sign-in", "name=Melusine&password=wrong-wrong-wrong").await;
    lin.posts("/sign-in", "name=Rumpelstilz&password=wrong-wrong-wrong").await;
    lin.posts("/sign-in", &format!("name=Melusine&password={PASSWORD}")).await;
    let session = lin.cookies["canvass_session"].clone();
    let list = "pid,email,city\nP-4711,waldemar@example.org,Timbuktu\nP-4711,twice,x\n";
    let invitations = "/surveys/tiny/sample/river/invitations";
    lin.uploads(invitations, &[("file", list)]).await;
    lin.uploads(invitations, &[("file", &list[..list.find("P-4711,twice").unwrap()])]).await;
    let link = lin.gets("/surveys/tiny/sample/river/invitations.csv").await.html;
    let invitation = link.split("invitation=").nth(1).unwrap()[..32].to_owned();
    let made = lin.posts("/people", "name=Ottokar&role=analyst").await.html;
    let first = made.split("/first-password/").nth(1).unwrap()[..32].to_owned();
    lin.gets(&format!("/first-password/{first}")).await;
    let mut guest = signed_in(&site, "Ottilie", &[Role::Author]).await;
    assert_eq!(guest.gets("/people").await.status.as_u16(), 403);
    lin.gets("/surveys/tiny/topline?filter=region+%3D%3D+77331").await;

    let mut respondent = nobody(&site);
    respondent.address = Some([198, 51, 100, 88]);
    respondent.opens(&format!("/s/tiny?invitation={invitation}&city=Samarkand")).await;
    after_minutes(1);
    respondent.answers("adult=1&region=1&sex=1").await;
    let token = respondent.token().to_string();
    let device = respondent.cookies["canvass_device"].clone();
    respondent.posts(&format!("/i/{token}"), "_page=more&again=99887&advice=Zwetschgenmus&_go=next").await;
    respondent.posts(&format!("/i/{token}"), "%ff=Zwetschgenmus").await;
    after_minutes(1);
    respondent.opens(&format!("/i/{token}")).await;
    respondent.answers("advice=Zwetschgenmus&again=1").await;
    respondent.gets(&format!("/i/{token}/nothing?pid=P-4711")).await;
    lin.gets("/surveys/tiny/interviews?number=P-4711").await;

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("answered") && log.contains("route=\"/i/{token}\""), "{log}");
    assert!(
        log.lines().any(|it| it.contains("WARN") && it.contains("refused") && it.contains("403")),
        "{log}"
    );
    let never = [
        "Melusine",
        "Rumpelstilz",
        "Ottokar",
        "Ottilie",
        "wrong-wrong-wrong",
        PASSWORD,
        &session,
        "P-4711",
        "waldemar",
        "Timbuktu",
        "Samarkand",
        &invitation,
        &first,
        "77331",
        "Zwetschgenmus",
        "99887",
        &token,
        &device,
        KEY,
        "203.0.113.77",
        "198.51.100.88",
    ];
    let said: Vec<String> = never
        .into_iter()
        .filter_map(|word| log.lines().find(|it| it.contains(word)).map(|line| format!("{word}: {line}")))
        .collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}
