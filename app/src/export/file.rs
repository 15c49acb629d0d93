//! A data file that was made, as an answer: for the page and for programs alike.

use std::fs::File;
use std::io::{self, Read};

use analysis::export::Format;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures::stream::{self, Stream};
use store::exports::Run;
use tokio::task::spawn_blocking;

use super::Wanted;
use crate::download;
use crate::error::AppError;
use crate::state::AppState;

/// How many bytes of it are in memory at a time.
const PIECE: usize = 256 * 1024;

/// The file of a run, piece by piece. `NotFound` where it is not made, or not kept any more.
///
/// Its length is said first, and a failure half-way breaks the connection: a cut file is never taken for a whole one.
pub async fn file(state: &AppState, run: &Run) -> Result<Response, AppError> {
    let manifest = run.manifest.as_ref().filter(|_| run.is_here()).ok_or(AppError::NotFound)?;
    let path = state.files.join(run.id.to_string());
    let opened = spawn_blocking(move || File::open(path)).await.map_err(io::Error::other).and_then(|it| it);
    let file = opened.map_err(|err| match err.kind() {
        // Deleted between the look and the opening.
        io::ErrorKind::NotFound => AppError::NotFound,
        _ => broken(err, AppError::Internal),
    })?;
    let kind = Format::parse(&Wanted::parse(&run.wanted).format).map(Format::media_type);
    let mut headers = download::headers(kind.unwrap_or("application/octet-stream"), &manifest.file);
    headers.insert(header::CONTENT_LENGTH, manifest.bytes.into());
    if let Ok(it) = HeaderValue::from_str(&format!("\"{}\"", manifest.sha256)) {
        headers.insert(header::ETAG, it);
    }
    Ok((headers, Body::from_stream(pieces(file))).into_response())
}

fn pieces(file: File) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    stream::try_unfold(file, |file| async {
        let read = spawn_blocking(move || piece(file)).await.map_err(io::Error::other);
        read.and_then(|it| it).map_err(|err| broken(err, io::Error::other("the download broke off")))
    })
}

/// The next bytes, and the rest of the file; none at its end.
fn piece(file: File) -> io::Result<Option<(Bytes, File)>> {
    let mut bytes = Vec::with_capacity(PIECE);
    (&file).take(PIECE as u64).read_to_end(&mut bytes)?;
    Ok((!bytes.is_empty()).then(|| (bytes.into(), file)))
}

/// The failure is logged here: the answer may have begun, and nobody can be told any more.
fn broken<E>(err: io::Error, told: E) -> E {
    tracing::error!(error = &err as &dyn std::error::Error, "a data file could not be read");
    told
}
