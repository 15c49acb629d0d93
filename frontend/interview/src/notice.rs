//! The small sign under the buttons: what is kept here, and what is waited for.

use survey::portable::handout::Handout;
use web_sys::{Element, HtmlFormElement};

use crate::dom::{element, find, mark, set};
use crate::speech;

/// Puts the sign in its place, empty, so that what it says later is read out.
pub fn prepare(form: &HtmlFormElement) {
    if find(form, ".sign").is_none()
        && let Some(actions) = find(form, ".interview__actions")
    {
        let _ = actions.after_with_node_1(&element("p", &[("class", "sign"), ("role", "status")], ""));
    }
}

/// Who speaks: the form, the handout, and the language of the interview.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    pub form: &'a HtmlFormElement,
    pub handout: &'a Handout,
    pub lang: &'a str,
}

impl Voice<'_> {
    /// Only the server can say what comes next.
    pub fn wait(self) {
        self.say("sign-wait");
        self.enable(false);
    }

    /// What was posted could not be sent just now. Pressing Next tries at once.
    pub fn kept_here(self, waits: bool) {
        self.say(if waits { "sign-wait-offline" } else { "sign-kept" });
        self.enable(true);
    }

    /// A post was taken.
    pub fn sent(self, is_last: bool) {
        match self.sign().and_then(|it| it.get_attribute("data-word")) {
            Some(word) if is_last && word == "sign-kept" => self.say("sign-sent"),
            Some(_) if is_last => self.clear(),
            _ => {}
        }
        self.enable(true);
    }

    /// The browser refuses to keep anything more.
    pub fn not_kept(self) {
        self.say("sign-not-kept");
    }

    fn sign(self) -> Option<Element> {
        find(self.form, ".sign")
    }

    fn say(self, word: &'static str) {
        let (Some(it), Some(speech)) = (self.sign(), speech::of(self.handout, self.lang)) else { return };
        if it.get_attribute("data-word").as_deref() == Some(word) {
            return;
        }
        set(&it, "data-word", word);
        speech::mark(&it, speech);
        it.set_text_content(Some(&speech::say(speech, word, &[])));
    }

    fn clear(self) {
        if let Some(it) = self.sign() {
            mark(&it, "data-word", false);
            it.set_text_content(None);
        }
    }

    fn enable(self, enabled: bool) {
        if let Some(next) = find(self.form, "[name=_go][value=next]") {
            match enabled {
                true => mark(&next, "aria-disabled", false),
                false => set(&next, "aria-disabled", "true"),
            }
        }
    }
}
