//! What was typed about the cells: read into one change, or told back with all that is wrong with it.

use store::quotas::{Change, QuotaCell};
use survey::Questionnaire;
use survey::fieldwork::board::points;
use survey::quota::paste::{Fault, Shape, number, paste};
use survey::quota::{CellName, QuotaPlan, QuotaTable};

use super::Shown;
use super::tables::names;
use crate::pages::desk::form::Faults;

/// More completes than any field admits beyond its targets.
const MOST_BUFFER: i64 = 1000;

/// The fields of a form, as they came.
#[derive(Clone, Debug, Default)]
pub struct Typed(pub Vec<(String, String)>);

/// What is wrong with a form about the cells.
#[derive(Clone, Debug, Default)]
pub struct Wrong {
    pub faults: Faults,
    pub block: Vec<Fault>,
}

impl From<Faults> for Wrong {
    fn from(faults: Faults) -> Self {
        Wrong { faults, block: Vec::new() }
    }
}

impl Typed {
    /// What stands in a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(it, _)| it == name).map(|(_, text)| text.as_str())
    }

    /// Whether it is the form of this kind of change.
    pub fn is(&self, kind: &str) -> bool {
        self.get("change") == Some(kind)
    }

    fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// The change that is meant.
    pub fn read(&self, shown: &Shown) -> Result<Change, Wrong> {
        let plan = shown.plan().ok_or_else(|| Faults::one("change", "fieldwork-no-quota"))?;
        let change = match self.text("change") {
            "targets" => Change::Targets(self.targets(&shown.cells)?),
            "block" => Change::Targets(self.block(&shown.survey.questionnaire, plan)?),
            "buffer" => self.buffer(plan)?,
            "pause" => self.pause(&shown.cells)?,
            "plan" => self.plan(shown)?,
            _ => return Err(Faults::one("change", "quotas-change-wrong").into()),
        };
        if is_idle(&change, shown) {
            Err(Faults::one("change", "quotas-unchanged").into())
        } else {
            Ok(change)
        }
    }

    /// The targets that are typed, and differ from those in force.
    fn targets(&self, cells: &[QuotaCell]) -> Result<Vec<(CellName, i64)>, Faults> {
        let (mut targets, mut faults) = (Vec::new(), Faults::default());
        for cell in cells {
            let field = target_field(&cell.name);
            let Some(text) = self.get(&field) else { continue };
            match number(text) {
                Some(it) if it == cell.target => {}
                Some(it) => targets.push((cell.name.clone(), it)),
                None => faults.0.push((field, "quotas-target-wrong".to_owned())),
            }
        }
        if faults.0.is_empty() { Ok(targets) } else { Err(faults) }
    }

    fn block(&self, questionnaire: &Questionnaire, plan: &QuotaPlan) -> Result<Vec<(CellName, i64)>, Wrong> {
        let table = self.table(plan)?;
        let rows = paste(&shape(questionnaire, table), self.text("block"))
            .map_err(|block| Wrong { faults: Faults::one("block", "quotas-block-wrong"), block })?;
        Ok(names(table).into_iter().zip(rows).flat_map(|(names, row)| names.into_iter().zip(row)).collect())
    }

    fn buffer(&self, plan: &QuotaPlan) -> Result<Change, Faults> {
        let table = self.table(plan)?.name.clone();
        let buffer = number(self.text("buffer")).filter(|it| *it <= MOST_BUFFER);
        let buffer = buffer.ok_or_else(|| Faults::one(&buffer_field(&table), "quotas-buffer-wrong"))?;
        Ok(Change::Buffer { table, buffer })
    }

    fn pause(&self, cells: &[QuotaCell]) -> Result<Change, Faults> {
        let cell = cells.iter().find(|it| it.name.to_string() == self.text("cell"));
        let cell = cell.ok_or_else(|| Faults::one("cell", "quotas-cell-wrong"))?;
        Ok(Change::Paused { cell: cell.name.clone(), paused: self.text("paused") == "1" })
    }

    fn plan(&self, shown: &Shown) -> Result<Change, Faults> {
        let plan = super::plan(&shown.survey, self.text("plan"));
        Ok(Change::Plan(plan.ok_or_else(|| Faults::one("plan", "quotas-plan-wrong"))?.name.clone()))
    }

    fn table<'a>(&self, plan: &'a QuotaPlan) -> Result<&'a QuotaTable, Faults> {
        let table = plan.tables.iter().find(|it| it.name == self.text("table"));
        table.ok_or_else(|| Faults::one("table", "quotas-table-wrong"))
    }
}

/// Whether everything stands so already.
fn is_idle(change: &Change, shown: &Shown) -> bool {
    let cell = |name: &CellName| shown.cells.iter().find(|it| it.name == *name);
    match change {
        Change::Targets(them) => {
            them.iter().all(|(name, target)| cell(name).is_some_and(|it| it.target == *target))
        }
        Change::Buffer { table, buffer } => {
            shown.cells.iter().filter(|it| it.name.table == *table).all(|it| it.buffer == *buffer)
        }
        Change::Paused { cell: name, paused } => cell(name).is_some_and(|it| it.paused == *paused),
        Change::Plan(plan) => shown.survey.plan.as_ref() == Some(plan),
    }
}

/// The fields that say a change again, for the form that saves it.
pub fn fields(change: &Change) -> Vec<(String, String)> {
    let said = |name: &str, text: String| (name.to_owned(), text);
    match change {
        Change::Targets(targets) => {
            let targets = targets.iter().map(|(name, target)| (target_field(name), target.to_string()));
            [said("change", "targets".into())].into_iter().chain(targets).collect()
        }
        Change::Buffer { table, buffer } => vec![
            said("change", "buffer".into()),
            said("table", table.clone()),
            said("buffer", buffer.to_string()),
        ],
        Change::Paused { cell, paused } => vec![
            said("change", "pause".into()),
            said("cell", cell.to_string()),
            said("paused", i64::from(*paused).to_string()),
        ],
        Change::Plan(plan) => vec![said("change", "plan".into()), said("plan", plan.clone())],
    }
}

/// The field in which a cell's target is typed.
pub fn target_field(cell: &CellName) -> String {
    format!("target.{cell}")
}

/// The field in which a table's buffer is typed; its form sends it as `buffer`.
pub fn buffer_field(table: &str) -> String {
    format!("buffer-{table}")
}

/// How the rows and columns of a table may be called in a pasted block.
pub fn shape(questionnaire: &Questionnaire, table: &QuotaTable) -> Shape {
    let axis = |at: usize| -> Vec<Vec<String>> {
        let Some(var) = table.by.get(at) else { return Vec::new() };
        points(table, at).into_iter().map(|code| called(questionnaire, var, code)).collect()
    };
    Shape { rows: axis(0), columns: axis(1) }
}

/// The code, and its label in every language.
fn called(questionnaire: &Questionnaire, var: &str, code: i64) -> Vec<String> {
    let choices = match (questionnaire.question(var), questionnaire.derived(var)) {
        (Some(it), _) => it.choices(),
        (None, Some(it)) => it.choices.as_slice(),
        (None, None) => &[],
    };
    let label = choices.iter().find(|it| it.code == code).map(|it| &it.label);
    let labels = questionnaire.langs.iter().filter_map(|lang| Some(label?.get(lang).to_owned()));
    [code.to_string()].into_iter().chain(labels.filter(|it| !it.is_empty())).collect()
}
