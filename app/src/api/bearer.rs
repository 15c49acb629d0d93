//! Who asks: a program with a token, which may do what the token says and its maker still may. The guards with
//! which every operation begins.

use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use store::people::{self, Role};
use store::tokens::{self, ApiToken, Right};
use survey::{Moment, SurveyId};

use super::Problem;
use super::limits::Limits;
use crate::auth::Person;
use crate::error::AppError;
use crate::network::address;
use crate::state::AppState;

/// What secrets of tokens begin with, so that they are found where they should not lie about.
const MARK: &str = "canvass_";

/// The secret of a new token: 256 bits.
pub fn secret(state: &AppState) -> String {
    format!("{MARK}{:032x}{:032x}", (state.random)(), (state.random)())
}

/// A program with a token that holds.
#[derive(Clone, Debug)]
pub struct Bearer {
    token: ApiToken,
    /// Who made it, with the roles of today.
    maker: Person,
}

impl Bearer {
    /// Whether it may know of a survey: the token opens it, and its maker has a role there.
    pub fn sees(&self, survey: &SurveyId) -> bool {
        self.token.survey.as_ref().is_none_or(|it| it == survey) && self.maker.at(survey).belongs()
    }

    fn may(&self, right: Right, survey: &SurveyId) -> bool {
        let role = match right {
            Right::Data => Role::Analyst,
            Right::Field => Role::Manager,
        };
        self.token.rights.contains(&right) && self.maker.at(survey).is(role)
    }

    /// The name under which things are done: its maker's, and its own.
    pub fn who(&self) -> String {
        format!("{} ({})", self.maker.name, self.token.name)
    }
}

impl FromRequestParts<AppState> for Bearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Bearer, Problem> {
        let limits = limits(parts)?;
        let now = (state.now)();
        match found(&parts.headers, state, now).await? {
            Ok(token) => {
                limits.token(token.id).map_err(Problem::too_many)?;
                if let Err(err) = tokens::used(&state.db, &token, now).await {
                    // Nobody is refused because the time of it could not be written.
                    tracing::error!(
                        error = &err as &dyn std::error::Error,
                        "the use of a token is not noted"
                    );
                }
                let maker = people::by_id(&state.db, token.person).await?;
                Ok(Bearer { maker: Person::of(maker, None), token })
            }
            Err(problem) => {
                limits.stranger(address(parts)).map_err(Problem::too_many)?;
                Err(problem)
            }
        }
    }
}

/// The token of a request, or why it has none that holds.
async fn found(
    headers: &HeaderMap,
    state: &AppState,
    now: Moment,
) -> Result<Result<ApiToken, Problem>, store::Error> {
    let Some(said) = headers.get(header::AUTHORIZATION) else { return Ok(Err(Problem::no_token())) };
    let unknown = || Err(Problem::wrong_token("Nobody knows this token"));
    let Some(secret) = said.to_str().ok().and_then(bearer) else { return Ok(unknown()) };
    Ok(match tokens::by_secret(&state.db, secret).await? {
        None => unknown(),
        Some(it) if it.revoked_at.is_some() => Err(Problem::wrong_token("This token was revoked")),
        Some(it) if !it.holds(now) => Err(Problem::wrong_token("This token has expired")),
        Some(it) => Ok(it),
    })
}

/// The secret in `Bearer canvass_…`; what cannot be one is not looked for.
fn bearer(said: &str) -> Option<&str> {
    let (scheme, secret) = said.split_once(' ')?;
    let secret = secret.trim();
    let digits = secret.strip_prefix(MARK)?;
    let fits = digits.len() == 64 && digits.bytes().all(|it| it.is_ascii_hexdigit());
    (scheme.eq_ignore_ascii_case("bearer") && fits).then_some(secret)
}

fn limits(parts: &Parts) -> Result<Arc<Limits>, Problem> {
    parts.extensions.get().cloned().ok_or_else(|| {
        tracing::error!("a token is asked for outside of the layer that counts requests");
        AppError::Internal.into()
    })
}

/// A program that may know of the survey in the address.
#[derive(Clone, Debug)]
pub struct Reader {
    pub bearer: Bearer,
    pub survey: SurveyId,
}

impl FromRequestParts<AppState> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Reader, Problem> {
        let bearer = Bearer::from_request_parts(parts, state).await?;
        let params = RawPathParams::from_request_parts(parts, state).await;
        let params = params.map_err(|_| AppError::NotFound)?;
        let survey = params.iter().find(|(name, _)| *name == "survey").map(|(_, id)| SurveyId(id.to_owned()));
        let survey = survey.filter(|it| bearer.sees(it)).ok_or(AppError::NotFound)?;
        Ok(Reader { bearer, survey })
    }
}

/// A program that may read the data of the survey in the address.
#[derive(Clone, Debug)]
pub struct DataReader(pub Reader);

/// A program that may read how the field of the survey in the address stands.
#[derive(Clone, Debug)]
pub struct FieldReader(pub Reader);

macro_rules! guards {
    ($($guard:ident: $right:expr),*) => {$(
        impl FromRequestParts<AppState> for $guard {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<$guard, Problem> {
                let reader = Reader::from_request_parts(parts, state).await?;
                match reader.bearer.may($right, &reader.survey) {
                    true => Ok($guard(reader)),
                    false => Err(Problem::missing_right($right.word())),
                }
            }
        }
    )*};
}

guards!(DataReader: Right::Data, FieldReader: Right::Field);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_a_secret_is_looked_for() {
        let secret = format!("canvass_{}", "0a".repeat(32));
        assert_eq!(bearer(&format!("bearer {secret}")), Some(secret.as_str()));
        for wrong in ["", "Bearer", "Basic abc", "Bearer canvass_12", &secret, "Bearer canvass_é"] {
            assert_eq!(bearer(wrong), None, "{wrong}");
        }
    }
}
