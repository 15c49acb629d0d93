//! The site: every route in one list, and what stands around all of them.

use std::sync::Arc;
use std::time::Duration;

use app::auth::throttle::Throttle;
use app::error::AppError;
use app::guesses::Guesses;
use app::pages;
use app::state::AppState;
use axum::extract::DefaultBodyLimit;
use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list};
use survey::Moment;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::trace::TraceLayer;

pub mod assets;
pub mod backups;
pub mod cli;
pub mod config;
pub mod exports;
pub mod jobs;
pub mod listen;
pub mod monitor;
pub mod packing;
pub mod rehearsal;
pub mod security;
pub mod sole;
pub mod webhooks;

/// What a form may weigh: the longest page of a questionnaire, several times over.
const LARGEST_BODY: usize = 256 * 1024;

/// How long a respondent's request may take, on the slowest network.
const OF_RESPONDENTS: Duration = Duration::from_secs(60);
/// One of the desk: the first table of a large field reads all of it.
const OF_DESK: Duration = Duration::from_secs(5 * 60);
/// A file that is uploaded: 20 MB by a slow line.
const OF_UPLOADS: Duration = Duration::from_secs(15 * 60);

/// Every route of the site.
pub fn router(state: AppState) -> Router {
    let context = {
        let state = state.clone();
        move || provide_context(state.clone())
    };
    let routes = Router::new()
        .leptos_routes_with_context(&state, generate_route_list(pages::Pages), context, pages::site)
        .merge(desk())
        .merge(sample())
        .merge(assets::routes())
        .layer((RequestBodyLimitLayer::new(LARGEST_BODY), security::patience(OF_DESK)))
        .merge(lists())
        .fallback(async || AppError::NotFound)
        .layer((map_response(security::secure_cookies), app::auth::sessions::layer(&state)))
        .merge(respondents())
        .layer(CsrfLayer::new())
        .merge(api(&state));
    around(routes, &state).with_state(state)
}

/// What respondents post, and what their browsers fetch. Where a code is typed, whoever guesses is slowed down. Nobody is
/// signed in here, so no session is looked for.
fn respondents() -> Router<AppState> {
    use pages::{go, interview};
    Router::new()
        .route("/s/{survey}", get(interview::start).post(interview::begin))
        .route("/i/{token}", get(interview::stand).post(interview::submit))
        .route("/i/{token}/withdraw", post(interview::withdraw::withdraw))
        .route("/i/{token}/elsewhere", post(interview::elsewhere::make))
        .route("/i/{token}/interview", get(interview::browser::interview))
        .route("/i/{token}/return", get(interview::outward::leave))
        .route("/handout/{name}", get(app::handouts::handout))
        .route("/go", post(go::go_on))
        .layer((
            RequestBodyLimitLayer::new(LARGEST_BODY),
            security::patience(OF_RESPONDENTS),
            Extension(Arc::new(Guesses::at_codes())),
        ))
}

/// What is posted at the desk, and its downloads.
fn desk() -> Router<AppState> {
    use pages::{fieldwork, first_password, preview, review, sign_in, surveys, trial};
    Router::new()
        .route("/", get(sign_in::home))
        .route("/sign-in", post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/first-password/{secret}", post(first_password::choose))
        .route("/surveys/{survey}/open", post(surveys::open))
        .route("/surveys/{survey}/pause", post(surveys::pause))
        .route("/surveys/{survey}/close", post(surveys::close))
        .route("/surveys/{survey}/quality", post(fieldwork::set_quality))
        .route("/surveys/{survey}/review", post(review::judge))
        .route("/surveys/{survey}/checks", post(review::run_checks))
        .route("/surveys/{survey}/guards", post(review::set_guards))
        .route("/surveys/{survey}/preview", post(preview::submit))
        .route("/surveys/{survey}/preview/jump", post(preview::jump))
        .route("/surveys/{survey}/preview/gate", post(preview::gate))
        .route("/surveys/{survey}/preview/beginning", post(preview::begin_again))
        .route("/surveys/{survey}/gate", post(trial::run_gate))
        .route("/surveys/{survey}/launch", post(trial::launch))
        .route("/surveys/{survey}/rehearsal", post(trial::rehearse))
        .route("/surveys/{survey}/rehearsal/stop", post(trial::stop))
        .route("/surveys/{survey}/rehearsal/wipe", post(trial::wipe))
        .merge(data())
        .merge(people())
        .merge(field())
        .merge(webhook())
        .merge(report())
        .merge(open_ends())
        .route("/surveys/{survey}/weights/{name}/gone", post(pages::weights::delete))
        .route("/surveys/{survey}/weighting", post(pages::weighting::post))
        .route("/surveys/{survey}/variables/filter", post(pages::variables::save))
        .layer(Extension(Arc::<Throttle>::default()))
}

/// Data files: ordered, kept under a name, made again, fetched; and the codebook as a file.
fn data() -> Router<AppState> {
    use pages::{claims, codebook, data, tables, variables};
    Router::new()
        .route("/surveys/{survey}/claims.csv", get(claims::files::csv))
        .route("/surveys/{survey}/claims/{file}/claims.yaml", get(claims::files::text))
        .route("/surveys/{survey}/variables/{text}/variables.yaml", get(variables::file))
        .route("/surveys/{survey}/codebook.xlsx", get(codebook::files::xlsx))
        .route("/surveys/{survey}/codebook.json", get(codebook::files::json))
        .route("/surveys/{survey}/codebook.xml", get(codebook::files::ddi))
        .route("/surveys/{survey}/tables.xlsx", get(tables::files::xlsx))
        .route("/surveys/{survey}/tables.csv", get(tables::files::csv))
        .route("/surveys/{survey}/data", post(data::order))
        .route("/surveys/{survey}/data/saved/run", post(data::run_saved))
        .route("/surveys/{survey}/data/saved/forget", post(data::forget))
        .route("/surveys/{survey}/data/{run}/again", post(data::again))
        .route("/surveys/{survey}/data/{run}/file", get(data::file))
        .route("/surveys/{survey}/data/{run}/manifest.json", get(data::manifest))
}

/// What is posted about people: oneself, others, roles; and what is done for respondents' sake.
fn people() -> Router<AppState> {
    use pages::{account, api, audit, people, roles, sign_in};
    Router::new()
        .route("/sign-in/code", post(sign_in::code::sign_in))
        .route("/account/password", post(account::set_password))
        .route("/account/second-factor", post(account::second_factor::prepare))
        .route("/account/second-factor/on", post(account::second_factor::switch_on))
        .route("/account/second-factor/off", post(account::second_factor::switch_off))
        .route("/account/sign-out-everywhere", post(account::sign_out_everywhere))
        .route("/people", post(people::add))
        .route("/people/{person}/roles", post(people::one::set_roles))
        .route("/people/{person}/link", post(people::one::link))
        .route("/people/{person}/end-sessions", post(people::one::end_sessions))
        .route("/people/{person}/second-factor-off", post(people::one::second_factor_off))
        .route("/people/{person}/left", post(people::one::left))
        .route("/people/{person}/back", post(people::one::back))
        .route("/audit.csv", get(audit::file::of_house))
        .route("/surveys/{survey}/audit.csv", get(audit::file::of_survey))
        .route("/surveys/{survey}/api", post(api::make))
        .route("/surveys/{survey}/api/{token}/revoke", post(api::revoke))
        .route("/surveys/{survey}/roles", post(roles::set_roles))
        .route("/surveys/{survey}/retention", post(roles::set_retention))
}

/// Quotas and the field: first looked at, then done with a reason; and the way to one interview.
fn field() -> Router<AppState> {
    use pages::{interview_record, quotas};
    Router::new()
        .route("/surveys/{survey}/quotas", post(quotas::save))
        .route("/surveys/{survey}/quotas/preview", post(quotas::preview))
        .route("/surveys/{survey}/state", post(quotas::set_state))
        .route("/surveys/{survey}/entry", post(quotas::set_entry))
        .route("/surveys/{survey}/field", post(quotas::set_field))
        .route("/surveys/{survey}/interviews", get(interview_record::find))
}

/// Reports: their sections, and each as a file.
fn report() -> Router<AppState> {
    use pages::report::{self, files, one, sections};
    Router::new()
        .route("/surveys/{survey}/report", post(report::create))
        .route("/surveys/{survey}/report/{report}", post(one::change))
        .route("/surveys/{survey}/report/{report}/gone", post(one::delete))
        .route("/surveys/{survey}/report/{report}/report.html", get(files::html))
        .route("/surveys/{survey}/report/{report}/report.xlsx", get(files::xlsx))
        .route("/surveys/{survey}/report/{report}/report.docx", get(files::docx))
        .route("/surveys/{survey}/report/{report}/sections", post(sections::add))
        .route("/surveys/{survey}/report/{report}/sections/{section}", post(sections::change))
        .route("/surveys/{survey}/report/{report}/sections/{section}/up", post(sections::up))
        .route("/surveys/{survey}/report/{report}/sections/{section}/down", post(sections::down))
        .route("/surveys/{survey}/report/{report}/sections/{section}/gone", post(sections::delete))
}

/// Webhooks, and what can be done about each of them.
fn webhook() -> Router<AppState> {
    use pages::webhooks;
    Router::new()
        .route("/surveys/{survey}/webhooks", post(webhooks::create))
        .route("/surveys/{survey}/webhooks/{webhook}/test", post(webhooks::test))
        .route("/surveys/{survey}/webhooks/{webhook}/off", post(webhooks::switch_off))
        .route("/surveys/{survey}/webhooks/{webhook}/on", post(webhooks::switch_on))
        .route("/surveys/{survey}/webhooks/{webhook}/secret", post(webhooks::rotate))
        .route("/surveys/{survey}/webhooks/{webhook}/gone", post(webhooks::delete))
        .route("/surveys/{survey}/webhooks/{webhook}/deliveries/{delivery}", post(webhooks::retry))
}

/// Codings of what respondents typed: begun, coded, undone, settled.
fn open_ends() -> Router<AppState> {
    use pages::open_ends::{self, agreement, coding, frame};
    Router::new()
        .route("/surveys/{survey}/open-ends", post(open_ends::begin))
        .route("/surveys/{survey}/open-ends/{var}", post(coding::mark))
        .route("/surveys/{survey}/open-ends/{var}/undo", post(coding::undo))
        .route("/surveys/{survey}/open-ends/{var}/gone", post(coding::delete))
        .route("/surveys/{survey}/open-ends/{var}/frame", post(frame::change))
        .route("/surveys/{survey}/open-ends/{var}/agreement", post(agreement::settle))
}

/// Sources: what is set about them, their keys, and their files.
fn sample() -> Router<AppState> {
    use pages::sample::{self, files, keys, source};
    Router::new()
        .route("/surveys/{survey}/sample", post(sample::create))
        .route("/surveys/{survey}/sample/{source}", post(source::change))
        .route("/surveys/{survey}/sample/{source}/open", post(source::open))
        .route("/surveys/{survey}/sample/{source}/close", post(source::close))
        .route("/surveys/{survey}/sample/{source}/qr.svg", get(source::code))
        .route("/surveys/{survey}/sample/{source}/keys", post(keys::make))
        .route("/surveys/{survey}/sample/{source}/keys/{key}/retire", post(keys::retire))
        .route("/surveys/{survey}/sample/{source}/invitations.csv", get(files::invitations))
        .route("/surveys/{survey}/sample/{source}/reconciliation.csv", get(files::reconciliation))
}

/// The forms that weigh more than a page: a list of people, a file of weights.
fn lists() -> Router<AppState> {
    use pages::sample::people;
    use pages::{claims, variables, weights};
    Router::new()
        .route("/surveys/{survey}/sample/{source}/invitations", post(people::upload))
        .route("/surveys/{survey}/weights", post(weights::upload))
        .route("/surveys/{survey}/claims", post(claims::put))
        .route(
            "/surveys/{survey}/variables",
            post(variables::put).layer(DefaultBodyLimit::max(variables::MOST_BYTES)),
        )
        // Not read beyond that, and not at all before it is known who sends it.
        .layer(DefaultBodyLimit::max(people::MOST_BYTES))
        .layer(security::patience(OF_UPLOADS))
}

/// What programs read, each with its token: no cookie says who they are, so a foreign site can do nothing with them.
fn api(state: &AppState) -> Router<AppState> {
    use app::api::{self, exports, limits::Limits, responses, surveys};
    Router::new()
        .route("/api/v1/openapi.json", get(api::description))
        .route("/api/v1/surveys", get(surveys::list))
        .route("/api/v1/surveys/{survey}", get(surveys::one))
        .route("/api/v1/surveys/{survey}/codebook", get(surveys::codebook))
        .route("/api/v1/surveys/{survey}/exports", get(exports::list).post(exports::order))
        .route("/api/v1/surveys/{survey}/exports/{run}", get(exports::one).post(exports::again))
        .route("/api/v1/surveys/{survey}/exports/{run}/file", get(exports::file))
        .route("/api/v1/surveys/{survey}/quotas", get(surveys::quotas))
        .route("/api/v1/surveys/{survey}/responses", get(responses::list))
        .route("/api/v1/surveys/{survey}/withdrawn", get(surveys::withdrawn))
        .layer((
            security::patience(OF_DESK),
            RequestBodyLimitLayer::new(api::LARGEST_BODY),
            Extension(Arc::new(Limits::new(state.now))),
        ))
}

/// What stands around every route; the outermost first. In one piece, for every piece is copied for each request.
fn around(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    let secure = state.secure;
    routes.layer((
        TraceLayer::new_for_http().make_span_with(security::span).on_response(security::answered),
        // The best that brotli can do takes as long as the page itself, for a tenth less of bytes.
        CompressionLayer::new()
            .quality(CompressionLevel::Fastest)
            .compress_when(DefaultPredicate::new().and(has_no_length)),
        map_response(move |response| security::finish(response, secure)),
        from_fn_with_state(state.clone(), app::reply::draw_errors),
        CatchPanicLayer::new(),
        from_fn(security::refuse),
    ))
}

/// A data file has its length said, by which a cut one is known; compressed on the way it would have another.
fn has_no_length(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let is = |it| headers.contains_key(it);
    !(is(header::CONTENT_DISPOSITION) && is(header::CONTENT_LENGTH))
}

/// The one clock. Whoever else needs the time takes it as an argument.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
pub fn now() -> Moment {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Moment(since.map_or(0, |it| i64::try_from(it.as_millis()).unwrap_or(i64::MAX)))
}
