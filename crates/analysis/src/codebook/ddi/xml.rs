//! XML a little shorter: elements within elements, and elements that hold a text.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// A document in the making. Memory takes every write, so nothing here fails.
pub(super) struct Xml(Writer<Vec<u8>>);

const WRITES: &str = "memory takes every write";

impl Xml {
    /// With the declaration, in UTF-8.
    pub(super) fn new() -> Xml {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).expect(WRITES);
        Xml(writer)
    }

    /// An element with what `inside` writes.
    pub(super) fn within(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Xml)) {
        self.0.write_event(Event::Start(start(name, attributes))).expect(WRITES);
        inside(self);
        self.0.write_event(Event::End(BytesEnd::new(name))).expect(WRITES);
    }

    /// An element that holds a text.
    pub(super) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.0.write_event(Event::Start(start(name, attributes))).expect(WRITES);
        self.0.write_event(Event::Text(BytesText::new(&allowed(text)))).expect(WRITES);
        self.0.write_event(Event::End(BytesEnd::new(name))).expect(WRITES);
    }

    pub(super) fn end(self) -> String {
        let text = String::from_utf8(self.0.into_inner()).expect("names and texts are UTF-8");
        format!("{text}\n")
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, allowed(value).as_str()));
    }
    start
}

/// A text in which what XML cannot hold is U+FFFD.
fn allowed(text: &str) -> String {
    text.replace(is_forbidden, "\u{fffd}")
}

/// Whether XML 1.0 cannot hold a character, even escaped (section 2.2).
pub(crate) fn is_forbidden(it: char) -> bool {
    (it < ' ' && !matches!(it, '\t' | '\n' | '\r')) || matches!(it, '\u{fffe}' | '\u{ffff}')
}
