//! A survey as those who answer it know it: its questionnaire, and how people answer.

use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use survey::rehearse::Plan;
use survey::{Questionnaire, Severity};

/// What phones walk through.
#[derive(Debug)]
pub struct Study {
    /// As the server has it: phones keep their mirrors by it.
    pub questionnaire: Questionnaire,
    /// How people answer; without one, any valid answer is as likely.
    pub plan: Option<Plan>,
    /// Of the robots: the same seed and number are the same person.
    pub seed: u64,
}

impl Study {
    /// The study of this questionnaire (YAML), with a rehearsal plan if there is one.
    ///
    /// # Errors
    ///
    /// Whatever would keep the questionnaire from being fielded, or the plan from being used.
    pub fn new(questionnaire: &str, plan: Option<&str>, seed: u64) -> anyhow::Result<Study> {
        let (questionnaire, problems) = survey::read(questionnaire);
        let errors: Vec<_> = problems.iter().filter(|it| it.severity == Severity::Error).collect();
        ensure!(errors.is_empty(), "the questionnaire {} has errors: {errors:?}", questionnaire.survey);
        let plan = plan.map(|it| Plan::read(it, &questionnaire)).transpose();
        let plan = plan.map_err(|it| anyhow::anyhow!("the rehearsal plan has problems: {it:?}"))?;
        Ok(Study { questionnaire, plan, seed })
    }

    /// The study of `<path>.yaml` and, where it is there, `<path>.sim.yaml`.
    ///
    /// # Errors
    ///
    /// As [`Study::new`], and where the file cannot be read.
    pub fn load(path: &Path, seed: u64) -> anyhow::Result<Study> {
        let read = |ending| fs::read_to_string(path.with_extension(ending));
        let text = read("yaml").with_context(|| format!("{}.yaml cannot be read", path.display()))?;
        Study::new(&text, read("sim.yaml").ok().as_deref(), seed)
    }

    /// The id of the survey, which is its address.
    pub fn survey(&self) -> &str {
        &self.questionnaire.survey
    }
}
