//! Sends what waits, in order, one at a time, for as long as it takes.

use std::cell::Cell;

use js_sys::{Promise, Uint8Array};
use survey::Go;
use survey::outbox::{self, Post, Stand, Word};
use wasm_bindgen::prelude::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlFormElement, Request, RequestInit, Response, UrlSearchParams};

use crate::dom::{after, append, document, element, find, get, mark, set, window};
use crate::running::{Running, key, now, with};
use crate::{kept, page};

/// Milliseconds between two tries: the longer it has not worked, the rarer.
const PAUSES: [i32; 6] = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/// A request without an answer is given up after so many milliseconds.
const PATIENCE: u32 = 20_000;

thread_local! {
    /// Something is on its way.
    static SENDING: Cell<bool> = const { Cell::new(false) };
    /// So many tries have failed since one worked.
    static FAILED: Cell<usize> = const { Cell::new(0) };
    /// Which of the pauses is the one that counts: waking up ends the others.
    static PAUSE: Cell<u32> = const { Cell::new(0) };
}

/// What became of a post.
enum Sent {
    Word(Word),
    /// The network or the server did not answer, or asked for patience.
    NotNow,
    /// It was answered with something else: the page says what.
    Look,
    /// It will never be taken.
    Refused,
}

/// Sends as soon as whoever asks for it has done, if there is anything to send.
pub fn wake() {
    PAUSE.set(PAUSE.get() + 1);
    wasm_bindgen_futures::spawn_local(async {
        if !SENDING.replace(true) {
            while send_first().await {}
            SENDING.set(false);
        }
    });
}

/// Sends the first post that waits. Whether there is another one to send at once.
async fn send_first() -> bool {
    let Some(Some(post)) = with(|it| it.outbox.first().cloned()) else { return false };
    let Some(pairs) = with(|it| it.pairs(&post)) else { return false };
    let Some((path, word)) = with(|it| (it.here(), it.word())) else { return false };
    match deliver(&path, &pairs, &word).await {
        Sent::Word(word) => {
            FAILED.set(0);
            taken(post, word).await
        }
        Sent::Look => {
            let Some(path) = with(|it| it.here()) else { return false };
            go(&path);
            false
        }
        Sent::Refused => {
            if let Some(key) = with(|it| key(&it.form, &it.token, it.begun)) {
                kept::forget(&key).await;
            }
            submit(&path, &pairs);
            false
        }
        Sent::NotNow => {
            let failed = FAILED.get();
            FAILED.set(failed + 1);
            with(|it| it.voice().kept_here(it.stand == Stand::Waits));
            pause(PAUSES[failed.min(PAUSES.len() - 1)]);
            false
        }
    }
}

/// The server has said where the interview stands after a post.
async fn taken(post: Post, word: Word) -> bool {
    if let Some(path) = word.to {
        // An end; or a survey that takes nothing now, for which everything is kept.
        if word.last_post.is_some()
            && let Some(key) = with(|it| key(&it.form, &it.token, it.begun))
        {
            kept::forget(&key).await;
        }
        go(&path);
        return false;
    }
    let agrees = with(|it| it.acknowledge(&post, &word)).unwrap_or(false);
    if !agrees {
        if let Some(path) = with(|it| it.here()) {
            go(&path);
        }
        return false;
    }
    with(|it| it.outbox.len()).unwrap_or(0) > 0
}

impl Running {
    /// Takes a post out that the server has taken. False where it stands elsewhere than thought.
    fn acknowledge(&mut self, post: &Post, word: &Word) -> bool {
        if !outbox::taken(&self.handout.questionnaire, &mut self.known, post, word, now()) {
            // Its first page is there, whatever has become of this post.
            self.enter();
            return false;
        }
        self.outbox.retain(|it| it.id != post.id);
        self.enter();
        self.voice().sent(self.outbox.is_empty());
        if self.outbox.is_empty() && self.stand == Stand::Waits {
            // There was room at the gate.
            self.stand = Stand::Page;
            self.shown = self.known.clone();
            self.draw();
        }
        self.keep();
        if self.outbox.is_empty() && self.turns {
            go(&self.here());
        }
        true
    }

    /// The server knows the interview now: its address is the page's.
    fn enter(&mut self) {
        if self.begun {
            return;
        }
        let first = key(&self.form, &self.token, false);
        self.begun = true;
        let here = self.here();
        set(&self.form, "action", &here);
        if let Some(later) = document().body().and_then(|it| find(&it, ".sheet__later")) {
            mark(&later, "hidden", false);
        }
        self.enter_here();
        self.keep();
        wasm_bindgen_futures::spawn_local(async move { kept::forget(&first).await });
    }

    /// The address on the screen is that of the interview, as soon as it has one.
    pub fn enter_here(&self) {
        if let (true, Ok(history)) = (self.begun, window().history()) {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&self.here()));
        }
    }

    /// Its own address, where posts go, too.
    fn here(&self) -> String {
        if self.begun { format!("/i/{}", self.token) } else { action(&self.form) }
    }

    /// The type of the answers to ask for.
    fn word(&self) -> String {
        self.form.get_attribute("data-word").unwrap_or_default()
    }

    /// A post with what the form says beside it: which interview is begun, where its respondent came from, and what
    /// speaks for or against a browser.
    fn pairs(&self, post: &Post) -> Vec<(String, String)> {
        let now = page::aside(&self.form, self.page());
        let gone = self.aside.iter().filter(|(name, _)| !now.iter().any(|(it, _)| it == name));
        let mut pairs = post.pairs();
        pairs.extend(gone.chain(&now).filter(|(name, _)| name != "_start").cloned());
        if !self.begun {
            pairs.push(("_start".to_owned(), self.token.to_string()));
        }
        pairs
    }

    /// What is typed so far, as a post that moves nothing; none where there is nothing to save it in.
    fn saving(&self) -> Option<Post> {
        let page = self.page();
        let fields = self.shown.drafts.get(&page.name)?.fields.clone();
        let is_time = self.begun && self.outbox.is_empty() && self.stand == Stand::Page && !SENDING.get();
        let (id, page, turn, go) = (String::new(), page.name.clone(), self.shown.turn, Go::Keep);
        is_time.then_some(Post { id, page, turn, go, lang: None, seen: Vec::new(), spent: 0, fields })
    }
}

/// Saves what is typed so far on the server, if nothing else is on its way. Nobody waits for it.
pub fn save() {
    let Some(Some((path, word, pairs))) =
        with(|it| it.saving().map(|post| (it.here(), it.word(), post.pairs())))
    else {
        return;
    };
    wasm_bindgen_futures::spawn_local(async move {
        // The copy in the browser is the one that counts.
        let _ = deliver(&path, &pairs, &word).await;
    });
}

async fn deliver(path: &str, pairs: &[(String, String)], word: &str) -> Sent {
    let Ok(body) = UrlSearchParams::new() else { return Sent::Look };
    for (name, text) in pairs {
        body.append(name, text);
    }
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&body);
    // It is sent even if the page is left meanwhile.
    let _ = js_sys::Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE);
    let Some(response) = ask(path, &init, word).await else { return Sent::NotNow };
    match response.status() {
        200 if response.headers().get("content-type").ok().flatten().as_deref() == Some(word) => {
            let read = bytes(&response).await.and_then(|it| postcard::from_bytes(&it).ok());
            read.map_or(Sent::NotNow, Sent::Word)
        }
        408 | 425 | 429 | 500.. => Sent::NotNow,
        400.. => Sent::Refused,
        _ => Sent::Look,
    }
}

/// Sends fields as a plain form would: the server's page says what is wrong with them.
fn submit(path: &str, pairs: &[(String, String)]) {
    let form = element("form", &[("method", "post"), ("action", path), ("hidden", "")], "");
    for (name, text) in pairs {
        append(&form, &element("input", &[("type", "hidden"), ("name", name), ("value", text)], ""));
    }
    if let (Some(body), Ok(form)) = (document().body(), form.dyn_into::<HtmlFormElement>()) {
        append(&body, &form);
        let _ = form.submit();
    }
}

/// What the server says at an address, in words of this type; none if it cannot be had now.
pub async fn fetch(path: &str, word: &str) -> Option<Vec<u8>> {
    let response = ask(path, &RequestInit::new(), word).await?;
    if response.status() == 200 { bytes(&response).await } else { None }
}

async fn ask(path: &str, init: &RequestInit, word: &str) -> Option<Response> {
    let signal = get(&window(), "AbortSignal");
    let timeout = get(&signal, "timeout").dyn_into::<js_sys::Function>().ok();
    if let Some(signal) = timeout.and_then(|it| it.call1(&signal, &PATIENCE.into()).ok()) {
        let _ = js_sys::Reflect::set(init, &"signal".into(), &signal);
    }
    let request = Request::new_with_str_and_init(path, init).ok()?;
    request.headers().set("accept", word).ok()?;
    let response = JsFuture::from(window().fetch_with_request(&request)).await.ok()?;
    response.dyn_into().ok()
}

async fn bytes(response: &Response) -> Option<Vec<u8>> {
    let buffer: Promise = response.array_buffer().ok()?;
    Some(Uint8Array::new(&JsFuture::from(buffer).await.ok()?).to_vec())
}

/// Tries again after a while, unless something wakes it before.
fn pause(millis: i32) {
    let mine = PAUSE.get();
    after(millis, move || {
        if PAUSE.get() == mine {
            wake();
        }
    });
}

/// Where the form is sent.
pub fn action(form: &HtmlFormElement) -> String {
    form.get_attribute("action").unwrap_or_default()
}

/// Looks at another page, from which Back does not come here again.
fn go(path: &str) {
    let _ = window().location().replace(path);
}
