//! Where connections come in: a socket of our own or one that was handed over, with TLS or without, and how long
//! anybody may keep one for nothing.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::Context;
use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use tokio::net::TcpSocket;
use tokio::time::{MissedTickBehavior, interval};

use crate::config::Serve;

/// How long a connection may take for the head of a request, its first or the next. Phones open a new one when they
/// come back; who keeps ten thousand open for nothing loses them.
const HEAD: Duration = Duration::from_secs(30);

/// How long requests under way may take to end once the server is told to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many connections may wait to be taken in; the system has a limit of its own (`net.core.somaxconn`).
const WAITING: u32 = 4096;

/// Requests at once on one connection, where a browser sends several.
const STREAMS: u32 = 100;

/// How often it is looked whether there is a new certificate.
const RENEWED: Duration = Duration::from_secs(60);

/// A file and its key.
pub type Files<'a> = (&'a PathBuf, &'a PathBuf);

/// The socket: handed over by systemd (or whoever speaks its protocol, `LISTEN_FDS`), else our own.
///
/// With a socket that is handed over nobody is refused while the server is replaced: the system keeps connections
/// until the next one takes them.
pub fn socket(config: &Serve) -> anyhow::Result<TcpListener> {
    let handed = listenfd::ListenFd::from_env().take_tcp_listener(0);
    match handed.context("The socket that was handed over is none that pages can be served at")? {
        Some(socket) => Ok(socket),
        None => bind(config.listen).map_err(|err| busy(config.listen, &err)),
    }
}

/// A socket of our own, where a crowd that comes at once may wait.
fn bind(listen: SocketAddr) -> io::Result<TcpListener> {
    let socket = if listen.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A server that takes the place of another one need not wait until its last connections are forgotten.
    socket.set_reuseaddr(true)?;
    socket.bind(listen)?;
    socket.listen(WAITING)?.into_std()
}

fn busy(listen: SocketAddr, err: &io::Error) -> anyhow::Error {
    match err.kind() {
        io::ErrorKind::AddrInUse => anyhow::anyhow!(
            "Port {} is in use: choose another, as in `--listen {}:3210`.",
            listen.port(),
            listen.ip()
        ),
        _ => anyhow::anyhow!("It is not possible to listen at {listen}: {err}."),
    }
}

/// Reads a certificate and its key.
///
/// # Errors
/// One of them does not read, or the key is not that of the certificate.
pub async fn tls((certificate, key): Files<'_>) -> anyhow::Result<RustlsConfig> {
    // That it is installed already is no failure.
    let _ = rustls::crypto::ring::default_provider().install_default();
    RustlsConfig::from_pem_file(certificate, key).await.with_context(|| {
        format!(
            "The certificate in {} and the key in {} cannot be used; both are PEM files, and the key is the \
             certificate's",
            certificate.display(),
            key.display()
        )
    })
}

/// Serves pages until `stop` ends, then finishes what is under way, as long as patience lasts.
pub async fn serve(
    socket: TcpListener,
    tls: Option<(RustlsConfig, Files<'_>)>,
    router: Router,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let handle = Handle::new();
    // With the address of whoever asks: failures are counted by it.
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let stopping = async {
        stop.await;
        handle.graceful_shutdown(Some(PATIENCE));
        std::future::pending::<()>().await
    };
    let accept = |err: Option<&SocketAddr>, why: &io::Error| {
        // Of a single connection nothing is worth a line; that none is accepted, is.
        if err.is_none() {
            tracing::error!(error = why as &dyn std::error::Error, "a connection could not be accepted");
        }
    };
    macro_rules! served {
        ($server:expr) => {{
            let mut server = $server.handle(handle.clone()).first_request_timeout(HEAD);
            server.http_builder().http1().header_read_timeout(HEAD);
            server.http_builder().http2().keep_alive_interval(HEAD).max_concurrent_streams(STREAMS);
            server.accept_error_handler(accept).serve(service).await
        }};
    }
    let serving = async {
        match &tls {
            Some((tls, _)) => served!(axum_server::from_tcp_rustls(socket, tls.clone())?),
            None => {
                let mut server = axum_server::from_tcp(socket)?;
                // Nobody speaks HTTP/2 without TLS. To look for it first made hyper double the 8 KiB that each
                // connection reads into.
                let http1 = server.http_builder().clone().http1_only();
                *server.http_builder() = http1;
                served!(server)
            }
        }
    };
    let renewing = async {
        match &tls {
            Some((tls, files)) => renew(tls, *files).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        done = serving => Ok(done?),
        () = stopping => unreachable!("it waits for the server to end"),
        () = renewing => unreachable!("it has no end"),
    }
}

/// Reads the certificate again whenever its file has changed, for as long as it is let run.
async fn renew(tls: &RustlsConfig, (certificate, key): Files<'_>) {
    let mut known = (changed(certificate), changed(key));
    let mut ticks = interval(RENEWED);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let now = (changed(certificate), changed(key));
        if now == known {
            continue;
        }
        match tls.reload_from_pem_file(certificate, key).await {
            Ok(()) => {
                known = now;
                tracing::info!("the new certificate is in use");
            }
            // One of the two may not be written yet; the old one holds until both fit.
            Err(err) => {
                tracing::warn!(error = &err as &dyn std::error::Error, "the new certificate does not read")
            }
        }
    }
}

fn changed(file: &Path) -> Option<SystemTime> {
    file.metadata().and_then(|it| it.modified()).ok()
}
