//! What is drawn on the server and alive in the browser.

pub mod quota_board;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The words that an island shows, by id; the files of words stay on the server.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Words(pub BTreeMap<String, String>);

impl Words {
    /// The words called `id`; the id itself, where they were forgotten.
    pub fn get(&self, id: &str) -> String {
        self.0.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }
}
