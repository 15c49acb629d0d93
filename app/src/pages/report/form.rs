//! The fields of a report itself: its title, its language, and whom it counts.

use leptos::prelude::*;

use super::typed::TypedReport;
use crate::pages::desk::form::{Choose, Faults, Field};
use crate::pages::desk::whom::Whom;
use crate::words::{LANGS, language_name, t};

/// All fields of one form.
pub(super) fn report(
    typed: &TypedReport,
    weights: &[String],
    faults: &Faults,
    lang: &'static str,
) -> impl IntoView + use<> {
    let whom = Whom { weight: typed.weight.clone(), rehearsal: typed.rehearsal == "1", ..Whom::default() };
    let langs: Vec<_> = LANGS.map(|it| (it.to_owned(), language_name(it))).into();
    let seen = (!typed.seen.is_empty()).then(|| {
        view! { <input type="hidden" name="seen" value=typed.seen.clone()/> }
    });
    view! {
        {seen}
        <Field lang name="title" word="report-title" typed=typed.title.clone() faults=faults.clone()/>
        <Choose lang name="lang" word="report-lang" choices=langs chosen=typed.lang.clone() faults=faults.clone()/>
        {whom.weight_field(weights, faults, lang)}
        {whom.rehearsal_field(lang)}
        <p class="hint">{t(lang, "report-whom-hint")}</p>
    }
}
