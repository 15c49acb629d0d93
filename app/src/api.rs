//! What programs read over HTTP: `/api/v1`, by token; and the description of it, made from the code.

pub mod bearer;
pub mod exports;
pub mod limits;
pub mod problem;
pub mod responses;
pub mod surveys;

use std::sync::LazyLock;

use axum::http::header;
use axum::response::IntoResponse;
use jiff::Timestamp;
use survey::Moment;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

pub use problem::Problem;

/// A moment in UTC, ISO 8601, to the second.
fn time(at: Moment) -> String {
    Timestamp::from_millisecond(at.0).map_or_else(|_| String::new(), |it| format!("{it:.0}"))
}

/// Where its addresses begin.
pub const ROOT: &str = "/api/v1/";

/// What the body of a request may weigh: a filter and a list of columns, several times over.
pub const LARGEST_BODY: usize = 64 * 1024;

/// Every operation, what it takes and what it answers.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Canvass",
        description = "The data of surveys: codebooks, responses, data files, quota counts.",
        license(name = "MIT", identifier = "MIT")
    ),
    servers((url = "/", description = "This server")),
    paths(
        description,
        surveys::list,
        surveys::one,
        surveys::codebook,
        surveys::quotas,
        surveys::withdrawn,
        responses::list,
        exports::list,
        exports::order,
        exports::one,
        exports::again,
        exports::file,
    ),
    modifiers(&Bearer)
)]
struct Description;

/// The one way in.
struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("canvass_ and 64 hexadecimal digits")
            .description(Some("A token, made by an owner of the survey on its page \"API\"."));
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(bearer.build()));
    }
}

static DESCRIPTION: LazyLock<String> =
    LazyLock::new(|| Description::openapi().to_json().expect("keys of the description are texts"));

/// The description as it is served.
pub fn described() -> &'static str {
    &DESCRIPTION
}

#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    responses((status = 200, description = "The description.", body = serde_json::Value)),
    security(())
)]
/// This description, in OpenAPI 3.1. It takes no token.
pub async fn description() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], described())
}
