//! Who is signed in, and the guards with which pages, handlers and server fns begin.

pub mod door;
pub mod password;
pub mod second_factor;
pub mod sessions;
pub mod throttle;

use std::collections::BTreeMap;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::Method;
use axum::http::request::Parts;
use leptos::prelude::expect_context;
use store::people::{self, Role};
use survey::{PersonId, SurveyId};

use crate::error::AppError;
use crate::state::AppState;

/// Somebody who is signed in. On a survey's pages: who has a role there, or in the whole house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    /// For the whole house.
    pub roles: Vec<Role>,
    /// For single surveys, beside those for the house.
    pub of_surveys: BTreeMap<SurveyId, Vec<Role>>,
    /// The survey that this is about; none for the house.
    here: Option<SurveyId>,
}

impl Person {
    /// Somebody as the store knows them, about a survey or the whole house.
    pub fn of(it: people::Person, here: Option<SurveyId>) -> Person {
        Person { id: it.id, name: it.name, roles: it.roles, of_surveys: it.of_surveys, here }
    }

    /// Whether the person may do what this role does here. An owner may do everything.
    pub fn is(&self, role: Role) -> bool {
        self.roles_here().any(|it| it == role || it == Role::Owner)
    }

    /// Whether the person tries surveys before people are asked: writes them, or runs their field.
    pub fn tries(&self) -> bool {
        self.is(Role::Author) || self.is(Role::Manager)
    }

    /// Whether the person has any role here.
    pub fn belongs(&self) -> bool {
        self.roles_here().next().is_some()
    }

    /// The same person, about a survey: where a page of the house speaks of several.
    pub fn at(&self, survey: &SurveyId) -> Person {
        Person { here: Some(survey.clone()), ..self.clone() }
    }

    /// The same person, about the whole house.
    pub fn in_house(&self) -> Person {
        Person { here: None, ..self.clone() }
    }

    fn roles_here(&self) -> impl Iterator<Item = Role> {
        let of_survey = self.here.as_ref().and_then(|it| self.of_surveys.get(it));
        self.roles.iter().chain(of_survey.into_iter().flatten()).copied()
    }
}

/// Somebody who runs the field.
#[derive(Clone, Debug)]
pub struct Manager(pub Person);

/// Somebody who reads the data.
#[derive(Clone, Debug)]
pub struct Analyst(pub Person);

/// Somebody who writes questionnaires.
#[derive(Clone, Debug)]
pub struct Author(pub Person);

/// Somebody who gives roles: for the survey that the address names, else for the house.
#[derive(Clone, Debug)]
pub struct Owner(pub Person);

/// Asks for a person in a page's loader or a server fn; a handler has it as an argument.
pub async fn guard<P: FromRequestParts<AppState, Rejection = AppError>>() -> Result<P, AppError> {
    let (mut parts, state): (Parts, AppState) = (expect_context(), expect_context());
    P::from_request_parts(&mut parts, &state).await
}

/// The same about a survey that the address does not name, but the argument of a server fn.
pub async fn guard_of<P>(survey: &SurveyId) -> Result<P, AppError>
where
    P: FromRequestParts<AppState, Rejection = AppError>,
{
    let (mut parts, state): (Parts, AppState) = (expect_context(), expect_context());
    parts.extensions.insert(Of(survey.clone()));
    P::from_request_parts(&mut parts, &state).await
}

impl FromRequestParts<AppState> for Person {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Person, AppError> {
        let it = door::person(parts, state).await?.ok_or(AppError::SignedOut)?;
        let here = survey_of(parts, state).await?;
        let person = Person::of(it, here);
        // Who has no role in a survey learns nothing of it, not even that it is there.
        if person.here.is_some() && !person.belongs() { Err(AppError::NotFound) } else { Ok(person) }
    }
}

macro_rules! guards {
    ($($guard:ident),*) => {$(
        impl FromRequestParts<AppState> for $guard {
            type Rejection = AppError;

            async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<$guard, AppError> {
                let person = Person::from_request_parts(parts, state).await?;
                if person.is(Role::$guard) { Ok($guard(person)) } else { Err(AppError::Forbidden) }
            }
        }
    )*};
}

guards!(Manager, Analyst, Author, Owner);

/// The survey that a request is about, where its address does not say so.
#[derive(Clone)]
struct Of(SurveyId);

/// The survey that a request is about: `{survey}` in its route.
async fn survey_of(parts: &mut Parts, state: &AppState) -> Result<Option<SurveyId>, AppError> {
    if let Some(Of(survey)) = parts.extensions.get() {
        return Ok(Some(survey.clone()));
    }
    let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| AppError::NotFound)?;
    Ok(params.iter().find(|(name, _)| *name == "survey").map(|(_, id)| SurveyId(id.to_owned())))
}

/// How long a one-time link is good for.
pub const LINK_LASTS: i64 = 24 * 60 * 60 * 1000;

/// The address of a one-time link on this site.
pub fn link_path(secret: &str) -> String {
    format!("/first-password/{secret}")
}

/// Where somebody is sent who must sign in first, with the way back to the page that was asked for.
pub fn sign_in_path(asked: &Parts) -> String {
    let page = asked.uri.path_and_query().filter(|_| asked.method == Method::GET);
    let Some(page) = page.filter(|it| is_local(it.as_str())) else { return "/sign-in".to_owned() };
    let next: String =
        form_urlencoded::Serializer::new(String::new()).append_pair("next", page.as_str()).finish();
    format!("/sign-in?{next}")
}

/// Whether an address is one of this site's own, so that nobody is led elsewhere after signing in.
pub fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= 2000
        && path.bytes().all(|it| it.is_ascii_graphic() && it != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_addresses_are_gone_back_to() {
        let own = ["/surveys", "/surveys/a/data?rows=all", "/"];
        let foreign =
            ["", "surveys", "//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example"];
        assert_eq!(own.map(is_local), [true; 3]);
        assert_eq!(foreign.map(is_local), [false; 6]);
    }
}
