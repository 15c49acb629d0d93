//! The site: every route in one list, and what stands around all of them.

use std::sync::Arc;

use app::auth::throttle::Throttle;
use app::error::AppError;
use app::pages;
use app::state::AppState;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn_with_state, map_response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list};
use survey::Moment;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::trace::TraceLayer;

pub mod assets;
pub mod cli;
pub mod config;
pub mod jobs;
pub mod rehearsal;
pub mod security;

/// What a form may weigh: the longest page of a questionnaire, several times over.
const LARGEST_BODY: usize = 256 * 1024;

/// Every route of the site.
pub fn router(state: AppState) -> Router {
    let context = {
        let state = state.clone();
        move || provide_context(state.clone())
    };
    let routes = Router::new()
        .leptos_routes_with_context(&state, generate_route_list(pages::Pages), context, pages::site)
        .route("/s/{survey}", post(pages::interview::begin))
        .route("/i/{token}", post(pages::interview::submit))
        .route("/i/{token}/withdraw", post(pages::interview::withdraw::withdraw))
        .route("/i/{token}/return", get(pages::interview::outward::leave))
        .merge(desk())
        .merge(sample())
        .merge(assets::routes())
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .merge(lists())
        .fallback(async || AppError::NotFound);
    around(routes, &state).with_state(state)
}

/// What is posted at the desk, and its downloads.
fn desk() -> Router<AppState> {
    use pages::{data, fieldwork, first_password, preview, review, sign_in, surveys, trial};
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
        .route("/surveys/{survey}/data.csv", get(data::download))
        .merge(people())
        .merge(field())
        .layer(Extension(Arc::<Throttle>::default()))
}

/// What is posted about people: oneself, others, roles; and what is done for respondents' sake.
fn people() -> Router<AppState> {
    use pages::{account, audit, people, roles, sign_in};
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

/// The one form that weighs more than a page: a list of people.
fn lists() -> Router<AppState> {
    use pages::sample::people;
    Router::new()
        .route("/surveys/{survey}/sample/{source}/invitations", post(people::upload))
        // Not read beyond that, and not at all before it is known who sends it.
        .layer(DefaultBodyLimit::max(people::MOST_BYTES))
}

/// What stands around every route; the innermost first.
fn around(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    let routes = routes
        .layer(app::auth::sessions::layer(state))
        .layer(CatchPanicLayer::new())
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(state.clone(), app::reply::draw_errors))
        .layer(map_response(security::end_with_document))
        .layer(CompressionLayer::new());
    security::HEADERS
        .into_iter()
        .fold(routes, |routes, it| routes.layer(security::header(it)))
        .layer(TraceLayer::new_for_http().make_span_with(security::span).on_response(security::answered))
}

/// The one clock. Whoever else needs the time takes it as an argument.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
pub fn now() -> Moment {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Moment(since.map_or(0, |it| i64::try_from(it.as_millis()).unwrap_or(i64::MAX)))
}
