//! Everything that a person may be told when something does not work.

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// What went wrong, as the person who asked may know it. Nothing secret, nothing from below.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum AppError {
    /// Nobody is signed in, and somebody must be.
    #[error("Please sign in.")]
    SignedOut,
    /// May be seen, may not be done.
    #[error("You are not allowed to do this. Ask a manager.")]
    Forbidden,
    /// Is not there, or may not be seen.
    #[error("There is nothing at this address. Check the link.")]
    NotFound,
    /// The address is there, the method is not.
    #[error("This address does not take such a request.")]
    NotAllowed,
    /// A form that is no form: broken encoding, too many fields.
    #[error("What arrived could not be read. Go back and send it again.")]
    Malformed,
    /// More than is taken.
    #[error("What you sent is too large. Go back, shorten it and send it again.")]
    TooLarge,
    /// Read, and not right; a whole sentence for the person.
    #[error("{0}")]
    Invalid(String),
    /// Right now it cannot be done; nothing was lost.
    #[error("There is a rush just now. Wait a little and try again.")]
    Busy,
    /// Our own fault.
    #[error("Something went wrong on our side. Try again in a minute.")]
    Internal,
    /// A call that never arrived.
    #[error("The connection is gone. Check the network and try again.")]
    Offline,
}

impl AppError {
    /// The one table of statuses.
    pub fn status(&self) -> u16 {
        match self {
            AppError::SignedOut => 401,
            AppError::Forbidden => 403,
            AppError::NotFound => 404,
            AppError::NotAllowed => 405,
            AppError::Malformed => 400,
            AppError::TooLarge => 413,
            AppError::Invalid(_) => 422,
            AppError::Busy => 503,
            AppError::Internal | AppError::Offline => 500,
        }
    }

    /// The error that a bare status means: from a layer that knows no pages.
    pub fn from_status(status: u16) -> AppError {
        match status {
            401 => AppError::SignedOut,
            403 => AppError::Forbidden,
            404 => AppError::NotFound,
            405 => AppError::NotAllowed,
            413 => AppError::TooLarge,
            429 | 503 => AppError::Busy,
            400..500 => AppError::Malformed,
            _ => AppError::Internal,
        }
    }

    /// The start of its words in the files of words: `error-busy` (what is so) and `error-busy-do` (what to do).
    pub fn word(&self) -> &'static str {
        match self {
            AppError::SignedOut => "error-signed-out",
            AppError::Forbidden => "error-forbidden",
            AppError::NotFound => "error-not-found",
            AppError::NotAllowed => "error-not-allowed",
            AppError::Malformed => "error-malformed",
            AppError::TooLarge => "error-too-large",
            AppError::Invalid(_) => "error-invalid",
            AppError::Busy => "error-busy",
            AppError::Internal => "error-internal",
            AppError::Offline => "error-offline",
        }
    }
}

/// What a call from the browser gives when it fails on its way.
impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(err: ServerFnErrorErr) -> Self {
        match err {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => AppError::Offline,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => AppError::Malformed,
            _ => AppError::Internal,
        }
    }
}
