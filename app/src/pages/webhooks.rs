//! Webhooks: who is told what happens in a field, what they answered, and a form for one more.

mod form;
mod list;

use axum::extract::{Form, FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::surveys::{self, Survey};
use store::webhooks::{self, Delivery, Webhook};
use survey::SurveyId;

use self::form::NewWebhook;
use super::desk::done::done;
use super::desk::form::{FaultCount, Faults, Field};
use super::desk::{Desk, Place, lang};
use super::sample::keys;
use super::{draw, show};
use crate::auth::{Manager, Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{t, t_with};

/// How many deliveries of each webhook are listed.
const LISTED: i64 = 20;

/// More would make each complete wait; nobody needs them.
const MOST: usize = 10;

/// What the page shows.
#[derive(Clone)]
struct Shown {
    person: Person,
    survey: Survey,
    /// Each with its newest deliveries.
    webhooks: Vec<(Webhook, Vec<Delivery>)>,
}

/// What is wrong with the form, and what was typed; or a secret to be shown this once.
#[derive(Clone, Default)]
struct Just {
    typed: NewWebhook,
    faults: Faults,
    /// Whose secret, and the secret.
    secret: Option<(String, String)>,
}

/// `/surveys/{id}/webhooks`
#[component]
pub fn WebhooksPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| page(shown, Just::default()))
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Manager(person) = guard().await?;
    shown(&expect_context(), person, &SurveyId(survey)).await
}

async fn shown(state: &AppState, person: Person, survey: &SurveyId) -> Result<Shown, AppError> {
    let survey = surveys::load(&state.db, survey).await?;
    let mut all = Vec::new();
    for webhook in webhooks::list(&state.db, &survey.id).await? {
        let deliveries = webhooks::last(&state.db, webhook.id, LISTED).await?;
        all.push((webhook, deliveries));
    }
    Ok(Shown { person, survey, webhooks: all })
}

fn page(shown: Shown, just: Just) -> impl IntoView {
    let lang = lang();
    let Shown { person, survey, webhooks } = shown;
    let title = survey.questionnaire.title.get(lang).to_owned();
    let here = Place::Webhooks.path(&survey.id);
    let zone = survey.settings.time_zone.clone();
    let none = webhooks.is_empty().then(|| view! { <p>{t(lang, "webhook-none")}</p> });
    let panels: Vec<_> = webhooks.into_iter().map(|it| list::panel(it, &here, &zone, lang)).collect();
    view! {
        <Desk
            person
            lang
            title=t(lang, "webhook-title")
            place=Place::Webhooks
            survey=Some((survey.id.clone(), title))
        >
            {done(lang, "webhook-done", &["test", "off", "on", "gone", "retry"])}
            {just.secret.map(|it| secret_panel(it, lang))}
            <p class="hint">{t(lang, "webhook-is")}</p>
            {none}
            {panels}
            <section class="panel" id="new">
                <h2>{t(lang, "webhook-new")}</h2>
                <FaultCount lang faults=just.faults.clone()/>
                <form method="post" action=here class="form">
                    <Field
                        lang
                        name="url"
                        word="webhook-url"
                        hint=true
                        typed=just.typed.url
                        faults=just.faults.clone()
                    />
                    {form::events(&just.typed.event, &just.faults, lang)}
                    <button class="button">{t(lang, "webhook-create")}</button>
                </form>
            </section>
        </Desk>
    }
}

/// The secret of a webhook, which no other request gives.
fn secret_panel((host, secret): (String, String), lang: &'static str) -> impl IntoView {
    view! {
        <section class="panel one-time-link" role="status">
            <h2>{t_with(lang, "webhook-secret", &[("host", host.into())])}</h2>
            <p><code class="copyable">{secret}</code></p>
            <p class="hint">{t(lang, "webhook-secret-is")}</p>
        </section>
    }
}

/// `POST /surveys/{id}/webhooks`: the answer is the page with the secret.
pub async fn create(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let survey = SurveyId(survey);
    let typed = NewWebhook::read(&pairs);
    let mut faults = typed.faults(state.local_webhooks);
    if webhooks::list(&state.db, &survey).await?.len() >= MOST {
        faults.0.push(("url".to_owned(), "webhook-too-many".to_owned()));
    }
    if !faults.0.is_empty() {
        let just = Just { typed, faults, secret: None };
        return again(&state, parts, person, &survey, (StatusCode::UNPROCESSABLE_ENTITY, just)).await;
    }
    let secret = keys::secret(&state);
    let (address, now) = ((typed.url.as_str(), secret.as_str()), (state.now)());
    webhooks::add(&state.db, &survey, address, &typed.chosen(), &person.name, now).await?;
    let just = Just { secret: Some((list::host(&typed.url), secret)), ..Just::default() };
    again(&state, parts, person, &survey, (StatusCode::OK, just)).await
}

async fn again(
    state: &AppState,
    parts: Parts,
    person: Person,
    survey: &SurveyId,
    (status, just): (StatusCode, Just),
) -> Result<Response, AppError> {
    let shown = shown(state, person, survey).await?;
    Ok(draw(state, parts, status, move || page(shown.clone(), just.clone())).await)
}

/// Which webhook somebody does something about, and all that it takes.
pub struct Asked {
    who: Person,
    survey: SurveyId,
    webhook: i64,
    state: AppState,
    parts: Parts,
}

impl FromRequestParts<AppState> for Asked {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Asked, AppError> {
        let Manager(who) = Manager::from_request_parts(parts, state).await?;
        let path = Path::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Path(named) = path.map_err(|_| AppError::NotFound)?;
        let of = |name: &str| named.iter().find(|(it, _)| it == name).map(|(_, it)| it.clone());
        let survey = SurveyId(of("survey").ok_or(AppError::NotFound)?);
        let webhook = of("webhook").and_then(|it| it.parse().ok()).ok_or(AppError::NotFound)?;
        Ok(Asked { who, survey, webhook, state: state.clone(), parts: parts.clone() })
    }
}

impl Asked {
    /// Leads back with what was done.
    fn then(self, done: &str) -> Redirect {
        Redirect::to(&format!("{}?done={done}", Place::Webhooks.path(&self.survey)))
    }
}

/// `POST /surveys/{id}/webhooks/{webhook}/test`: something is sent at once that says it is a test.
pub async fn test(asked: Asked) -> Result<Redirect, AppError> {
    let Asked { survey, webhook, state, .. } = &asked;
    webhooks::test(&state.db, survey, *webhook, (state.now)()).await?;
    Ok(asked.then("test"))
}

/// `POST /surveys/{id}/webhooks/{webhook}/off`
pub async fn switch_off(asked: Asked) -> Result<Redirect, AppError> {
    let Asked { who, survey, webhook, state, .. } = &asked;
    webhooks::switch(&state.db, survey, *webhook, false, &who.name, (state.now)()).await?;
    Ok(asked.then("off"))
}

/// `POST /surveys/{id}/webhooks/{webhook}/on`
pub async fn switch_on(asked: Asked) -> Result<Redirect, AppError> {
    let Asked { who, survey, webhook, state, .. } = &asked;
    webhooks::switch(&state.db, survey, *webhook, true, &who.name, (state.now)()).await?;
    Ok(asked.then("on"))
}

/// `POST /surveys/{id}/webhooks/{webhook}/gone`
pub async fn delete(asked: Asked) -> Result<Redirect, AppError> {
    let Asked { who, survey, webhook, state, .. } = &asked;
    webhooks::delete(&state.db, survey, *webhook, &who.name, (state.now)()).await?;
    Ok(asked.then("gone"))
}

/// `POST /surveys/{id}/webhooks/{webhook}/secret`: another one; the answer is the page with it.
pub async fn rotate(Asked { who, survey, webhook, state, parts }: Asked) -> Result<Response, AppError> {
    let secret = keys::secret(&state);
    webhooks::rotate(&state.db, &survey, webhook, &secret, &who.name, (state.now)()).await?;
    let all = webhooks::list(&state.db, &survey).await?;
    let host = all.iter().find(|it| it.id == webhook).map(|it| list::host(&it.url)).unwrap_or_default();
    let just = Just { secret: Some((host, secret)), ..Just::default() };
    Ok(again(&state, parts, who, &survey, (StatusCode::OK, just)).await?.into_response())
}

/// `POST /surveys/{id}/webhooks/{webhook}/deliveries/{delivery}`: tries again what was given up.
pub async fn retry(
    asked: Asked,
    Path((_, _, delivery)): Path<(String, String, String)>,
) -> Result<Redirect, AppError> {
    let Asked { survey, webhook, state, .. } = &asked;
    let delivery: i64 = delivery.parse().map_err(|_| AppError::NotFound)?;
    webhooks::retry(&state.db, survey, (*webhook, delivery), (state.now)()).await?;
    Ok(asked.then("retry"))
}
