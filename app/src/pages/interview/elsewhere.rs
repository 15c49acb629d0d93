//! /i/{token}/elsewhere: an interview goes on on another phone, by a code to type there or its QR code.

use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_router::hooks::use_params_map;
use store::handover::{self, Code};
use store::interviews::Kept;
use survey::{Go, Interview, Moment, RawAnswers, Token};

use super::{Halt, halt_page, halted, in_query, see_other, withdraw};
use crate::components::button::Button;
use crate::components::layout::Sheet;
use crate::cookies;
use crate::error::AppError;
use crate::pages::desk::time::clock;
use crate::pages::{draw, show};
use crate::qr;
use crate::state::AppState;
use crate::words::{mark, t, t_with};

/// The id of the form of questions, which the offer at the foot sends. No variable can be called so, for its dash.
pub const FORM: &str = "interview-form";

/// The button of that form which asks for this page.
const ASKED: &str = "_elsewhere";

/// The quiet button at the foot of a page of questions; none where no interview is kept yet.
///
/// It sends the form, though it stands outside of it: so what was typed on the page is kept.
pub fn offer(lang: &str) -> Option<AnyView> {
    let parts: Parts = use_context()?;
    let is_kept = parts.uri.path().strip_prefix("/i/").is_some_and(|it| Token::parse(it).is_some());
    (is_kept && parts.method == Method::GET).then(|| button(lang))
}

/// The same, and the link to withdraw, on a first page: not to be seen before the browser, which goes on without
/// another page, has posted it.
pub fn offer_later(lang: &str) -> AnyView {
    view! { <span class="sheet__later" hidden>{button(lang)} {withdraw::link(lang)}</span> }.into_any()
}

fn button(lang: &str) -> AnyView {
    view! {
        <button type="submit" class="sheet__elsewhere" form=FORM name=ASKED value="1" lang=mark(lang)>
            {t(lang, "elsewhere-offer")}
        </button>
    }
    .into_any()
}

/// A posted page; one that this button sent is kept as it was typed, and nothing checked.
pub fn kept(pairs: &[(String, String)], raw: RawAnswers) -> RawAnswers {
    if is_asked(pairs) { RawAnswers { go: Go::Stay, ..raw } } else { raw }
}

/// Where a page leads that this button sent, unless the interview has ended meanwhile.
pub fn asked(pairs: &[(String, String)], token: &Token, interview: &Interview) -> Option<String> {
    (is_asked(pairs) && !interview.disposition.is_end()).then(|| format!("/i/{token}/elsewhere"))
}

fn is_asked(pairs: &[(String, String)]) -> bool {
    pairs.iter().any(|(name, _)| name == ASKED)
}

/// A code that was just made.
#[derive(Clone)]
struct Made {
    code: Code,
    until: Moment,
    /// The address of this site.
    origin: String,
    /// The time zone of the survey.
    zone: String,
}

/// `/i/{token}/elsewhere`
#[component]
pub fn ElsewherePage() -> impl IntoView {
    let token = use_params_map().get_untracked().get("token").unwrap_or_default();
    show(load(token), |page| page)
}

async fn load(token: String) -> Result<AnyView, AppError> {
    let (state, parts): (AppState, Parts) = (expect_context(), expect_context());
    let token = Token::parse(&token).ok_or(AppError::NotFound)?;
    let kept = store::interviews::load(&state.db, &token).await?;
    let lang = lang_of(&parts, &kept);
    if !handover::is_offered(&kept, (state.now)()) {
        expect_context::<ResponseOptions>().set_status(StatusCode::GONE);
        return Ok(no_page(&kept, &token, &lang, (state.now)()));
    }
    Ok(page(&kept, &token, &lang, None))
}

/// `POST /i/{token}/elsewhere`: makes a code. The answer is the page with it, which no other request gives; the
/// same again makes another code, and this one works no more.
pub async fn make(
    State(state): State<AppState>,
    Path(token): Path<String>,
    parts: Parts,
) -> Result<Response, AppError> {
    let token = Token::parse(&token).ok_or(AppError::NotFound)?;
    let now = (state.now)();
    let made = handover::make(&state.db, &token, state.random, now).await?;
    let kept = store::interviews::load(&state.db, &token).await?;
    let lang = lang_of(&parts, &kept);
    let Some((code, until)) = made else {
        return Ok(draw(&state, parts, StatusCode::GONE, move || no_page(&kept, &token, &lang, now)).await);
    };
    let zone = store::surveys::load(&state.db, &kept.survey).await?.settings.time_zone;
    let made = Made { code, until, origin: state.origin(&parts.headers), zone };
    let page = move || page(&kept, &token, &lang, Some(made.clone()));
    Ok(draw(&state, parts, StatusCode::OK, page).await)
}

/// Where the phone on which a code was used goes on. It finds its way back there as the first one does.
pub async fn arrive(state: &AppState, token: &Token) -> Result<Response, AppError> {
    let kept = store::interviews::load(&state.db, token).await?;
    Ok(see_other(&format!("/i/{token}"), [cookies::keep_interview(state, &kept.questionnaire, token)]))
}

/// The language asked for, else that of the interview.
fn lang_of(parts: &Parts, kept: &Kept) -> String {
    let asked = in_query(parts, "lang").filter(|it| kept.questionnaire.langs.contains(it));
    asked.unwrap_or_else(|| kept.interview.lang.clone())
}

/// The page that says what this is, with the button that makes a code, and above it the code once there is one.
fn page(kept: &Kept, token: &Token, lang: &str, made: Option<Made>) -> AnyView {
    let title = format!("{} – {}", t(lang, "elsewhere-title"), kept.questionnaire.title.get(lang));
    let contact = kept.questionnaire.contact.get(lang).to_owned();
    let (ours, back) = (mark(lang), format!("/i/{token}"));
    let action = format!("/i/{token}/elsewhere?lang={lang}");
    let is_new = made.is_some();
    let button = t(lang, if is_new { "elsewhere-new" } else { "elsewhere-button" });
    let above = match made {
        Some(made) => code(&made, lang),
        None => view! { <p>{t(lang, "elsewhere-is")}</p> <p>{t(lang, "elsewhere-kept")}</p> }.into_any(),
    };
    let main = view! {
        <main class="handover" lang=ours>
            <h1>{t(lang, "elsewhere-title")}</h1>
            {above}
            <form method="post" action=action>
                <Button quiet=is_new>{button}</Button>
            </form>
            <p><a href=back>{t(lang, "elsewhere-back")}</a></p>
        </main>
    }
    .into_any();
    view! { <Sheet lang title contact>{main}</Sheet> }.into_any()
}

/// A code to read, to hear and to scan, and how long it works.
fn code(made: &Made, lang: &str) -> AnyView {
    let address = format!("{}/go", made.origin);
    let picture = qr::svg(&format!("{address}/{}", made.code.as_str())).unwrap_or_default();
    let until = t_with(lang, "elsewhere-until", &[("time", clock(made.until, &made.zone).into())]);
    view! {
        <p>
            {t(lang, "elsewhere-type")} " " <strong class="handover__address" dir="ltr">{address}</strong>
        </p>
        <p>{t(lang, "elsewhere-then")}</p>
        {letters(&made.code)}
        <p>{t(lang, "elsewhere-scan")}</p>
        <div
            class="handover__picture"
            role="img"
            aria-label=t(lang, "elsewhere-picture")
            inner_html=picture
        ></div>
        <p>{until}</p>
        <p>{t(lang, "elsewhere-secret")}</p>
    }
    .into_any()
}

/// A code in large type, three and three; read out letter by letter.
pub fn letters(code: &Code) -> AnyView {
    let (first, second) = code.as_str().split_at(3);
    let (first, second) = (first.to_owned(), second.to_owned());
    let heard: Vec<String> = code.as_str().chars().map(String::from).collect();
    view! {
        <p class="handover__code" dir="ltr">
            <span aria-hidden="true">{first}</span>
            " "
            <span aria-hidden="true">{second}</span>
            <span class="heard-only">{heard.join(", ")}</span>
        </p>
    }
    .into_any()
}

/// Why an interview gives no code.
fn no_page(kept: &Kept, token: &Token, lang: &str, now: Moment) -> AnyView {
    if !kept.interview.disposition.is_end() {
        let halt = halted(kept.state).or(kept.is_expired(now).then_some(Halt::Expired));
        return halt_page(&kept.questionnaire, halt.unwrap_or(Halt::Expired), lang);
    }
    let title = kept.questionnaire.title.get(lang).to_owned();
    let contact = kept.questionnaire.contact.get(lang).to_owned();
    let (ours, back) = (mark(lang), format!("/i/{token}"));
    let main = view! {
        <main class="ending" lang=ours>
            <h1>{t(lang, "elsewhere-ended")}</h1>
            <p>{t(lang, "elsewhere-ended-text")}</p>
            <p><a href=back>{t(lang, "elsewhere-ended-back")}</a></p>
        </main>
    }
    .into_any();
    view! { <Sheet lang title contact>{main}</Sheet> }.into_any()
}
