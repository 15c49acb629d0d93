//! Quota plans and the quality rules.

use super::reader::{Fields, Reader, Spot, did_you_mean};
use super::report::Place;
use super::tree::{Node, Value, short};
use crate::questionnaire::{Code, Kind, Quality, QualityRule, Question, Questionnaire, Quota, Rule};
use crate::quota::{QuotaPlan, QuotaTable, SOURCE};

/// Targets and sums stay far from what an integer holds.
const MOST: i64 = 100_000_000;
/// Quota tables of a plan, and quality rules, at most.
const TABLES: usize = 50;
const RULES: usize = 500;

/// What the codes of a quota variable are.
enum Codes {
    /// These; the ones that are retired need no cell.
    Closed(Vec<Code>, Vec<Code>),
    /// Any whole number.
    Any,
}

impl Reader<'_> {
    /// The quotas. Pages and derived variables have been read before.
    pub fn quota(&mut self, node: &Node, done: &Questionnaire) -> Option<Quota> {
        let fields = self.fields(node, "the quotas", &["count", "hold", "active", "plans"]);
        if let Some(node) = fields.get("count") {
            self.one_of(node, &[("complete", ())]);
        }
        let hour = 3_600_000;
        let hold = fields.get("hold").and_then(|it| self.duration(it, 7 * 24 * hour)).unwrap_or(hour);
        let start = fields.entries.first().map_or(node.place, |(it, _)| it.place);
        let plans_node = self.required(&fields, "plans", "`quota`", start)?;
        let mut plans = Vec::new();
        for (key, value) in self.map(plans_node, "plans by name") {
            let plan = self.plan(key, value, done);
            plans.push(plan);
        }
        let names: Vec<_> = plans.iter().map(|it: &QuotaPlan| it.name.clone()).collect();
        let active = self.active(&fields, &names, start);
        if let (Some(n), Some(plan)) = (done.field.n, plans.iter().find(|it| it.name == active))
            && plan.n != n
            && plan.n != 0
        {
            let message = format!("The active plan wants {} completes, the field {n}.", plan.n);
            self.report.warn(
                fields.at("active"),
                "n-differs",
                message,
                "Make `field.n` and the plan's `n` the same.",
            );
        }
        Some(Quota { hold, active, plans })
    }

    fn active(&mut self, fields: &Fields<'_>, names: &[String], start: Place) -> String {
        let Some(node) = self.required(fields, "active", "`quota`", start) else { return String::new() };
        let Some(name) = self.word(node, "the name of a plan") else { return String::new() };
        if !names.contains(&name) {
            let otherwise = format!("The plans are: {}.", names.join(", "));
            let mend = did_you_mean(&name, names.iter().map(String::as_str), otherwise);
            self.report.error(
                node.place,
                "unknown-plan",
                format!("There is no plan `{}`.", short(&name)),
                mend,
            );
        }
        name
    }

    fn plan(&mut self, key: &Node, node: &Node, done: &Questionnaire) -> QuotaPlan {
        let fields = self.fields(node, "a quota plan", &["n", "tables"]);
        let n = self.required(&fields, "n", "A quota plan", key.place).and_then(|it| self.whole(it, 1, MOST));
        let mut tables: Vec<QuotaTable> = Vec::new();
        if let Some(node) = self.required(&fields, "tables", "A quota plan", key.place) {
            let items = self.list(node, "quota tables");
            if items.is_empty() && matches!(node.value, Value::List(_)) {
                let mend = "Add at least one: `- {name: …, by: […], cells: {…}}`.";
                self.report.error(node.place, "no-tables", "There are no tables here.", mend);
            }
            self.at_most(items, TABLES, "tables");
            for item in items.iter().take(TABLES) {
                let Some(table) = self.table(item, n, done) else { continue };
                if tables.iter().any(|it| it.name.eq_ignore_ascii_case(&table.name)) {
                    let message = format!("The plan has two tables `{}`.", table.name);
                    let place = self.tables.last().map_or(item.place, |(_, it)| *it);
                    self.report.error(place, "duplicate-name", message, "Give each table a name of its own.");
                    continue;
                }
                tables.push(table);
            }
        }
        QuotaPlan { name: key.text().to_owned(), n: n.unwrap_or_default(), tables }
    }

    fn table(&mut self, node: &Node, n: Option<i64>, done: &Questionnaire) -> Option<QuotaTable> {
        let fields = self.fields(node, "a quota table", &["name", "by", "cells"]);
        let start = fields.entries.first().map_or(node.place, |(it, _)| it.place);
        let name_node = self.required(&fields, "name", "A quota table", start)?;
        let name = self.word(name_node, "a name")?;
        let fits = name.len() <= 32 && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
        if !fits {
            let mend = "Use at most 32 English letters, digits and `_`: it becomes a column, `cell_NAME`.";
            self.report.error(
                name_node.place,
                "bad-name",
                format!("`{}` is no name for a table.", short(&name)),
                mend,
            );
        }
        if name.eq_ignore_ascii_case(SOURCE) {
            let message = format!("A table cannot be called `{}`.", short(&name));
            let mend = "Call it something else: under this name the desk counts the places of each source of sample.";
            self.report.error(name_node.place, "bad-name", message, mend);
        }
        self.tables.push((name.clone(), name_node.place));
        let (by, codes) = self.by(&fields, name_node.place, done)?;
        let node = self.required(&fields, "cells", "A quota table", name_node.place)?;
        let (cells, whole) = self.cells(node, &codes);
        let sum: i64 = cells.iter().map(|(_, target)| target).sum();
        if let Some(n) = n.filter(|n| whole && *n != sum) {
            let (more, less) = ((sum - n).max(0), (n - sum).max(0));
            let by_how_much = if more > 0 { format!("{more} too many") } else { format!("{less} too few") };
            self.report.error(
                fields.at("cells"),
                "quota-sum",
                format!("The cells of `{name}` sum to {sum}, {by_how_much}: the plan wants {n}."),
                "Change the targets, or `n`.",
            );
        }
        Some(QuotaTable { name, by, cells })
    }

    /// The variables of a table, with their codes.
    fn by(
        &mut self,
        fields: &Fields<'_>,
        at: Place,
        done: &Questionnaire,
    ) -> Option<(Vec<String>, Vec<Codes>)> {
        let node = self.required(fields, "by", "A quota table", at)?;
        let items = self.list(node, "one variable or two");
        if !matches!(items.len(), 1 | 2) {
            if matches!(node.value, Value::List(_)) {
                self.expected(node, "a list of one variable or two");
            }
            return None;
        }
        let (mut by, mut codes) = (Vec::new(), Vec::new());
        for item in items {
            let name = self.word(item, "the name of a variable")?;
            if by.contains(&name) {
                self.report.error(
                    item.place,
                    "duplicate-name",
                    format!("`{name}` stands here twice."),
                    "Remove one.",
                );
                return None;
            }
            codes.push(self.quota_codes(&name, item.place, done)?);
            self.quota_by.push((name.clone(), item.place));
            by.push(name);
        }
        Some((by, codes))
    }

    fn quota_codes(&mut self, name: &str, place: Place, done: &Questionnaire) -> Option<Codes> {
        if self.broken.contains(name) {
            return None;
        }
        if let Some(question) = self.earlier(name, done) {
            return match &question.kind {
                Kind::Single { .. } | Kind::Scale { .. } => Some(closed(question)),
                Kind::Nps => Some(Codes::Closed((0..=10).collect(), Vec::new())),
                Kind::Number { .. } => Some(Codes::Any),
                Kind::Multi { .. } | Kind::Grid { .. } | Kind::Rank { .. } | Kind::Open { .. } => {
                    self.no_quota(name, place)
                }
            };
        }
        let Some(derived) = done.derived.iter().find(|it| it.var == name) else {
            let names =
                self.vars.keys().map(String::as_str).chain(done.derived.iter().map(|it| it.var.as_str()));
            let mend = did_you_mean(name, names, "Name a single, or a derived variable with codes.");
            let message = format!("There is no variable `{}`.", short(name));
            self.report.error(place, "unknown-variable", message, mend);
            return None;
        };
        match &derived.rule {
            Rule::When(cases) => Some(Codes::Closed(cases.iter().map(|(it, _)| *it).collect(), Vec::new())),
            Rule::Calc { .. } => Some(Codes::Any),
            Rule::Union(_) | Rule::Coded { .. } => self.no_quota(name, place),
        }
    }

    fn no_quota(&mut self, name: &str, place: Place) -> Option<Codes> {
        self.report.error(
            place,
            "unfit-quota",
            format!("`{name}` does not give one code per person."),
            "Name a single, or derive a variable with `when`.",
        );
        None
    }

    /// The cells in file order, and whether each could be read.
    fn cells(&mut self, node: &Node, codes: &[Codes]) -> (Vec<(Vec<Code>, i64)>, bool) {
        let (mut cells, mut whole) = (Vec::new(), matches!(node.value, Value::Map(_)));
        let mut named = Vec::new();
        for (key, value) in self.map(node, "targets by code") {
            let Some(code) = self.quota_code(key, codes.first()) else {
                whole = false;
                continue;
            };
            named.push(code);
            let Some(across) = codes.get(1) else {
                match self.whole(value, 0, MOST) {
                    Some(target) => cells.push((vec![code], target)),
                    None => whole = false,
                }
                continue;
            };
            match self.row(value, code, across) {
                Some(row) => cells.extend(row),
                None => whole = false,
            }
        }
        if let Some(Codes::Closed(all, retired)) = codes.first() {
            let missing: Vec<_> =
                all.iter().filter(|it| !named.contains(it) && !retired.contains(it)).collect();
            if whole && !missing.is_empty() {
                let names: Vec<_> = missing.iter().map(ToString::to_string).collect();
                self.report.error(
                    node.place,
                    "missing-cell",
                    format!("There is no cell for: {}.", names.join(", ")),
                    "Add them; a target of 0 turns these people away as quota full.",
                );
                whole = false;
            }
        }
        (cells, whole)
    }

    fn quota_code(&mut self, key: &Node, codes: Option<&Codes>) -> Option<Code> {
        let code = self.code(key)?;
        if let Some(Codes::Closed(all, _)) = codes
            && !all.contains(&code)
        {
            let names: Vec<_> = all.iter().map(ToString::to_string).collect();
            let message = format!("The variable has no code {code}.");
            self.report.error(
                key.place,
                "unknown-code",
                message,
                format!("Its codes are {}.", names.join(", ")),
            );
            return None;
        }
        Some(code)
    }

    /// One row of an interlocked table: targets in the order of the second variable's codes, or by code.
    fn row(&mut self, node: &Node, down: Code, across: &Codes) -> Option<Vec<(Vec<Code>, i64)>> {
        if let Value::Map(entries) = &node.value {
            let mut row = Vec::new();
            for (key, value) in entries {
                let code = self.quota_code(key, Some(across))?;
                row.push((vec![down, code], self.whole(value, 0, MOST)?));
            }
            return Some(row);
        }
        let items = self.list(node, "targets");
        let Codes::Closed(codes, retired) = across else {
            self.report.error(
                node.place,
                "unfit-quota",
                "The second variable has no list of codes.",
                "Write targets by code.",
            );
            return None;
        };
        let live: Vec<_> = codes.iter().filter(|it| !retired.contains(it)).collect();
        let codes: Vec<_> = if items.len() == live.len() { live } else { codes.iter().collect() };
        if items.len() != codes.len() {
            if matches!(node.value, Value::List(_)) {
                let names: Vec<_> = codes.iter().map(ToString::to_string).collect();
                self.report.error(
                    node.place,
                    "missing-cell",
                    format!("This row has {} targets for {} codes.", items.len(), codes.len()),
                    format!("Write one target for each of: {}.", names.join(", ")),
                );
            }
            return None;
        }
        codes
            .iter()
            .zip(items)
            .map(|(code, it)| Some((vec![down, **code], self.whole(it, 0, MOST)?)))
            .collect()
    }

    /// Longer lists are no work of a person.
    pub fn at_most(&mut self, items: &[Node], most: usize, what: &str) {
        if let Some(first) = items.get(most) {
            let message = format!("There are more than {most} {what}.");
            self.report.error(first.place, "too-many", message, "Keep those that are needed.");
        }
    }

    /// The rules about finished interviews.
    pub fn quality(&mut self, node: &Node) -> Quality {
        let fields = self.fields(node, "the quality rules", &["rules", "reject_at"]);
        let mut rules: Vec<QualityRule> = Vec::new();
        if let Some(node) = fields.get("rules") {
            let items = self.list(node, "quality rules");
            self.at_most(items, RULES, "rules");
            for item in items.iter().take(RULES) {
                let fields = self.fields(item, "a quality rule", &["id", "if", "do"]);
                let start = fields.entries.first().map_or(item.place, |(it, _)| it.place);
                let id_node = self.required(&fields, "id", "A quality rule", start);
                let id = id_node.and_then(|it| self.word(it, "a name")).unwrap_or_default();
                let at = id_node.map_or(start, |it| it.place);
                if !id.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_') {
                    let mend = "Use English letters, digits and `_`: the ids stand in the data.";
                    self.report.error(at, "bad-name", format!("`{}` is no id for a rule.", short(&id)), mend);
                }
                if !id.is_empty() && rules.iter().any(|it| it.id == id) {
                    let message = format!("There are two rules `{}`.", short(&id));
                    self.report.error(at, "duplicate-name", message, "Give each rule an id of its own.");
                }
                let condition = self.required(&fields, "if", "A quality rule", at);
                let condition = condition.and_then(|it| self.condition(it, Spot::Finished));
                let reject = self.required(&fields, "do", "A quality rule", at);
                let reject = reject.and_then(|it| self.one_of(it, &[("reject", true), ("flag", false)]));
                if let (Some(condition), Some(reject)) = (condition, reject) {
                    rules.push(QualityRule { id, condition, reject });
                }
            }
        }
        let reject_at = fields.get("reject_at").and_then(|it| self.whole(it, 1, 1_000)).map(|it| it as u32);
        Quality { rules, reject_at }
    }
}

/// All codes of a question, and those retired by a condition that never holds.
fn closed(question: &Question) -> Codes {
    let retired =
        question.choices().iter().filter(|it| it.condition.as_ref().is_some_and(super::constant::is_never));
    Codes::Closed(question.choices().iter().map(|it| it.code).collect(), retired.map(|it| it.code).collect())
}
