//! What the forms of data files are made of.

use leptos::prelude::*;

use crate::pages::desk::form::Faults;
use crate::words::t;

/// One thing that is so or not.
pub(super) fn tick(
    lang: &'static str,
    name: &'static str,
    word: &str,
    ticked: bool,
    faults: &Faults,
) -> impl IntoView + use<> {
    let fault = faults.of(name, lang);
    let fault_id = format!("{name}-fault");
    let described = fault.is_some().then(|| fault_id.clone());
    view! {
        <div>
            {fault.map(|it| view! { <p class="fault" id=fault_id>{it}</p> })}
            <label class="choose__one">
                <input type="checkbox" name=name value="1" checked=ticked aria-describedby=described/>
                <span>{t(lang, word)}</span>
            </label>
        </div>
    }
}
