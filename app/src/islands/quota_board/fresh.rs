//! Asks for the board every second, in the browser only.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::js_sys::Date;
use survey::SurveyId;
use survey::fieldwork::Fieldwork;

use super::{Freshness, quota_board};

/// The board is asked for this often.
const EVERY: Duration = Duration::from_secs(1);
/// So many seconds without an answer, and the page says so.
const PATIENCE: u32 = 3;
/// After so many seconds an unanswered call is given up and another one made.
const GIVE_UP: u32 = 10;

/// Keeps `fieldwork` fresh, and says in `freshness` whether that works.
/// A hidden tab asks nothing, and does not count as waiting.
pub fn keep(
    (survey, lang, rehearsal): (SurveyId, String, bool),
    fieldwork: RwSignal<Fieldwork>,
    freshness: RwSignal<Freshness>,
) {
    let waited = StoredValue::new(0_u32);
    let asked = StoredValue::new(false);
    let fresh_at = StoredValue::new(clock());
    set_interval(
        move || {
            if document().hidden() {
                return;
            }
            waited.update_value(|it| *it += 1);
            let seconds = waited.get_value();
            if seconds > PATIENCE {
                show(freshness, Freshness::Stale(fresh_at.get_value()));
            }
            if asked.get_value() && !seconds.is_multiple_of(GIVE_UP) {
                return;
            }
            asked.set_value(true);
            let (survey, lang) = (survey.clone(), lang.clone());
            spawn_local(async move {
                if let Ok(now) = quota_board(survey, lang, rehearsal).await {
                    waited.set_value(0);
                    fresh_at.set_value(clock());
                    show(freshness, Freshness::Fresh);
                    if fieldwork.with_untracked(|it| *it != now) {
                        fieldwork.set(now);
                    }
                }
                asked.set_value(false);
            });
        },
        EVERY,
    );
}

/// Says it, unless it is said already.
fn show(freshness: RwSignal<Freshness>, now: Freshness) {
    if freshness.with_untracked(|it| *it != now) {
        freshness.set(now);
    }
}

/// The time of day where the page is read, such as `14:03:07`.
fn clock() -> String {
    let now = Date::new_0();
    format!("{:02}:{:02}:{:02}", now.get_hours(), now.get_minutes(), now.get_seconds())
}
