//! `var`: one variable, in the order of elements that the schema wants.

use survey::questionnaire::Text;

use super::xml::Xml;
use super::{FILE, id, labels, representation};
use crate::codebook::blanks::{Why, blanks};
use crate::codebook::counts::Count;
use crate::codebook::{Base, Column, Label, Shape, Variable};

/// One variable with its place in the codebook; with its counts where cases were counted.
pub(super) fn variable(
    xml: &mut Xml,
    (at, variable): (usize, &Variable),
    langs: &[String],
    count: Option<&Count>,
) {
    let id = id(at);
    let interval = if variable.shape == Shape::Number { "contin" } else { "discrete" };
    let attributes = [
        ("ID", id.as_str()),
        ("name", &variable.name),
        ("files", FILE),
        ("intrvl", interval),
        ("representationType", representation(variable.shape)),
    ];
    xml.within("var", &attributes, |xml| {
        labels(xml, &label(variable));
        // What is derived or about the interview was not asked: its text is its label alone.
        if variable.base.is_some() {
            question(xml, variable);
        }
        if let Some(base) = &variable.base {
            universe(xml, &base.words);
        }
        if let Some(count) = count {
            statistics(xml, variable, count);
        }
        categories(xml, variable, langs, count);
        if let Some(rule) = &variable.rule {
            xml.within("derivation", &[], |xml| xml.text("drvcmd", &[("syntax", "Canvass")], rule));
        }
        format(xml, variable.shape);
        if let Some(Base { formula, .. }) = variable.base.as_ref().filter(|it| !it.formula.is_empty()) {
            xml.text("notes", &[("type", "routing"), ("subject", "asked if")], formula);
        }
    });
}

/// The label of a column: what it adds to its question, where it adds something.
fn label(variable: &Variable) -> Text {
    let Some(part) = &variable.part else { return variable.text.clone() };
    let both = |(lang, text): &(String, String)| (lang.clone(), format!("{text} · {}", part.get(lang)));
    Text(variable.text.0.iter().map(both).collect())
}

fn question(xml: &mut Xml, variable: &Variable) {
    let domain = match (&variable.from, variable.shape) {
        (Column::Ticked(_), _) => "multiple",
        (_, Shape::Code | Shape::Flag) => "category",
        (_, Shape::Number) => "numeric",
        (_, Shape::Text | Shape::List | Shape::Time) => "text",
    };
    let number = variable.nr.as_deref().map(|it| ("seqNo", it));
    let attributes: Vec<_> = number.into_iter().chain([("responseDomainType", domain)]).collect();
    xml.within("qstn", &attributes, |xml| {
        for (lang, text) in &variable.text.0 {
            xml.text("qstnLit", &[("xml:lang", lang)], text);
        }
    });
}

fn universe(xml: &mut Xml, words: &Text) {
    for (lang, words) in &words.0 {
        xml.text("universe", &[("xml:lang", lang), ("clusion", "I")], words);
    }
}

/// `sumStat`: cases with a value and without one; of numbers also how large they are.
fn statistics(xml: &mut Xml, variable: &Variable, count: &Count) {
    let refused: u64 =
        variable.codes.iter().filter(|it| it.missing && it.code >= 0).map(|it| count.of(it.code)).sum();
    let blank = count.not_asked + count.not_answered + count.erased;
    xml.text("sumStat", &[("type", "vald")], &(count.values - refused).to_string());
    xml.text("sumStat", &[("type", "invd")], &(blank + refused).to_string());
    let Some(numbers) = count.numbers else { return };
    for (kind, number) in [("min", Some(numbers.min)), ("max", Some(numbers.max)), ("mean", count.mean())] {
        if let Some(number) = number {
            xml.text("sumStat", &[("type", kind)], &number.to_string());
        }
    }
}

/// `catgry`: each code, then the cases that were not asked, which have nothing in the file.
fn categories(xml: &mut Xml, variable: &Variable, langs: &[String], count: Option<&Count>) {
    let codes = count.map_or_else(|| variable.codes.clone(), |it| it.labels(variable));
    for label in &codes {
        category(xml, label, count.map(|it| it.of(label.code)));
    }
    if let Some(count) = count.filter(|it| it.not_asked > 0 && variable.base.is_some()) {
        let [not_asked, ..] = blanks(langs);
        xml.within("catgry", &[("missing", "Y"), ("missType", Why::NotAsked.word())], |xml| {
            xml.text("catValu", &[], "");
            labels(xml, &not_asked.name);
            xml.text("catStat", &[("type", "freq")], &count.not_asked.to_string());
        });
    }
}

fn category(xml: &mut Xml, label: &Label, cases: Option<u64>) {
    let missing: &[_] = if label.missing { &[("missing", "Y")] } else { &[] };
    xml.within("catgry", missing, |xml| {
        xml.text("catValu", &[], &label.code.to_string());
        labels(xml, &label.label);
        if let Some(cases) = cases {
            xml.text("catStat", &[("type", "freq")], &cases.to_string());
        }
    });
}

fn format(xml: &mut Xml, shape: Shape) {
    let attributes: &[_] = match shape {
        Shape::Code | Shape::Flag | Shape::Number => &[("type", "numeric")],
        Shape::Text | Shape::List => &[("type", "character")],
        Shape::Time => {
            &[("type", "character"), ("schema", "ISO"), ("category", "time"), ("formatname", "ISO 8601")]
        }
    };
    xml.text("varFormat", attributes, "");
}
