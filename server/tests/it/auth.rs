//! Who may do what: every route, every role.

mod sign_in;

use axum::http::{Method, StatusCode};
use insta::assert_snapshot;
use store::people::{self, Role};
use survey::SurveyId;

use crate::actors::{Answer, Respondent, Site, now};
use crate::staff::{TINY, calls, lines, nobody, signed_in, tiny};

/// Every route there is: pages, server fns, and what the router's own text names.
fn routes() -> Vec<(Method, String)> {
    let pages = leptos_axum::generate_route_list(app::pages::Pages);
    let mut routes: Vec<_> = pages.iter().map(|it| (Method::GET, it.path().to_owned())).collect();
    let calls = leptos::server_fn::axum::server_fn_paths();
    routes.extend(calls.map(|(path, method)| (method, path.to_owned())));
    let source = include_str!("../../src/lib.rs");
    // What programs read with a token has a table of its own, in api.rs.
    for route in source.split(".route(").skip(1).filter(|it| !it.contains("\"/api/v1/")) {
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
        ("{run}", "99"),
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
    GET /go                                                    200              200              200              200              200              200
    POST /go                                                   422              422              422              422              422              422
    GET /go/{code}                                             200              200              200              200              200              200
    GET /handout/{name}                                        404              404              404              404              404              404
    GET /i/{token}                                             404              404              404              404              404              404
    POST /i/{token}                                            404              404              404              404              404              404
    GET /i/{token}/elsewhere                                   404              404              404              404              404              404
    POST /i/{token}/elsewhere                                  404              404              404              404              404              404
    GET /i/{token}/interview                                   404              404              404              404              404              404
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
    GET /surveys/{survey}/api                                  sign in          404              403              403              403              200
    POST /surveys/{survey}/api                                 sign in          404              403              403              403              422
    POST /surveys/{survey}/api/{token}/revoke                  sign in          404              403              403              403              404
    GET /surveys/{survey}/audit                                sign in          404              403              403              200              200
    GET /surveys/{survey}/audit.csv                            sign in          404              403              403              200              200
    POST /surveys/{survey}/checks                              sign in          404              403              403              → review         → review
    GET /surveys/{survey}/claims                               sign in          404              403              200              403              200
    POST /surveys/{survey}/claims                              sign in          404              403              400              403              400
    GET /surveys/{survey}/claims.csv                           sign in          404              403              404              403              404
    GET /surveys/{survey}/claims/{file}/claims.yaml            sign in          404              403              404              403              404
    POST /surveys/{survey}/close                               sign in          404              403              403              → surveys        → surveys
    GET /surveys/{survey}/codebook                             sign in          404              403              200              403              200
    GET /surveys/{survey}/codebook.json                        sign in          404              403              200              403              200
    GET /surveys/{survey}/codebook.xlsx                        sign in          404              403              200              403              200
    GET /surveys/{survey}/codebook.xml                         sign in          404              403              200              403              200
    GET /surveys/{survey}/data                                 sign in          404              403              200              403              200
    POST /surveys/{survey}/data                                sign in          404              403              422              403              422
    POST /surveys/{survey}/data/saved/forget                   sign in          404              403              404              403              404
    POST /surveys/{survey}/data/saved/run                      sign in          404              403              404              403              404
    GET /surveys/{survey}/data/{run}                           sign in          404              403              404              403              404
    POST /surveys/{survey}/data/{run}/again                    sign in          404              403              404              403              404
    GET /surveys/{survey}/data/{run}/file                      sign in          404              403              404              403              404
    GET /surveys/{survey}/data/{run}/manifest.json             sign in          404              403              404              403              404
    POST /surveys/{survey}/entry                               sign in          404              403              403              400              400
    POST /surveys/{survey}/field                               sign in          404              403              403              422              422
    GET /surveys/{survey}/fieldwork                            sign in          404              403              403              200              200
    POST /surveys/{survey}/gate                                sign in          404              → trial#gate     403              → trial#gate     → trial#gate
    POST /surveys/{survey}/guards                              sign in          404              403              403              422              422
    GET /surveys/{survey}/interviews                           sign in          404              403              403              404              404
    GET /surveys/{survey}/interviews/{interview}               sign in          404              403              403              404              404
    POST /surveys/{survey}/launch                              sign in          404              403              403              → surveys        → surveys
    POST /surveys/{survey}/open                                sign in          404              403              403              → surveys        → surveys
    GET /surveys/{survey}/open-ends                            sign in          404              403              200              403              200
    POST /surveys/{survey}/open-ends                           sign in          404              403              400              403              400
    GET /surveys/{survey}/open-ends/{var}                      sign in          404              403              404              403              404
    POST /surveys/{survey}/open-ends/{var}                     sign in          404              403              404              403              404
    GET /surveys/{survey}/open-ends/{var}/agreement            sign in          404              403              404              403              404
    POST /surveys/{survey}/open-ends/{var}/agreement           sign in          404              403              404              403              404
    GET /surveys/{survey}/open-ends/{var}/frame                sign in          404              403              404              403              404
    POST /surveys/{survey}/open-ends/{var}/frame               sign in          404              403              404              403              404
    POST /surveys/{survey}/open-ends/{var}/gone                sign in          404              403              404              403              404
    POST /surveys/{survey}/open-ends/{var}/undo                sign in          404              403              404              403              404
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
    GET /surveys/{survey}/report                               sign in          404              403              200              403              200
    POST /surveys/{survey}/report                              sign in          404              403              422              403              422
    GET /surveys/{survey}/report/{report}                      sign in          404              403              404              403              404
    POST /surveys/{survey}/report/{report}                     sign in          404              403              404              403              404
    POST /surveys/{survey}/report/{report}/gone                sign in          404              403              404              403              404
    GET /surveys/{survey}/report/{report}/report.docx          sign in          404              403              404              403              404
    GET /surveys/{survey}/report/{report}/report.html          sign in          404              403              404              403              404
    GET /surveys/{survey}/report/{report}/report.xlsx          sign in          404              403              404              403              404
    POST /surveys/{survey}/report/{report}/sections            sign in          404              403              404              403              404
    POST /surveys/{survey}/report/{report}/sections/{section}  sign in          404              403              404              403              404
    POST /surveys/{survey}/report/{report}/sections/{section}/down sign in          404              403              404              403              404
    POST /surveys/{survey}/report/{report}/sections/{section}/gone sign in          404              403              404              403              404
    POST /surveys/{survey}/report/{report}/sections/{section}/up sign in          404              403              404              403              404
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
    GET /surveys/{survey}/tables                               sign in          404              403              200              403              200
    GET /surveys/{survey}/tables.csv                           sign in          404              403              → tables         403              → tables
    GET /surveys/{survey}/tables.xlsx                          sign in          404              403              → tables         403              → tables
    GET /surveys/{survey}/topline                              sign in          404              403              200              403              200
    GET /surveys/{survey}/trial                                sign in          404              200              403              200              200
    GET /surveys/{survey}/variables                            sign in          404              403              200              403              200
    POST /surveys/{survey}/variables                           sign in          404              403              422              403              422
    POST /surveys/{survey}/variables/filter                    sign in          404              403              422              403              422
    GET /surveys/{survey}/variables/{text}/variables.yaml      sign in          404              403              404              403              404
    GET /surveys/{survey}/versions                             sign in          404              403              200              403              200
    GET /surveys/{survey}/webhooks                             sign in          404              403              403              200              200
    POST /surveys/{survey}/webhooks                            sign in          404              403              403              422              422
    POST /surveys/{survey}/webhooks/{webhook}/deliveries/{delivery} sign in          404              403              403              404              404
    POST /surveys/{survey}/webhooks/{webhook}/gone             sign in          404              403              403              404              404
    POST /surveys/{survey}/webhooks/{webhook}/off              sign in          404              403              403              404              404
    POST /surveys/{survey}/webhooks/{webhook}/on               sign in          404              403              403              404              404
    POST /surveys/{survey}/webhooks/{webhook}/secret           sign in          404              403              403              404              404
    POST /surveys/{survey}/webhooks/{webhook}/test             sign in          404              403              403              404              404
    GET /surveys/{survey}/weighting                            sign in          404              403              200              403              200
    POST /surveys/{survey}/weighting                           sign in          404              403              422              403              422
    GET /surveys/{survey}/weights                              sign in          404              403              200              403              200
    POST /surveys/{survey}/weights                             sign in          404              403              400              403              400
    POST /surveys/{survey}/weights/{name}/gone                 sign in          404              403              404              403              404
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
    assert_eq!(said(&lin.gets("/surveys/other/data/1/file").await), "404");
    assert_eq!(said(&lin.gets("/surveys/other/questionnaire").await), "404");
    assert_eq!(said(&calls(&lin, "/api/quota_board", "survey=tiny&lang=en&rehearsal=false").await), "200");
    assert_eq!(
        said(&calls(&lin, "/api/quota_board", "survey=other&lang=en&rehearsal=false").await),
        "NotFound"
    );
    people::roles::set_in(&site.db, &tiny(), id, &[], "test", now()).await.unwrap();
    assert_eq!(said(&lin.gets("/surveys/tiny/fieldwork").await), "404");
}
