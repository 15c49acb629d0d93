//! The forms about the field.

use leptos::prelude::*;
use store::surveys::{Entry, Once, Survey, SurveyState};

use super::super::{Shown, Typing};
use super::Typed;
use crate::pages::desk::Place;
use crate::pages::desk::form::{Choose, Faults, Field};
use crate::pages::desk::time;
use crate::words::{t, t_with};

/// Time zones that are offered; any other may be typed.
const ZONES: [&str; 14] = [
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Urumqi",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Asia/Kolkata",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Sydney",
    "UTC",
];

/// That nobody new begins, and the way on.
pub fn held(survey: &Survey, lang: &'static str) -> impl IntoView + use<> {
    let said = match survey.settings.hold_after {
        Some(count) => t_with(lang, "quotas-held-after", &[("count", count.into())]),
        None => t(lang, "quotas-held-by-hand"),
    };
    (survey.entry == Entry::Held).then(|| {
        view! {
            <div class="notice toolbar" data-kind="warning">
                <p>{said}</p>
                {entry_form(survey, "open", "quotas-go-on", lang)}
            </div>
        }
    })
}

fn entry_form(survey: &Survey, entry: &'static str, word: &str, lang: &str) -> impl IntoView + use<> {
    view! {
        <form method="post" action=format!("/surveys/{}/entry", survey.id)>
            <input type="hidden" name="entry" value=entry/>
            <button class="button button--quiet">{t(lang, word)}</button>
        </form>
    }
}

/// Everything about the field, in two forms.
pub fn field(
    shown: &Shown,
    typing: &Typing,
    dates_of_file: bool,
    lang: &'static str,
) -> impl IntoView + use<> {
    let survey = &shown.survey;
    let open = survey.entry == Entry::Open && survey.state == SurveyState::Open;
    let hold = open.then(|| entry_form(survey, "held", "quotas-hold-now", lang));
    view! {
        <section class="panel" id="field">
            <h2>{t(lang, "quotas-field")}</h2>
            {state_form(survey, typing, lang)}
            {hold}
            <h3>{t(lang, "quotas-settings")}</h3>
            {settings_form(shown, typing, dates_of_file, lang)}
        </section>
    }
}

fn state_form(survey: &Survey, typing: &Typing, lang: &'static str) -> impl IntoView + use<> {
    let states = [SurveyState::Open, SurveyState::Paused, SurveyState::Closed];
    let choices = states.map(|it| (it.word().to_owned(), t(lang, &format!("quotas-state-{}", it.word()))));
    let chosen = if typing.state.state.is_empty() { survey.state.word() } else { &typing.state.state };
    let why = typing.state.why.clone();
    view! {
        <form method="post" action=format!("/surveys/{}/state", survey.id) class="form">
            <Choose
                lang
                name="state"
                word="quotas-state"
                choices=choices.to_vec()
                chosen=chosen.to_owned()
                faults=typing.faults.clone()
            />
            <Field lang name="why" word="quotas-why" hint=true typed=why faults=typing.faults.clone()/>
            <button class="button button--quiet">{t(lang, "quotas-state-save")}</button>
        </form>
    }
}

fn settings_form(
    shown: &Shown,
    typing: &Typing,
    dates_of_file: bool,
    lang: &'static str,
) -> impl IntoView + use<> {
    let survey = &shown.survey;
    let mut typed = typing.field.clone().unwrap_or_else(|| Typed::of(survey));
    if dates_of_file {
        typed = typed.with_dates_of_file(survey);
    }
    let faults = typing.faults.clone();
    let choices = Once::ALL.map(|it| (it.word().to_owned(), t(lang, &format!("quotas-once-{}", it.word()))));
    let clock = [
        ("now", time::words(shown.now, &survey.settings.time_zone).into()),
        ("zone", survey.settings.time_zone.clone().into()),
    ];
    view! {
        <p class="hint">{t_with(lang, "quotas-clock", &clock)}</p>
        {offer(survey, dates_of_file, lang)}
        <form method="post" action=format!("/surveys/{}/field", survey.id) class="form">
            {zone_field(typed.time_zone, &faults, lang)}
            <div class="forms">
                <Field lang name="opens_at" word="quotas-opens-at" kind="datetime-local" typed=typed.opens_at faults=faults.clone()/>
                <Field lang name="closes_at" word="quotas-closes-at" kind="datetime-local" typed=typed.closes_at faults=faults.clone()/>
            </div>
            <Field lang name="hold_after" word="quotas-hold-after" hint=true typed=typed.hold_after faults=faults.clone()/>
            <Choose lang name="once" word="quotas-once" choices=choices.to_vec() chosen=typed.once faults=faults.clone()/>
            <Field lang name="field_why" word="quotas-why-settings" typed=typed.field_why faults/>
            <button class="button">{t(lang, "quotas-field-save")}</button>
        </form>
    }
}

/// The dates of the questionnaire file: the plan, which is offered and never applied by itself.
fn offer(survey: &Survey, taken: bool, lang: &str) -> impl IntoView + use<> {
    let field = &survey.questionnaire.field;
    let date = |it: &Option<String>| it.clone().unwrap_or_else(|| t(lang, "fieldwork-none"));
    let args = [("start", date(&field.start).into()), ("end", date(&field.end).into())];
    let link = format!("{}?dates=file#field", Place::Quotas.path(&survey.id));
    (field.start.is_some() || field.end.is_some()).then(|| match taken {
        true => view! { <p class="notice">{t_with(lang, "quotas-file-taken", &args)}</p> }.into_any(),
        false => view! {
            <p>
                {t_with(lang, "quotas-file", &args)}
                " "
                <a href=link>{t(lang, "quotas-file-take")}</a>
            </p>
        }
        .into_any(),
    })
}

fn zone_field(zone: String, faults: &Faults, lang: &'static str) -> impl IntoView + use<> {
    let fault = faults.of("time_zone", lang);
    let wrong = fault.is_some();
    let offered: Vec<_> = ZONES.map(|it| view! { <option value=it></option> }).to_vec();
    let described = if wrong { "time_zone-hint time_zone-fault" } else { "time_zone-hint" };
    view! {
        <div class="field">
            <label for="time_zone">{t(lang, "quotas-zone")}</label>
            <p class="hint" id="time_zone-hint">{t(lang, "quotas-zone-hint")}</p>
            {fault.map(|it| view! { <p class="fault" id="time_zone-fault">{it}</p> })}
            <input
                id="time_zone"
                name="time_zone"
                type="text"
                list="zones"
                autocomplete="off"
                value=zone
                aria-invalid=wrong.then_some("true")
                aria-describedby=described
            />
            <datalist id="zones">{offered}</datalist>
        </div>
    }
}
