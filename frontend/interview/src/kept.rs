//! What an interview keeps in the browser, so that nothing is lost when the network, the tab or the phone goes.

use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use survey::outbox::Post;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen(module = "/src/kept.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn load(key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn save(key: &str, bytes: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = "forget")]
    async fn forget_key(key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = "sweep")]
    async fn sweep_all(mine: &str) -> Result<JsValue, JsValue>;
    async fn only(name: &str) -> JsValue;
}

/// What is kept of one interview.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Of the interview; one that the server does not know yet is kept by the address of its first page.
    pub token: String,
    /// What else the first post says: where the respondent came from.
    pub aside: Vec<(String, String)>,
    /// What was posted and may not have arrived.
    pub outbox: Vec<Post>,
    pub typed: Typed,
}

/// What is typed on the page that is shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Typed {
    pub page: String,
    pub turn: u32,
    pub fields: Vec<(String, String)>,
    /// The id of the control that has the focus.
    pub focus: String,
    /// How long the page has been on the screen, in milliseconds.
    pub spent: i64,
}

/// Storage is refused, full or gone.
#[derive(Clone, Copy, Debug)]
pub struct Refused;

/// Reads a record; none if there is none, or one of another build.
pub async fn read(key: &str) -> Result<Option<Record>, Refused> {
    let found = load(key).await.map_err(|_| Refused)?;
    let bytes = found.dyn_into::<Uint8Array>().ok();
    Ok(bytes.and_then(|it| postcard::from_bytes(&it.to_vec()).ok()))
}

/// Keeps a record.
pub async fn keep(key: &str, record: &Record) -> Result<(), Refused> {
    let bytes = postcard::to_stdvec(record).map_err(|_| Refused)?;
    save(key, Uint8Array::from(bytes.as_slice())).await.map(|_| ()).map_err(|_| Refused)
}

/// Forgets a record, if it is there.
pub async fn forget(key: &str) {
    let _ = forget_key(key).await;
}

/// Forgets what nobody has come back to for a week.
pub async fn sweep(mine: &str) {
    let _ = sweep_all(mine).await;
}

/// Whether this tab is the only one that runs the interview. The others go on as plain forms.
pub async fn is_only(token: &str) -> bool {
    only(&format!("canvass {token}")).await.is_truthy()
}
