//! One question: what all kinds share, and what each kind has of its own.

use super::choices::Blank;
use super::reader::{Fields, Places, Reader, Spot};
use super::report::Place;
use super::tree::{Node, Value};
use crate::questionnaire::{Block, Check, Kind, Order, Question, Questionnaire};

const SHARED: [&str; 10] =
    ["var", "nr", "type", "text", "hint", "if", "check", "required", "personal", "claims"];
const CHOOSING: [&str; 5] = ["choices", "list", "add", "from", "order"];
const ORDERS: [(&str, Order); 3] =
    [("shuffle", Order::Shuffle), ("rotate", Order::Rotate), ("flip", Order::Flip)];
const ALL: [&str; 21] = [
    "var", "nr", "type", "text", "hint", "if", "choices", "list", "add", "from", "order", "pick", "range",
    "decimals", "unit", "check", "required", "max_len", "show", "scale", "rows",
];

/// The kinds by name, with the keys that only they have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Single,
    Scale,
    Multi,
    Number,
    Grid,
    Rank,
    Nps,
    Open,
}

const TYPES: [(&str, Type); 8] = [
    ("single", Type::Single),
    ("scale", Type::Scale),
    ("multi", Type::Multi),
    ("number", Type::Number),
    ("grid", Type::Grid),
    ("rank", Type::Rank),
    ("nps", Type::Nps),
    ("open", Type::Open),
];

impl Type {
    fn has(self, key: &str) -> bool {
        let own: &[&str] = match self {
            Type::Single => &["show"],
            Type::Multi | Type::Rank => &["pick"],
            Type::Number => &["range", "decimals", "unit"],
            Type::Grid => &["rows", "scale", "show", "order"],
            Type::Open => &["max_len"],
            Type::Scale | Type::Nps => &[],
        };
        let chooses = matches!(self, Type::Single | Type::Scale | Type::Multi | Type::Rank);
        SHARED.contains(&key) || own.contains(&key) || (chooses && CHOOSING.contains(&key))
    }
}

impl Reader<'_> {
    /// The question at a page and block; `done` holds what was read before it.
    pub fn question(
        &mut self,
        node: &Node,
        page: usize,
        block: usize,
        done: &Questionnaire,
    ) -> Option<Question> {
        let keys: Vec<_> = ALL.into_iter().chain(["personal", "claims"]).collect();
        let fields = self.fields(node, "a question", &keys);
        let start = fields.entries.first().map_or(node.place, |(it, _)| it.place);
        let spot = Spot::Block(page, block);
        let var_node = self.required(&fields, "var", "A question", start);
        let var = var_node.and_then(|it| self.word(it, "a name")).unwrap_or_default();
        let place = var_node.map_or(start, |it| it.place);
        let at = |key: &str| fields.get(key).map(|it| it.place);
        let nr = at("nr").unwrap_or_default();
        self.places.insert((page, block), Places { var: place, nr, from: at("from"), condition: at("if") });
        let text = match self.required(&fields, "text", "A question", place) {
            Some(it) => self.text(it, fields.at("text"), Some(spot)),
            None => Default::default(),
        };
        let hint = fields
            .get("hint")
            .map(|it| self.text_or_blank(it, fields.at("hint"), Some(spot), Blank::Allowed));
        let condition = fields.get("if").and_then(|it| self.condition(it, spot));
        let kind = self.required(&fields, "type", "A question", place).and_then(|it| self.one_of(it, &TYPES));
        let checks =
            fields.get("check").map(|it| self.checks(it, Spot::Check(page, block))).unwrap_or_default();
        let required = fields.get("required").and_then(|it| self.truth(it)).unwrap_or(true);
        let order = fields.get("order").and_then(|it| self.one_of(it, &ORDERS));
        let nr = fields.get("nr").and_then(|it| self.word(it, "a number or a short name"));
        let personal = fields.get("personal").and_then(|it| self.truth(it)).unwrap_or(false);
        let claims = fields.get("claims").map(|it| self.claims(it)).unwrap_or_default();
        let Some(kind) = kind else {
            self.broken.insert(var);
            return None;
        };
        self.keys_of_type(&fields, kind);
        let kind = self.kind(kind, &fields, (&var, place), spot, done);
        Some(Question { var, nr, text, hint, condition, kind, required, checks, order, personal, claims })
    }

    /// Keys that mean nothing on this kind of question.
    fn keys_of_type(&mut self, fields: &Fields<'_>, kind: Type) {
        for (key, _) in fields.entries {
            let word = key.text();
            if (ALL.contains(&word) || word == "claims") && !kind.has(word) {
                let whose: Vec<_> = TYPES.iter().filter(|(_, it)| it.has(word)).map(|(it, _)| *it).collect();
                let name = TYPES.iter().find(|(_, it)| *it == kind).map_or("", |(it, _)| it);
                self.report.error(
                    key.place,
                    "key-of-another-type",
                    format!("`{word}` means nothing on a question of type {name}."),
                    format!("Remove it, or change the type; it belongs to: {}.", whose.join(", ")),
                );
            }
        }
    }

    fn kind(
        &mut self,
        kind: Type,
        fields: &Fields<'_>,
        named: (&str, Place),
        spot: Spot,
        done: &Questionnaire,
    ) -> Kind {
        match kind {
            Type::Single => {
                let options = self.options(fields, named, spot, done);
                let dropdown =
                    fields.get("show").and_then(|it| self.one_of(it, &[("dropdown", true)])).unwrap_or(false);
                self.long_list(fields, named.1, &options, dropdown, done);
                Kind::Single { options, dropdown }
            }
            Type::Scale => {
                let options = self.options(fields, named, spot, done);
                self.long_list(fields, named.1, &options, false, done);
                Kind::Scale { options }
            }
            Type::Multi => {
                let options = self.options(fields, named, spot, done);
                self.long_list(fields, named.1, &options, false, done);
                let pick = self.pick(fields, &options, done);
                Kind::Multi { options, pick }
            }
            Type::Rank => {
                let options = self.options(fields, named, spot, done);
                let pick = self.pick(fields, &options, done);
                Kind::Rank { options, pick }
            }
            Type::Number => self.numeric(fields, spot),
            Type::Grid => self.grid(fields, named, spot),
            Type::Nps => Kind::Nps,
            Type::Open => {
                let max_len =
                    fields.get("max_len").and_then(|it| self.whole(it, 1, 100_000)).map(|it| it as u32);
                Kind::Open { max_len }
            }
        }
    }

    fn numeric(&mut self, fields: &Fields<'_>, spot: Spot) -> Kind {
        let range = fields.get("range").and_then(|it| self.range(it));
        let decimals = fields.get("decimals").and_then(|it| self.whole(it, 0, 6)).unwrap_or_default() as u32;
        let unit = fields
            .get("unit")
            .map(|it| self.text_or_blank(it, fields.at("unit"), Some(spot), Blank::Allowed));
        Kind::Number { range, decimals, unit }
    }

    /// Two numbers, the least and the most.
    fn range(&mut self, node: &Node) -> Option<(f64, f64)> {
        let [least, most] = self.list(node, "two numbers, the least and the most") else {
            if matches!(node.value, Value::List(_)) {
                self.expected(node, "two numbers, the least and the most");
            }
            return None;
        };
        let (least, most) = (self.number(least)?, self.number(most)?);
        if least > most {
            let mend = format!("Write `[{most}, {least}]`.");
            self.report.error(node.place, "upside-down", "The range ends before it begins.", mend);
            return None;
        }
        Some((least, most))
    }

    fn grid(&mut self, fields: &Fields<'_>, (var, place): (&str, Place), spot: Spot) -> Kind {
        let mut scale = Vec::new();
        if let Some(node) = self.required(fields, "scale", "A grid", place) {
            let listed = match &node.value {
                Value::Scalar(_) => self.named_list(node),
                Value::Map(_) | Value::List(_) | Value::Refused => self.listed(node).into(),
            };
            for it in listed.iter() {
                if it.choice.excl || it.choice.other {
                    self.report.error(
                        it.place,
                        "meaningless",
                        "`excl` and `other` mean nothing on the scale of a grid.",
                        "Each row takes one code: remove the flag, or use another list.",
                    );
                }
            }
            self.use_listed(&listed, spot, &mut scale);
        }
        if scale.is_empty() {
            self.broken.insert(var.to_owned());
        }
        let items = match self.required(fields, "rows", "A grid", place) {
            Some(it) => self.items(it, spot, &scale),
            None => Vec::new(),
        };
        let shows = [("cards", true), ("table", false)];
        let cards = fields.get("show").and_then(|it| self.one_of(it, &shows)).unwrap_or(true);
        Kind::Grid { items, scale, cards }
    }

    fn checks(&mut self, node: &Node, spot: Spot) -> Vec<Check> {
        let mut checks = Vec::new();
        for node in self.list(node, "checks") {
            let fields = self.fields(node, "a check", &["error", "warn", "text"]);
            let (warn, condition) = match (fields.get("error"), fields.get("warn")) {
                (Some(it), None) => (false, self.condition(it, spot)),
                (None, Some(it)) => (true, self.condition(it, spot)),
                _ => {
                    let mend = "Write `error: CONDITION` to block, or `warn: CONDITION` to ask once.";
                    self.report.error(
                        node.place,
                        "wrong-shape",
                        "A check needs either `error` or `warn`.",
                        mend,
                    );
                    continue;
                }
            };
            let start = fields.entries.first().map_or(node.place, |(it, _)| it.place);
            let text = match self.required(&fields, "text", "A check", start) {
                Some(it) => self.text(it, fields.at("text"), Some(spot)),
                None => continue,
            };
            checks.extend(condition.map(|condition| Check { warn, condition, text }));
        }
        checks
    }

    /// The published claims that something is for.
    pub fn claims(&mut self, node: &Node) -> Vec<String> {
        self.list(node, "claims").iter().filter_map(|it| self.word(it, "the name of a claim")).collect()
    }

    /// A question read before.
    pub fn earlier<'q>(&self, var: &str, done: &'q Questionnaire) -> Option<&'q Question> {
        let (page, block) = self.vars.get(var)?;
        match done.pages.get(*page)?.blocks.get(*block)? {
            Block::Question(it) => Some(it),
            Block::Info(_) => None,
        }
    }
}
