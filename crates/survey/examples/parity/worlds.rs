//! What expressions may name: the variables of a questionnaire by their kinds, or made-up ones with made-up values.

use std::collections::BTreeMap;

use survey::Questionnaire;
use survey::condition::{ItemAnswer, Value, VarKind};

use super::chance::Chance;

/// Variables by what may be asked of them.
#[derive(Default)]
pub struct Names {
    pub all: Vec<String>,
    /// Codes and numbers, rows of grids and positions of ranks.
    pub numbers: Vec<String>,
    pub multis: Vec<String>,
    pub grids: Vec<String>,
    pub opens: Vec<String>,
    pub pages: Vec<String>,
    /// Codes to compare with.
    pub codes: Vec<i64>,
}

impl Names {
    fn add(&mut self, var: &str, kind: &VarKind) {
        let part = |part: &dyn std::fmt::Display| format!("{var}.{part}");
        match kind {
            VarKind::Codes(codes) => {
                self.numbers.push(var.to_owned());
                self.codes.extend(codes.iter().take(3));
            }
            VarKind::Number => self.numbers.push(var.to_owned()),
            VarKind::Multi(codes) => {
                self.multis.push(var.to_owned());
                self.codes.extend(codes.iter().take(3));
            }
            VarKind::Grid(items, _) => {
                self.grids.push(var.to_owned());
                self.numbers.extend(items.iter().take(3).map(|it| part(it)));
            }
            VarKind::Rank(places, _) => {
                self.multis.push(var.to_owned());
                self.numbers.extend((1..=*places).map(|it| part(&it)));
            }
            VarKind::Open => self.opens.push(var.to_owned()),
        }
        self.all.push(var.to_owned());
    }
}

/// The variables and pages of a questionnaire.
pub fn names(questionnaire: &Questionnaire) -> Names {
    let mut names = Names::default();
    for var in questionnaire.vars.keys() {
        if let Some(kind) = VarKind::find(questionnaire, var) {
            names.add(var, &kind);
        }
    }
    names.pages = questionnaire.pages.iter().map(|it| it.name.clone()).collect();
    names
}

/// Made-up variables, one or two of each kind.
pub fn kinds() -> Vec<(&'static str, VarKind)> {
    let grid = |items: &[&str]| {
        VarKind::Grid(items.iter().map(|it| (*it).to_owned()).collect(), vec![1, 2, 3, 4, 5, 99])
    };
    vec![
        ("sex", VarKind::Codes(vec![1, 2, 3])),
        ("城市", VarKind::Codes(vec![1, 2, 31, 310])),
        ("age", VarKind::Number),
        ("spend", VarKind::Number),
        ("brands", VarKind::Multi(vec![1, 2, 3, 4, 5, 98, 99])),
        ("uses", VarKind::Multi(vec![1, 2])),
        ("sat", grid(&["price", "look", "attn"])),
        ("line", grid(&["a", "b"])),
        ("best", VarKind::Rank(3, vec![1, 2, 3, 4])),
        ("why", VarKind::Open),
    ]
}

/// The made-up variables by what may be asked of them.
pub fn made_up() -> Names {
    let mut names = Names::default();
    for (var, kind) in kinds() {
        names.add(var, &kind);
    }
    names.pages = vec!["first".into(), "second".into()];
    names
}

/// A value for each made-up variable; a third of them is missing.
pub fn values(chance: &mut Chance) -> BTreeMap<&'static str, Value> {
    kinds().into_iter().map(|(var, kind)| (var, value(chance, &kind))).collect()
}

fn value(chance: &mut Chance, kind: &VarKind) -> Value {
    if chance.one_in(3) {
        return Value::Missing;
    }
    let mut some =
        |codes: &[i64]| -> Vec<i64> { codes.iter().copied().filter(|_| chance.one_in(2)).collect() };
    match kind {
        VarKind::Codes(codes) => Value::Number(codes[chance.below(codes.len())] as f64),
        VarKind::Number => Value::Number([0.0, 0.3, 18.0, 29.99, 1e9, 1.0 / 3.0][chance.below(6)]),
        VarKind::Multi(codes) | VarKind::Rank(_, codes) => Value::Codes(some(codes)),
        VarKind::Grid(items, codes) => Value::Items(items.iter().map(|it| row(chance, it, codes)).collect()),
        VarKind::Open => Value::Text(chance.of(&["red", "蓝", "", "it is"]).to_owned()),
    }
}

fn row(chance: &mut Chance, item: &str, codes: &[i64]) -> ItemAnswer {
    let code = codes[chance.below(codes.len())];
    ItemAnswer { item: item.to_owned(), code, trap: (item == "attn").then_some(3), missing: code == 99 }
}
