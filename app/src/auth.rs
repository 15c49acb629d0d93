//! Who is signed in, and the guards with which pages, handlers and server fns begin.

pub mod password;
pub mod sessions;
pub mod throttle;

use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;
use leptos::prelude::expect_context;
use store::people::{self, Role};
use survey::PersonId;
use tower_sessions::Session;

use crate::error::AppError;
use crate::state::AppState;

/// Somebody who is signed in, in whatever role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub roles: Vec<Role>,
}

impl Person {
    /// Whether this is one of the person's roles.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Somebody who runs the field.
#[derive(Clone, Debug)]
pub struct Manager(pub Person);

/// Somebody who reads the data.
#[derive(Clone, Debug)]
pub struct Analyst(pub Person);

/// Somebody who writes questionnaires.
#[derive(Clone, Debug)]
pub struct Author(pub Person);

/// Asks for a person in a page's loader or a server fn; a handler has it as an argument.
pub async fn guard<P: FromRequestParts<AppState, Rejection = AppError>>() -> Result<P, AppError> {
    let (mut parts, state): (Parts, AppState) = (expect_context(), expect_context());
    P::from_request_parts(&mut parts, &state).await
}

impl FromRequestParts<AppState> for Person {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Person, AppError> {
        let session = session(parts)?;
        let signed_in: Option<SignedIn> = session.get(KEY).await.map_err(lost)?;
        let SignedIn { person, seal } = signed_in.ok_or(AppError::SignedOut)?;
        match people::by_id(&state.db, PersonId(person)).await {
            Ok(it) if sealed(&it) == seal => Ok(Person { id: it.id, name: it.name, roles: it.roles }),
            Ok(_) | Err(store::Error::NotFound) => Err(AppError::SignedOut),
            Err(err) => Err(err.into()),
        }
    }
}

macro_rules! guards {
    ($($guard:ident),*) => {$(
        impl FromRequestParts<AppState> for $guard {
            type Rejection = AppError;

            async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<$guard, AppError> {
                let person = Person::from_request_parts(parts, state).await?;
                if person.is(Role::$guard) { Ok($guard(person)) } else { Err(AppError::Forbidden) }
            }
        }
    )*};
}

guards!(Manager, Analyst, Author);

/// What a session holds.
#[derive(serde::Serialize, serde::Deserialize)]
struct SignedIn {
    person: i64,
    /// The end of the password's hash: a new password ends every session that began with the old one.
    seal: String,
}

const KEY: &str = "signed-in";

/// Begins a session for a person, under a fresh id: one that was planted before is worth nothing.
pub async fn sign_in(session: &Session, person: &people::Person) -> Result<(), AppError> {
    session.cycle_id().await.map_err(lost)?;
    let signed_in = SignedIn { person: person.id.0, seal: sealed(person) };
    session.insert(KEY, signed_in).await.map_err(lost)
}

/// Ends a session.
pub async fn sign_out(session: &Session) -> Result<(), AppError> {
    session.flush().await.map_err(lost)
}

/// The address of a one-time link on this site.
pub fn link_path(secret: &str) -> String {
    format!("/first-password/{secret}")
}

/// Where somebody is sent who must sign in first, with the way back to the page that was asked for.
pub fn sign_in_path(asked: &Parts) -> String {
    let page = asked.uri.path_and_query().filter(|_| asked.method == Method::GET);
    let Some(page) = page.filter(|it| is_local(it.as_str())) else { return "/sign-in".to_owned() };
    let next: String =
        form_urlencoded::Serializer::new(String::new()).append_pair("next", page.as_str()).finish();
    format!("/sign-in?{next}")
}

/// Whether an address is one of this site's own, so that nobody is led elsewhere after signing in.
pub fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= 2000
        && path.bytes().all(|it| it.is_ascii_graphic() && it != b'\\')
}

fn session(parts: &Parts) -> Result<&Session, AppError> {
    parts.extensions.get().ok_or_else(|| {
        tracing::error!("a page asks who is signed in outside of the layer that knows");
        AppError::Internal
    })
}

fn sealed(person: &people::Person) -> String {
    let hash = person.password_hash.as_deref().unwrap_or_default();
    hash.chars().rev().take(16).collect()
}

/// A session that cannot be read or written is our own fault.
fn lost(err: tower_sessions::session::Error) -> AppError {
    tracing::error!(error = &err as &dyn std::error::Error, "a session failed");
    AppError::Internal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_addresses_are_gone_back_to() {
        let own = ["/surveys", "/surveys/a/data?rows=all", "/"];
        let foreign =
            ["", "surveys", "//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example"];
        assert_eq!(own.map(is_local), [true; 3]);
        assert_eq!(foreign.map(is_local), [false; 6]);
    }
}
