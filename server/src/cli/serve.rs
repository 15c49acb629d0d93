//! `canvass serve`: opens what is kept, serves the site, stops politely.

use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::Context;
use app::auth::LINK_LASTS;
use app::state::{AppState, random};
use axum::middleware::from_fn;
use sd_notify::NotifyState;
use store::people::{self, Role};
use store::texts::{Kind, put};
use store::{Db, surveys};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;

use super::failure::COMMAND_LINE;
use crate::config::Serve;
use crate::{
    assets, backups, exports, jobs, listen, monitor, now, packing, rehearsal, router, sole, webhooks,
};

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

/// Serves the site until it is told to stop.
pub async fn serve(data: &Path, config: &Serve) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log).context("--log does not read")?;
    let colours = io::stderr().is_terminal();
    tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(colours).with_env_filter(filter).init();
    // Each connection is a file. What cannot be had is done without.
    let _ = rlimit::increase_nofile_limit(u64::MAX);

    let socket = listen::socket(config)?;
    let _alone = sole::server(data)?;
    let tls = match config.tls() {
        Some(files) => Some((listen::tls(files).await?, files)),
        None => None,
    };
    let db = open(data).await?;
    warn(data, config, socket.local_addr()?);
    add_reference_surveys(&db).await?;

    let origin = config.origin(socket.local_addr()?);
    let mut router = router(state(&db, data, config));
    let mut jobs = jobs(&db, data, config);
    if let Some(address) = config.monitor {
        jobs.spawn(monitor::work(address, db.clone()).await?);
        router = router.layer(from_fn(monitor::timed));
    }
    // Before anybody hears that it is ready, and may ask it to stop.
    let stopped = stop()?;
    println!("Canvass listens on {origin}");
    if let Some(secret) = first_password(&db).await? {
        println!("Choose the first password at {origin}{}", app::auth::link_path(&secret));
    }
    tell_systemd(NotifyState::Ready);
    listen::serve(socket, tls, router, stopped).await?;
    jobs.shutdown().await;
    db.close().await;
    Ok(())
}

/// Says what may be as it should, and may not.
fn warn(data: &Path, config: &Serve, listens: SocketAddr) {
    if !config.secure() && !listens.ip().is_loopback() {
        tracing::warn!(
            "answers and passwords travel in clear: set --url https://… behind a proxy, or --tls-certificate"
        );
    }
    let mode = data.metadata().map_or(0, |it| it.permissions().mode());
    if mode & 0o077 != 0 {
        tracing::warn!(folder = %data.display(), "others on this machine may look into the folder: `chmod 700` it");
    }
}

/// What every request may reach.
fn state(db: &Db, data: &Path, config: &Serve) -> AppState {
    let (assets, options) = assets::names();
    AppState {
        db: db.clone(),
        assets,
        options,
        now,
        random,
        secure: config.secure(),
        local_webhooks: config.local_webhooks,
        files: exports::folder(data).as_path().into(),
        columns: Default::default(),
        handouts: Default::default(),
        proofs: Default::default(),
        url: config.url.as_deref().map(Into::into),
    }
}

/// What happens without a request.
fn jobs(db: &Db, data: &Path, config: &Serve) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    jobs.spawn(jobs::sweep(db.clone(), now));
    jobs.spawn(jobs::retain(db.clone(), random, now));
    jobs.spawn(rehearsal::work(db.clone(), now));
    jobs.spawn(webhooks::work(db.clone(), config.local_webhooks, now));
    jobs.spawn(exports::work(db.clone(), exports::folder(data), now));
    jobs.spawn(packing::work(db.clone()));
    if let Some(every) = config.snapshots {
        jobs.spawn(backups::work(data.to_owned(), every, config.keep_snapshots, now));
    }
    jobs
}

/// Opens what is kept, or says in a sentence why it cannot.
pub async fn open(data: &Path) -> anyhow::Result<Db> {
    Db::open(data).await.with_context(|| cannot_use(data))
}

/// That a folder does not do, and what to look at.
pub fn cannot_use(data: &Path) -> String {
    format!("The folder {} cannot be used for the database: see that it can be written", data.display())
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
        tell_systemd(NotifyState::Stopping);
    })
}

/// Tells systemd, where it has started us and waits for that.
fn tell_systemd(state: NotifyState<'_>) {
    if let Err(err) = sd_notify::notify(&[state]) {
        tracing::warn!(error = &err as &dyn std::error::Error, "systemd could not be told");
    }
}
