//! One text alone, with all codes: ticked as they stand, saved whole.

use leptos::prelude::*;

use super::asked::Asked;
use super::drawn::{suggested, text};
use super::posted::Typed;
use super::{Shown, codes};
use crate::pages::open_ends::rows::Row;
use crate::words::{t, t_with};

pub(super) fn panel(
    shown: &Shown,
    (at, row): &(usize, Row),
    typed: &Typed,
    lang: &'static str,
) -> impl IntoView + use<> {
    let list = Asked { text: None, ..shown.asked.clone() }.address(&shown.opened);
    let alike = Asked { group: Some(row.id()), ..Asked::default() }.address(&shown.opened);
    let suggestion = shown.suggestions.get(at);
    let hint = suggestion.map(|it| suggested(&shown.opened, it, lang));
    let take_up = suggestion.is_some().then(|| {
        view! {
            <button class="button button--quiet" name="deed" value="suggested">
                {t(lang, "openends-save-suggested")}
            </button>
        }
    });
    let uncoded = shown.texts - shown.coded;
    view! {
        <p>
            <a href=list>{t(lang, "openends-back")}</a> " · "
            <a href=alike>{t(lang, "openends-alike")}</a> " · "
            {t_with(lang, "openends-left", &[("count", uncoded.into())])}
        </p>
        <form method="post" action=shown.asked.address(&shown.opened) class="panel">
            <input type="hidden" name="text" value=row.id().0.to_string()/>
            <blockquote class="verbatim__whole">{text(row)}</blockquote>
            {hint}
            {codes::boxes(&shown.opened, &row.codes, typed.faults.of("code", lang), lang)}
            <div class="toolbar">
                <button class="button" name="deed" value="set">{t(lang, "openends-save-next")}</button>
                {take_up}
            </div>
        </form>
    }
}
