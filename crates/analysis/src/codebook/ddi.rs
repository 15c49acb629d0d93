//! The codebook as DDI-Codebook 2.5: XML for archives and catalogues.
//!
//! By the field-level documentation of the DDI Alliance,
//! <https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/field_level_documentation.html>, and its schema,
//! <https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd>, which fixes the order of elements.

#[cfg(test)]
mod tests;
mod variable;
mod xml;

use survey::Moment;
use survey::questionnaire::Text;

use super::blanks::blanks;
use super::counts::Counts;
use super::{Codebook, Column, Shape, System, Variable};
use crate::export::csv::time;
use xml::Xml;
pub(crate) use xml::is_forbidden;

const NAMESPACE: &str = "ddi:codebook:2_5";

const SCHEMA: &str =
    "ddi:codebook:2_5 https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd";

/// The file that the variables are in; variables point to it.
const FILE: &str = "F1";

/// The codebook as a DDI document, made at a moment. With counts it says how many cases have each code, and when they were collected.
pub fn document(codebook: &Codebook, counts: Option<&Counts>, made_at: Moment) -> String {
    let lang = codebook.langs.first().map_or("en", String::as_str);
    let mut xml = Xml::new();
    xml.within(
        "codeBook",
        &[
            ("xmlns", NAMESPACE),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("xsi:schemaLocation", SCHEMA),
            ("version", "2.5"),
            ("xml:lang", lang),
        ],
        |xml| {
            about_document(xml, codebook, made_at);
            about_study(xml, codebook, counts);
            about_file(xml, codebook, counts);
            about_data(xml, codebook, counts);
        },
    );
    xml.end()
}

/// `docDscr`: this document itself.
fn about_document(xml: &mut Xml, codebook: &Codebook, made_at: Moment) {
    let day = day(made_at);
    xml.within("docDscr", &[], |xml| {
        xml.within("citation", &[], |xml| {
            titles(xml, codebook);
            xml.within("prodStmt", &[], |xml| {
                xml.text("prodDate", &[("date", &day)], &day);
                xml.text("software", &[], "Canvass");
            });
        });
    });
}

/// `stdyDscr`: the survey, when it was in the field and how.
fn about_study(xml: &mut Xml, codebook: &Codebook, counts: Option<&Counts>) {
    xml.within("stdyDscr", &[], |xml| {
        xml.within("citation", &[], |xml| {
            titles(xml, codebook);
            xml.within("verStmt", &[], |xml| xml.text("version", &[], &codebook.version));
        });
        if let Some((first, last)) = collected(codebook, counts) {
            xml.within("stdyInfo", &[], |xml| {
                xml.within("sumDscr", &[], |xml| {
                    for (event, day) in [("start", first), ("end", last)] {
                        xml.text("collDate", &[("event", event), ("date", &day)], &day);
                    }
                });
            });
        }
        xml.within("method", &[], |xml| {
            xml.within("dataColl", &[], |xml| {
                xml.text(
                    "collMode",
                    &[("xml:lang", "en")],
                    "Self-administered questionnaire: web-based (CAWI)",
                );
            });
        });
    });
}

fn titles(xml: &mut Xml, codebook: &Codebook) {
    xml.within("titlStmt", &[], |xml| {
        for (at, (lang, title)) in codebook.title.0.iter().enumerate() {
            // The title in another language is a parallel title.
            xml.text(if at == 0 { "titl" } else { "parTitl" }, &[("xml:lang", lang)], title);
        }
        xml.text("IDNo", &[], &codebook.survey);
    });
}

/// The days, in UTC, on which the first case began and the last one ended.
fn collected(codebook: &Codebook, counts: Option<&Counts>) -> Option<(String, String)> {
    let times = |of: System| {
        let at = codebook.variables.iter().position(|it| it.from == Column::System(of.clone()))?;
        counts?.variables.get(at)?.times
    };
    let (first, last) = (times(System::Started)?.0, times(System::Ended)?.1);
    Some((day(first), day(last)))
}

/// The day of a moment in UTC, ISO 8601.
fn day(moment: Moment) -> String {
    time(moment).chars().take(10).collect()
}

/// `fileDscr`: what data files of the survey look like, and why their cells are blank.
fn about_file(xml: &mut Xml, codebook: &Codebook, counts: Option<&Counts>) {
    xml.within("fileDscr", &[("ID", FILE)], |xml| {
        xml.within("fileTxt", &[], |xml| {
            xml.text("fileName", &[], &format!("{}_{}", codebook.survey, codebook.version));
            xml.within("dimensns", &[], |xml| {
                if let Some(counts) = counts {
                    xml.text("caseQnty", &[], &counts.cases.to_string());
                }
                xml.text("varQnty", &[], &codebook.variables.len().to_string());
            });
            xml.text("fileType", &[("charset", "UTF-8")], "text/csv");
        });
        for blank in blanks(&codebook.langs) {
            let code = blank.code.map(|it| format!(" ({it})")).unwrap_or_default();
            for (lang, text) in &blank.text.0 {
                let text = format!("{}{code}: {text}", blank.name.get(lang));
                xml.text(
                    "notes",
                    &[("xml:lang", lang), ("type", "blank"), ("subject", blank.why.word())],
                    &text,
                );
            }
        }
    });
}

/// `dataDscr`: the variables, after the groups of those that are one question together.
fn about_data(xml: &mut Xml, codebook: &Codebook, counts: Option<&Counts>) {
    xml.within("dataDscr", &[], |xml| {
        let questions = codebook.variables.iter().enumerate().collect::<Vec<_>>();
        let groups = questions.chunk_by(|(_, a), (_, b)| a.of.is_some() && a.of == b.of);
        for columns in groups.filter(|it| it.len() > 1) {
            group(xml, columns);
        }
        for (at, variable) in codebook.variables.iter().enumerate() {
            let count = counts.and_then(|it| it.variables.get(at));
            variable::variable(xml, (at, variable), &codebook.langs, count);
        }
    });
}

fn group(xml: &mut Xml, columns: &[(usize, &Variable)]) {
    let first = columns[0].1;
    let is = |wanted: fn(&Column) -> bool| columns.iter().any(|(_, it)| wanted(&it.from));
    let kind = match () {
        () if is(|it| matches!(it, Column::Ticked(_) | Column::DerivedTicked(_))) => "multipleResp",
        () if is(|it| matches!(it, Column::Item(_))) => "grid",
        () => "other",
    };
    let ids: Vec<String> = columns.iter().map(|(at, _)| id(*at)).collect();
    let name = first.of.as_deref().unwrap_or_default();
    let group = format!("G_{}", ids[0]);
    xml.within("varGrp", &[("ID", &group), ("type", kind), ("var", &ids.join(" ")), ("name", name)], |xml| {
        labels(xml, &first.text);
    });
}

/// A variable's id in the document: names may not be what XML calls an id.
fn id(at: usize) -> String {
    format!("V{}", at + 1)
}

fn labels(xml: &mut Xml, text: &Text) {
    for (lang, text) in &text.0 {
        xml.text("labl", &[("xml:lang", lang)], text);
    }
}

/// What a variable's values are, in DDI's word.
fn representation(shape: Shape) -> &'static str {
    match shape {
        Shape::Code | Shape::Flag => "code",
        Shape::Number => "numeric",
        Shape::Text | Shape::List => "text",
        Shape::Time => "datetime",
    }
}
