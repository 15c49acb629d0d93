//! Sessions of the desk: a random id in a cookie, the rest in the database under the hash of it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use leptos::serde_json;
use store::sessions;
use survey::Moment;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, SessionManagerLayer, SessionStore};

use crate::cookies;
use crate::state::AppState;

/// The layer that gives each request its session.
pub fn layer(state: &AppState) -> SessionManagerLayer<Sessions> {
    // Lax: with Strict, whoever follows a link from a mail would seem to be signed out.
    SessionManagerLayer::new(Sessions(state.clone()))
        .with_name(cookies::name(state.secure, "canvass_session"))
        .with_same_site(SameSite::Lax)
        .with_http_only(true)
        .with_secure(state.secure)
        // Until when the browser keeps it. Until when it is good, the database says.
        .with_expiry(Expiry::OnInactivity(Duration::milliseconds(sessions::LASTS)))
}

/// Sessions as the database keeps them.
#[derive(Clone)]
pub struct Sessions(AppState);

impl Sessions {
    /// By our own clock: the library's is not a test's.
    fn now(&self) -> Moment {
        (self.0.now)()
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

type Work<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

// Written out, where others use the macro `async_trait`: it is four lines.
impl SessionStore for Sessions {
    fn create<'a, 'b, 'c>(&'a self, record: &'b mut Record) -> Work<'c, ()>
    where
        'a: 'c,
        'b: 'c,
    {
        Box::pin(async move {
            loop {
                let data = serde_json::to_vec(&record.data).map_err(encode)?;
                let id = record.id.to_string();
                if sessions::create(&self.0.db, &id, &data, self.now()).await.map_err(backend)? {
                    return Ok(());
                }
                record.id = Id::default();
            }
        })
    }

    fn save<'a, 'b, 'c>(&'a self, record: &'b Record) -> Work<'c, ()>
    where
        'a: 'c,
        'b: 'c,
    {
        Box::pin(async move {
            let data = serde_json::to_vec(&record.data).map_err(encode)?;
            sessions::save(&self.0.db, &record.id.to_string(), &data, self.now()).await.map_err(backend)
        })
    }

    fn load<'a, 'b, 'c>(&'a self, id: &'b Id) -> Work<'c, Option<Record>>
    where
        'a: 'c,
        'b: 'c,
    {
        Box::pin(async move {
            let now = self.now();
            let Some(data) = sessions::load(&self.0.db, &id.to_string(), now).await.map_err(backend)? else {
                return Ok(None);
            };
            let data = serde_json::from_slice(&data).map_err(|it| Error::Decode(it.to_string()))?;
            // Nobody reads when it ends: the database, which gave it, knows.
            Ok(Some(Record { id: *id, data, expiry_date: OffsetDateTime::UNIX_EPOCH }))
        })
    }

    fn delete<'a, 'b, 'c>(&'a self, id: &'b Id) -> Work<'c, ()>
    where
        'a: 'c,
        'b: 'c,
    {
        Box::pin(async move { sessions::delete(&self.0.db, &id.to_string()).await.map_err(backend) })
    }
}

fn encode(err: serde_json::Error) -> Error {
    Error::Encode(err.to_string())
}

fn backend(err: store::Error) -> Error {
    Error::Backend(err.to_string())
}
