//! Passwords: hashed and checked away from the threads that answer requests.

use std::sync::LazyLock;

use store::people::{self, Person};
use tokio::task::spawn_blocking;
use zxcvbn::{Score, zxcvbn};

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

/// Whether somebody with a list would have a password within a million tries: it is a frequent one, or made of one, of
/// the keyboard's rows, of years, or of the person's own name.
pub fn is_common(password: &str, name: &str) -> bool {
    zxcvbn(password, &[name, "canvass"]).score() < Score::Two
}

/// The hash of a new password.
pub async fn hash(password: String) -> Result<String, AppError> {
    Ok(spawn_blocking(move || password_auth::generate_hash(password)).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_that_are_tried_first_are_common() {
        for password in [
            "1234567890",
            "password123",
            "qwertyuiop",
            "aaaaaaaaaaaa",
            "Passw0rd123",
            "canvass2026",
            "iloveyou123",
            "Melusine1990",
        ] {
            assert!(is_common(password, "melusine"), "{password}");
        }
        for password in
            ["eight peaches in a bowl", "correct horse battery", "八个桃子在一只碗里面", "kV7-ruz.pqL"]
        {
            assert!(!is_common(password, "melusine"), "{password}");
        }
    }
}
