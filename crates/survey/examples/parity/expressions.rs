//! Expressions made by the grammar and against it: read, printed, checked, and worked out for made-up people.

use survey::condition::check::Wanted;
use survey::condition::{Env, Expr, Fault, Scope, Value, check, holds, parse, value};

use super::Sheet;
use super::chance::Chance;
use super::numbers::bits;
use super::worlds::{Names, kinds, made_up, values};

/// So many by the grammar, so many with one word wrong, and so many heaps of words.
const MANY: usize = 3000;
/// People whom each expression is asked about.
const PEOPLE: usize = 4;

const WORDS: &str = "age sat.price best.1 why 城市 1 2.5 007 99999999999999999 'a' ' ( ) [ ] [] 5..1 1.5..3 /0 , .. . == = <= \
    != + - * / and or not in has any all count( seconds() ，";

/// Expressions by the grammar and against it, and what becomes of each.
pub fn write(sheet: &mut Sheet) {
    let mut chance = Chance::new(3);
    let names = made_up();
    let known: Vec<&str> = WORDS.split(' ').collect();
    for _ in 0..MANY {
        let text = truth(&mut chance, &names, 4);
        sheet.line(&format!("expression {text}"));
        match parse(&text) {
            Ok(expr) => {
                sheet.line(&format!("  reads {expr}"));
                checked(sheet, &expr);
                for _ in 0..PEOPLE {
                    sheet.line(&worked_out(&mut chance, &expr));
                }
            }
            Err(fault) => sheet.line(&said(&fault)),
        }
    }
    for _ in 0..MANY {
        let text = truth(&mut chance, &names, 2);
        let mut words: Vec<&str> = text.split_inclusive([' ', '(', '[', ',', '.', ')']).collect();
        let at = chance.below(words.len());
        match chance.below(3) {
            0 => words[at] = chance.of(&known),
            1 => words.insert(at, chance.of(&known)),
            _ => drop(words.remove(at)),
        }
        broken(sheet, &words.concat());
    }
    for _ in 0..MANY {
        let heap: Vec<&str> = (0..chance.below(12)).map(|_| chance.of(&known)).collect();
        broken(sheet, &heap.join(chance.of(&["", " "])));
    }
}

/// An expression that may be none.
fn broken(sheet: &mut Sheet, text: &str) {
    sheet.line(&format!("broken {text}"));
    match parse(text) {
        Ok(expr) => {
            sheet.line(&format!("  reads {expr}"));
            checked(sheet, &expr);
        }
        Err(fault) => sheet.line(&said(&fault)),
    }
}

/// A fault with its place, in one line.
pub fn said(Fault { span, code, message, mend }: &Fault) -> String {
    format!("  {}-{} {code}: {message} {mend}", span.start, span.end)
}

fn checked(sheet: &mut Sheet, expr: &Expr) {
    let kinds = kinds();
    let find = |var: &str| kinds.iter().find(|(it, _)| *it == var).map(|(_, kind)| kind.clone());
    let scope = Scope {
        kind: &|var| find(var).ok_or(var.len() % 2 == 0),
        page: &|name| ["first", "second"].contains(&name),
        may_be_missing: &|var| var == "age" || var == "brands",
    };
    for wanted in [Wanted::Truth, Wanted::Either] {
        let (faults, warnings, is_truth) = check(expr, wanted, &scope);
        faults.iter().chain(&warnings).for_each(|it| sheet.line(&said(it)));
        sheet.line(&format!("  {wanted:?}: {is_truth}"));
    }
}

fn worked_out(chance: &mut Chance, expr: &Expr) -> String {
    let values = values(chance);
    let env = Env {
        value: &|var| values.get(var).cloned().unwrap_or(Value::Missing),
        seconds: &|page| page.map_or(240.5, |it| it.len() as f64 / 3.0),
        year: (!chance.one_in(4)).then_some(2026),
        duplicate: chance.one_in(2),
    };
    format!("  {} {:?}", holds(expr, &env), value(expr, &env).map(bits))
}

/// A condition; once in a while it asks a variable what cannot be asked of it.
pub fn truth(chance: &mut Chance, names: &Names, depth: u32) -> String {
    let parts = depth > 0 && chance.one_in(2);
    if parts {
        let (one, other) = (truth(chance, names, depth - 1), truth(chance, names, depth - 1));
        return match chance.below(5) {
            0 => format!("not ({one})"),
            1 => format!("{one} and {other}"),
            2 => format!("({one}) and ({other})"),
            3 => format!("{one} or {other}"),
            _ => format!("not {one} or ({other} and {one})"),
        };
    }
    match chance.below(9) {
        0..=2 => {
            let op = chance.of(&["==", "!=", "<", "<=", ">", ">="]);
            format!("{} {op} {}", number(chance, names, depth), number(chance, names, depth))
        }
        3 => format!("{} {} {}", name(chance, &names.opens, names), chance.of(&["==", "!="]), text(chance)),
        4 => format!(
            "{} {} {}",
            number(chance, names, depth),
            chance.of(&["in", "not in"]),
            set(chance, names)
        ),
        5 => format!("{} has {}", name(chance, &names.multis, names), code(chance, names)),
        6 => {
            let many = chance.of(&["any", "all"]);
            format!("{} has {many} {}", name(chance, &names.multis, names), set(chance, names))
        }
        7 => format!("answered({})", name(chance, &names.all, names)),
        _ if chance.one_in(2) => format!("trapped({})", name(chance, &names.grids, names)),
        _ => "duplicate(device)".to_owned(),
    }
}

fn number(chance: &mut Chance, names: &Names, depth: u32) -> String {
    if depth > 0 && chance.one_in(3) {
        let (one, other) = (number(chance, names, depth - 1), number(chance, names, depth - 1));
        let op = chance.of(&["+", "-", "*", "/"]);
        return if chance.one_in(2) {
            format!("({one} {op} {other})")
        } else {
            format!("{one} {op} {other}")
        };
    }
    match chance.below(10) {
        0..=4 => name(chance, &names.numbers, names),
        5 => literal(chance),
        6 => format!("count({})", name(chance, &names.multis, names)),
        7 => format!("mean({})", name(chance, &names.grids, names)),
        8 => format!("longstring({})", name(chance, &names.grids, names)),
        _ => match chance.below(3) {
            0 => "YEAR".to_owned(),
            1 => "seconds()".to_owned(),
            _ => format!("seconds({})", name(chance, &names.pages, names)),
        },
    }
}

/// One of these, or once in a while any variable at all.
fn name(chance: &mut Chance, fitting: &[String], names: &Names) -> String {
    if chance.one_in(50) {
        return chance.of(&["nobody", "sat.nothing", "best.9", "age.1"]).to_owned();
    }
    let from = if fitting.is_empty() || chance.one_in(20) { &names.all } else { fitting };
    from[chance.below(from.len())].clone()
}

fn literal(chance: &mut Chance) -> String {
    match chance.below(3) {
        0 => chance.below(120).to_string(),
        1 => format!("{}.{}", chance.below(50), chance.below(1000)),
        _ => chance.of(&["0", "0.1", "0.30", "1000000000", "2.5", "1.0000000001"]).to_owned(),
    }
}

fn code(chance: &mut Chance, names: &Names) -> i64 {
    if chance.one_in(10) { chance.below(400) as i64 } else { names.codes[chance.below(names.codes.len())] }
}

fn text(chance: &mut Chance) -> String {
    format!("'{}'", chance.of(&["red", "蓝", "", "it is", "👍"]))
}

fn set(chance: &mut Chance, names: &Names) -> String {
    let members: Vec<String> = (0..1 + chance.below(4))
        .map(|_| match chance.below(6) {
            0 => literal(chance),
            1 => text(chance),
            2 => {
                let low = code(chance, names);
                format!("{low}..{}", low + chance.below(9) as i64)
            }
            _ => code(chance, names).to_string(),
        })
        .collect();
    format!("[{}]", members.join(", "))
}
