//! The launch gate: before people are asked, robots look for what nobody would ever see.

mod goals;
mod seen;
#[cfg(test)]
mod tests;
mod texts;

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::problem::{Problem, Severity};
use crate::questionnaire::Questionnaire;
use crate::quota::feasibility::conflicts;
use crate::quota::{CellName, QuotaPlan, Standing};
use crate::rehearse::{Robot, send};
use goals::{Goal, goals};
use seen::Seen;

/// The gate's robots are the same each time.
const SEED: u64 = 1;
/// Robots that go where chance leads them.
const CROWD: u64 = 60;
/// Robots sent for one goal before it counts as out of reach.
const TRIES: u64 = 6;

/// What the gate found in one version of a questionnaire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    pub robots: i64,
    pub checks: Vec<Check>,
}

impl Report {
    /// Whether nothing stands in the way of the launch; warnings do not.
    pub fn is_passed(&self) -> bool {
        self.checks.iter().all(Check::is_passed)
    }
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub about: About,
    /// How many things were looked at.
    pub looked_at: i64,
    pub findings: Vec<Finding>,
}

impl Check {
    /// Whether it found nothing but warnings.
    pub fn is_passed(&self) -> bool {
        self.findings.iter().all(|it| it.severity == Severity::Warning)
    }
}

/// What a check is about, in the order of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The file has no problems.
    Problems,
    /// Robots find their way, and some are complete.
    Ways,
    /// Every question is asked of somebody.
    Questions,
    /// Every condition of a choice or an item holds for somebody, and not for somebody else.
    Filters,
    /// Every end that the author wrote is met.
    Ends,
    /// Every quota cell is met, with room in it and without.
    Cells,
    /// Every text is there in every language.
    Languages,
    /// The tables of the plan can be filled together.
    Targets,
}

impl About {
    const ALL: [About; 8] = [
        About::Problems,
        About::Ways,
        About::Questions,
        About::Filters,
        About::Ends,
        About::Cells,
        About::Languages,
        About::Targets,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            About::Problems => "problems",
            About::Ways => "ways",
            About::Questions => "questions",
            About::Filters => "filters",
            About::Ends => "ends",
            About::Cells => "cells",
            About::Languages => "languages",
            About::Targets => "targets",
        }
    }
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub severity: Severity,
    /// A word for what is found, such as `not_asked`.
    pub word: String,
    /// What it is about: a variable, a choice, an end, a cell, a place in the file.
    pub at: String,
    /// The condition behind it, or other words; empty where there is nothing to say.
    pub detail: String,
}

impl Finding {
    fn new(word: &str, at: impl Into<String>, detail: impl Into<String>) -> Finding {
        Finding { severity: Severity::Error, word: word.to_owned(), at: at.into(), detail: detail.into() }
    }

    fn warning(self) -> Finding {
        Finding { severity: Severity::Warning, ..self }
    }
}

/// The plan in force: its name, and its cells with the targets of the desk.
#[derive(Clone, Copy, Debug)]
pub struct InForce<'a> {
    pub plan: &'a str,
    pub cells: &'a [Standing],
}

/// Looks at everything. `problems` are those of the file.
pub fn report(questionnaire: &Questionnaire, problems: &[Problem], in_force: Option<InForce<'_>>) -> Report {
    let name = in_force.map(|it| it.plan);
    let plans = questionnaire.quota.iter().flat_map(|it| &it.plans);
    let plan = plans.clone().find(|it| Some(it.name.as_str()) == name);
    let goals = goals(questionnaire, plan);
    let mut field = Field::new(questionnaire, plan, in_force);
    field.send_everybody(&goals);
    let mut found: BTreeMap<About, (i64, Vec<Finding>)> = BTreeMap::new();
    found.insert(About::Problems, (1, problems.iter().map(of_problem).collect()));
    for goal in &goals {
        let (looked_at, findings) = found.entry(goal.about).or_default();
        *looked_at += 1;
        findings.extend((!field.seen.has(&goal.key)).then(|| goal.finding.clone()));
    }
    let ways = found.entry(About::Ways).or_default();
    ways.0 = field.robots as i64;
    ways.1.extend(field.seen.stuck.iter().map(|(page, why)| Finding::new("stuck", page, why)));
    let strangers =
        field.seen.strangers.iter().map(|it| Finding::new("no_cell", it.to_string(), "").warning());
    found.entry(About::Cells).or_default().1.extend(strangers);
    found.insert(About::Languages, texts::check(questionnaire));
    found.insert(About::Targets, targets(questionnaire, in_force));
    let checks = About::ALL.into_iter().filter_map(|about| {
        let (looked_at, findings) = found.remove(&about)?;
        (looked_at > 0 || !findings.is_empty()).then_some(Check { about, looked_at, findings })
    });
    Report { robots: field.robots as i64, checks: checks.collect() }
}

fn of_problem(problem: &Problem) -> Finding {
    let at = format!("{}:{}", problem.line, problem.column);
    let detail = format!("{} {}", problem.message, problem.mend);
    Finding { severity: problem.severity, ..Finding::new("problem", at, detail) }
}

/// A field in memory, with counters of its own.
struct Field<'a> {
    questionnaire: &'a Questionnaire,
    plan: Option<&'a QuotaPlan>,
    targets: HashMap<&'a CellName, i64>,
    seen: Seen,
    robots: u64,
    taken: HashMap<CellName, i64>,
}

impl<'a> Field<'a> {
    fn new(
        questionnaire: &'a Questionnaire,
        plan: Option<&'a QuotaPlan>,
        in_force: Option<InForce<'a>>,
    ) -> Field<'a> {
        let cells = in_force.map_or(&[][..], |it| it.cells);
        let targets = cells.iter().map(|it| (&it.name, it.target)).collect();
        Field { questionnaire, plan, targets, seen: Seen::default(), robots: 0, taken: HashMap::new() }
    }

    /// First a crowd that goes where chance leads it, then robots with a wish for each goal that is left.
    fn send_everybody(&mut self, goals: &[Goal]) {
        let tables = self.plan.map_or(0, |it| it.tables.len());
        for number in 0..CROWD {
            let tiny = (number as usize % (tables + 1)).checked_sub(1);
            let robot = Robot::new(self.questionnaire, None, SEED, self.robots);
            self.send(robot, tiny, false);
        }
        for goal in goals {
            for _ in 0..TRIES {
                if self.seen.has(&goal.key) {
                    break;
                }
                let mut robot = Robot::new(self.questionnaire, None, SEED, self.robots);
                robot.person.qualifies = true;
                robot.person.target = goal.end;
                robot.wish = goal.wish.clone();
                self.send(robot, goal.table, goal.about == About::Cells);
            }
        }
    }

    /// Sends one robot. In the `tiny` table each cell has one place, in all others as many as one likes.
    /// Who is `only_to_the_gate` has seen enough there.
    fn send(&mut self, robot: Robot<'_>, tiny: Option<usize>, only_to_the_gate: bool) {
        let Field { questionnaire, targets, seen, taken, .. } = self;
        let langs = &questionnaire.langs;
        let lang = &langs[self.robots as usize % langs.len().max(1)];
        let walk = send(questionnaire, robot, SEED ^ self.robots.rotate_left(32), lang, |cells| {
            let known = |it: &CellName| targets.get(it).copied();
            let mut full: Vec<CellName> = cells.iter().filter(|it| known(it).is_none()).cloned().collect();
            seen.strangers.extend(full.iter().cloned());
            if let Some(cell) = tiny.and_then(|it| cells.get(it)) {
                let held = taken.entry(cell.clone()).or_default();
                match known(cell) {
                    Some(target) if *held < target.min(1) => *held += 1,
                    Some(_) => full.push(cell.clone()),
                    None => {}
                }
            }
            seen.at_the_gate(cells, &full);
            if only_to_the_gate { cells.to_vec() } else { full }
        });
        seen.record(questionnaire, &walk);
        self.robots += 1;
    }
}

/// Whether the targets go together: those of each plan in the file, and those of the desk.
fn targets(questionnaire: &Questionnaire, in_force: Option<InForce<'_>>) -> (i64, Vec<Finding>) {
    let plans = questionnaire.quota.as_ref().map_or(&[][..], |it| &it.plans);
    let mut findings = Vec::new();
    for plan in plans {
        let now = in_force.filter(|it| it.plan == plan.name);
        let standings = now.map_or_else(|| plan.standings(), |it| it.cells.to_vec());
        let sum = |table: &str| {
            standings.iter().filter(|it| it.name.table == table).map(|it| it.target).sum::<i64>()
        };
        for table in plan.tables.iter().filter(|it| sum(&it.name) != plan.n) {
            let at = format!("{} {}", plan.name, table.name);
            // A manager may have changed all tables together; then they go together, and say another number.
            let finding = Finding::new("sum", at, format!("{} ≠ {}", sum(&table.name), plan.n));
            findings.push(if now.is_some() { finding.warning() } else { finding });
        }
        findings.extend(conflicts(plan, &standings).into_iter().map(|it| {
            let cells: Vec<String> = it.starved.iter().map(CellName::to_string).collect();
            let at = format!("{} {} × {}", plan.name, it.table, it.other);
            Finding::new(
                "infeasible",
                at,
                format!("{} < {}: {}", it.wanted - it.short, it.wanted, cells.join(", ")),
            )
        }));
    }
    (plans.len() as i64, findings)
}
