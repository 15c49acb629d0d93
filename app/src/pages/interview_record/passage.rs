//! How an interview stands or ended, when, and where it came from.

use leptos::prelude::*;
use store::interviews::Kept;
use survey::Disposition;

use super::cell_name;
use crate::pages::desk::time::time;
use crate::words::{language_name, t, t_with};

/// The facts about an interview, a line each.
pub fn passage(kept: &Kept, zone: &str, lang: &'static str) -> impl IntoView + use<> {
    let interview = &kept.interview;
    let ended = interview.ended_at.map(|it| time(it, zone));
    let minutes = interview.millis.values().sum::<i64>() as f64 / 60_000.0;
    let minutes = t_with(lang, "record-minutes", &[("minutes", format!("{minutes:.1}").into())]);
    let test =
        kept.test.then(|| view! { <p class="notice" data-kind="warning">{t(lang, "record-test")}</p> });
    let variables: Vec<_> =
        kept.variables.iter().map(|(name, value)| fact(name.clone(), value.clone())).collect();
    let word = |id: &str, text: Option<String>| text.map(|it| fact(t(lang, id), it));
    view! {
        <section class="panel" id="passage">
            {test}
            <dl class="facts">
                {fact(t(lang, "record-disposition"), disposition(kept, lang))}
                {fact(t(lang, "record-began"), time(interview.started_at, zone))}
                {fact(t(lang, "record-last"), time(interview.last_at, zone))}
                {ended.map(|it| fact(t(lang, "record-ended"), it))}
                {fact(t(lang, "record-active"), minutes)}
                {fact(t(lang, "record-page"), page(kept, lang))}
                {fact(t(lang, "record-language"), language_name(&interview.lang))}
                {fact(t(lang, "record-version"), kept.questionnaire.version.clone())}
                {word("record-plan", kept.plan.clone())}
                {word("record-device", kept.device_class.as_ref().map(|it| t(lang, &format!("device-{it}"))))}
                {fact(t(lang, "record-source"), kept.source.clone().unwrap_or_else(|| t(lang, "source-none")))}
                {word("record-pid", kept.pid.clone())}
                {variables}
            </dl>
            <p class="hint">{t_with(lang, "record-zone", &[("zone", zone.to_owned().into())])}</p>
        </section>
    }
}

fn fact(name: String, value: impl IntoView + 'static) -> AnyView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
    .into_any()
}

/// The disposition with what it is about: codes of rules, cells by their labels.
fn disposition(kept: &Kept, lang: &str) -> String {
    let disposition = &kept.interview.disposition;
    let word = t(lang, &format!("disposition-{}", disposition.word()));
    let about = match disposition {
        Disposition::QuotaFull(cells) => {
            cells.iter().map(|it| cell_name(kept, it, lang)).collect::<Vec<_>>().join(", ")
        }
        other => other.code(),
    };
    if about.is_empty() { word } else { format!("{word}: {about}") }
}

/// The page where it stands, or stood when it ended.
fn page(kept: &Kept, lang: &str) -> String {
    let page = kept.questionnaire.pages.get(kept.interview.page as usize);
    let title = page.and_then(|it| it.title.as_ref()).map(|it| it.get(lang)).filter(|it| !it.is_empty());
    match (title, page) {
        (Some(title), _) => title.to_owned(),
        (None, Some(page)) => page.name.clone(),
        (None, None) => t(lang, "fieldwork-none"),
    }
}
