//! Data files: from the words of a form, a request or a command line to what is written.

mod file;
mod wanted;

use std::collections::BTreeMap;
use std::sync::Arc;

use analysis::Case;
use analysis::case::{LAYOUT, Projection};
use analysis::codebook::{Codebook, Role, across, weighted};
use analysis::export::{Format, Options, Row};
use store::exports::{self, Found, PackedCase, Run, Selection};
use store::interviews::CaseRow;
use store::surveys::{self, Survey};
use store::{Db, sources, weights};
use survey::condition::{Expr, filter};
use survey::{InterviewId, Moment, Questionnaire, Reading, SurveyId};

pub use file::file;
pub use wanted::{Group, ROWS, Wanted};

use crate::error::AppError;

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

/// Every column of the completes.
pub async fn all_columns(db: &Db, survey: &SurveyId) -> Result<Wanted, store::Error> {
    Ok(Wanted {
        columns: Group::ALL.map(|it| it.word().to_owned()).to_vec(),
        links: sources::variables(db, survey).await?,
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
    /// Where the columns are, by version.
    projections: BTreeMap<String, Projection>,
    /// Only those interviews of which this holds, read through their own version.
    filter: Option<Expr>,
    /// The set of weights that cases are given.
    weights: Option<i64>,
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
        let codebook = across(&versions, &wanted.links);
        let codebook = if weights.is_some() { weighted(codebook) } else { codebook };
        let codebook = columns(codebook, wanted);
        let projection = |it: &Arc<_>| Projection::new(&codebook, it);
        let projections = versions.iter().map(|it| (it.version.clone(), projection(it))).collect();
        let expr = match wanted.filter.trim() {
            "" => None,
            text => Some(
                filter(&survey.questionnaire, text)
                    .map_err(|_| AppError::Invalid("data-filter-wrong".into()))?,
            ),
        };
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
            weights,
            codebook: Arc::new(codebook),
            projections,
            filter: expr,
        })
    }

    /// The next cases of the file, `limit` at most, with their weights where those are wanted; empty at the end.
    pub async fn batch(&self, db: &Db, after: InterviewId, limit: i64) -> Result<Vec<Found>, store::Error> {
        // A filter reads the interview itself.
        let layout = self.filter.is_none().then_some(LAYOUT);
        let mut cases = exports::batch(db, &self.selection, layout, after, limit).await?;
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
        let row = |it| match it {
            Found::Packed(it) => self.unpacked(&it).map(Some),
            Found::Whole(it) => Ok(self.row(&case_of(*it))),
        };
        cases.into_iter().filter_map(|it| row(it).transpose()).collect()
    }

    /// A packed case as a row.
    fn unpacked(&self, case: &PackedCase) -> Result<Row, store::Error> {
        let row = self.projected(&case.questionnaire, |it| it.unpack(&case.packed, case.weight));
        row.ok_or(store::Error::Unreadable("packed"))
    }

    /// One case as a row; none where the filter leaves it out.
    pub fn row(&self, case: &Case) -> Option<Row> {
        let reading = Reading::new(&case.questionnaire, &case.interview);
        let holds = self.filter.as_ref().is_none_or(|it| reading.holds(it));
        holds.then(|| self.projected(&case.questionnaire, |it| it.read(case, &reading)))
    }

    /// What is read where the columns are in this version.
    fn projected<T>(&self, questionnaire: &Questionnaire, read: impl FnOnce(&Projection) -> T) -> T {
        match self.projections.get(&questionnaire.version) {
            Some(projection) => read(projection),
            // Published since the snapshot, and taken up by nobody in it.
            None => read(&Projection::new(&self.codebook, questionnaire)),
        }
    }

    /// The file's name: survey, version, date and what it holds.
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.options.name, self.options.format.extension())
    }
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
fn columns(codebook: Codebook, wanted: &Wanted) -> Codebook {
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
    let variables = codebook.variables.into_iter().filter(|it| is_wanted(it.role) && only(it.var.as_deref()));
    Codebook { variables: variables.collect(), ..codebook }
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
