//! Sessions as the desk means them: who is in, and who stands at the door with a right password and no code yet.

use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use store::people::{self, Person};
use survey::{Moment, PersonId};
use tower_sessions::Session;

use crate::error::AppError;
use crate::state::AppState;

/// Who is in.
const IN: &str = "signed-in";
/// Whose password was right, and who must say a code.
const AT_THE_DOOR: &str = "at-the-door";
/// The code must come so many milliseconds after the password.
const PATIENCE: i64 = 5 * 60_000;

/// What a session holds.
#[derive(Serialize, Deserialize)]
struct Holder {
    person: i64,
    /// The end of the password's hash: a new password ends every session that began with the old one.
    seal: String,
    /// The person's round of sessions: the next one ends every session of this one.
    #[serde(default)]
    round: i64,
}

impl Holder {
    fn of(person: &Person) -> Holder {
        Holder { person: person.id.0, seal: sealed(person), round: person.session_round }
    }
}

/// Somebody at the door.
#[derive(Serialize, Deserialize)]
struct Waiting {
    holder: Holder,
    since: Moment,
    /// The page asked for.
    next: String,
}

/// Begins a session for a person, under a fresh id: one that was planted before is worth nothing.
pub async fn enter(session: &Session, person: &Person) -> Result<(), AppError> {
    session.cycle_id().await.map_err(lost)?;
    session.remove_value(AT_THE_DOOR).await.map_err(lost)?;
    session.insert(IN, Holder::of(person)).await.map_err(lost)
}

/// The password was right: keeps that until the code comes. Whoever was in before is no longer.
pub async fn wait(session: &Session, person: &Person, next: &str, now: Moment) -> Result<(), AppError> {
    session.cycle_id().await.map_err(lost)?;
    session.remove_value(IN).await.map_err(lost)?;
    let waiting = Waiting { holder: Holder::of(person), since: now, next: next.to_owned() };
    session.insert(AT_THE_DOOR, waiting).await.map_err(lost)
}

/// Who stands at the door, and the page asked for; none where nobody does, or for too long.
pub async fn at_the_door(session: &Session, state: &AppState) -> Result<Option<(Person, String)>, AppError> {
    let waiting: Option<Waiting> = session.get(AT_THE_DOOR).await.map_err(lost)?;
    let Some(it) = waiting.filter(|it| (state.now)().since(it.since) <= PATIENCE) else { return Ok(None) };
    Ok(holds(state, it.holder).await?.map(|person| (person, it.next)))
}

/// Ends a session.
pub async fn leave(session: &Session) -> Result<(), AppError> {
    session.flush().await.map_err(lost)
}

/// Who is in. Asking for a page or posting a form is doing something, and so the session does not lie idle; what an
/// open page asks for by itself, second after second, is not.
pub async fn person(parts: &Parts, state: &AppState) -> Result<Option<Person>, AppError> {
    let session = session(parts)?;
    let Some(holder) = session.get(IN).await.map_err(lost)? else { return Ok(None) };
    let person = holds(state, holder).await?;
    let by_itself = parts.uri.path().starts_with("/api/");
    if let (Some(_), false, Some(id)) = (&person, by_itself, session.id())
        && let Err(err) = store::sessions::seen(&state.db, &id.to_string(), (state.now)()).await
    {
        // Nobody is refused because the time of it could not be written.
        tracing::error!(error = &err as &dyn std::error::Error, "the use of a session is not noted");
    }
    Ok(person)
}

/// Whose session it is, as long as nothing has ended it.
async fn holds(state: &AppState, it: Holder) -> Result<Option<Person>, AppError> {
    match people::by_id(&state.db, PersonId(it.person)).await {
        Ok(person) => {
            let same = sealed(&person) == it.seal && person.session_round == it.round;
            Ok(Some(person).filter(|person| same && person.left_at.is_none()))
        }
        Err(store::Error::NotFound) => Ok(None),
        Err(err) => Err(err.into()),
    }
}

/// The session of a request.
pub fn session(parts: &Parts) -> Result<&Session, AppError> {
    parts.extensions.get().ok_or_else(|| {
        tracing::error!("a page asks who is signed in outside of the layer that knows");
        AppError::Internal
    })
}

fn sealed(person: &Person) -> String {
    let hash = person.password_hash.as_deref().unwrap_or_default();
    hash.chars().rev().take(16).collect()
}

/// A session that cannot be read or written is our own fault.
fn lost(err: tower_sessions::session::Error) -> AppError {
    tracing::error!(error = &err as &dyn std::error::Error, "a session failed");
    AppError::Internal
}
