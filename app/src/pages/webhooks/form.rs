//! The form for one more webhook.

use leptos::prelude::*;
use store::webhooks::Event;
use validator::{Validate, ValidateArgs, ValidationError};

use crate::pages::desk::form::{Faults, fault};
use crate::webhooks::host;
use crate::words::t;

/// What is typed for one more webhook.
#[derive(Clone, Default, Validate)]
#[validate(context = "bool")]
pub struct NewWebhook {
    /// The context is whether addresses of our own networks are fine.
    #[validate(custom(function = is_url, use_context))]
    pub url: String,
    /// Words of events.
    #[validate(custom(function = are_events))]
    pub events: Vec<String>,
}

fn is_url(url: &str, local: &bool) -> Result<(), ValidationError> {
    fault(host(url, *local).is_some(), if *local { "webhook-url-wrong-local" } else { "webhook-url-wrong" })
}

fn are_events(events: &[String]) -> Result<(), ValidationError> {
    let known = events.iter().all(|it| Event::parse(it).is_some());
    fault(known && !events.is_empty(), "webhook-events-missing")
}

impl NewWebhook {
    /// What a form says.
    pub fn read(pairs: &[(String, String)]) -> NewWebhook {
        let all = |name: &str| -> Vec<String> {
            pairs.iter().filter(|(it, _)| it == name).map(|(_, it)| it.trim().to_owned()).collect()
        };
        let mut events = all("event");
        events.sort();
        events.dedup();
        NewWebhook { url: all("url").pop().unwrap_or_default(), events }
    }

    /// All that is wrong with it, as it stands in the form.
    pub fn faults(&self, local: bool) -> Faults {
        let mut faults: Faults = self.validate_with_args(&local).err().map(Faults::from).unwrap_or_default();
        faults.0.sort_by_key(|(field, _)| field != "url");
        faults
    }

    /// The events that are wanted.
    pub fn chosen(&self) -> Vec<Event> {
        Event::CHOICES.into_iter().filter(|it| self.events.iter().any(|word| word == it.word())).collect()
    }
}

/// The words of an event: `webhook-event-interview-complete`.
pub fn event_word(word: &str) -> String {
    format!("webhook-event-{}", word.replace('.', "-"))
}

/// A box for each event under a legend.
pub fn boxes(chosen: &[String], faults: &Faults, lang: &'static str) -> impl IntoView + use<> {
    let fault = faults.of("events", lang);
    let described = fault.is_some().then_some("events-fault");
    let boxes: Vec<_> = Event::CHOICES
        .into_iter()
        .map(|event| {
            let word = event.word();
            view! {
                <label class="choose__one">
                    <input type="checkbox" name="event" value=word checked=chosen.iter().any(|it| it == word)/>
                    <span>
                        {t(lang, &event_word(word))}
                        <span class="hint">" " <code>{word}</code></span>
                    </span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="choose" aria-describedby=described>
            <legend>{t(lang, "webhook-events")}</legend>
            {fault.map(|it| view! { <p class="fault" id="events-fault">{it}</p> })}
            {boxes}
        </fieldset>
    }
}
