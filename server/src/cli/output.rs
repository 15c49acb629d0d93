//! Where a command writes what it makes: to a file, or to whoever reads the standard output.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind};
use std::path::Path;

use anyhow::Context;

/// Writes a file, which has its name only once it is whole. `write` gives its sink back.
pub async fn write_file<T>(
    path: &Path,
    write: impl AsyncFnOnce(BufWriter<File>) -> anyhow::Result<(BufWriter<File>, T)>,
) -> anyhow::Result<T> {
    let name = path.file_name().context("The output needs a file's name, such as tea.csv")?;
    let part = path.with_file_name(format!("{}.part", name.to_string_lossy()));
    let cannot = || format!("Cannot write {}; check the folder and its space", path.display());
    let file = File::create(&part).with_context(cannot)?;
    let kept = write(BufWriter::new(file)).await.and_then(|(to, written)| {
        to.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        std::fs::rename(&part, path)?;
        Ok(written)
    });
    if kept.is_err() {
        // Half a file is worth nothing, and the error is told anyway.
        let _ = std::fs::remove_file(&part);
    }
    kept.with_context(cannot)
}

/// Whoever reads us, `head` say, may have had enough: that is no failure.
pub fn or_enough(written: anyhow::Result<()>) -> anyhow::Result<()> {
    let is_broken_pipe = |it: &io::Error| it.kind() == ErrorKind::BrokenPipe;
    match written {
        Err(err) if err.downcast_ref().is_some_and(is_broken_pipe) => Ok(()),
        written => written,
    }
}
