//! What a posted page says of whoever sent it: a field filled that no person sees, a sum worked out.

use leptos::prelude::*;
use survey::RawAnswers;
use survey::quality::{HONEYPOT, PROOF};

use crate::state::AppState;
use crate::words::{mark, t};

/// The name of that field. No variable can be called so, for its dash, and no browser fills it by itself, as it may
/// do with names, addresses and websites.
const FIELD: &str = "subject-line";

/// Where the solution of the sum stands in the form.
const SOLUTION: &str = "_proof";

/// The script that works the sum out, in the folder of what browsers keep; loaded by no other page.
const SCRIPT: &str = "/pkg/proof-1/start.js";

/// A posted page with what the server noticed about it.
pub fn answers(state: &AppState, pairs: &[(String, String)]) -> RawAnswers {
    let said = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|(_, text)| text.trim());
    let mut signs = Vec::new();
    if said(FIELD).is_some_and(|it| !it.is_empty()) {
        signs.push(HONEYPOT.to_owned());
    }
    let solution = said(SOLUTION).filter(|it| !it.is_empty());
    if solution.is_some_and(|it| state.proofs.accepts(it, (state.now)())) {
        signs.push(PROOF.to_owned());
    }
    RawAnswers { signs, ..RawAnswers::from(pairs.to_vec()) }
}

/// What a form holds beside its questions: the field that nobody sees, and the sum, as far as the survey wants them.
pub fn aside(state: &AppState, lang: &str, wants_honeypot: bool, wants_proof: bool) -> Option<AnyView> {
    let honeypot = wants_honeypot.then(|| honeypot(lang));
    let proof = wants_proof.then(|| proof(state)).flatten();
    (honeypot.is_some() || proof.is_some()).then(|| view! { {honeypot} {proof} }.into_any())
}

/// The field. Nobody sees, hears or reaches it, and whoever meets it in a page without style is told to leave it.
///
/// It is not hidden as such (`type=hidden`, `display: none`): that is what a filler of forms looks for.
fn honeypot(lang: &str) -> AnyView {
    view! {
        <div class="interview__aside" aria-hidden="true" lang=mark(lang)>
            <label for=FIELD>{t(lang, "interview-aside")}</label>
            <input id=FIELD name=FIELD type="text" value="" tabindex="-1" autocomplete="off"/>
        </div>
    }
    .into_any()
}

/// The sum, and the script that works it out. Without scripts the page works as ever, and nothing is sent.
fn proof(state: &AppState) -> Option<AnyView> {
    let challenge = state.proofs.challenge((state.now)())?;
    super::browser::allow_scripts();
    let proof = view! {
        <input type="hidden" name=SOLUTION value="" data-challenge=challenge/>
        <script type="module" src=SCRIPT></script>
    };
    Some(proof.into_any())
}
