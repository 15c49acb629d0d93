//! What the store knows of how a survey was done, for its statement of methods.

use std::sync::Arc;

use analysis::report::Block;
use analysis::report::method::{Method, Source, SourceKind, Version, Weighting};
use analysis::stats::Base;
use store::fieldwork::{self, Snapshot as Field};
use store::sources::{self, Counts};
use store::surveys::{self, Survey};
use store::weights::{self, Weights};
use store::withdrawal;
use survey::Moment;

use super::made::Drawer;
use crate::error::AppError;
use crate::pages::desk::time;
use crate::pages::desk::whom::Whom;
use crate::state::AppState;

/// All that is known.
pub(super) struct Known {
    field: Arc<Field>,
    versions: Vec<Version>,
    sources: Vec<Source>,
    withdrawn: i64,
    weights: Option<Weights>,
    today: String,
}

/// Reads it.
pub(super) async fn known(state: &AppState, survey: &Survey, whom: &Whom) -> Result<Known, AppError> {
    let (db, zone) = (&state.db, &survey.settings.time_zone);
    let field = fieldwork::load(db, &survey.id, whom.rehearsal, state.now).await?;
    let versions = surveys::versions(db, &survey.id).await?.into_iter().map(|it| Version {
        published: day(it.published_at, zone),
        name: it.version,
        completes: it.completes,
    });
    let versions = versions.collect();
    // Rehearsals come by no source.
    let sources = if whom.rehearsal { Vec::new() } else { of_sources(state, survey).await? };
    let all = weights::list(db, &survey.id).await?;
    let weights = all.into_iter().find(|it| it.name == whom.weight);
    let withdrawn = if whom.rehearsal { 0 } else { withdrawal::count(db, &survey.id).await? };
    Ok(Known { field, versions, sources, withdrawn, weights, today: day((state.now)(), zone) })
}

async fn of_sources(state: &AppState, survey: &Survey) -> Result<Vec<Source>, AppError> {
    let (registered, others) = sources::list(&state.db, &survey.id).await?;
    let begun = |it: &Counts| it.values().sum();
    let completes = |it: &Counts| it.get("complete").copied().unwrap_or_default();
    let mut all = Vec::new();
    for it in &registered {
        let kind = match it.source.kind {
            sources::SourceKind::Open => SourceKind::Open,
            sources::SourceKind::Panel => SourceKind::Panel,
            sources::SourceKind::List => SourceKind::List,
        };
        let invited = match kind {
            SourceKind::List => Some(sources::statuses(&state.db, &it.source).await?.values().sum()),
            SourceKind::Open | SourceKind::Panel => None,
        };
        let title = Some(&it.source.settings.title).filter(|it| !it.is_empty()).unwrap_or(&it.source.name);
        all.push(Source {
            title: Some(title.clone()),
            kind,
            invited,
            begun: begun(&it.counts),
            completes: completes(&it.counts),
        });
    }
    // Where nobody registered a source, a table of one line would say nothing.
    if !all.is_empty() {
        all.extend(others.iter().map(|(name, counts)| Source {
            title: name.clone(),
            kind: SourceKind::Open,
            invited: None,
            begun: begun(counts),
            completes: completes(counts),
        }));
    }
    Ok(all)
}

impl Known {
    /// The statement, as `write` writes it.
    pub(super) fn blocks(&self, drawer: &Drawer<'_>, write: fn(&Method) -> Vec<Block>) -> Vec<Block> {
        let field = &self.field;
        let zone = &field.survey.settings.time_zone;
        let first = field.quarters.iter().map(|(at, _)| *at).min();
        let last = field.quarters.iter().map(|(at, _)| *at).max();
        let weighting =
            self.weights.as_ref().zip(drawer.basis.counted.weights.as_ref()).map(|(set, weights)| {
                Weighting {
                    name: &set.name,
                    made: set.made.as_ref(),
                    base: base(weights, drawer.basis.counted.is_in.as_deref()),
                    least: set.least,
                    most: set.most,
                }
            });
        write(&Method {
            questionnaire: &field.survey.questionnaire,
            lang: drawer.lang,
            rehearsal: field.test,
            days: first.zip(last).map(|(first, last)| (day(first, zone), day(last, zone))),
            time_zone: zone,
            versions: self.versions.clone(),
            counts: &field.counts,
            length: field.length,
            sources: self.sources.clone(),
            plan: field.plan().map(|it| (it, &field.cells[..])),
            withdrawn: self.withdrawn,
            weighting,
            snapshot: drawer.basis.snapshot.number,
            today: self.today.clone(),
        })
    }
}

fn base(weights: &[f64], is_in: Option<&[bool]>) -> Base {
    let mut base = Base::default();
    let counted = weights.iter().enumerate().filter(|(case, _)| is_in.is_none_or(|it| it[*case]));
    counted.for_each(|(_, weight)| base.add(*weight));
    base
}

/// A day in the time zone of the survey.
fn day(at: Moment, zone: &str) -> String {
    time::words(at, zone).chars().take(10).collect()
}
