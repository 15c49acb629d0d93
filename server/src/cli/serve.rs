//! `canvass serve`: opens what is kept, serves the site, stops politely.

use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use app::auth::LINK_LASTS;
use app::state::{AppState, random};
use store::people::{self, Role};
use store::texts::{Kind, put};
use store::{Db, surveys};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::failure::COMMAND_LINE;
use crate::config::Serve;
use crate::{assets, exports, jobs, now, packing, rehearsal, router, webhooks};

/// The questionnaires that come with Canvass, each with its claims.
const REFERENCE: [(&str, &str); 2] = [
    (
        include_str!("../../../questionnaires/mini-program-2026.yaml"),
        include_str!("../../../questionnaires/mini-program-2026.claims.yaml"),
    ),
    (
        include_str!("../../../questionnaires/second-hand-2025.yaml"),
        include_str!("../../../questionnaires/second-hand-2025.claims.yaml"),
    ),
];

/// How long requests under way may take to end once the server is told to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// Serves the site until it is told to stop.
pub async fn serve(data: &Path, config: &Serve) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env();
    let filter = filter.unwrap_or_else(|_| "info".into());
    let colours = io::stderr().is_terminal();
    tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(colours).with_env_filter(filter).init();

    // First the port: two servers on one folder would be told apart by nothing else.
    let listener = TcpListener::bind(config.listen).await.map_err(|err| busy(config, &err))?;
    let db = open(data).await?;
    add_reference_surveys(&db).await?;

    let origin = config.origin(listener.local_addr()?);
    let (assets, options) = assets::names();
    let (secure, url) = (config.secure(), config.url.as_deref().map(Into::into));
    let files = exports::folder(data);
    let state = AppState {
        db: db.clone(),
        assets,
        options,
        now,
        random,
        secure,
        local_webhooks: config.local_webhooks,
        files: files.as_path().into(),
        columns: Default::default(),
        handouts: Default::default(),
        proofs: Default::default(),
        url,
    };
    // Before anybody hears that it is ready, and may ask it to stop.
    let stopped = stop()?;
    println!("Canvass listens on {origin}");
    if let Some(secret) = first_password(&db).await? {
        println!("Choose the first password at {origin}{}", app::auth::link_path(&secret));
    }

    let (told, tell) = tokio::sync::watch::channel(false);
    let sweeper = tokio::spawn(jobs::sweep(db.clone(), now));
    let retainer = tokio::spawn(jobs::retain(db.clone(), random, now));
    let rehearsals = tokio::spawn(rehearsal::work(db.clone(), now));
    let webhooks = tokio::spawn(webhooks::work(db.clone(), config.local_webhooks, now));
    let exports = tokio::spawn(exports::work(db.clone(), files, now));
    let packing = tokio::spawn(packing::work(db.clone()));
    let stopping = async move {
        stopped.await;
        told.send_replace(true);
    };
    // With the address of whoever asks: failures are counted by it.
    let router = router(state).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, router).with_graceful_shutdown(stopping);
    tokio::select! {
        done = async { served.await } => done?,
        () = out_of_patience(tell) => tracing::warn!("some requests were cut off"),
    }
    sweeper.abort();
    retainer.abort();
    rehearsals.abort();
    exports.abort();
    packing.abort();
    webhooks.abort();
    db.close().await;
    Ok(())
}

/// Opens what is kept, or says in a sentence why it cannot.
pub async fn open(data: &Path) -> anyhow::Result<Db> {
    Db::open(data).await.with_context(|| {
        format!("The folder {} cannot be used for the database: see that it can be written", data.display())
    })
}

fn busy(config: &Serve, err: &io::Error) -> anyhow::Error {
    let listen = config.listen;
    match err.kind() {
        io::ErrorKind::AddrInUse => {
            anyhow::anyhow!(
                "Port {} is in use: choose another, as in `--listen {}:3210`.",
                listen.port(),
                listen.ip()
            )
        }
        _ => anyhow::anyhow!("It is not possible to listen at {listen}: {err}."),
    }
}

/// On an empty database, the two reference questionnaires, open, with their claims.
async fn add_reference_surveys(db: &Db) -> anyhow::Result<()> {
    if surveys::list(db).await?.is_empty() {
        for (yaml, claims) in REFERENCE {
            let added = surveys::add(db, yaml, true, now())
                .await
                .context("a reference questionnaire could not be added")?;
            put(db, &added.id, Kind::Claims, (claims, None), COMMAND_LINE, now()).await?;
        }
    }
    Ok(())
}

/// While nobody can sign in: the secret of a one-time link for the first person, who may do everything.
async fn first_password(db: &Db) -> anyhow::Result<Option<String>> {
    if people::any(db).await? {
        return Ok(None);
    }
    let person = match people::list(db).await?.iter().find(|it| it.left_at.is_none()) {
        Some(person) => person.id,
        None => people::add(db, "manager", None, &Role::ALL, COMMAND_LINE, now()).await?,
    };
    let secret = format!("{:032x}", random());
    people::create_link(db, person, &secret, now().plus(LINK_LASTS), COMMAND_LINE, now()).await?;
    Ok(Some(secret))
}

/// Listens for signals from now on; ends when one asks the server to stop.
fn stop() -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
    })
}

async fn out_of_patience(mut told: tokio::sync::watch::Receiver<bool>) {
    // The sender lives as long as the server, which is served beside this.
    let _ = told.wait_for(|it| *it).await;
    tokio::time::sleep(PATIENCE).await;
}
