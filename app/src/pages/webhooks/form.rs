//! The form for one more webhook.

use leptos::prelude::*;
use store::webhooks::Event;
use validator::{Validate, ValidateArgs, ValidationError};

use crate::pages::desk::form::{Faults, boxes, fault};
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
    pub event: Vec<String>,
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
        let mut event = all("event");
        event.sort();
        event.dedup();
        NewWebhook { url: all("url").pop().unwrap_or_default(), event }
    }

    /// All that is wrong with it, as it stands in the form.
    pub fn faults(&self, local: bool) -> Faults {
        let mut faults: Faults = self.validate_with_args(&local).err().map(Faults::from).unwrap_or_default();
        faults.0.sort_by_key(|(field, _)| field != "url");
        faults
    }

    /// The events that are wanted.
    pub fn chosen(&self) -> Vec<Event> {
        Event::CHOICES.into_iter().filter(|it| self.event.iter().any(|word| word == it.word())).collect()
    }
}

/// The words of an event: `webhook-event-interview-complete`.
pub fn event_word(word: &str) -> String {
    format!("webhook-event-{}", word.replace('.', "-"))
}

/// A box for each event.
pub fn events(chosen: &[String], faults: &Faults, lang: &'static str) -> impl IntoView + use<> {
    let event = |it: Event| {
        let word = it.word();
        (word.to_owned(), t(lang, &event_word(word)), Some(word.to_owned()))
    };
    boxes(lang, "event", "webhook-events", Event::CHOICES.map(event).to_vec(), chosen, faults)
}
