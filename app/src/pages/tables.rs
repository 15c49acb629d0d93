//! Tables: questions by a banner, with letters; all that is chosen is in the address.

mod asked;
mod counting;
mod drawn;
pub mod files;
mod form;
mod grids;
mod nets;
pub mod section;

use std::collections::BTreeMap;
use std::sync::Arc;

use analysis::table::Columns;
use axum::http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::surveys::{self, Survey};
use survey::{InterviewId, SurveyId};
use tokio::task::spawn_blocking;

use super::desk::form::{FaultCount, Faults};
use super::desk::origin::Origin;
use super::desk::whom::Counted;
use super::desk::{Desk, Place, lang};
use super::show;
use crate::auth::{Analyst, Person, guard};
use crate::columns::Snapshot;
use crate::error::AppError;
use crate::export::weight_names;
use crate::state::AppState;
use crate::words::{site_lang, t};
use asked::Asked;
use counting::{Tables, tables};
use drawn::Drawn;
use grids::Sheet;

/// The cases and weights that are common to several of these; no weights where each asks for its own.
type Loaded = (Snapshot, Option<Arc<BTreeMap<InterviewId, f64>>>);

/// What the page shows.
struct Shown {
    survey: Survey,
    asked: Asked,
    faults: Faults,
    /// The names of the survey's weights.
    weights: Vec<String>,
    snapshot: i64,
    columns: Arc<Columns>,
    counted: Counted,
    tables: Tables,
}

impl Shown {
    fn origin<'a>(&'a self, title: &'a str) -> Origin<'a> {
        Origin {
            title,
            version: &self.survey.version,
            snapshot: self.snapshot,
            whom: &self.asked.whom,
            counted: &self.counted,
        }
    }

    fn sheet(&self, lang: &'static str) -> Sheet<'_> {
        Sheet {
            columns: &self.columns,
            heads: &self.tables.heads,
            asked: &self.asked,
            letters: self.tables.letters,
            is_weighted: self.counted.weights.is_some(),
            lang,
        }
    }
}

/// `/surveys/{id}/tables?stub=&by=&filter=&weight=&show=&level=&adjust=&net=&sort=&rehearsal=`
#[component]
pub fn TablesPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |(person, shown, drawn)| {
        let lang = lang();
        let title = shown.survey.questionnaire.title.get(lang).to_owned();
        let id = shown.survey.id.clone();
        let (address, faults) = (shown.asked.address(&id, ""), shown.faults.clone());
        let (form, paper) = (form::form(&shown, lang), drawn::paper(&shown, &drawn, lang));
        view! {
            <Desk
                person
                lang
                title=t(lang, "desk-tables")
                place=Place::Tables
                survey=Some((id, title))
                address
            >
                <FaultCount lang faults/>
                {form}
                {paper}
            </Desk>
        }
    })
}

async fn load(survey: String) -> Result<(Person, Shown, Vec<Drawn>), AppError> {
    let Analyst(person) = guard().await?;
    let (state, parts): (AppState, Parts) = (expect_context(), expect_context());
    let lang = site_lang(&parts);
    let shown = shown(&state, SurveyId(survey), Asked::read(&parts), None).await?;
    let drawing = spawn_blocking(move || {
        let drawn = drawn::drawn(&shown, lang);
        (person, shown, drawn)
    });
    drawing.await.map_err(|err| {
        tracing::error!(error = &err as &dyn std::error::Error, "tables were not drawn");
        AppError::Internal
    })
}

/// Counts all that is asked for, of what was `loaded` where anything was.
async fn shown(
    state: &AppState,
    survey: SurveyId,
    asked: Asked,
    loaded: Option<Loaded>,
) -> Result<Shown, AppError> {
    let AppState { db, now, columns, .. } = state;
    let survey = surveys::load(db, &survey).await?;
    let weights = weight_names(db, &survey.id).await?;
    let (snapshot, weighing) = loaded.unzip();
    let snapshot = match snapshot {
        Some(it) => it,
        None => columns.load(db, (&survey.id, asked.whom.rehearsal), now()).await?,
    };
    let survey = Survey { questionnaire: snapshot.questionnaire, ..survey };
    let mut faults = Faults::default();
    let weighing = match weighing.flatten() {
        Some(it) => Some(it),
        None => asked.whom.weighing(db, &survey.id, &mut faults).await?.map(Arc::new),
    };
    let counting = spawn_blocking(move || {
        let columns = snapshot.columns;
        let counted = asked.whom.counted(&columns, &survey.questionnaire, weighing.as_deref(), &mut faults);
        let tables = tables(&columns, &survey.questionnaire, &asked, &counted, &mut faults);
        let snapshot = snapshot.number;
        Shown { survey, asked, faults, weights, snapshot, columns, counted, tables }
    });
    counting.await.map_err(|err| {
        tracing::error!(error = &err as &dyn std::error::Error, "tables were not counted");
        AppError::Internal
    })
}
