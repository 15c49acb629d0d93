//! What programs that watch the server are told, at an address of its own: whether it lives, whether it is ready, and
//! numbers for Prometheus. Nothing of it is about a person.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics::{Unit, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use store::Db;
use tokio::net::TcpListener;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

/// How long the database may take to say that it is ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often measured times are put into their buckets, so that they do not pile up where nobody asks.
const UPKEEP: Duration = Duration::from_secs(5);

/// The bounds of times, in seconds: from half a millisecond to ten seconds.
const SECONDS: [f64; 14] =
    [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// The bounds of how many writes went into one commit.
const WRITES: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// What every answer here may reach.
#[derive(Clone)]
struct Watched {
    db: Db,
    numbers: PrometheusHandle,
}

/// Begins to count, and answers at this address for as long as it is let run.
pub async fn work(address: SocketAddr, db: Db) -> anyhow::Result<impl Future<Output = ()>> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("It is not possible to listen at {address} (--monitor)"))?;
    if !address.ip().is_loopback() {
        tracing::warn!(%address, "whoever reaches this address reads the server's numbers");
    }
    let numbers = count()?;
    tracing::info!(address = %listener.local_addr()?, "/healthz, /readyz and /metrics answer");
    let router = Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(told))
        .with_state(Watched { db, numbers: numbers.clone() });
    Ok(async move {
        tokio::select! {
            _ = axum::serve(listener, router) => {}
            () = keep_up(numbers) => {}
        }
    })
}

/// From here on numbers are kept; before, counting costs nothing.
fn count() -> anyhow::Result<PrometheusHandle> {
    let numbers = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS)?
        .set_buckets_for_metric(Matcher::Full("canvass_commit_writes".into()), &WRITES)?
        .install_recorder()?;
    describe_histogram!("canvass_request_seconds", Unit::Seconds, "From a request to the head of its answer");
    describe_histogram!(
        "canvass_commit_seconds",
        Unit::Seconds,
        "From the first write of a transaction to its being on disk"
    );
    describe_histogram!("canvass_commit_writes", "Writes that went into one transaction");
    describe_counter!("canvass_commit_failures_total", "Transactions that the database did not take");
    describe_counter!(
        "canvass_interviews_begun_total",
        "Interviews that began; those of rehearsals do not count here"
    );
    describe_counter!(
        "canvass_interviews_ended_total",
        "Interviews that ended, by disposition; quota_full are refusals of the quotas"
    );
    describe_gauge!("canvass_writes_waiting", "Writes that wait for the writer");
    describe_gauge!("canvass_interviews_open", "Interviews under way, whose places are held");
    Ok(numbers)
}

async fn keep_up(numbers: PrometheusHandle) {
    let mut ticks = interval(UPKEEP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        numbers.run_upkeep();
    }
}

/// 200 once the database answers those who read and those who write, else 503 with the reason.
async fn ready(State(it): State<Watched>) -> Response {
    match timeout(PATIENCE, it.db.answers()).await {
        Ok(Ok(())) => "ready\n".into_response(),
        Ok(Err(err)) => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {err}\n")).into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "not ready: the database is slow\n").into_response(),
    }
}

/// The numbers, as Prometheus reads them.
async fn told(State(it): State<Watched>) -> Response {
    gauge!("canvass_writes_waiting").set(it.db.waiting() as f64);
    match store::interviews::open(&it.db).await {
        Ok(open) => gauge!("canvass_interviews_open").set(open as f64),
        Err(err) => {
            tracing::error!(error = &err as &dyn std::error::Error, "open interviews could not be counted")
        }
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], it.numbers.render()).into_response()
}

/// Notes how long each request took, by its route and status: never by its address, which carries tokens.
pub async fn timed(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = known(request.method());
    let began = Instant::now();
    let response = next.run(request).await;
    let route = route.map_or_else(|| "none".to_owned(), |it| it.as_str().to_owned());
    let labels =
        [("method", method.to_owned()), ("route", route), ("status", response.status().as_u16().to_string())];
    histogram!("canvass_request_seconds", &labels).record(began.elapsed());
    response
}

/// The method, where it is one that our routes take: others would make as many series as strangers like.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        _ => "other",
    }
}
