//! Passwords: hashed and checked away from the threads that answer requests.

use std::sync::LazyLock;

use store::people::{self, Person};
use tokio::task::spawn_blocking;

use crate::error::AppError;

/// What a name that nobody has is checked against, so that it takes as long as one that somebody has.
static NOBODY: LazyLock<String> = LazyLock::new(|| password_auth::generate_hash("nobody has this password"));

/// The person, if the name and the password belong together.
pub async fn check(db: &store::Db, name: &str, password: String) -> Result<Option<Person>, AppError> {
    let person = match people::by_name(db, name).await {
        Ok(it) => Some(it),
        Err(store::Error::NotFound) => None,
        Err(err) => return Err(err.into()),
    };
    let hash = person.as_ref().and_then(|it| it.password_hash.clone());
    // Who has left is refused like somebody whom nobody knows, and after as long.
    let known = hash.is_some() && person.as_ref().is_some_and(|it| it.left_at.is_none());
    let fits = spawn_blocking(move || {
        let hash = hash.as_deref().unwrap_or(&NOBODY);
        password_auth::verify_password(password, hash).is_ok()
    });
    let fits = fits.await?;
    Ok(person.filter(|_| known && fits))
}

/// The hash of a new password.
pub async fn hash(password: String) -> Result<String, AppError> {
    Ok(spawn_blocking(move || password_auth::generate_hash(password)).await?)
}
