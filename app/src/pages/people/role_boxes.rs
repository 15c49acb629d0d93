//! Roles to tick, and what was ticked.

use leptos::prelude::*;
use store::people::Role;

use crate::words::t;

/// A box for each role under a legend.
#[component]
pub fn RoleBoxes(
    lang: &'static str,
    /// The words of the legend.
    word: &'static str,
    chosen: Vec<Role>,
) -> impl IntoView {
    let boxes: Vec<_> = Role::ALL
        .into_iter()
        .map(|role| {
            let word = role.word();
            view! {
                <label class="choose__one">
                    <input type="checkbox" name="role" value=word checked=chosen.contains(&role)/>
                    <span>
                        {t(lang, &format!("role-{word}"))}
                        <span class="hint">{format!(" – {}", t(lang, &format!("role-{word}-is")))}</span>
                    </span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="choose">
            <legend>{t(lang, word)}</legend>
            {boxes}
        </fieldset>
    }
}

/// Roles as people call them, one after the other.
pub fn role_words(roles: &[Role], lang: &str) -> String {
    roles.iter().map(|it| t(lang, &format!("role-{}", it.word()))).collect::<Vec<_>>().join(", ")
}

/// The roles ticked in a form; what is no role is none.
pub fn chosen(pairs: &[(String, String)]) -> Vec<Role> {
    let ticked = |role: &Role| pairs.iter().any(|(name, word)| name == "role" && word == role.word());
    Role::ALL.into_iter().filter(ticked).collect()
}
