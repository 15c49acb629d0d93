//! The shell around every page, the list of pages, and how a page waits for what it shows.

use std::fmt::Debug;
use std::sync::Arc;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::Response;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos_axum::ResponseOptions;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::{FlatRoutes, Router};
use leptos_router::{NestedRoute, PossibleRouteMatch, SsrMode, path};

use crate::auth::sign_in_path;
use crate::components::layout::Sheet;
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{site_lang, t};

pub mod account;
pub mod api;
pub mod audit;
pub mod claims;
pub mod codebook;
pub mod data;
pub mod desk;
pub mod fieldwork;
pub mod first_password;
pub mod go;
pub mod interview;
pub mod interview_record;
pub mod open_ends;
pub mod people;
pub mod preview;
pub mod questionnaire;
pub mod quotas;
pub mod report;
pub mod review;
pub mod roles;
pub mod sample;
pub mod sign_in;
pub mod surveys;
pub mod tables;
pub mod topline;
pub mod trial;
pub mod variables;
pub mod versions;
pub mod webhooks;
pub mod weighting;
pub mod weights;

/// The whole document with the page that the address names: what `leptos_routes` draws.
pub fn site() -> AnyView {
    shell(view! { <Pages/> }.into_any())
}

/// The list of pages, but for the two that respondents look at all the time (`interview::start`, `interview::stand`):
/// to make this list anew takes longer than to draw those.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Router>
            <FlatRoutes fallback=|| trouble(AppError::NotFound).into_any()>
                <Page path=path!("/i/:token/withdraw") view=interview::withdraw::WithdrawPage/>
                <Page path=path!("/i/:token/elsewhere") view=interview::elsewhere::ElsewherePage/>
                <Page path=path!("/go") view=go::GoPage/>
                <Page path=path!("/go/:code") view=go::HerePage/>
                <Page path=path!("/s/:survey/withdrawn") view=interview::withdraw::WithdrawnPage/>
                <Page path=path!("/sign-in") view=sign_in::SignInPage/>
                <Page path=path!("/sign-in/code") view=sign_in::code::CodePage/>
                <Page path=path!("/first-password/:secret") view=first_password::FirstPasswordPage/>
                <Page path=path!("/account") view=account::AccountPage/>
                <Page path=path!("/account/second-factor") view=account::second_factor::SecondFactorPage/>
                <Page path=path!("/people") view=people::PeoplePage/>
                <Page path=path!("/people/:person") view=people::one::OnePage/>
                <Page path=path!("/audit") view=audit::AuditPage/>
                <Page path=path!("/surveys") view=surveys::SurveysPage/>
                <Page path=path!("/surveys/:survey/fieldwork") view=fieldwork::FieldworkPage/>
                <Page path=path!("/surveys/:survey/quotas") view=quotas::QuotasPage/>
                <Page path=path!("/surveys/:survey/interviews/:interview") view=interview_record::InterviewRecordPage/>
                <Page path=path!("/surveys/:survey/sample") view=sample::SamplePage/>
                <Page path=path!("/surveys/:survey/sample/:source") view=sample::source::SourcePage/>
                <Page path=path!("/surveys/:survey/review") view=review::ReviewPage/>
                <Page path=path!("/surveys/:survey/data") view=data::DataPage/>
                <Page path=path!("/surveys/:survey/data/:run") view=data::RunPage/>
                <Page path=path!("/surveys/:survey/versions") view=versions::VersionsPage/>
                <Page path=path!("/surveys/:survey/variables") view=variables::VariablesPage/>
                <Page path=path!("/surveys/:survey/topline") view=topline::ToplinePage/>
                <Page path=path!("/surveys/:survey/claims") view=claims::ClaimsPage/>
                <Page path=path!("/surveys/:survey/open-ends") view=open_ends::OpenEndsPage/>
                <Page path=path!("/surveys/:survey/open-ends/:var") view=open_ends::coding::CodingPage/>
                <Page path=path!("/surveys/:survey/open-ends/:var/frame") view=open_ends::frame::FramePage/>
                <Page path=path!("/surveys/:survey/open-ends/:var/agreement") view=open_ends::agreement::AgreementPage/>
                <Page path=path!("/surveys/:survey/tables") view=tables::TablesPage/>
                <Page path=path!("/surveys/:survey/report") view=report::ReportsPage/>
                <Page path=path!("/surveys/:survey/report/:report") view=report::one::ReportPage/>
                <Page path=path!("/surveys/:survey/weights") view=weights::WeightsPage/>
                <Page path=path!("/surveys/:survey/weighting") view=weighting::WeightingPage/>
                <Page path=path!("/surveys/:survey/webhooks") view=webhooks::WebhooksPage/>
                <Page path=path!("/surveys/:survey/questionnaire") view=questionnaire::QuestionnairePage/>
                <Page path=path!("/surveys/:survey/preview") view=preview::PreviewPage/>
                <Page path=path!("/surveys/:survey/trial") view=trial::TrialPage/>
                <Page path=path!("/surveys/:survey/rehearsal/wipe") view=trial::WipePage/>
                <Page path=path!("/surveys/:survey/codebook") view=codebook::CodebookPage/>
                <Page path=path!("/surveys/:survey/api") view=api::ApiPage/>
                <Page path=path!("/surveys/:survey/roles") view=roles::RolesPage/>
                <Page path=path!("/surveys/:survey/audit") view=audit::SurveyAuditPage/>
            </FlatRoutes>
        </Router>
    }
}

/// A page and its path: it is sent when all of it is there. Its type is dropped here, for the type of the whole
/// list would stand in the names of all that is made of it: 1.2 MB a name, and executables of 1.5 GB.
#[component(transparent)]
fn Page<Path, View, Shown>(path: Path, view: View) -> AnyNestedRoute
where
    Path: PossibleRouteMatch + Debug + Clone + Send + 'static,
    View: Fn() -> Shown + Send + Clone + 'static,
    Shown: IntoView + 'static,
{
    NestedRoute::new(path, move || view().into_any()).ssr_mode(SsrMode::Async).into_any_nested_route()
}

/// Whether respondents see the page at this address: it looks like the others, with a stylesheet of a fifth the size.
fn is_for_respondents(path: &str) -> bool {
    path.starts_with("/s/") || path.starts_with("/i/") || path == "/go" || path.starts_with("/go/")
}

/// The document around a page. It loads one stylesheet; scripts only where its page says so.
fn shell(page: AnyView) -> AnyView {
    provide_meta_context();
    let AppState { assets, .. } = expect_context();
    let is_desk = use_context::<Parts>().is_none_or(|it| !is_for_respondents(it.uri.path()));
    let css = if is_desk { assets.css.clone() } else { assets.interview_css.clone() };
    view! {
        <!DOCTYPE html>
        <html>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="stylesheet" href=css/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <MetaTags/>
            </head>
            <body>{page}</body>
        </html>
    }
    .into_any()
}

/// Waits for what a page shows, then draws it; draws the error, with its status, if there is one.
pub fn show<T, V>(
    load: impl Future<Output = Result<T, AppError>> + Send + 'static,
    draw: impl FnOnce(T) -> V + Send + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    V: IntoView + 'static,
{
    Suspend::new(async move {
        let page = match load.await {
            Ok(it) => draw(it).into_any(),
            Err(err) => trouble(err).into_any(),
        };
        // By now another thread may be at work, which knows nothing of this request: the language of the document
        // would sometimes be lost.
        OwnedView::new(page)
    })
}

/// Draws a page outside of the list of pages, for a handler that has no address of its own.
pub async fn draw<V>(
    state: &AppState,
    parts: Parts,
    status: StatusCode,
    page: impl Fn() -> V + Send + Sync + 'static,
) -> Response
where
    V: IntoView + 'static,
{
    let mut response = answer(state, parts, page).await;
    *response.status_mut() = status;
    response
}

/// Draws a page for a handler; the page says its status, as those of the list do.
pub async fn answer<V>(
    state: &AppState,
    parts: Parts,
    page: impl Fn() -> V + Send + Sync + 'static,
) -> Response
where
    V: IntoView + 'static,
{
    answer_any(state.clone(), parts, Arc::new(move || page().into_any())).await
}

/// Draws a page of any kind: written once, not once for each page.
async fn answer_any(state: AppState, parts: Parts, page: Arc<dyn Fn() -> AnyView + Send + Sync>) -> Response {
    let render = leptos_axum::render_app_async_with_context(
        move || provide_context(state.clone()),
        move || {
            // Before the page is made, which names its language and title.
            provide_meta_context();
            shell(page())
        },
    );
    render(Request::from_parts(parts, Body::empty())).await
}

/// Answers a page's request with another address instead.
pub fn go_to(path: &str) {
    let response: ResponseOptions = expect_context();
    response.set_status(StatusCode::SEE_OTHER);
    if let Ok(path) = HeaderValue::from_str(path) {
        response.insert_header(header::LOCATION, path);
    }
}

/// What the address says under this name.
pub fn in_query(parts: &Parts, name: &str) -> Option<String> {
    let query = parts.uri.query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).find(|(it, _)| it == name).map(|(_, text)| text.into_owned())
}

/// An address with these parameters.
pub fn address<'a>(path: &str, pairs: impl Iterator<Item = (&'static str, &'a str)>) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// An error in place of a page, with its status; who must sign in is sent there.
fn trouble(err: AppError) -> impl IntoView {
    let response: ResponseOptions = expect_context();
    match err {
        AppError::SignedOut => go_to(&sign_in_path(&expect_context::<Parts>())),
        AppError::Busy => {
            response.set_status(StatusCode::SERVICE_UNAVAILABLE);
            response.insert_header(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        _ => response
            .set_status(StatusCode::from_u16(err.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)),
    }
    trouble_page(err)
}

/// The page that says what is wrong and what to do, in the language of whoever asked.
pub fn trouble_page(err: AppError) -> impl IntoView {
    let parts: Parts = expect_context();
    let lang = site_lang(&parts);
    let title = t(lang, err.word());
    let what_to_do = match &err {
        AppError::Invalid(sentence) => sentence.clone(),
        _ => t(lang, &format!("{}-do", err.word())),
    };
    view! {
        <Sheet lang=lang title=title.clone()>
            <main class="ending">
                <h1>{title}</h1>
                <p>{what_to_do}</p>
            </main>
        </Sheet>
    }
}
