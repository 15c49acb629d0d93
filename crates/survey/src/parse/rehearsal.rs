//! Text to rehearsal plan, held against its questionnaire, with every problem at once.

mod draws;

use super::reader::{Fields, Reader, did_you_mean};
use super::report::Place;
use super::tree::{Node, Value, short};
use super::{LARGEST, tree};
use crate::condition::check::Wanted;
use crate::condition::{ArithOp, Expr, Scope, VarKind, check};
use crate::problem::{Problem, Severity};
use crate::questionnaire::{End, Kind, Questionnaire, Rule, Then};
use crate::rehearse::{Draw, Fail, Fieldwork, How, Num, Plan};
use crate::route::StepAt;

const KEYS: [&str; 5] = ["questionnaire", "seed", "entrants", "fieldwork", "draw"];

/// The words for those who do not qualify, and the codes of the ends that they stand for.
const FAILS: [(&str, Fail, &[&str]); 6] = [
    ("refuse", Fail::Refuse, &[]),
    ("underage", Fail::Underage, &["S_AGE"]),
    ("abroad", Fail::Abroad, &["S_REGION"]),
    ("industry", Fail::Industry, &["S_INDUSTRY"]),
    ("recent", Fail::Recent, &["S_RECENT"]),
    ("no_use", Fail::NoUse, &["S_NOUSE", "S_NOORDER"]),
];

/// Reads a rehearsal plan for a questionnaire.
pub(crate) fn plan(text: &str, questionnaire: &Questionnaire) -> Result<Plan, Vec<Problem>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::new(if text.len() > LARGEST { "" } else { text });
    let root = match text.len() > LARGEST {
        true => None,
        false => tree::read(&mut reader.report),
    };
    let mut of = PlanReader { reader, questionnaire };
    let plan = match &root {
        Some(root) => of.plan(root),
        None => {
            let (code, message) = match text.len() > LARGEST {
                true => ("too-large", "The file is too large for a plan."),
                false => ("empty-file", "There is no plan here."),
            };
            of.reader.report.error(Place::default(), code, message, "Begin with `questionnaire: …`.");
            Plan::default()
        }
    };
    let problems = of.reader.report.finish();
    if problems.iter().any(|it| it.severity == Severity::Error) { Err(problems) } else { Ok(plan) }
}

impl Reader<'_> {
    /// Says where a file is for another questionnaire; `what` is in the file.
    pub fn made_for(&mut self, node: &Node, name: &str, what: &str, questionnaire: &Questionnaire) {
        let id = name.rsplit('/').next().unwrap_or_default();
        let id = id.strip_suffix(".yaml").unwrap_or(id);
        if id != questionnaire.survey {
            let message = format!("The {what} is for `{}`, not for `{}`.", short(name), questionnaire.survey);
            let mend = format!("Take the {what} of this questionnaire, or change the name here.");
            self.report.error(node.place, "other-questionnaire", message, mend);
        }
    }
}

struct PlanReader<'t, 'q> {
    reader: Reader<'t>,
    questionnaire: &'q Questionnaire,
}

impl PlanReader<'_, '_> {
    fn plan(&mut self, root: &Node) -> Plan {
        let mut plan = Plan::default();
        let fields = self.reader.fields(root, "a rehearsal plan", &KEYS);
        let start = fields.entries.first().map_or(root.place, |(it, _)| it.place);
        if let Some(node) = self.reader.required(&fields, "questionnaire", "A plan", start)
            && let Some(name) = self.reader.word(node, "the file name of a questionnaire")
        {
            self.reader.made_for(node, &name, "plan", self.questionnaire);
        }
        if let Some(node) = fields.get("seed") {
            plan.seed = self.reader.whole(node, 0, i64::MAX).unwrap_or_default().unsigned_abs();
        }
        if let Some(node) = fields.get("entrants") {
            self.entrants(node, &mut plan);
        }
        if let Some(node) = fields.get("fieldwork") {
            plan.fieldwork = self.fieldwork(node);
        }
        if let Some(node) = fields.get("draw") {
            for (key, value) in self.reader.map(node, "draws by question") {
                let draws = self.entries(key, value);
                self.add(&mut plan, key, key.text(), draws);
            }
        }
        plan
    }

    /// Who arrives: shares of the codes of a question, or of ages where the questionnaire computes age from a year.
    fn entrants(&mut self, node: &Node, plan: &mut Plan) {
        for (key, value) in self.reader.map(node, "shares by variable") {
            if self.questionnaire.question(key.text()).is_some() {
                let how = self.shares(value).map(How::Code);
                let draws = how.filter(|it| self.fits(key, it)).map(|it| vec![plain(it)]);
                self.add(plan, key, key.text(), draws.unwrap_or_default());
            } else if let Some((from, question)) = self.counted_back(key.text()) {
                let num = Num::Ages { from, bands: self.bands(value) };
                self.add(plan, key, &question, vec![plain(How::Number { num, clip: None })]);
            } else {
                let message = format!("`{}` is neither a question nor an age.", short(key.text()));
                let mend = self.names_like(key.text(), "Write the `var` of a question.");
                self.reader.report.error(key.place, "unknown-variable", message, mend);
            }
        }
    }

    /// The year and the question of a variable that is `YEAR - question`.
    fn counted_back(&self, var: &str) -> Option<(i64, String)> {
        let Rule::Calc { expr: Expr::Arith(year, ArithOp::Subtract, question), .. } =
            &self.questionnaire.derived(var)?.rule
        else {
            return None;
        };
        match (&**year, &**question) {
            (Expr::Var(year), Expr::Var(it)) if year.var == "YEAR" && it.part.is_none() => {
                let is_number = |it: &str| {
                    self.questionnaire.question(it).is_some_and(|it| matches!(it.kind, Kind::Number { .. }))
                };
                self.questionnaire
                    .field
                    .year
                    .filter(|_| is_number(&it.var))
                    .map(|year| (year, it.var.clone()))
            }
            _ => None,
        }
    }

    fn add(&mut self, plan: &mut Plan, key: &Node, var: &str, draws: Vec<Draw>) {
        if plan.draws.contains_key(var) {
            let message = format!("`{}` is drawn a second time.", short(var));
            self.reader.report.error(key.place, "duplicate-name", message, "Remove one of the two.");
        } else if !draws.is_empty() {
            plan.draws.insert(var.to_owned(), draws);
        }
    }

    fn fieldwork(&mut self, node: &Node) -> Fieldwork {
        let own = ["dropout", "speeder", "attention", "straight", "minutes"];
        let keys: Vec<&str> = FAILS.iter().map(|it| it.0).chain(own).collect();
        let fields = self.reader.fields(node, "the fieldwork", &keys);
        let mut share = |key: &str| fields.get(key).and_then(|it| self.share(it)).unwrap_or_default();
        let mut fieldwork = Fieldwork {
            dropout: share("dropout"),
            speeder: share("speeder"),
            attention: share("attention"),
            straight: share("straight"),
            ..Fieldwork::default()
        };
        let shares: Vec<f64> = FAILS.iter().map(|(word, ..)| share(word)).collect();
        for ((word, fail, codes), share) in FAILS.iter().zip(shares).filter(|(_, share)| *share > 0.0) {
            let ends = self.ends(*fail, codes);
            if ends.is_empty() {
                let message =
                    format!("Nobody can be screened out by `{word}`: the questionnaire has no such end.");
                let mend = match codes {
                    [] => "Remove it, or add an end `refused`.".to_owned(),
                    _ => format!("Remove it, or give the end the code {}.", codes.join(" or ")),
                };
                self.reader.report.error(fields.at(word), "unknown-end", message, mend);
            }
            fieldwork.fails.push((*fail, share, ends));
        }
        if let Some(node) = fields.get("minutes") {
            fieldwork.minutes = self.num(node);
        }
        fieldwork
    }

    fn ends(&self, fail: Fail, codes: &[&str]) -> Vec<StepAt> {
        let is_meant = |then: &Then| match then {
            Then::End { end: End::Refused, .. } => fail == Fail::Refuse,
            Then::End { end: End::ScreenedOut, code: Some(code), .. } => codes.contains(&code.as_str()),
            Then::End { .. } | Then::Reserve => false,
        };
        let pages = self.questionnaire.pages.iter().enumerate();
        pages
            .flat_map(|(page, it)| {
                it.then.iter().enumerate().map(move |(then, it)| (StepAt { page, then }, it))
            })
            .filter(|(_, it)| is_meant(it))
            .map(|(at, _)| at)
            .collect()
    }

    /// A condition of an entry, typed where everything is known.
    fn condition(&mut self, node: &Node) -> Option<Expr> {
        let (expr, source) = self.reader.expression(node)?;
        let questionnaire = self.questionnaire;
        let scope = Scope {
            kind: &|var| VarKind::find(questionnaire, var).ok_or(false),
            page: &|page| questionnaire.pages.iter().any(|it| it.name == page),
            may_be_missing: &|_| false,
        };
        let (faults, ..) = check(&expr, Wanted::Truth, &scope);
        for fault in &faults {
            self.reader.fault_among(&source, fault, questionnaire.vars.keys().map(String::as_str));
        }
        faults.is_empty().then_some(expr)
    }

    fn names_like(&self, word: &str, otherwise: &str) -> String {
        did_you_mean(word, self.questionnaire.vars.keys().map(String::as_str), otherwise)
    }

    fn start(fields: &Fields<'_>, node: &Node) -> Place {
        fields.entries.first().map_or(node.place, |(it, _)| it.place)
    }

    fn is_list(node: &Node) -> bool {
        matches!(node.value, Value::List(_))
    }
}

fn plain(how: How) -> Draw {
    Draw { condition: None, how, latent: None }
}
