//! What stands in another survey, asked for by the address of one's own.

use axum::http::Method;
use store::people::{self, Role};
use store::tokens::Right;
use survey::SurveyId;

use crate::actors::{Respondent, Site, now};
use crate::staff::{TINY, answers, hired, nobody, orders, signed_in, tiny};

const CLAIMS: &str = "questionnaire: tiny.yaml
claims:
- {id: C1, seed: Men, stat: {pct: sex == 1}, base: all, expect: \"= 50\"}
";

/// Two surveys. The first has one of everything that has a number: a data file, a report with a section, a webhook, a
/// token, claims, variables, weights, a source with a key and a list, a coding, interviews.
async fn full_site() -> Site {
    let other = TINY.replacen("survey: tiny", "survey: other", 1);
    let site = Site::with(&[TINY, &other]).await;
    answers(&site, "region=1&sex=1", "advice=more tea&again=2").await;
    answers(&site, "region=2&sex=2", "again=1").await;
    let mut lin = signed_in(&site, "lin", &Role::ALL).await;
    let here = "/surveys/tiny";
    orders(&mut lin, &format!("{here}/data"), "format=csv&columns=answers&rows=complete&save=kept").await;
    for (url, body) in [
        ("report", "title=What+we+found&lang=en"),
        ("report/1/sections", "kind=text&heading=Who&body=Nobody"),
        ("webhooks", "url=https://hooks.example/in&event=survey.closed"),
        ("sample", "name=river&kind=list&title=River"),
        ("sample/river/keys", ""),
        ("variables", "was=0&text=north:%0A++label:+{zh:+n,+en:+n}%0A++calc:+region+%3D%3D+1%0A"),
        ("open-ends", "source=advice&var=advice_coded&label_zh=建议&label_en=Advice"),
    ] {
        lin.posts(&format!("{here}/{url}"), body).await;
    }
    lin.uploads(&format!("{here}/claims"), &[("text", CLAIMS), ("file", "")]).await;
    lin.uploads(&format!("{here}/weights"), &[("name", "rim"), ("file", "id,weight\n1,1\n2,1\n")]).await;
    let person = people::by_name(&site.db, "lin").await.unwrap().id;
    let token = store::tokens::NewToken {
        name: "nightly".into(),
        person,
        survey: Some(tiny()),
        rights: Right::ALL.to_vec(),
        expires_at: now().plus(3_600_000),
    };
    store::tokens::make(&site.db, &format!("canvass_{:064x}", 7), token, "lin", now()).await.unwrap();
    site
}

/// The routes below a survey that name something else besides, and everything of the kind that there is.
fn routes() -> Vec<(Method, String)> {
    let pages = leptos_axum::generate_route_list(app::pages::Pages);
    let mut routes: Vec<_> = pages.iter().map(|it| (Method::GET, it.path().to_owned())).collect();
    for route in include_str!("../../../src/lib.rs").split(".route(").skip(1) {
        let (path, rest) = route.split_once('"').and_then(|(_, it)| it.split_once('"')).unwrap();
        let methods = rest.split(".layer(").next().unwrap();
        let posts = methods.contains(" post(") || methods.contains(".post(");
        routes.push((if posts { Method::POST } else { Method::GET }, path.to_owned()));
    }
    routes.retain(|(_, path)| path.starts_with("/surveys/{survey}/") && path.matches('{').count() > 1);
    let filled = [
        ("{run}", "1"),
        ("{report}", "1"),
        ("{section}", "1"),
        ("{webhook}", "1"),
        ("{delivery}", "1"),
        ("{token}", "1"),
        ("{file}", "2"),
        ("{text}", "1"),
        ("{name}", "rim"),
        ("{source}", "river"),
        ("{key}", "1"),
        ("{var}", "advice_coded"),
        ("{interview}", "1"),
    ];
    for (_, path) in &mut routes {
        *path = filled.iter().fold(path.clone(), |path, (name, value)| path.replace(name, value));
    }
    routes
}

async fn asks(person: &mut Respondent<'_>, method: &Method, path: &str) -> u16 {
    let answer = match *method {
        Method::GET => person.gets(path).await,
        _ if path.ends_with("/invitations") => person.uploads(path, &[("file", "pid\n1\n")]).await,
        _ => person.posts(path, "heading=Mine&title=Mine&lang=en&kind=text&body=mine&why=so").await,
    };
    answer.status.as_u16()
}

#[tokio::test]
async fn nothing_of_another_survey_is_reached_by_way_of_ones_own() {
    let site = full_site().await;
    hired(&site, "mallory", &[]).await;
    let id = people::by_name(&site.db, "mallory").await.unwrap().id;
    people::roles::set_in(&site.db, &SurveyId("other".into()), id, &Role::ALL, "test", now()).await.unwrap();
    let mut mallory = nobody(&site);
    mallory.posts("/sign-in", &format!("name=mallory&password={}", crate::staff::PASSWORD)).await;
    let mut lin = nobody(&site);
    lin.posts("/sign-in", &format!("name=lin&password={}", crate::staff::PASSWORD)).await;
    let (mut reached, mut there) = (Vec::new(), Vec::new());
    for (method, route) in routes() {
        for survey in ["tiny", "other"] {
            let path = route.replace("{survey}", survey);
            let got = asks(&mut mallory, &method, &path).await;
            if got != 404 {
                reached.push(format!("{method} {path}: {got}"));
            }
        }
        // Who owns the house finds what the addresses name, so that they name something.
        if method == Method::GET && asks(&mut lin, &method, &route.replace("{survey}", "tiny")).await == 200 {
            there.push(route);
        }
    }
    assert_eq!(reached, Vec::<String>::new());
    assert!(there.len() >= 14, "only these are there: {there:#?}");
}
