//! Who may do what: every route, every role; and signing in and out.

use axum::http::{Method, StatusCode, header};
use insta::assert_snapshot;
use store::people::{self, Role};
use survey::SurveyId;

use crate::actors::{Answer, Respondent, Site, now};
use crate::staff::{PASSWORD, TINY, calls, hired, lines, nobody, signed_in, tiny};

/// Every route there is: pages, server fns, and what the router's own text names.
fn routes() -> Vec<(Method, String)> {
    let pages = leptos_axum::generate_route_list(app::pages::Pages);
    let mut routes: Vec<_> = pages.iter().map(|it| (Method::GET, it.path().to_owned())).collect();
    let calls = leptos::server_fn::axum::server_fn_paths();
    routes.extend(calls.map(|(path, method)| (method, path.to_owned())));
    let source = include_str!("../../src/lib.rs");
    for route in source.split(".route(").skip(1) {
        let (path, rest) = route.split_once('"').and_then(|(_, it)| it.split_once('"')).unwrap();
        let methods = rest.split(".layer(").next().unwrap();
        for (word, method) in [(" get(", Method::GET), (" post(", Method::POST), (".post(", Method::POST)] {
            if methods.contains(word) {
                routes.push((method, path.to_owned()));
            }
        }
    }
    assert!(
        [".nest(", ".route_service(", ".any("].iter().all(|it| !source.contains(it)),
        "a route would be missed"
    );
    // Stylesheet, scripts and icon are for everybody, and a build may be without them.
    assert_eq!(include_str!("../../src/assets.rs").matches(".route(").count(), 2);
    // Signing out comes last, for afterwards nobody is there.
    routes.sort_by_key(|(method, path)| (path.contains("sign-out"), path.clone(), method.to_string()));
    routes
}

/// What somebody gets at a route: a status, or where it leads.
async fn tries(person: &mut Respondent<'_>, method: &Method, route: &str) -> String {
    let filled = [
        ("{survey}", "tiny"),
        ("{secret}", "none"),
        ("{person}", "99"),
        ("{token}", "0123456789abcdef0123456789abcdef"),
        ("{*path}", "x"),
    ];
    let path = filled.iter().fold(route.to_owned(), |path, (name, value)| path.replace(name, value));
    let answer = match *method {
        Method::GET => person.gets(&path).await,
        _ if path.starts_with("/api/") => calls(person, &path, "survey=tiny&lang=en&rehearsal=false").await,
        _ => person.posts(&path, "survey=tiny&lang=en&mode=flag").await,
    };
    said(&answer)
}

fn said(answer: &Answer) -> String {
    let error =
        ["SignedOut", "Forbidden", "NotFound"].into_iter().find(|it| answer.html == format!("\"{it}\""));
    match (error, answer.location().split('?').next().unwrap_or_default()) {
        (Some(error), _) => error.to_owned(),
        (None, "") => answer.status.as_u16().to_string(),
        (None, "/sign-in") => "sign in".to_owned(),
        (None, path) if path.starts_with("/i/") => "→ interview".to_owned(),
        (None, path) => path.rsplit('/').next().map(|it| format!("→ {it}")).unwrap_or_default(),
    }
}

/// Somebody with a role in another survey, and in no other.
async fn outsider(site: &Site) -> Respondent<'_> {
    let person = signed_in(site, "outsider", &[]).await;
    let id = people::by_name(&site.db, "outsider").await.unwrap().id;
    people::roles::set_in(&site.db, &SurveyId("other".into()), id, &Role::ALL, "test", now()).await.unwrap();
    person
}

#[tokio::test]
async fn every_route_asks_who_is_there() {
    let other = TINY.replacen("survey: tiny", "survey: other", 1);
    let site = Site::with(&[TINY, &other]).await;
    let mut people = vec![nobody(&site), outsider(&site).await];
    for role in [Role::Author, Role::Analyst, Role::Manager, Role::Owner] {
        people.push(signed_in(&site, role.word(), &[role]).await);
    }
    let line = |route: &str, got: &[String]| {
        let got: String = got.iter().map(|it| format!(" {it:16}")).collect();
        format!("{route:58}{}\n", got.trim_end())
    };
    let columns = ["nobody", "outsider", "author", "analyst", "manager", "owner"].map(str::to_owned);
    let mut table = line("", &columns);
    for (method, route) in routes() {
        let mut got = Vec::new();
        for person in &mut people {
            got.push(tries(person, &method, &route).await);
        }
        if route.contains("/surveys/{survey}") || route == "/api/quota_board" {
            assert!(["404", "NotFound"].contains(&got[1].as_str()), "{method} {route}: {}", got[1]);
        }
        table.push_str(&line(&format!("{method} {route}"), &got));
    }
    assert_snapshot!(table, @r#"
                                                               nobody           outsider         author           analyst          manager          owner
    GET /                                                      → surveys        → surveys        → surveys        → surveys        → surveys        → surveys
    GET /account                                               sign in          200              200              200              200              200
    POST /account/password                                     sign in          422              422              422              422              422
    GET /account/second-factor                                 sign in          → account        → account        → account        → account        → account
    POST /account/second-factor                                sign in          → second-factor  → second-factor  → second-factor  → second-factor  → second-factor
    POST /account/second-factor/off                            sign in          → account        → account        → account        → account        → account
    POST /account/second-factor/on                             sign in          422              422              422              422              422
    POST /api/quota_board                                      SignedOut        NotFound         Forbidden        Forbidden        200              200
    GET /audit                                                 sign in          403              403              403              403              200
    GET /audit.csv                                             sign in          403              403              403              403              200
    GET /first-password/{secret}                               410              410              410              410              410              410
    POST /first-password/{secret}                              410              410              410              410              410              410
    GET /i/{token}                                             404              404              404              404              404              404
    POST /i/{token}                                            404              404              404              404              404              404
    GET /i/{token}/return                                      404              404              404              404              404              404
    GET /i/{token}/withdraw                                    404              404              404              404              404              404
    POST /i/{token}/withdraw                                   404              404              404              404              404              404
    GET /people                                                sign in          403              403              403              403              200
    POST /people                                               sign in          403              403              403              403              422
    GET /people/{person}                                       sign in          403              403              403              403              404
    POST /people/{person}/back                                 sign in          403              403              403              403              404
    POST /people/{person}/end-sessions                         sign in          403              403              403              403              404
    POST /people/{person}/left                                 sign in          403              403              403              403              404
    POST /people/{person}/link                                 sign in          403              403              403              403              404
    POST /people/{person}/roles                                sign in          403              403              403              403              404
    POST /people/{person}/second-factor-off                    sign in          403              403              403              403              404
    GET /s/{survey}                                            200              200              200              200              200              200
    POST /s/{survey}                                           → interview      → interview      → interview      → interview      → interview      → interview
    GET /s/{survey}/withdrawn                                  200              200              200              200              200              200
    GET /sign-in                                               200              → surveys        → surveys        → surveys        → surveys        → surveys
    POST /sign-in                                              422              422              422              422              422              422
    GET /sign-in/code                                          sign in          sign in          sign in          sign in          sign in          sign in
    POST /sign-in/code                                         sign in          sign in          sign in          sign in          sign in          sign in
    GET /surveys                                               sign in          200              200              200              200              200
    GET /surveys/{survey}/audit                                sign in          404              403              403              200              200
    GET /surveys/{survey}/audit.csv                            sign in          404              403              403              200              200
    POST /surveys/{survey}/checks                              sign in          404              403              403              → review         → review
    POST /surveys/{survey}/close                               sign in          404              403              403              → surveys        → surveys
    GET /surveys/{survey}/codebook                             sign in          404              403              200              403              200
    GET /surveys/{survey}/data                                 sign in          404              403              200              403              200
    GET /surveys/{survey}/data.csv                             sign in          404              403              200              403              200
    POST /surveys/{survey}/entry                               sign in          404              403              403              400              400
    POST /surveys/{survey}/field                               sign in          404              403              403              422              422
    GET /surveys/{survey}/fieldwork                            sign in          404              403              403              200              200
    POST /surveys/{survey}/gate                                sign in          404              → trial#gate     403              → trial#gate     → trial#gate
    POST /surveys/{survey}/guards                              sign in          404              403              403              422              422
    GET /surveys/{survey}/interviews                           sign in          404              403              403              404              404
    GET /surveys/{survey}/interviews/{interview}               sign in          404              403              403              404              404
    POST /surveys/{survey}/launch                              sign in          404              403              403              → surveys        → surveys
    POST /surveys/{survey}/open                                sign in          404              403              403              → surveys        → surveys
    POST /surveys/{survey}/pause                               sign in          404              403              403              → surveys        → surveys
    GET /surveys/{survey}/preview                              sign in          404              200              200              200              200
    POST /surveys/{survey}/preview                             sign in          404              → preview        → preview        → preview        → preview
    POST /surveys/{survey}/preview/beginning                   sign in          404              → preview        → preview        → preview        → preview
    POST /surveys/{survey}/preview/gate                        sign in          404              → preview        → preview        → preview        → preview
    POST /surveys/{survey}/preview/jump                        sign in          404              → preview        → preview        → preview        → preview
    POST /surveys/{survey}/quality                             sign in          404              403              403              → fieldwork#quality → fieldwork#quality
    GET /surveys/{survey}/questionnaire                        sign in          404              200              200              200              200
    GET /surveys/{survey}/quotas                               sign in          404              403              403              200              200
    POST /surveys/{survey}/quotas                              sign in          404              403              403              422              422
    POST /surveys/{survey}/quotas/preview                      sign in          404              403              403              422              422
    POST /surveys/{survey}/rehearsal                           sign in          404              400              403              400              400
    POST /surveys/{survey}/rehearsal/stop                      sign in          404              → trial#rehearsal 403              → trial#rehearsal → trial#rehearsal
    GET /surveys/{survey}/rehearsal/wipe                       sign in          404              200              403              200              200
    POST /surveys/{survey}/rehearsal/wipe                      sign in          404              → trial#rehearsal 403              → trial#rehearsal → trial#rehearsal
    POST /surveys/{survey}/retention                           sign in          404              403              403              403              → roles
    GET /surveys/{survey}/review                               sign in          404              403              403              200              200
    POST /surveys/{survey}/review                              sign in          404              403              403              422              422
    GET /surveys/{survey}/roles                                sign in          404              403              403              403              200
    POST /surveys/{survey}/roles                               sign in          404              403              403              403              400
    GET /surveys/{survey}/sample                               sign in          404              403              403              200              200
    POST /surveys/{survey}/sample                              sign in          404              403              403              422              422
    GET /surveys/{survey}/sample/{source}                      sign in          404              403              403              404              404
    POST /surveys/{survey}/sample/{source}                     sign in          404              403              403              404              404
    POST /surveys/{survey}/sample/{source}/close               sign in          404              403              403              404              404
    POST /surveys/{survey}/sample/{source}/invitations         sign in          404              403              403              400              400
    GET /surveys/{survey}/sample/{source}/invitations.csv      sign in          404              403              403              404              404
    POST /surveys/{survey}/sample/{source}/keys                sign in          404              403              403              404              404
    POST /surveys/{survey}/sample/{source}/keys/{key}/retire   sign in          404              403              403              404              404
    POST /surveys/{survey}/sample/{source}/open                sign in          404              403              403              404              404
    GET /surveys/{survey}/sample/{source}/qr.svg               sign in          404              403              403              404              404
    GET /surveys/{survey}/sample/{source}/reconciliation.csv   sign in          404              403              403              404              404
    POST /surveys/{survey}/state                               sign in          404              403              403              422              422
    GET /surveys/{survey}/trial                                sign in          404              200              403              200              200
    POST /account/sign-out-everywhere                          sign in          sign in          sign in          sign in          sign in          sign in
    POST /sign-out                                             sign in          sign in          sign in          sign in          sign in          sign in
    "#);
}

#[tokio::test]
async fn a_wrong_role_is_told_whom_to_ask() {
    let site = Site::with(&[TINY]).await;
    let mut analyst = signed_in(&site, "wang", &[Role::Analyst]).await;
    let page = analyst.gets("/surveys/tiny/fieldwork").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_snapshot!(lines(&page.html, "main"), @"You may not do this Ask a manager to do it, or to give you the role for it.");
}

#[tokio::test]
async fn a_person_may_have_several_roles() {
    let site = Site::with(&[TINY]).await;
    let mut both = signed_in(&site, "both", &[Role::Manager, Role::Analyst]).await;
    assert_eq!(both.gets("/surveys/tiny/fieldwork").await.status, StatusCode::OK);
    assert_eq!(both.gets("/surveys/tiny/codebook").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_role_for_one_survey_opens_that_survey_and_no_other() {
    let other = TINY.replacen("survey: tiny", "survey: other", 1);
    let site = Site::with(&[TINY, &other]).await;
    let mut lin = signed_in(&site, "lin", &[]).await;
    assert_eq!(lines(&lin.gets("/surveys").await.html, ".survey code.copyable"), "");
    let id = people::by_name(&site.db, "lin").await.unwrap().id;
    people::roles::set_in(&site.db, &tiny(), id, &[Role::Manager], "test", now()).await.unwrap();
    let list = lin.gets("/surveys").await.html;
    assert_eq!(lines(&list, ".survey .copyable"), "http://canvass.test/s/tiny");
    assert_eq!(lines(&list, ".survey__states button"), "Pause\nClose");
    assert_eq!(said(&lin.gets("/surveys/tiny/fieldwork").await), "200");
    assert_eq!(said(&lin.gets("/surveys/tiny/data").await), "403");
    assert_eq!(said(&lin.gets("/surveys/other/fieldwork").await), "404");
    assert_eq!(said(&lin.posts("/surveys/other/pause", "").await), "404");
    assert_eq!(said(&lin.gets("/surveys/other/data.csv").await), "404");
    assert_eq!(said(&lin.gets("/surveys/other/questionnaire").await), "404");
    assert_eq!(said(&calls(&lin, "/api/quota_board", "survey=tiny&lang=en&rehearsal=false").await), "200");
    assert_eq!(
        said(&calls(&lin, "/api/quota_board", "survey=other&lang=en&rehearsal=false").await),
        "NotFound"
    );
    people::roles::set_in(&site.db, &tiny(), id, &[], "test", now()).await.unwrap();
    assert_eq!(said(&lin.gets("/surveys/tiny/fieldwork").await), "404");
}

#[tokio::test]
async fn signing_in_leads_back_to_the_page_asked_for() {
    let site = Site::with(&[TINY]).await;
    hired(&site, "lin", &[Role::Analyst]).await;
    let mut lin = nobody(&site);
    let door = lin.opens("/surveys/tiny/data?x=1").await;
    assert_eq!(door.url, "/sign-in?next=%2Fsurveys%2Ftiny%2Fdata%3Fx%3D1");
    let page = lin.presses("=", &format!("name=LIN&password={PASSWORD}")).await;
    assert_eq!((page.status, page.url.as_str()), (StatusCode::OK, "/surveys/tiny/data?x=1"));
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let site = Site::with(&[TINY]).await;
    hired(&site, "lin", &[Role::Analyst]).await;
    for next in ["https://evil.example", "//evil.example", "/%5Cevil.example", "/%09/evil.example"] {
        let answer =
            nobody(&site).posts("/sign-in", &format!("name=lin&password={PASSWORD}&next={next}")).await;
        assert_eq!(answer.location(), "/surveys", "{next}");
    }
}

#[tokio::test]
async fn all_faults_stand_beside_their_fields_and_the_password_is_not_sent_back() {
    let site = Site::with(&[TINY]).await;
    let page = nobody(&site).posts("/sign-in", "").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".notice, .fault"), @r#"
    There are 2 things to put right.
    Enter your name.
    Enter your password.
    "#);
    let page = nobody(&site).posts("/sign-in?lang=zh", "name=lin&password=secret-secret").await;
    assert!(page.html.contains("value=\"lin\""));
    assert!(!page.html.contains("secret-secret"));
    assert_snapshot!(lines(&page.html, ".notice, .fault"), @r#"
    有 1 处需要改正。
    姓名与密码不符，请检查后重试。
    "#);
}

#[tokio::test]
async fn an_unknown_name_gets_the_same_page_as_a_wrong_password() {
    let site = Site::with(&[TINY]).await;
    hired(&site, "zhou", &[Role::Analyst]).await;
    let wrong = nobody(&site).posts("/sign-in", "name=zhou&password=wrong-wrong").await;
    let unknown = nobody(&site).posts("/sign-in", "name=qian&password=wrong-wrong").await;
    assert_eq!(wrong.status, unknown.status);
    assert_eq!(wrong.html.replace("zhou", "qian"), unknown.html);
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let site = Site::with(&[TINY]).await;
    let mut guesser = nobody(&site);
    let mut got = Vec::new();
    for _ in 0..7 {
        got.push(guesser.posts("/sign-in", "name=lin&password=wrong-wrong").await.status.as_u16());
    }
    assert_eq!(got, [422, 422, 422, 422, 422, 429, 429]);
    crate::actors::after_minutes(1);
    assert_eq!(guesser.posts("/sign-in", "name=lin&password=wrong-wrong").await.status, 422);
}

#[tokio::test]
async fn a_session_gets_a_fresh_id_at_sign_in_and_ends_at_sign_out() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Author]).await;
    let first = lin.cookies["canvass_session"].clone();
    let again = lin.posts("/sign-in", &format!("name=lin&password={PASSWORD}")).await;
    let cookie = again.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert_ne!(lin.cookies["canvass_session"], first);

    let mut thief = nobody(&site);
    thief.cookies.insert("canvass_session".into(), first);
    assert_eq!(said(&thief.gets("/surveys").await), "sign in");

    let kept = lin.cookies.clone();
    assert_eq!(said(&lin.posts("/sign-out", "").await), "sign in");
    lin.cookies = kept;
    assert_eq!(said(&lin.gets("/surveys").await), "sign in");
}

#[tokio::test]
async fn a_new_password_ends_the_sessions_of_the_old_one() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Author]).await;
    assert_eq!(said(&lin.gets("/surveys").await), "200");
    let person = people::by_name(&site.db, "lin").await.unwrap();
    let hash = app::auth::password::hash("another password".into()).await.unwrap();
    people::set_password(&site.db, person.id, &hash, "test", now()).await.unwrap();
    assert_eq!(said(&lin.gets("/surveys").await), "sign in");
}

#[tokio::test]
async fn a_session_ends_after_a_week() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Author]).await;
    crate::actors::after_minutes(7 * 24 * 60 - 1);
    assert_eq!(said(&lin.gets("/surveys").await), "200");
    crate::actors::after_minutes(2);
    assert_eq!(said(&lin.gets("/surveys").await), "sign in");
}

async fn link(site: &Site, name: &str, known: bool) -> String {
    let hash = app::auth::password::hash(PASSWORD.to_owned()).await.unwrap();
    let hash = known.then_some(hash);
    let id = people::add(&site.db, name, hash.as_deref(), &Role::ALL, "test", now()).await.unwrap();
    people::create_link(&site.db, id, "cafe", now().plus(60_000), "test", now()).await.unwrap();
    app::auth::link_path("cafe")
}

#[tokio::test]
async fn the_first_link_chooses_name_and_password_and_works_once() {
    let site = Site::with(&[TINY]).await;
    let link = link(&site, "manager", false).await;
    let mut lin = nobody(&site);
    assert_eq!(lin.opens(&link).await.status, StatusCode::OK);
    let page = lin.presses("=", "name=&password=short&repeat=other").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".notice, .fault"), @r#"
    There are 2 things to put right.
    Between 10 and 200 characters.
    The two passwords differ. Type both again.
    "#);

    let list = lin.presses("=", "name=林 Lin&password=long enough now&repeat=long enough now").await;
    assert_eq!((list.status, list.url.as_str()), (StatusCode::OK, "/surveys"));
    assert_eq!(lines(&list.html, ".desk-bar__name"), "林 Lin");

    let gone = nobody(&site).gets(&link).await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert_snapshot!(lines(&gone.html, "main > :not(.door__language)"), @r#"
    This link has been used or is too old
    Each link works once, for a day. Ask whoever runs the server for a new one (canvass people reset NAME).
    "#);
    let gone = nobody(&site).posts(&link, "password=long enough now&repeat=long enough now").await;
    assert_eq!(gone.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_name_that_is_taken_is_said_beside_it_and_kept() {
    let site = Site::with(&[TINY]).await;
    hired(&site, "Wang", &[Role::Author]).await;
    let link = link(&site, "manager", false).await;
    let page = nobody(&site).posts(&link, "name=wang&password=long enough now&repeat=long enough now").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("value=\"wang\""));
    assert_snapshot!(lines(&page.html, ".fault"), @"Somebody has this name already. Choose another one.");
}

#[tokio::test]
async fn a_reset_keeps_the_name() {
    let site = Site::with(&[TINY]).await;
    let link = link(&site, "lin", true).await;
    let mut lin = nobody(&site);
    let page = lin.opens(&link).await;
    assert!(!page.html.contains("name=\"name\""));
    let body = "name=mallory&password=long enough now&repeat=long enough now";
    assert_eq!(lin.posts(&link, body).await.location(), "/surveys");
    let list = lin.opens("/surveys").await;
    assert_eq!(lines(&list.html, ".desk-bar__name"), "lin");
}
