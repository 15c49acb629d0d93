//! The description of the data: the XML of triple-s.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use survey::questionnaire::{Code, Text};

use super::data::padded;
use super::fields::{Field, Kind, Role, Standins, spelled};
use super::texts::lines;
use crate::codebook::blanks::blanks;
use crate::codebook::{Codebook, ERASED, NOT_ANSWERED, Variable, words};
use crate::export::{Options, utc};

/// The file. It names no DTD: some readers would fetch it, and fail without a network.
pub(super) fn definition(codebook: &Codebook, options: &Options, fields: &[Field]) -> io::Result<Vec<u8>> {
    let mut xml = Xml { to: Writer::new(Vec::new()), lang: &options.lang, langs: &codebook.langs, depth: 0 };
    xml.to.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let languages = codebook.langs.join(" ");
    let mut about = vec![("version", "3.0"), ("xml:lang", options.lang.as_str())];
    if codebook.langs.len() > 1 {
        about.push(("languages", &languages));
    }
    xml.open("sss", &about)?;
    let at = utc(options.taken_at);
    xml.leaf("date", &at.strftime("%Y-%m-%d").to_string())?;
    xml.leaf("time", &at.strftime("%H:%M").to_string())?;
    xml.leaf("origin", "Canvass")?;
    xml.open("survey", &[])?;
    xml.leaf("name", &spelled(&codebook.survey))?;
    xml.leaf("version", &codebook.version)?;
    xml.text("title", &[], |lang| codebook.title.get(lang).to_owned())?;
    xml.open("record", &[("ident", "A"), ("format", "csv"), ("encoding", "UTF-8"), ("skip", "1")])?;
    for (at, field) in fields.iter().enumerate() {
        xml.variable(at + 1, field, codebook)?;
    }
    for name in ["record", "survey", "sss"] {
        xml.close(name)?;
    }
    let mut bytes = xml.to.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// XML with a line for each element, and none inside of texts, where a break would belong to the text.
struct Xml<'a> {
    to: Writer<Vec<u8>>,
    /// The language of whoever does not ask for one.
    lang: &'a str,
    langs: &'a [String],
    depth: usize,
}

impl Xml<'_> {
    fn variable(&mut self, ident: usize, field: &Field, codebook: &Codebook) -> io::Result<()> {
        let variable = &codebook.variables[field.columns[0].at];
        let ident = ident.to_string();
        let mut about = vec![("ident", ident.as_str()), ("type", word(&field.kind))];
        match field.role {
            Role::None => {}
            Role::Serial => about.push(("use", "serial")),
            Role::Weight => about.push(("use", "weight")),
        }
        self.open("variable", &about)?;
        self.leaf("name", &field.name)?;
        self.text("label", &[], |lang| label(field, variable, lang))?;
        self.empty("position", &[("start", &ident)])?;
        match &field.kind {
            Kind::Single(standins) => self.single(field, codebook, *standins)?,
            Kind::Multiple(standins) => self.multiple(field, codebook, *standins)?,
            Kind::Quantity { decimals } => self.quantity(field, codebook, *decimals)?,
            Kind::Character => self.leaf("size", &field.seen.chars.max(1).to_string())?,
            Kind::Logical | Kind::Date | Kind::Time => {}
        }
        self.close("variable")
    }

    fn single(&mut self, field: &Field, codebook: &Codebook, standins: Standins) -> io::Result<()> {
        let (labels, unlisted) = (labels(field, codebook), &field.seen.unlisted);
        self.open("values", &[])?;
        for (code, label) in &labels {
            self.value(&standin(*code, standins).to_string(), label)?;
        }
        for code in unlisted {
            self.value(&code.to_string(), &Text(vec![(self.lang.to_owned(), code.to_string())]))?;
        }
        if labels.is_empty() && unlisted.is_empty() {
            self.empty("range", &[("from", "0"), ("to", "0")])?;
        }
        self.close("values")
    }

    /// The values of a multi are its choices; what stands for all of them, such as "not answered", is one more.
    fn multiple(&mut self, field: &Field, codebook: &Codebook, standins: Standins) -> io::Result<()> {
        let (subfields, width) = (field.columns.len().to_string(), standins.width().to_string());
        self.empty("spread", &[("subfields", &subfields), ("width", &width)])?;
        self.open("values", &[])?;
        for part in &field.columns {
            let choice = &codebook.variables[part.at];
            self.value(&part.value.to_string(), choice.part.as_ref().unwrap_or(&choice.text))?;
        }
        for (code, label) in labels(field, codebook).iter().filter(|(code, _)| *code < 0) {
            self.value(&standin(*code, standins).to_string(), label)?;
        }
        self.close("values")
    }

    fn quantity(&mut self, field: &Field, codebook: &Codebook, decimals: usize) -> io::Result<()> {
        let (least, most) = field.seen.range.unwrap_or_default();
        // A serial number is a positive whole number.
        let (least, most) = if field.role == Role::Serial { (1.0, most.max(1.0)) } else { (least, most) };
        self.open("values", &[])?;
        self.empty("range", &[("from", &padded(least, decimals)), ("to", &padded(most, decimals))])?;
        for (code, label) in labels(field, codebook) {
            self.value(&padded(code as f64, decimals), &label)?;
        }
        self.close("values")
    }

    fn value(&mut self, code: &str, label: &Text) -> io::Result<()> {
        self.text("value", &[("code", code)], |lang| label.get(lang).to_owned())
    }

    /// A text in the default language, then in each where there are several ("Specialised Texts").
    fn text(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        of: impl Fn(&str) -> String,
    ) -> io::Result<()> {
        self.line()?;
        self.to
            .write_event(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())))?;
        self.broken(&of(self.lang))?;
        let langs = self.langs;
        for lang in langs.iter().filter(|_| langs.len() > 1) {
            let start = BytesStart::new("text").with_attributes([("xml:lang", lang.as_str())]);
            self.to.write_event(Event::Start(start))?;
            self.broken(&of(lang))?;
            self.to.write_event(Event::End(BytesEnd::new("text")))?;
        }
        self.to.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Lines with `<br/>` between them.
    fn broken(&mut self, text: &str) -> io::Result<()> {
        for (at, line) in lines(text).enumerate() {
            if at > 0 {
                self.to.write_event(Event::Empty(BytesStart::new("br")))?;
            }
            self.to.write_event(Event::Text(BytesText::new(&line)))?;
        }
        Ok(())
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.line()?;
        self.depth += 1;
        self.to.write_event(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())))
    }

    fn close(&mut self, name: &str) -> io::Result<()> {
        self.depth -= 1;
        self.line()?;
        self.to.write_event(Event::End(BytesEnd::new(name)))
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.line()?;
        self.to.write_event(Event::Empty(BytesStart::new(name).with_attributes(attributes.iter().copied())))
    }

    fn leaf(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.line()?;
        self.to.write_event(Event::Start(BytesStart::new(name)))?;
        self.to.write_event(Event::Text(BytesText::new(text)))?;
        self.to.write_event(Event::End(BytesEnd::new(name)))
    }

    fn line(&mut self) -> io::Result<()> {
        self.to.write_event(Event::Text(BytesText::from_escaped(format!("\n{}", "  ".repeat(self.depth)))))
    }
}

fn word(kind: &Kind) -> &'static str {
    match kind {
        Kind::Single(_) => "single",
        Kind::Multiple(_) => "multiple",
        Kind::Quantity { .. } => "quantity",
        Kind::Character => "character",
        Kind::Logical => "logical",
        Kind::Date => "date",
        Kind::Time => "time",
    }
}

/// The codes of all columns of a field with their labels, and the blanks that the data have though no column knows
/// them: who broke off at a page that was posted did not answer a required question either.
fn labels(field: &Field, codebook: &Codebook) -> Vec<(Code, Text)> {
    let columns = field.columns.iter().flat_map(|it| &codebook.variables[it.at].codes);
    let known = columns.map(|it| (it.code, it.label.clone()));
    let blanks = blanks(&codebook.langs).into_iter().filter_map(|it| Some((it.code?, it.name)));
    let seen = blanks.filter(|(code, _)| field.seen.blanks.contains(code));
    let mut labels: Vec<(Code, Text)> = Vec::new();
    for (code, label) in known.chain(seen) {
        if labels.iter().all(|(it, _)| *it != code) {
            labels.push((code, label));
        }
    }
    labels
}

/// The code that stands for one of ours.
fn standin(code: Code, standins: Standins) -> Code {
    match code {
        NOT_ANSWERED => standins.not_answered,
        ERASED => standins.erased,
        code => code,
    }
}

/// The question; with the item of a grid, the rank, or the choice whose text it is.
fn label(field: &Field, variable: &Variable, lang: &str) -> String {
    let text = variable.text.get(lang);
    let part = match field.kind {
        // Its choices are its values.
        Kind::Multiple(_) => None,
        Kind::Time => Some(words::text(&[lang.to_owned()], "时刻", "time of the day")),
        _ => variable.part.clone(),
    };
    part.map_or_else(|| text.to_owned(), |it| format!("{text} – {}", it.get(lang)))
}
