//! What the link says by which somebody comes, and whether it lets them in.

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use store::interviews::{Kept, short};
use store::sources::{self, Comer, Invitation, Source, SourceKind};
use store::surveys::Survey;
use survey::{Moment, SurveyId, Token};

use crate::cookies;
use crate::error::AppError;
use crate::signature::{self, SIG};
use crate::state::AppState;

/// How old a signed link may be when it is opened, in milliseconds.
pub const FRESH: i64 = 24 * HOUR;

/// How old it may be when its first page is sent: somebody may have read it over night.
pub const READ: i64 = 48 * HOUR;

/// How far a source's clock may be ahead of ours.
const AHEAD: i64 = 5 * 60 * 1000;

const HOUR: i64 = 3_600_000;

/// The most variables that are kept of a link.
pub const MOST_VARIABLES: usize = 20;

/// What a link says, as far as it is believed.
#[derive(Clone, Debug, Default)]
pub struct Arrival {
    /// The parameters as they came: the form of the first page carries them.
    pub link: String,
    /// The name of the source, registered or not.
    pub name: Option<String>,
    pub source: Option<Source>,
    pub invitation: Option<(Token, Invitation)>,
    pub pid: Option<String>,
    /// What its source keeps beside the pid.
    pub variables: BTreeMap<String, String>,
    /// Only where the source demands one.
    pub signature: Option<String>,
    /// Why the link lets nobody in, whoever comes.
    pub turned: Option<Turned>,
}

/// Why somebody is turned away at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turned {
    /// The link is cut off or altered.
    Broken,
    /// Its time is over.
    Old,
    /// Somebody has begun with it already, elsewhere.
    Used,
    /// Only those may come who were sent a link of their own.
    Personal,
    /// Asked for their answers to be erased.
    Withdrawn,
    /// This person or device is complete.
    Answered,
    SourceClosed,
    SourceFull,
}

/// What waits behind the door.
pub enum Door {
    Open,
    /// An interview that this person has begun.
    Back(Token),
    Turned(Turned),
}

/// Reads a link. A signed one may be as old as `patience`.
pub async fn read(
    state: &AppState,
    survey: &SurveyId,
    link: &str,
    patience: i64,
) -> Result<Arrival, AppError> {
    let pairs = signature::pairs(link);
    let said = |name: &str| pairs.iter().find(|(it, _)| it == name).and_then(|(_, text)| short(text));
    let mut arrival =
        Arrival { link: link.to_owned(), name: said("source"), pid: said("pid"), ..Arrival::default() };
    if let Some(token) = said("invitation") {
        let Some(token) = Token::parse(&token) else { return Ok(turned(arrival, Turned::Broken)) };
        let Some(it) = sources::invitation(&state.db, survey, &token).await? else {
            return Ok(turned(arrival, Turned::Broken));
        };
        arrival.name = Some(it.source.name.clone());
        arrival.pid = Some(it.person.pid.clone());
        // The list knows better than a link that anybody can edit.
        arrival.variables =
            kept(&it.source, |name| it.person.details.get(name).cloned().or_else(|| said(name)));
        arrival.turned = it.withdrawn.then_some(Turned::Withdrawn);
        arrival.source = Some(it.source.clone());
        arrival.invitation = Some((token, it));
        return Ok(arrival);
    }
    let Some(name) = &arrival.name else { return Ok(arrival) };
    let Some(source) = sources::find(&state.db, survey, name).await? else { return Ok(arrival) };
    arrival.variables = kept(&source, said);
    match source.kind {
        SourceKind::List => arrival.turned = Some(Turned::Personal),
        SourceKind::Panel if arrival.pid.is_none() => arrival.turned = Some(Turned::Broken),
        SourceKind::Panel | SourceKind::Open => {}
    }
    if source.settings.signed_arrival && arrival.turned.is_none() {
        match believed(state, &source, link, patience).await? {
            Ok(signature) => arrival.signature = Some(signature),
            Err(why) => arrival.turned = Some(why),
        }
    }
    arrival.source = Some(source);
    Ok(arrival)
}

/// Looks whether somebody with this link may begin, or has begun.
pub async fn door(
    state: &AppState,
    survey: &Survey,
    arrival: &Arrival,
    headers: &HeaderMap,
) -> Result<Door, AppError> {
    let now = (state.now)();
    if let Some(token) = cookies::interview(headers, &survey.id) {
        let kept = store::interviews::load(&state.db, &token).await;
        if kept.is_ok_and(|it| it.survey == survey.id && leads_back(&it, arrival, now)) {
            return Ok(Door::Back(token));
        }
    }
    if let Some(turned) = arrival.turned {
        return Ok(Door::Turned(turned));
    }
    if let Some(begun) = arrival.invitation.as_ref().and_then(|(_, it)| it.interview.as_ref()) {
        let kept = store::interviews::load(&state.db, begun).await?;
        match kept.interview.disposition.is_end() {
            true => return Ok(Door::Turned(Turned::Answered)),
            // The link is theirs alone: it goes on from another phone, too.
            false if !kept.is_expired(now) => return Ok(Door::Back(begun.clone())),
            false => {}
        }
    }
    entry(state, survey, arrival, headers).await
}

/// Whether this person may begin now, by a link that is as it should be.
async fn entry(
    state: &AppState,
    survey: &Survey,
    arrival: &Arrival,
    headers: &HeaderMap,
) -> Result<Door, AppError> {
    let device = cookies::device(headers).map(|it| it.to_string());
    let comer =
        Comer { source: arrival.name.as_deref(), pid: arrival.pid.as_deref(), device: device.as_deref() };
    if sources::has_answered(&state.db, &survey.id, survey.settings.once, comer).await? {
        return Ok(Door::Turned(Turned::Answered));
    }
    let Some(source) = &arrival.source else { return Ok(Door::Open) };
    if let Some(signature) = &arrival.signature
        && let Some(begun) = sources::used_by(&state.db, source, signature).await?
    {
        // On the phone that used it, it shows how that interview ended; anywhere else it shows nothing of it.
        let own = cookies::interview(headers, &survey.id).is_some_and(|it| it == begun)
            && store::interviews::load(&state.db, &begun).await.is_ok();
        return Ok(if own { Door::Back(begun) } else { Door::Turned(Turned::Used) });
    }
    Ok(match () {
        () if source.closed_at.is_some() => Door::Turned(Turned::SourceClosed),
        () if sources::is_full(&state.db, source).await? => Door::Turned(Turned::SourceFull),
        () => Door::Open,
    })
}

/// Whether a link leads this phone back into its interview: it has not ended, and the link names nobody else.
fn leads_back(kept: &Kept, arrival: &Arrival, now: Moment) -> bool {
    let is_same = arrival.pid.is_none() || (arrival.pid == kept.pid && arrival.name == kept.source);
    is_same && !kept.interview.disposition.is_end() && !kept.is_expired(now)
}

fn turned(arrival: Arrival, why: Turned) -> Arrival {
    Arrival { turned: Some(why), ..arrival }
}

/// The variables that a source keeps.
fn kept(source: &Source, said: impl Fn(&str) -> Option<String>) -> BTreeMap<String, String> {
    let names = source.settings.variables.iter().take(MOST_VARIABLES);
    names.filter_map(|name| Some((name.clone(), short(&said(name)?)?))).collect()
}

/// The signature of a link, if it is right and not too old.
async fn believed(
    state: &AppState,
    source: &Source,
    link: &str,
    patience: i64,
) -> Result<Result<String, Turned>, AppError> {
    let pairs = signature::pairs(link);
    // Two of a name would be read differently by others.
    let only = |name: &str| {
        let mut all = pairs.iter().filter(|(it, _)| it == name).map(|(_, text)| text.as_str());
        all.next().filter(|_| all.next().is_none())
    };
    let time = only("time").and_then(|it| it.parse::<i64>().ok()).and_then(|it| it.checked_mul(1000));
    let (Some(time), Some(signature), Some(_)) = (time, only(SIG), only("source")) else {
        return Ok(Err(Turned::Broken));
    };
    let secrets = sources::secrets(&state.db, source).await?;
    if !signature::fits(&secrets, link, signature) || pairs.iter().filter(|(it, _)| it == "pid").count() > 1 {
        return Ok(Err(Turned::Broken));
    }
    let age = (state.now)().since(Moment(time));
    Ok(match age {
        _ if age < -AHEAD => Err(Turned::Broken),
        _ if age > patience => Err(Turned::Old),
        // In one spelling, or capitals would make it another one.
        _ => Ok(signature.to_ascii_lowercase()),
    })
}
