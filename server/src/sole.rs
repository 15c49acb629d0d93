//! One server a folder: two would count guesses, send webhooks and make files each for itself.

use std::fs::{File, TryLockError};
use std::path::Path;

use anyhow::{Context, bail};

/// Holds the folder for as long as the file is open; the system lets it go with the process, however that ends.
///
/// # Errors
/// Another server holds it, or the folder cannot be written.
pub fn server(data: &Path) -> anyhow::Result<File> {
    let path = data.join("canvass.lock");
    let cannot = || super::cli::serve::cannot_use(data);
    std::fs::create_dir_all(data).with_context(cannot)?;
    let file = File::create(&path).with_context(cannot)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            bail!(
                "A server is running on the folder {}: stop it first, or choose another with --data.",
                data.display()
            )
        }
        Err(TryLockError::Error(err)) => Err(err).with_context(cannot),
    }
}
