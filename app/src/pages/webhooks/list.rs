//! One webhook on the page: what it is told, what it answered, and what can be done about it.

use leptos::prelude::*;
use store::webhooks::{Delivery, RETRIES, Webhook};
use survey::Moment;

use super::form::event_word;
use crate::pages::desk::time::time;
use crate::words::{t, t_with};

/// So many characters of an answer stand on the page.
const FIRST_WORDS: usize = 80;

/// The host in an address that was checked when it was typed.
pub fn host(url: &str) -> String {
    crate::webhooks::host(url, true).unwrap_or_default()
}

/// A webhook with its newest deliveries.
pub fn panel(
    (it, deliveries): (Webhook, Vec<Delivery>),
    here: &str,
    zone: &str,
    lang: &'static str,
) -> impl IntoView + use<> {
    let path = format!("{here}/{}", it.id);
    let state = if it.off_at.is_some() { "closed" } else { "open" };
    let events: Vec<String> = it.events.iter().map(|it| t(lang, &event_word(it.word()))).collect();
    let counts = [("webhook-waiting", it.waiting), ("webhook-given-up-count", it.given_up)];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| t_with(lang, word, &[("count", count.into())]))
        .collect();
    let title = t_with(lang, "webhook-to", &[("host", host(&it.url).into())]);
    let label = title.clone();
    view! {
        <section class="panel" id=format!("webhook-{}", it.id)>
            <h2>{title}</h2>
            <p><code class="copyable">{it.url.clone()}</code></p>
            <p>
                <span class="state" data-state=state>{t(lang, &format!("webhook-state-{state}"))}</span>
                " · "
                {events.join(", ")}
            </p>
            <p class="hint">
                {t_with(lang, "webhook-made-by", &[("who", it.who.clone().into())])} " " {time(it.created_at, zone)}
            </p>
            {(!counts.is_empty()).then(|| view! { <p>{counts.join(" ")}</p> })}
            {buttons(&it, &path, lang)}
            {table(deliveries, &path, (zone, &label), lang)}
        </section>
    }
}

fn buttons(it: &Webhook, path: &str, lang: &'static str) -> impl IntoView + use<> {
    let is_on = it.off_at.is_none();
    let test = is_on.then(|| button(path, "test", lang));
    let switch = button(path, if is_on { "off" } else { "on" }, lang);
    let behind = ["secret", "gone"].into_iter().map(|verb| {
        view! {
            <details>
                <summary>{t(lang, &format!("webhook-{verb}-fold"))}</summary>
                <p class="hint">{t(lang, &format!("webhook-{verb}-means"))}</p>
                {button(path, verb, lang)}
            </details>
        }
    });
    view! {
        <div class="forms">
            {test}
            {switch}
        </div>
        {behind.collect::<Vec<_>>()}
    }
}

fn button(path: &str, verb: &str, lang: &'static str) -> impl IntoView + use<> {
    view! {
        <form method="post" action=format!("{path}/{verb}")>
            <button class="button button--quiet">{t(lang, &format!("webhook-do-{verb}"))}</button>
        </form>
    }
}

fn table(
    deliveries: Vec<Delivery>,
    path: &str,
    (zone, label): (&str, &str),
    lang: &'static str,
) -> Option<AnyView> {
    if deliveries.is_empty() {
        return None;
    }
    let rows: Vec<_> = deliveries.into_iter().map(|it| row(it, path, zone, lang)).collect();
    let heads = ["event", "at", "state", "answer"]
        .map(|it| view! { <th scope="col">{t(lang, &format!("webhook-head-{it}"))}</th> });
    let view = view! {
        <h3>{t(lang, "webhook-deliveries")}</h3>
        <div class="scroller" tabindex="0" role="region" aria-label=label.to_owned()>
            <table class="deliveries">
                <thead>
                    <tr>{heads.to_vec()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    };
    Some(view.into_any())
}

fn row(it: Delivery, path: &str, zone: &str, lang: &'static str) -> impl IntoView + use<> {
    let retry = it.given_up_at.map(|_| {
        let action = format!("{path}/deliveries/{}", it.id);
        view! {
            <form method="post" action=action>
                <button class="button button--quiet">{t(lang, "webhook-do-retry")}</button>
            </form>
        }
    });
    view! {
        <tr>
            <td>
                {t(lang, &event_word(&it.event))}
                <span class="hint">{format!(" {}", subject(&it.payload))}</span>
            </td>
            <td>{time(Moment(it.created_at), zone)}</td>
            <td>{standing(&it, zone, lang)} {retry}</td>
            <td>{answer(&it, zone, lang)}</td>
        </tr>
    }
}

/// What it happened to, such as `118` or `main sex 1`.
fn subject(payload: &str) -> String {
    let fields: serde_json::Value = serde_json::from_str(payload).unwrap_or_default();
    let words = ["interview", "plan", "table", "cell"].into_iter().filter_map(|it| match &fields[it] {
        serde_json::Value::String(text) if !text.is_empty() => Some(text.clone()),
        serde_json::Value::Number(number) => Some(format!("#{number}")),
        _ => None,
    });
    words.collect::<Vec<_>>().join(" ")
}

fn standing(it: &Delivery, zone: &str, lang: &'static str) -> AnyView {
    let tries = t_with(lang, "webhook-tries", &[("count", it.attempts.into()), ("most", most().into())]);
    let (word, next) = match (it.delivered_at, it.given_up_at) {
        (Some(_), _) => ("delivered", None),
        (None, Some(_)) => ("given-up", None),
        (None, None) => ("waits", (it.attempts > 0).then_some(it.next_at)),
    };
    let next = next.map(|at| {
        view! { <p class="hint">{t(lang, "webhook-next")} " " {time(Moment(at), zone)}</p> }
    });
    view! {
        <span>{t(lang, &format!("webhook-{word}"))}</span>
        <span class="hint">{format!(" {tries}")}</span>
        {next}
    }
    .into_any()
}

/// The first try and all the others.
fn most() -> i64 {
    RETRIES.len() as i64 + 1
}

fn answer(it: &Delivery, zone: &str, lang: &'static str) -> Option<AnyView> {
    let at = it.last_at?;
    let text = it.last_answer.clone().unwrap_or_default();
    let words = match it.last_status {
        Some(status) => {
            let first: String = text.chars().take(FIRST_WORDS).collect();
            view! { <strong>{status}</strong> " " <bdi>{first}</bdi> }.into_any()
        }
        None => t(lang, &format!("webhook-trouble-{text}")).into_any(),
    };
    Some(view! { {words} <p class="hint">{time(Moment(at), zone)}</p> }.into_any())
}
