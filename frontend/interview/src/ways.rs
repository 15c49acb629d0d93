//! What happens on the page: typing, the buttons, the browser's own Back, the network and the screen that come and go.

use std::cell::Cell;

use survey::Go;
use survey::outbox::Stand;
use survey::portable::handout::Speech;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;
use web_sys::{Event, HtmlButtonElement, SubmitEvent};

use crate::dom::{after, after_paint, document, get, on, window};
use crate::running::with;
use crate::{aids, send, speech};

/// What is typed is saved on the server when nothing was typed for so many milliseconds.
const REST: i32 = 1_500;

thread_local! {
    /// The entry of the history that Back takes instead of the page before the interview.
    static MARKED: Cell<bool> = const { Cell::new(false) };
    static TYPED: Cell<u32> = const { Cell::new(0) };
}

/// Listens to everything there is, for as long as the page lives.
pub fn listen() {
    let Some(form) = with(|it| it.form.clone()) else { return };
    on(&form, "input", |event| typed(&event));
    on(&form, "change", |event| typed(&event));
    on(&form, "submit", |event| submitted(&event));
    on(&form, "click", |event| speech().iter().for_each(|it| aids::clicked(&event, it)));
    for name in ["pointermove", "pointerup", "pointercancel"] {
        on(&document(), name, |event| {
            if aids::follows_pointer() {
                speech().iter().for_each(|it| aids::pointed(&event, it));
            }
        });
    }
    on(&window(), "online", |_| send::wake());
    on(&window(), "popstate", |_| went_back());
    on(&window(), "pageshow", |event| {
        // A page out of the browser's memory may be of an interview that has gone on.
        if get(&event, "persisted").is_truthy() {
            let _ = window().location().reload();
        }
    });
    on(&document(), "visibilitychange", |_| match document().hidden() {
        true => send::save(),
        false => send::wake(),
    });
}

/// What is said in the language of the interview. It is asked for before anything is done: what is done may change
/// an answer.
fn speech() -> Option<&'static Speech> {
    with(|it| speech::of(it.handout, &it.shown.lang)).flatten()
}

fn typed(event: &Event) {
    aids::before_typed(event);
    with(|it| it.typed());
    let mine = TYPED.get() + 1;
    TYPED.set(mine);
    after(REST, move || {
        if TYPED.get() == mine {
            send::save();
        }
    });
}

fn submitted(event: &Event) {
    let button = event.unchecked_ref::<SubmitEvent>().submitter();
    let button = button.and_then(|it| it.dyn_into::<HtmlButtonElement>().ok());
    let (name, value) = button.map(|it| (it.name(), it.value())).unwrap_or_default();
    let (go, lang) = match (name.as_str(), value.as_str()) {
        ("_lang", _) => (Go::Stay, Some(value)),
        ("_go", "back") => (Go::Back, None),
        ("_go" | "", _) => (Go::Next, None),
        // Another button is the server's, which must have everything by then.
        _ => {
            let waits = with(|it| {
                if !it.outbox.is_empty() {
                    it.voice().wait();
                }
                !it.outbox.is_empty()
            });
            if waits == Some(true) {
                event.prevent_default();
                send::wake();
            }
            return;
        }
    };
    let done = with(|it| {
        if it.stand == Stand::Page {
            it.post(go, lang);
        } else {
            send::wake();
        }
    });
    // Last, so that the form is sent as ever should any of this fail.
    if done.is_some() {
        event.prevent_default();
    }
}

/// Gives the browser's Back something to take, where the interview can go back.
pub fn mark(can_go_back: bool) {
    if can_go_back && !MARKED.replace(can_go_back) {
        after_paint(push);
    }
}

fn push() {
    let history = window().history();
    MARKED.set(history.is_ok_and(|it| it.push_state(&JsValue::NULL, "").is_ok()));
}

fn went_back() {
    // What it took is given anew at once and not after the paint: a second Back may come before that.
    MARKED.set(true);
    let can_go_back = with(|it| {
        // The entry may be of the time before the interview had an address of its own.
        it.enter_here();
        if it.can_go_back() {
            it.post(Go::Back, None);
        }
        it.can_go_back()
    });
    match can_go_back {
        Some(true) => push(),
        _ => MARKED.set(false),
    }
}
