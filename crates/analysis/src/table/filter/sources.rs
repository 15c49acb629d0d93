//! What expressions read of columns: found once, and read for every case.

use survey::Questionnaire;
use survey::condition::{Call, Env, Expr, ItemAnswer, Name, Value};
use survey::questionnaire::Code;

use super::{Unanswerable, named};
use crate::codebook::{Column, System};
use crate::table::columns::{Columns, Field, Values};

/// The variables and times that some expressions read, and nothing else.
pub(super) struct Sources<'a> {
    vars: Vec<(&'a str, Vec<Source<'a>>)>,
    /// The seconds spent on each page.
    pages: Vec<(&'a str, &'a [f64])>,
    year: Option<i64>,
}

/// Where a variable has its value in cases that have it of one kind; kinds change between versions.
enum Source<'a> {
    Plain(&'a Values),
    /// Its codes stand in several fields where there are many.
    Multi(Vec<&'a Values>),
    /// The first place first.
    Rank(Vec<&'a Values>),
    /// Items in the order of the file, and the order shown, where it matters.
    Grid(Vec<Item<'a>>, Option<&'a [Option<Box<str>>]>),
}

struct Item<'a> {
    name: &'a str,
    values: &'a Values,
    trap: Option<Code>,
    missing: Vec<Code>,
}

impl<'a> Sources<'a> {
    pub fn new(
        columns: &'a Columns,
        questionnaire: &Questionnaire,
        exprs: &[&'a Expr],
    ) -> Result<Sources<'a>, Unanswerable> {
        let names: Vec<&Name> = exprs.iter().flat_map(|it| it.reads()).collect();
        let calls: Vec<&Call> = exprs.iter().flat_map(|it| it.calls()).collect();
        let mut vars: Vec<(&str, Vec<Source>)> = Vec::new();
        for name in &names {
            if vars.iter().all(|(it, _)| *it != name.var) {
                vars.push((&name.var, sources(columns, questionnaire, &name.var, &names)?));
            }
        }
        let mut pages = Vec::new();
        for call in calls {
            match call {
                Call::LongString(name) => in_order(columns, questionnaire, &name.var, &mut vars)?,
                Call::Seconds(page) => {
                    pages = page_seconds(columns);
                    let has = |page: &str| pages.iter().any(|(it, _)| *it == page);
                    let is_there = match page {
                        Some(page) => has(&page.var),
                        None => questionnaire.pages.iter().all(|it| has(&it.name)),
                    };
                    if !is_there {
                        return Err(Unanswerable::Seconds(page.as_ref().map(|it| it.var.clone())));
                    }
                }
                Call::Duplicate => return Err(Unanswerable::Duplicate),
                Call::Answered(_) | Call::Count(_) | Call::Mean(_) | Call::Trapped(_) | Call::Junk(_) => {}
            }
        }
        Ok(Sources { vars, pages, year: questionnaire.field.year })
    }

    /// Calls `with` where expressions find the values of a case.
    pub fn env<T>(&self, case: usize, with: impl FnOnce(&Env<'_>) -> T) -> T {
        let value = |var: &str| {
            let of = self.vars.iter().find(|(it, _)| *it == var);
            let values = of.iter().flat_map(|(_, it)| it).map(|it| it.value(case));
            values.into_iter().find(|it| *it != Value::Missing).unwrap_or(Value::Missing)
        };
        let seconds = |page: Option<&str>| self.seconds(page, case);
        with(&Env { value: &value, seconds: &seconds, year: self.year, duplicate: false })
    }

    /// Added as whole milliseconds, as interviews keep them.
    fn seconds(&self, page: Option<&str>, case: usize) -> f64 {
        let pages = self.pages.iter().filter(|(it, _)| page.is_none_or(|page| page == *it));
        // Who was never on a page spent nothing there.
        let millis = pages.map(|(_, it)| it[case]).filter(|it| !it.is_nan()).map(|it| (it * 1000.0).round());
        millis.sum::<f64>() / 1000.0
    }
}

/// The sources of a variable. Of a grid only those items that are read, where it is never read as a whole.
fn sources<'a>(
    columns: &'a Columns,
    questionnaire: &Questionnaire,
    var: &str,
    names: &[&Name],
) -> Result<Vec<Source<'a>>, Unanswerable> {
    let whole = Name { var: var.to_owned(), part: None, span: Default::default() };
    let parts: Vec<Option<&str>> =
        names.iter().filter(|it| it.var == var).map(|it| it.part.as_deref()).collect();
    let is_read = |item: &str| parts.iter().any(|it| it.is_none_or(|part| part == item));
    let (mut all, mut multi, mut rank, mut items) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for field in named(columns, &whole)? {
        match &columns.variable(field).from {
            Column::Ticked(_) | Column::DerivedTicked(_) => multi.push(&field.values),
            Column::Rank(_) => rank.push(&field.values),
            Column::Item(name) if is_read(name) => items.push(item(columns, questionnaire, field, name)),
            Column::Item(_) => {}
            _ => all.push(Source::Plain(&field.values)),
        }
    }
    all.extend((!multi.is_empty()).then_some(Source::Multi(multi)));
    all.extend((!rank.is_empty()).then_some(Source::Rank(rank)));
    all.extend((!items.is_empty()).then_some(Source::Grid(items, None)));
    Ok(all)
}

fn item<'a>(
    columns: &'a Columns,
    questionnaire: &Questionnaire,
    field: &'a Field,
    name: &'a str,
) -> Item<'a> {
    let variable = columns.variable(field);
    let question = variable.var.as_ref().and_then(|it| questionnaire.question(it));
    let own = question.and_then(|it| it.items().iter().find(|it| it.name == name));
    let missing = variable.codes.iter().filter(|it| it.missing).map(|it| it.code).collect();
    Item { name, values: &field.values, trap: own.and_then(|it| it.trap), missing }
}

/// Lets a grid be read in the order shown; where it is not shuffled that is the order of the file.
fn in_order<'a>(
    columns: &'a Columns,
    questionnaire: &Questionnaire,
    var: &str,
    vars: &mut [(&str, Vec<Source<'a>>)],
) -> Result<(), Unanswerable> {
    let order = columns.order(var);
    if order.is_none() && questionnaire.question(var).is_some_and(|it| it.order.is_some()) {
        return Err(Unanswerable::LongString(var.to_owned()));
    }
    for source in vars.iter_mut().filter(|(it, _)| *it == var).flat_map(|(_, it)| it) {
        if let Source::Grid(_, shown) = source {
            *shown = order;
        }
    }
    Ok(())
}

fn page_seconds(columns: &Columns) -> Vec<(&str, &[f64])> {
    let fields = columns.fields.iter().filter_map(|it| match (&columns.variable(it).from, &it.values) {
        (Column::System(System::PageSeconds(page)), Values::Numbers(numbers)) => {
            Some((page.as_str(), numbers.as_slice()))
        }
        _ => None,
    });
    fields.collect()
}

impl Source<'_> {
    fn value(&self, case: usize) -> Value {
        match self {
            Source::Plain(values) => plain(values, case),
            Source::Multi(fields) => {
                let is_answered = fields.iter().any(|it| it.is_answered(case));
                let chosen = || fields.iter().flat_map(|it| it.codes(case)).collect();
                if is_answered { Value::Codes(chosen()) } else { Value::Missing }
            }
            Source::Rank(places) => {
                let codes: Vec<Code> = places.iter().map_while(|it| it.codes(case).next()).collect();
                if codes.is_empty() { Value::Missing } else { Value::Codes(codes) }
            }
            Source::Grid(items, order) => {
                let shown = order.and_then(|it| it[case].as_deref());
                let answers: Vec<ItemAnswer> = match shown {
                    None => items.iter().filter_map(|it| it.answer(case)).collect(),
                    Some(order) => {
                        let named = |name: &str| items.iter().find(|it| it.name == name);
                        order.split(' ').filter_map(|it| named(it)?.answer(case)).collect()
                    }
                };
                if answers.is_empty() { Value::Missing } else { Value::Items(answers) }
            }
        }
    }
}

impl Item<'_> {
    fn answer(&self, case: usize) -> Option<ItemAnswer> {
        let code = self.values.codes(case).next()?;
        let missing = self.missing.contains(&code);
        Some(ItemAnswer { item: self.name.to_owned(), code, trap: self.trap, missing })
    }
}

fn plain(values: &Values, case: usize) -> Value {
    match values {
        Values::One { .. } => values.codes(case).next().map_or(Value::Missing, |it| Value::Number(it as f64)),
        Values::Numbers(numbers) if numbers[case].is_nan() => Value::Missing,
        Values::Numbers(numbers) => Value::Number(numbers[case]),
        Values::Texts(texts) => {
            texts[case].as_deref().map_or(Value::Missing, |it| Value::Text(it.to_owned()))
        }
        // A multi is read with all its fields.
        Values::Many { .. } => Value::Missing,
    }
}
