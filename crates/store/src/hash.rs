//! What is kept of a secret or a device: enough to know it again, too little to use it.

use std::fmt::Write;

use sha2::{Digest, Sha256};
use survey::SurveyId;

/// SHA-256 in hexadecimal digits.
pub(crate) fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::with_capacity(64), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes whatever is written");
        hex
    })
}

/// A device cookie, hashed together with the survey, so that nobody is followed from one to another.
pub(crate) fn device(survey: &SurveyId, device: &str) -> String {
    sha256(&format!("{survey}:{device}"))
}
