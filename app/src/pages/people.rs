//! Who works here: the list, and adding somebody. For owners of the house.

pub mod one;
pub mod role_boxes;

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use leptos::prelude::*;
use store::people::{self, Role};
use survey::PersonId;
use validator::{Validate, ValidationError};

use self::role_boxes::{RoleBoxes, chosen, role_words};
use super::desk::form::{FaultCount, Faults, Field, fault};
use super::desk::{Desk, Place, lang};
use super::{draw, show};
use crate::auth::{LINK_LASTS, Owner, Person, guard, link_path};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{t, t_with};

/// What is typed to add somebody.
#[derive(Clone, Default, Validate)]
struct NewPerson {
    #[validate(
        custom(function = name_is_there),
        length(max = 60, message = "first-password-name-long"),
        custom(function = name_is_plain)
    )]
    name: String,
    roles: Vec<Role>,
}

/// A name is not blank.
pub fn name_is_there(name: &str) -> Result<(), ValidationError> {
    fault(!name.trim().is_empty(), "first-password-name-missing")
}

/// Only what reads the same everywhere: in forms, in the ledger, on the command line.
pub fn name_is_plain(name: &str) -> Result<(), ValidationError> {
    fault(name.chars().all(|it| it.is_alphanumeric() || " .-_@".contains(it)), "first-password-name-odd")
}

/// `/people`
#[component]
pub fn PeoplePage() -> impl IntoView {
    show(load(), |(person, everybody)| page(person, everybody, NewPerson::default(), Faults::default(), None))
}

async fn load() -> Result<(Person, Vec<people::Person>), AppError> {
    let Owner(person) = guard().await?;
    let AppState { db, .. } = expect_context();
    Ok((person, people::list(&db).await?))
}

/// A one-time link, shown once: whose it is, and the address.
type Link = (String, String);

fn page(
    person: Person,
    everybody: Vec<people::Person>,
    typed: NewPerson,
    faults: Faults,
    link: Option<Link>,
) -> impl IntoView {
    let lang = lang();
    let (here, left): (Vec<_>, Vec<_>) = everybody.into_iter().partition(|it| it.left_at.is_none());
    let gone = (!left.is_empty()).then(|| {
        view! {
            <section class="panel">
                <h2>{t(lang, "people-gone")}</h2>
                {table(left, lang)}
            </section>
        }
    });
    view! {
        <Desk person lang title=t(lang, "people-title") place=Place::People>
            {link.map(|it| link_panel(it, lang))}
            <section class="panel">
                <h2>{t(lang, "people-here")}</h2>
                {table(here, lang)}
            </section>
            <section class="panel">
                <h2>{t(lang, "people-add")}</h2>
                <FaultCount lang faults=faults.clone()/>
                <form method="post" action="/people" class="form">
                    <Field lang name="name" word="people-name" hint=true typed=typed.name faults/>
                    <RoleBoxes lang word="people-roles-of-house" chosen=typed.roles/>
                    <p class="hint">{t(lang, "people-roles-hint")}</p>
                    <button class="button">{t(lang, "people-add-button")}</button>
                </form>
            </section>
            {gone}
        </Desk>
    }
}

fn table(people: Vec<people::Person>, lang: &'static str) -> impl IntoView + use<> {
    let rows: Vec<_> = people
        .into_iter()
        .map(|it| {
            let surveys: Vec<String> = it.of_surveys.keys().map(ToString::to_string).collect();
            let state = if it.password_hash.is_some() { "people-has-password" } else { "people-no-password" };
            let factor = it.second_factor.then(|| t(lang, "people-has-factor"));
            let none = t(lang, "people-none");
            let or_none = |it: String| if it.is_empty() { none.clone() } else { it };
            view! {
                <tr>
                    <th scope="row"><a href=path(it.id)>{it.name.clone()}</a></th>
                    <td>{or_none(role_words(&it.roles, lang))}</td>
                    <td>{or_none(surveys.join(", "))}</td>
                    <td>{[Some(t(lang, state)), factor].into_iter().flatten().collect::<Vec<_>>().join(", ")}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="scroller" role="region" tabindex="0" aria-label=t(lang, "people-title")>
            <table class="people">
                <thead>
                    <tr>
                        <th scope="col">{t(lang, "people-name")}</th>
                        <th scope="col">{t(lang, "people-roles-of-house")}</th>
                        <th scope="col">{t(lang, "people-surveys")}</th>
                        <th scope="col">{t(lang, "people-sign-in")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// The address of somebody's page.
fn path(id: PersonId) -> String {
    format!("/people/{}", id.0)
}

/// A one-time link, which is on no other page and in no address.
fn link_panel((name, address): Link, lang: &'static str) -> impl IntoView + use<> {
    view! {
        <section class="panel one-time-link" role="status">
            <h2>{t_with(lang, "people-link", &[("name", name.into())])}</h2>
            <p><code class="copyable">{address}</code></p>
            <p class="hint">{t(lang, "people-link-is")}</p>
        </section>
    }
}

/// Makes a one-time link for somebody; the address as it is typed into a browser.
async fn new_link(state: &AppState, parts: &Parts, id: PersonId, who: &str) -> Result<String, AppError> {
    let (now, secret) = ((state.now)(), format!("{:032x}", (state.random)()));
    people::create_link(&state.db, id, &secret, now.plus(LINK_LASTS), who, now).await?;
    Ok(format!("{}{}", state.origin(&parts.headers), link_path(&secret)))
}

/// `POST /people`: the answer is the page with the link, which no other request gives.
pub async fn add(
    Owner(person): Owner,
    State(state): State<AppState>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let name = pairs.iter().find(|(it, _)| it == "name").map(|(_, it)| it.trim().to_owned());
    let typed = NewPerson { name: name.unwrap_or_default(), roles: chosen(&pairs) };
    let mut faults: Faults = typed.validate().err().map(Faults::from).unwrap_or_default();
    let mut link = None;
    if faults.0.is_empty() {
        match people::add(&state.db, &typed.name, None, &typed.roles, &person.name, (state.now)()).await {
            Ok(id) => link = Some((typed.name.clone(), new_link(&state, &parts, id, &person.name).await?)),
            Err(store::Error::Taken(_)) => faults = Faults::one("name", "first-password-name-taken"),
            Err(err) => return Err(err.into()),
        }
    }
    let status = if link.is_some() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let typed = if link.is_some() { NewPerson::default() } else { typed };
    let everybody = people::list(&state.db).await?;
    let page = move || page(person.clone(), everybody.clone(), typed.clone(), faults.clone(), link.clone());
    Ok(draw(&state, parts, status, page).await)
}
