//! Data files: from the words of a form, a request or a command line to what is written.

mod file;
mod fill;
mod wanted;

use std::collections::BTreeMap;
use std::sync::Arc;

use analysis::case::{LAYOUT, Projection};
use analysis::codebook::{Codebook, Role, across, weighted};
use analysis::export::{Format, Options, Row};
use analysis::table::added::{Added, Given};
use analysis::table::filter::Unanswerable;
use analysis::{Case, Variable};
use store::exports::{self, Found, Run, Selection};
use store::interviews::CaseRow;
use store::surveys::{self, Survey};
use store::{Db, codings, sources, weights};
use survey::condition::Expr;
use survey::questionnaire::Rule;
use survey::{InterviewId, Moment, Questionnaire, SurveyId};

pub use file::file;
pub use wanted::{Group, ROWS, Wanted};

use crate::error::AppError;
use crate::variables;

/// Takes a snapshot and orders a file of it, which the server then makes. The number of the run. What is wrong with
/// what is wanted, [`Wanted::faults`] has said.
pub async fn place(
    db: &Db,
    survey: &SurveyId,
    wanted: &Wanted,
    name: Option<&str>,
    who: &str,
    now: Moment,
) -> Result<i64, AppError> {
    let saved = exports::saved(db, survey).await?;
    let last = saved.iter().find(|it| Some(it.name.as_str()) == name).and_then(|it| it.last);
    let wanted = Wanted {
        links: sources::variables(db, survey).await?,
        zone: surveys::load(db, survey).await?.settings.time_zone,
        variables: Some(variables::text(db, survey).await?),
        ..wanted.clone()
    };
    let order = exports::Order {
        survey: survey.clone(),
        name: name.map(str::to_owned),
        since: last.filter(|_| wanted.news).unwrap_or(0),
        wanted: wanted.query(),
        who: who.to_owned(),
    };
    Ok(exports::order(db, order, now).await?)
}

/// Every column of the completes, those too that analysts add.
pub async fn all_columns(db: &Db, survey: &SurveyId) -> Result<Wanted, store::Error> {
    Ok(Wanted {
        columns: Group::ALL.map(|it| it.word().to_owned()).to_vec(),
        links: sources::variables(db, survey).await?,
        variables: Some(variables::text(db, survey).await?),
        ..Wanted::default()
    })
}

/// The names of a survey's weights, by which [`Wanted::faults`] knows them.
pub async fn weight_names(db: &Db, survey: &SurveyId) -> Result<Vec<String>, store::Error> {
    Ok(weights::list(db, survey).await?.into_iter().map(|it| it.name).collect())
}

/// The run in an address; what is no number is none.
pub async fn run(db: &Db, survey: &SurveyId, run: &str) -> Result<Run, AppError> {
    let run = run.parse().map_err(|_| AppError::NotFound)?;
    Ok(exports::run(db, survey, run).await?)
}

/// A data file that can be written: which cases, which columns, how.
#[derive(Clone, Debug)]
pub struct Order {
    pub selection: Selection,
    pub codebook: Arc<Codebook>,
    pub options: Options,
    /// The newest version, with what analysts add where that is wanted.
    pub questionnaire: Arc<Questionnaire>,
    /// Where the columns that cases are read into stand, by version.
    projections: BTreeMap<String, Projection>,
    /// The columns that cases are read into: those of the file, or all of them where others are worked out of them.
    read: Arc<Codebook>,
    whole: Option<Whole>,
    /// The set of weights that cases are given.
    weights: Option<i64>,
}

/// What takes every column of a case: variables that are worked out of others, and a condition.
#[derive(Clone, Debug)]
struct Whole {
    added: Added,
    /// The codes of texts, all of one moment: a file must not have some from before a change and some from after it.
    given: Given,
    filter: Option<Expr>,
    /// Where the columns of the file stand among all.
    places: Vec<usize>,
}

impl Order {
    /// What was wanted, of a snapshot: all that changed up to it, and after `since`. What [`Wanted::validate`] would
    /// refuse is `Invalid`.
    pub async fn read(
        db: &Db,
        survey: &SurveyId,
        wanted: &Wanted,
        (snapshot, since): (i64, i64),
        taken_at: Moment,
    ) -> Result<Order, AppError> {
        let survey = surveys::load(db, survey).await?;
        // A version that was published since has no interview in the snapshot, and must not change its columns.
        let versions = surveys::published(db, &survey.id, taken_at).await?;
        let newest = versions.last().unwrap_or(&survey.questionnaire);
        let survey = Survey { version: newest.version.clone(), questionnaire: newest.clone(), ..survey };
        let weights = weights_of(db, &survey.id, wanted).await?;
        let all = across(&versions, &wanted.links);
        let all = if weights.is_some() { weighted(all) } else { all };
        let questionnaire = Arc::new(with_added(db, &survey, &versions, wanted).await?);
        let added = Added::new(all, questionnaire.clone(), survey.questionnaire.derived.len());
        let codebook = Arc::new(columns(&added.codebook, wanted));
        let given = given(db, &survey.id, &added).await?;
        let whole = Whole::of((added, given), &codebook, wanted)?;
        let read = whole.as_ref().map_or(&codebook, |it| &it.added.codebook).clone();
        let projection = |it: &Arc<Questionnaire>| (it.version.clone(), Projection::new(&read, it));
        Ok(Order {
            selection: Selection {
                survey: survey.id.clone(),
                test: wanted.rehearsal,
                snapshot,
                since,
                dispositions: wanted.rows.clone(),
                from: wanted.begins_at(&survey),
                until: wanted.ends_before(&survey),
            },
            options: Options {
                weight: codebook.weight().map(str::to_owned),
                ..options(wanted, &survey, taken_at)?
            },
            projections: versions.iter().map(projection).collect(),
            questionnaire,
            codebook,
            read,
            whole,
            weights,
        })
    }

    /// The next cases of the file, `limit` at most, with their weights where those are wanted; empty at the end.
    pub async fn batch(&self, db: &Db, after: InterviewId, limit: i64) -> Result<Vec<Found>, store::Error> {
        let mut cases = exports::batch(db, &self.selection, Some(LAYOUT), after, limit).await?;
        if let (Some(set), [first, ..], [.., last]) = (self.weights, &*cases, &*cases) {
            let weights = weights::of(db, set, (first.id(), last.id())).await?;
            for case in &mut cases {
                case.weigh(weights.get(&case.id()).copied());
            }
        }
        Ok(cases)
    }

    /// Cases as rows of the file; those that the filter leaves out are not among them. `Unreadable` if one was packed
    /// in a way that is not known.
    pub fn rows(&self, cases: Vec<Found>) -> Result<Vec<Row>, store::Error> {
        let ids: Vec<InterviewId> = cases.iter().map(Found::id).collect();
        let rows = cases.into_iter().map(|it| self.row(it)).collect::<Result<_, _>>()?;
        match &self.whole {
            None => Ok(rows),
            Some(whole) => whole.rows(&ids, rows),
        }
    }

    /// A case as a row, without what analysts add.
    fn row(&self, case: Found) -> Result<Row, store::Error> {
        match case {
            Found::Packed(it) => {
                let row = self.projected(&it.questionnaire, |of| of.unpack(&it.packed, it.weight));
                row.ok_or(store::Error::Unreadable("packed"))
            }
            Found::Whole(it) => {
                let case = case_of(*it);
                Ok(self.projected(&case.questionnaire, |it| it.row(&case)))
            }
        }
    }

    /// What is read where the columns are in this version.
    fn projected<T>(&self, questionnaire: &Questionnaire, read: impl FnOnce(&Projection) -> T) -> T {
        match self.projections.get(&questionnaire.version) {
            Some(projection) => read(projection),
            // Published since the snapshot, and taken up by nobody in it.
            None => read(&Projection::new(&self.read, questionnaire)),
        }
    }

    /// The file's name: survey, version, date and what it holds.
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.options.name, self.options.format.extension())
    }
}

impl Whole {
    /// None where the file's columns can be read as they are.
    fn of(
        (added, given): (Added, Given),
        codebook: &Codebook,
        wanted: &Wanted,
    ) -> Result<Option<Whole>, AppError> {
        let filter = variables::condition(&added.questionnaire, &wanted.among, &wanted.filter)
            .map_err(|(_, word)| AppError::Invalid(word.into()))?;
        let all = &added.codebook.variables;
        let place = |name: &str| all.iter().position(|it| it.name == name);
        let places: Vec<usize> = codebook.variables.iter().filter_map(|it| place(&it.name)).collect();
        let is_added = places.iter().any(|it| *it >= added.first());
        Ok((is_added || filter.is_some()).then_some(Whole { added, given, filter, places }))
    }

    fn rows(&self, ids: &[InterviewId], rows: Vec<Row>) -> Result<Vec<Row>, store::Error> {
        let mut rows = self.added.rows(ids, rows, &self.given, self.filter.as_ref()).map_err(unanswerable)?;
        for row in &mut rows {
            *row = self.places.iter().map(|it| std::mem::take(&mut row[*it])).collect();
        }
        Ok(rows)
    }
}

/// All columns are there, so that all can be worked out.
fn unanswerable(_: Unanswerable) -> store::Error {
    store::Error::Unreadable("columns")
}

/// The newest version, with what analysts add where that is wanted.
async fn with_added(
    db: &Db,
    survey: &Survey,
    versions: &[Arc<Questionnaire>],
    wanted: &Wanted,
) -> Result<Questionnaire, AppError> {
    match &wanted.variables {
        None => Ok((*survey.questionnaire).clone()),
        Some(text) => Ok(variables::added(db, &survey.id, versions, text).await?.0),
    }
}

/// The codes that people gave to texts, of the codings that are among what is added.
async fn given(db: &Db, survey: &SurveyId, added: &Added) -> Result<Given, AppError> {
    let mut given = Given::new();
    let is_coded =
        |var: &str| added.variables().iter().any(|it| it.var == var && matches!(it.rule, Rule::Coded { .. }));
    for coding in codings::list(db, survey).await?.into_iter().filter(|it| is_coded(&it.var)) {
        let codes = codings::of(db, coding.id, (InterviewId(0), InterviewId(i64::MAX))).await?;
        given.insert(coding.var, codes);
    }
    Ok(given)
}

/// The set of weights that is wanted.
async fn weights_of(db: &Db, survey: &SurveyId, wanted: &Wanted) -> Result<Option<i64>, AppError> {
    match wanted.weight.as_str() {
        "" => Ok(None),
        name => {
            let set = weights::find(db, survey, name).await?;
            Ok(Some(set.ok_or(AppError::Invalid("data-weight-wrong".into()))?))
        }
    }
}

fn options(wanted: &Wanted, survey: &Survey, taken_at: Moment) -> Result<Options, AppError> {
    let format = Format::parse(&wanted.format).ok_or(AppError::Invalid("data-format-wrong".into()))?;
    let lang = survey.questionnaire.lang(Some(&wanted.labels_lang)).to_owned();
    Ok(Options {
        format,
        labels: wanted.labels,
        excel: wanted.excel,
        semicolon: wanted.semicolon,
        weight: None,
        name: wanted.name(survey, taken_at),
        taken_at,
        lang,
    })
}

/// The columns that are wanted, in the order of the codebook.
fn columns(codebook: &Codebook, wanted: &Wanted) -> Codebook {
    let has = |group: Group| wanted.has(group);
    let is_wanted = |role: Role| match role {
        Role::System => true,
        Role::Asked => has(Group::Answers),
        Role::OtherText => has(Group::Texts),
        Role::Order => has(Group::Orders),
        Role::Derived => has(Group::Derived),
        Role::Paradata => has(Group::Paradata),
    };
    let only = |var: Option<&str>| {
        wanted.only.is_empty() || var.is_none_or(|it| wanted.only.iter().any(|only| only == it))
    };
    let is = |it: &&Variable| is_wanted(it.role) && only(it.var.as_deref());
    Codebook { variables: codebook.variables.iter().filter(is).cloned().collect(), ..codebook.clone() }
}

/// An interview as it is kept, as the analysis takes it.
pub fn case_of(row: CaseRow) -> Case {
    Case {
        id: row.id,
        questionnaire: row.questionnaire,
        plan: row.plan,
        source: row.source,
        pid: row.pid,
        variables: row.variables,
        device_hash: row.device_hash,
        device_class: row.device_class,
        test: row.test,
        weight: row.weight,
        interview: row.interview,
    }
}
