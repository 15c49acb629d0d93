//! The tables that are asked for, counted; and what of it cannot be.

use analysis::stats::letters::Options;
use analysis::table::cross::{Table, Wanted};
use analysis::table::order::{Effects, order};
use analysis::table::stub::{stubs, topics};
use analysis::table::{Banner, Columns, Fault, Field, Head, Values};

use super::asked::{ALL, Asked};
use super::nets::{MOST_NETS, MOST_RANGES, Net, Nets, nets};
use crate::pages::desk::basis::Basis;

/// The most columns of a banner: nobody reads more.
const MOST_COLUMNS: usize = 120;
/// The most banners side by side.
pub(super) const MOST_BANNERS: usize = 10;
/// The most variables of one, nested in each other.
const DEEPEST: usize = 10;

/// All tables of a page.
pub(super) struct Tables {
    pub(super) heads: Vec<Head>,
    pub(super) topics: Vec<Topic>,
    /// How columns are compared; none where they are not.
    pub(super) letters: Option<Options>,
    pub(super) troubles: Vec<Trouble>,
}

/// The tables of one question or derived variable.
pub(super) struct Topic {
    /// As the codebook calls it.
    pub(super) name: String,
    /// One; of a grid, one for each item.
    pub(super) parts: Vec<Part>,
    /// Where they are asked for and its list is shuffled.
    pub(super) order: Option<Effects>,
}

/// One table.
pub(super) struct Part {
    pub(super) table: Table,
    /// The nets of its lines.
    pub(super) nets: Vec<Net>,
}

/// What was asked for and cannot be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// There is no such question, or nothing of it can be counted.
    Stub(String),
    By(Fault),
    /// More banners, or variables of one, than are counted.
    Banners {
        most: usize,
        deepest: usize,
    },
    /// A line that is no net.
    Net(String),
    /// A net of a question that is in none of the tables.
    NetOf(String),
    /// More nets, or codes and ranges of one, than are counted.
    Nets {
        most: usize,
        ranges: usize,
    },
}

impl Trouble {
    /// The field that it stands at.
    pub(super) fn field(&self) -> &'static str {
        match self {
            Trouble::Stub(_) => "stub",
            Trouble::By(_) | Trouble::Banners { .. } => "by",
            Trouble::Net(_) | Trouble::NetOf(_) | Trouble::Nets { .. } => "net",
        }
    }
}

/// Counts what is asked for, with the nets of code `frames`; what cannot be counted is left out and said.
pub(super) fn tables(asked: &Asked, frames: Vec<Net>, basis: &mut Basis) -> Tables {
    let Basis { survey, snapshot, counted, faults, .. } = basis;
    let (columns, questionnaire) = (&*snapshot.columns, &*survey.questionnaire);
    let mut troubles = Vec::new();
    let (is_in, weights) = (counted.is_in.as_deref(), counted.weights.as_deref());
    let banner = banner(columns, asked, is_in, &mut troubles);
    let letters = asked.letters(faults);
    let all = countable(columns);
    let known = |name: &str| name == ALL || all.iter().any(|it| self::name(columns, it) == name);
    troubles.extend(asked.stubs.iter().filter(|it| !known(it)).map(|it| Trouble::Stub(it.clone())));
    let is_wanted = |fields: &[&Field]| {
        let name = self::name(columns, fields);
        asked.stubs.iter().any(|it| it == ALL || *it == name)
    };
    let wanted: Vec<_> = all.into_iter().filter(|it| is_wanted(it)).collect();
    let Nets { mut nets, wrong, are_too_many } = nets(&asked.net);
    troubles.extend(are_too_many.then_some(Trouble::Nets { most: MOST_NETS, ranges: MOST_RANGES }));
    troubles.extend(wrong.into_iter().map(Trouble::Net));
    for of in nets.iter().filter_map(|it| it.of.as_ref()) {
        if !wanted.iter().any(|it| self::name(columns, it) == *of) {
            troubles.push(Trouble::NetOf(of.clone()));
        }
    }
    nets.extend(frames);
    let effects =
        if asked.shows("order") { order(columns, questionnaire, is_in, weights) } else { Vec::new() };
    let topic = |fields: Vec<&Field>| {
        let name = self::name(columns, &fields).to_owned();
        let nets: Vec<Net> =
            nets.iter().filter(|it| it.of.as_ref().is_none_or(|of| *of == name)).cloned().collect();
        let ranges = nets.iter().map(|it| it.ranges.clone()).collect();
        let wanted = Wanted { nets: ranges, letters, chi_square: asked.shows("chi") };
        let part = |stub: &_| {
            let mut table = Table::new(stub, &banner, weights, &wanted);
            if asked.sort == "size" {
                table.sort_by_size();
            }
            Part { table, nets: nets.clone() }
        };
        let stubs = stubs(columns, questionnaire, &fields);
        let order = effects.iter().find(|it| stubs.iter().any(|stub| stub.variable == it.variable));
        Topic { parts: stubs.iter().map(part).collect(), order: order.cloned(), name }
    };
    // A grid may have nothing but a row that sees who reads.
    let topics = wanted.into_iter().map(topic).filter(|it| !it.parts.is_empty()).collect();
    let words = troubles.iter().map(|it| (it.field().to_owned(), "tables-trouble".to_owned()));
    faults.0.extend(words);
    Tables { heads: banner.heads, topics, letters, troubles }
}

/// The questions and derived variables of which anything can be counted.
pub(super) fn countable(columns: &Columns) -> Vec<Vec<&Field>> {
    let is_countable = |it: &Vec<&Field>| !matches!(it[0].values, Values::Texts(_));
    topics(columns).into_iter().filter(is_countable).collect()
}

/// What can be a banner: one answer with codes.
pub(super) fn banners(columns: &Columns) -> Vec<&Field> {
    let is_coded = |it: &Field| matches!(it.values, Values::One { .. } | Values::Many { .. });
    let single = countable(columns).into_iter().filter(|it| it.len() == 1 && is_coded(it[0]));
    single.map(|it| it[0]).collect()
}

/// As the codebook calls a question.
pub(super) fn name<'a>(columns: &'a Columns, fields: &[&Field]) -> &'a str {
    columns.variable(fields[0]).of.as_deref().unwrap_or_default()
}

/// The banner of all variables that can be in it.
fn banner(columns: &Columns, asked: &Asked, is_in: Option<&[bool]>, troubles: &mut Vec<Trouble>) -> Banner {
    let mut nests = Vec::new();
    let mut width = 0;
    if asked.by.len() > MOST_BANNERS || asked.by.iter().any(|it| it.len() > DEEPEST) {
        troubles.push(Trouble::Banners { most: MOST_BANNERS, deepest: DEEPEST });
    }
    for nest in asked.by.iter().take(MOST_BANNERS).filter(|it| it.len() <= DEEPEST) {
        match Banner::new(columns, std::slice::from_ref(nest), is_in) {
            Ok(it) if width + it.heads.len() - 1 <= MOST_COLUMNS => {
                width += it.heads.len() - 1;
                nests.push(nest.clone());
            }
            Ok(it) => {
                let fault = Fault::TooMany { columns: width + it.heads.len() - 1, most: MOST_COLUMNS };
                troubles.push(Trouble::By(fault));
            }
            Err(it) => troubles.push(Trouble::By(it)),
        }
    }
    Banner::new(columns, &nests, is_in).expect("each of them has been a banner")
}
