//! What is typed to make a token, and what is wrong with it.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use leptos::prelude::*;
use store::tokens::{NewToken, Right};
use survey::{Moment, SurveyId};
use validator::{Validate, ValidateArgs, ValidationError};

use crate::auth::Person;
use crate::pages::desk::Place;
use crate::pages::desk::form::{Choose, FaultCount, Faults, Field, boxes, fault};
use crate::words::t;

/// A token is good for so many days where nothing else is typed.
const USUAL_DAYS: i64 = 90;

/// What is typed.
#[derive(Clone, Debug, Default, Validate)]
#[validate(context = "Today")]
pub struct Typed {
    #[validate(custom(function = is_there), length(max = 60, message = "api-name-long"))]
    name: String,
    /// Words of rights.
    #[validate(custom(function = are_rights))]
    rights: Vec<String>,
    /// `survey` or `house`.
    #[validate(custom(function = is_scope, use_context))]
    scope: String,
    /// The last day on which it is good.
    #[validate(custom(function = is_until, use_context))]
    until: String,
}

/// The day on which it is typed, and whether a token for every survey may be made.
pub struct Today {
    day: Date,
    of_house: bool,
}

impl Typed {
    /// As the form stands before anything is typed.
    pub fn usual(now: Moment, zone: &str) -> Typed {
        let until = day(now, zone).checked_add(USUAL_DAYS.days()).map(|it| it.to_string());
        Typed { scope: "survey".to_owned(), until: until.unwrap_or_default(), ..Typed::default() }
    }

    /// Reads the fields of the form.
    pub fn read(pairs: &[(String, String)]) -> Typed {
        let all =
            |name: &'static str| pairs.iter().filter(move |(it, _)| it == name).map(|(_, it)| it.trim());
        let one = |name: &'static str| all(name).next().unwrap_or_default().to_owned();
        let ticked = |right: &Right| all("rights").any(|it| it == right.word());
        Typed {
            name: one("name"),
            rights: Right::ALL.into_iter().filter(ticked).map(|it| it.word().to_owned()).collect(),
            scope: one("scope"),
            until: one("until"),
        }
    }

    /// All that is wrong with it.
    pub fn faults(&self, (now, zone, of_house): (Moment, &str, bool)) -> Faults {
        let today = Today { day: day(now, zone), of_house };
        self.validate_with_args(&today).err().map(Faults::from).unwrap_or_default()
    }

    /// The token that it means; none where its day is no day.
    pub fn token(&self, owner: &Person, survey: &SurveyId, zone: &str) -> Option<NewToken> {
        let after = self.until.parse::<Date>().ok()?.tomorrow().ok()?;
        let expires_at = after.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC)).ok()?;
        Some(NewToken {
            name: self.name.clone(),
            person: owner.id,
            survey: (self.scope != "house").then(|| survey.clone()),
            rights: self.rights.iter().filter_map(|it| Right::parse(it)).collect(),
            expires_at: Moment(expires_at.timestamp().as_millisecond()),
        })
    }
}

fn day(now: Moment, zone: &str) -> Date {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Timestamp::from_millisecond(now.0).unwrap_or_default().to_zoned(zone).date()
}

fn is_there(name: &str) -> Result<(), ValidationError> {
    fault(!name.is_empty(), "api-name-missing")
}

fn are_rights(rights: &[String]) -> Result<(), ValidationError> {
    fault(!rights.is_empty(), "api-rights-missing")
}

fn is_scope(scope: &str, today: &Today) -> Result<(), ValidationError> {
    fault(scope == "survey" || (scope == "house" && today.of_house), "api-scope-wrong")
}

fn is_until(until: &str, today: &Today) -> Result<(), ValidationError> {
    let last = today.day.checked_add(1.year()).unwrap_or(today.day);
    fault(until.parse::<Date>().is_ok_and(|it| (today.day..=last).contains(&it)), "api-until-wrong")
}

/// The form in a panel.
pub fn panel(
    survey: &SurveyId,
    typed: Typed,
    faults: Faults,
    of_house: bool,
    lang: &'static str,
) -> impl IntoView + use<> {
    let choice = |value: &str, word: &str| (value.to_owned(), t(lang, word));
    let rights = Right::ALL.map(|it| {
        let word = format!("api-right-{}", it.word());
        (it.word().to_owned(), t(lang, &word), Some(t(lang, &format!("{word}-is"))))
    });
    let mut scopes = vec![choice("survey", "api-scope-survey")];
    scopes.extend(of_house.then(|| choice("house", "api-scope-house")));
    view! {
        <section class="panel" id="make">
            <h2>{t(lang, "api-make")}</h2>
            <FaultCount lang faults=faults.clone()/>
            <form method="post" action=Place::Api.path(survey) class="form">
                <Field lang name="name" word="api-name" hint=true typed=typed.name faults=faults.clone()/>
                {boxes(lang, "rights", "api-rights", rights.to_vec(), &typed.rights, &faults)}
                <Choose
                    lang
                    name="scope"
                    word="api-scope"
                    choices=scopes
                    chosen=typed.scope
                    faults=faults.clone()
                />
                <Field lang name="until" word="api-until" hint=true kind="date" typed=typed.until faults/>
                <button class="button">{t(lang, "api-make-button")}</button>
            </form>
        </section>
    }
}
