//! Text to claims, held against their questionnaire, with every problem at once.

mod expect;

use super::reader::{Fields, Reader, did_you_mean};
use super::report::Place;
use super::source::Source;
use super::tree::{Node, Value, short};
use super::{LARGEST, tree};
use crate::claims::{Claim, Figure, Stat, counted, has_mean, has_net};
use crate::condition::check::Wanted;
use crate::condition::{self, Expr, Name, VarKind};
use crate::problem::Problem;
use crate::questionnaire::Questionnaire;

/// Claims of a file at most.
const CLAIMS: usize = 1_000;
/// The words for statistics.
const STATS: [&str; 6] = ["pct", "mode", "top", "net", "mean", "diff"];

/// Reads claims for a questionnaire.
pub(crate) fn claims(text: &str, questionnaire: &Questionnaire) -> (Vec<Claim>, Vec<Problem>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_large = text.len() > LARGEST;
    let mut reader = Reader::new(if is_large { "" } else { text });
    let root = if is_large { None } else { tree::read(&mut reader.report) };
    let mut of = ClaimReader { reader, questionnaire };
    let claims = root.as_ref().map(|it| of.claims(it)).unwrap_or_default();
    if root.is_none() && of.reader.report.is_empty() {
        let (code, message) = match is_large {
            true => ("too-large", "The file is too large for claims."),
            false => ("empty-file", "There are no claims here."),
        };
        of.reader.report.error(Place::default(), code, message, "Begin with `questionnaire: …`.");
    }
    (claims, of.reader.report.finish())
}

struct ClaimReader<'t, 'q> {
    reader: Reader<'t>,
    questionnaire: &'q Questionnaire,
}

impl ClaimReader<'_, '_> {
    fn claims(&mut self, root: &Node) -> Vec<Claim> {
        let fields = self.reader.fields(root, "a file of claims", &["questionnaire", "claims"]);
        let start = start(&fields, root);
        if let Some(node) = self.reader.required(&fields, "questionnaire", "A file of claims", start)
            && let Some(name) = self.reader.word(node, "the file name of a questionnaire")
        {
            self.reader.made_for(node, &name, "file", self.questionnaire);
        }
        let node = self.reader.required(&fields, "claims", "A file of claims", start);
        let items = node.map(|it| self.reader.list(it, "claims")).unwrap_or_default();
        self.reader.at_most(items, CLAIMS, "claims");
        let mut claims: Vec<Claim> = Vec::new();
        let mut ids: Vec<String> = Vec::new();
        for item in items.iter().take(CLAIMS) {
            claims.extend(self.claim(item, &mut ids));
        }
        claims
    }

    /// One claim, where all that it needs can be read.
    fn claim(&mut self, node: &Node, ids: &mut Vec<String>) -> Option<Claim> {
        let fields = self.reader.fields(node, "a claim", &["id", "seed", "stat", "base", "expect"]);
        let start = start(&fields, node);
        let mut required = |key| self.reader.required(&fields, key, "A claim", start);
        let [id, seed, stat, base, expect] = ["id", "seed", "stat", "base", "expect"].map(&mut required);
        let id = id.and_then(|it| self.id(it, ids));
        let seed = seed.and_then(|it| self.reader.word(it, "the words as they were published"));
        let stat = stat.and_then(|it| self.stat(it));
        let base = base.and_then(|it| self.base(it));
        let expect = expect.zip(stat.as_ref()).and_then(|(node, stat)| self.expect(node, stat));
        Some(Claim { id: id?, seed: seed?, stat: stat?, base: base?, expect: expect? })
    }

    fn id(&mut self, node: &Node, ids: &mut Vec<String>) -> Option<String> {
        let id = self.reader.word(node, "a short name, such as `M01`")?;
        if ids.contains(&id) {
            let message = format!("There are two claims `{}`.", short(&id));
            self.reader.report.error(
                node.place,
                "duplicate-name",
                message,
                "Give each claim a name of its own.",
            );
            return None;
        }
        ids.push(id.clone());
        Some(id)
    }

    /// `all`, or a condition.
    fn base(&mut self, node: &Node) -> Option<Option<Expr>> {
        if node.text() == "all" {
            return Some(None);
        }
        self.condition(node).map(Some)
    }

    fn stat(&mut self, node: &Node) -> Option<Stat> {
        let keys: Vec<&str> = STATS.into_iter().chain(["k"]).collect();
        let fields = self.reader.fields(node, "a statistic", &keys);
        let given: Vec<_> = fields.entries.iter().filter(|(key, _)| STATS.contains(&key.text())).collect();
        let [(key, value)] = given[..] else {
            // A word that is none has been reported.
            if !fields.refused && (given.len() > 1 || fields.entries.iter().all(|(key, _)| key.text() == "k"))
            {
                let message = format!("There are {} statistics here.", given.len());
                let mend = format!("Write one of: {}.", STATS.join(", "));
                self.reader.report.error(node.place, "not-one-statistic", message, mend);
            }
            return None;
        };
        let k = self.k(&fields, key);
        match key.text() {
            "pct" => self.condition(value).map(|it| Stat::Figure(Figure::Pct(it))),
            "mode" => self.top(value, 1, key.place),
            "top" => k.and_then(|(k, place)| self.top(value, k, place)),
            "net" => self.net(value),
            "mean" => self.mean(value),
            _ => self.diff(value),
        }
    }

    /// How many codes a top has, and where that stands. Nothing else has it.
    fn k(&mut self, fields: &Fields<'_>, key: &Node) -> Option<(usize, Place)> {
        match (key.text(), fields.entry("k")) {
            ("top", _) => {
                let node = self.reader.required(fields, "k", "A top", key.place)?;
                let k = self.reader.whole(node, 1, 100)?;
                Some((usize::try_from(k).ok()?, node.place))
            }
            (word, Some((node, _))) => {
                let message = format!("`{word}` has no `k`.");
                self.reader.report.error(node.place, "unknown-key", message, "Remove it, or write `top`.");
                None
            }
            (_, None) => None,
        }
    }

    fn top(&mut self, node: &Node, k: usize, at: Place) -> Option<Stat> {
        let (of, kind) = self.name(node)?;
        if let VarKind::Number | VarKind::Open | VarKind::Grid(..) = kind {
            let mend = "Name a question with codes, one item of a grid, or a variable derived with `when`.";
            return self.unfit(node, &of, "has no codes that could be counted", mend);
        }
        let codes = counted(self.questionnaire, &of.var).len();
        if k > codes {
            let message = format!("`{of}` has {codes} codes that count.");
            let mend = "Ask for fewer: codes that exclude the others, and refusals, are left out.";
            self.reader.report.error(at, "k-too-large", message, mend);
            return None;
        }
        Some(Stat::Top { of, k })
    }

    fn net(&mut self, node: &Node) -> Option<Stat> {
        let (of, kind) = self.name(node)?;
        if !has_net(self.questionnaire, &of, &kind) {
            let mend = "Write `diff` of two `pct` instead, which say what is high and what is low.";
            return self.unfit(node, &of, "is no scale from 1 to 5", mend);
        }
        Some(Stat::Figure(Figure::Net(of)))
    }

    fn mean(&mut self, node: &Node) -> Option<Stat> {
        let (of, kind) = self.name(node)?;
        if !has_mean(self.questionnaire, &of, &kind) {
            let mend = "Name a scale, a number, one item of a grid, or a variable derived with `calc`.";
            return self.unfit(node, &of, "has no mean", mend);
        }
        Some(Stat::Figure(Figure::Mean(of)))
    }

    fn diff(&mut self, node: &Node) -> Option<Stat> {
        let items = self.reader.list(node, "two statistics");
        let [one, other] = items else {
            if matches!(node.value, Value::List(_)) {
                self.reader.expected(node, "two statistics, such as `[{pct: …}, {pct: …}]`");
            }
            return None;
        };
        let (first, second) = (self.stat(one), self.stat(other));
        let is_mean = |it: &Figure| matches!(it, Figure::Mean(_));
        match (first?, second?) {
            (Stat::Figure(first), Stat::Figure(second)) if is_mean(&first) == is_mean(&second) => {
                Some(Stat::Diff(first, second))
            }
            _ => {
                let message = "These two cannot be subtracted.";
                let mend = "Write two shares (`pct`, `net`), or two means.";
                self.reader.report.error(node.place, "unlike-statistics", message, mend);
                None
            }
        }
    }

    /// A variable, an item of a grid or a place of a ranking, and what it is.
    fn name(&mut self, node: &Node) -> Option<(Name, VarKind)> {
        let (expr, source) = self.reader.expression(node)?;
        let Expr::Var(name) = expr else {
            self.reader.expected(node, "the name of a variable");
            return None;
        };
        let Some(kind) = VarKind::find(self.questionnaire, &name.var) else {
            let names = self.questionnaire.vars.keys().map(String::as_str);
            let otherwise = "Write the `var` of a question, or the name of a derived variable.";
            let message = format!("There is no variable `{}`.", short(&name.var));
            let mend = did_you_mean(&name.var, names, otherwise);
            self.reader.report.error(node.place, "unknown-variable", message, mend);
            return None;
        };
        match name.part {
            None => Some((name, kind)),
            // One item, or one place.
            Some(_) => {
                let expr = Expr::Var(name.clone());
                self.is_sound(&expr, &source, Wanted::Either).then(|| (name, part(kind)))
            }
        }
    }

    /// A condition on finished interviews.
    fn condition(&mut self, node: &Node) -> Option<Expr> {
        let (expr, source) = self.reader.expression(node)?;
        self.is_sound(&expr, &source, Wanted::Truth).then_some(expr)
    }

    fn is_sound(&mut self, expr: &Expr, source: &Source, wanted: Wanted) -> bool {
        let faults = condition::faults(self.questionnaire, expr, wanted);
        for fault in &faults {
            let names = self.questionnaire.vars.keys().map(String::as_str);
            self.reader.fault_among(source, fault, names);
        }
        faults.is_empty()
    }

    fn unfit<T>(&mut self, node: &Node, name: &Name, what: &str, mend: &str) -> Option<T> {
        self.reader.report.error(node.place, "unfit-statistic", format!("`{name}` {what}."), mend);
        None
    }
}

/// What an item of a grid or a place of a ranking is.
fn part(whole: VarKind) -> VarKind {
    match whole {
        VarKind::Grid(_, codes) | VarKind::Rank(_, codes) => VarKind::Codes(codes),
        other => other,
    }
}

fn start(fields: &Fields<'_>, node: &Node) -> Place {
    fields.entries.first().map_or(node.place, |(it, _)| it.place)
}
