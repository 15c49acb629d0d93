//! The site: every route in one list, and what stands around all of them.

use std::sync::Arc;

use app::auth::throttle::Throttle;
use app::error::AppError;
use app::pages;
use app::state::AppState;
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
        .merge(desk())
        .merge(assets::routes())
        .fallback(async || AppError::NotFound);
    around(routes, &state).with_state(state)
}

/// What is posted at the desk, and its downloads.
fn desk() -> Router<AppState> {
    use pages::{data, fieldwork, first_password, sign_in, surveys};
    Router::new()
        .route("/", get(sign_in::home))
        .route("/sign-in", post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/first-password/{secret}", post(first_password::choose))
        .route("/surveys/{survey}/open", post(surveys::open))
        .route("/surveys/{survey}/pause", post(surveys::pause))
        .route("/surveys/{survey}/close", post(surveys::close))
        .route("/surveys/{survey}/quality", post(fieldwork::set_quality))
        .route("/surveys/{survey}/data.csv", get(data::download))
        .layer(Extension(Arc::<Throttle>::default()))
}

/// What stands around every route; the innermost first.
fn around(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    let routes = routes
        .layer(app::auth::sessions::layer(state))
        .layer(CatchPanicLayer::new())
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
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
