//! YAML to a tree of nodes that know where they stand: plain maps, lists and scalars, nothing else.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_saphyr::granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, options};

use super::report::{Place, Report};

/// Deeper nesting is refused.
const DEPTH: usize = 64;

/// One node of the file.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub place: Place,
    pub value: Value,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// In file order, without repeated keys.
    Map(Vec<(Node, Node)>),
    List(Vec<Node>),
    Scalar(Scalar),
    /// Something refused, about which the author has been told.
    Refused,
}

/// A scalar as YAML gives it: never yet a number or a truth, since the key decides what it is.
#[derive(Clone, Debug)]
pub(super) struct Scalar {
    pub text: String,
    pub style: Style,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// `|` or `>`.
    Block,
}

impl Node {
    /// The text of a scalar; empty for anything else.
    pub fn text(&self) -> &str {
        match &self.value {
            Value::Scalar(it) => &it.text,
            Value::Map(_) | Value::List(_) | Value::Refused => "",
        }
    }
}

impl Scalar {
    /// Nothing, by YAML's core schema.
    pub fn is_null(&self) -> bool {
        self.style == Style::Plain && matches!(self.text.as_str(), "" | "~" | "null" | "Null" | "NULL")
    }

    /// A truth, by YAML's core schema.
    pub fn is_truth(&self) -> bool {
        let truths = ["true", "True", "TRUE", "false", "False", "FALSE"];
        self.style == Style::Plain && truths.contains(&self.text.as_str())
    }

    /// A number, by YAML's core schema.
    pub fn is_number(&self) -> bool {
        let text = self.text.as_str();
        let digits = text.trim_start_matches(['-', '+']);
        let special = [".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"].contains(&digits);
        let radix = digits.strip_prefix("0x").is_some_and(|it| u128::from_str_radix(it, 16).is_ok())
            || digits.strip_prefix("0o").is_some_and(|it| u128::from_str_radix(it, 8).is_ok());
        let decimal =
            digits.starts_with(|it: char| it.is_ascii_digit() || it == '.') && text.parse::<f64>().is_ok();
        self.style == Style::Plain && (special || radix || decimal)
    }
}

/// A collection that is still open.
struct Open {
    place: Place,
    /// Entries of a map; of a list the values alone.
    entries: Vec<(Option<Node>, Node)>,
    key: Option<Node>,
    is_map: bool,
}

/// Reads the tree, or says why there is none.
pub(super) fn read(report: &mut Report<'_>) -> Option<Node> {
    let options = options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        disallow_directives: true,
        // The real limit is counted below; these keep the scanner from looking far ahead of it.
        flow_nesting_limit: 2 * DEPTH,
        block_nesting_limit: 2 * DEPTH,
    };
    let text = report.text;
    let mut open: Vec<Open> = Vec::new();
    let mut root = None;
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = match next {
            Ok(it) => it,
            Err(error) => return refuse(report, &error),
        };
        let place = place(text, &span);
        let node = match event {
            Event::MappingStart(..) | Event::SequenceStart(..) if open.len() >= DEPTH => {
                too_deep(report, place);
                return None;
            }
            Event::MappingStart(_, anchor, tag) => {
                plain_only(report, place, anchor, tag.is_some());
                open.push(Open { place, entries: Vec::new(), key: None, is_map: true });
                continue;
            }
            Event::SequenceStart(_, anchor, tag) => {
                plain_only(report, place, anchor, tag.is_some());
                open.push(Open { place, entries: Vec::new(), key: None, is_map: false });
                continue;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                let done = open.pop().expect("the parser closes only what it opened");
                close(report, done, place.end)
            }
            Event::Scalar(text, style, anchor, tag) => {
                plain_only(report, place, anchor, tag.is_some());
                Node { place, value: Value::Scalar(scalar(text, style)) }
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                report.error(
                    place,
                    "alias",
                    "References (`*name`) are not allowed.",
                    "Write the words out, use `lists`, or quote a text that begins with `*`.",
                );
                Node { place, value: Value::Refused }
            }
            Event::DocumentStart(..) if root.is_some() => {
                report.error(
                    place,
                    "second-document",
                    "A second document begins here.",
                    "Keep one questionnaire per file and remove `---`.",
                );
                break;
            }
            _ => continue,
        };
        match open.last_mut() {
            None => root = Some(node),
            Some(it) if it.is_map && it.key.is_none() => it.key = Some(node),
            Some(it) => it.entries.push((it.key.take(), node)),
        }
    }
    root
}

fn place(text: &str, span: &Span) -> Place {
    let start = span.start.byte_offset().unwrap_or(text.len());
    Place { start, end: span.end.byte_offset().unwrap_or(start).max(start) }
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Scalar {
    let style = match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
    };
    Scalar { text: text.into_owned(), style }
}

/// Anchors and tags are refused, so that the same file is valid JSON after conversion.
fn plain_only(report: &mut Report<'_>, place: Place, anchor: usize, tag: bool) {
    if anchor != 0 {
        report.error(
            place,
            "anchor",
            "Anchors (`&name`) are not allowed.",
            "Remove it and use `lists` for shared answers, or quote a text that begins with `&`.",
        );
    }
    if tag {
        report.error(
            place,
            "tag",
            "Tags (`!name`) are not allowed.",
            "Remove it, or quote a text that begins with `!`.",
        );
    }
}

fn close(report: &mut Report<'_>, done: Open, end: usize) -> Node {
    let place = Place { start: done.place.start, end: end.max(done.place.end) };
    if !done.is_map {
        return Node { place, value: Value::List(done.entries.into_iter().map(|(_, it)| it).collect()) };
    }
    let mut keys = HashSet::new();
    let mut entries = Vec::with_capacity(done.entries.len());
    for (key, value) in done.entries {
        let Some(key) = key else { continue };
        let Value::Scalar(word) = &key.value else {
            if !matches!(key.value, Value::Refused) {
                report.error(
                    key.place,
                    "key",
                    "A key must be one word.",
                    "Quote this text if it contains braces or brackets.",
                );
            }
            continue;
        };
        if word.text == "<<" && word.style == Style::Plain {
            report.error(
                key.place,
                "merge-key",
                "Merge keys (`<<`) are not allowed.",
                "Write the keys out, or use `lists` for shared answers.",
            );
        } else if !keys.insert(word.text.clone()) {
            report.error(
                key.place,
                "duplicate-key",
                format!("`{}` stands here a second time.", short(&word.text)),
                "Remove one of the two; only the first one is read.",
            );
        } else {
            entries.push((key, value));
        }
    }
    Node { place, value: Value::Map(entries) }
}

fn too_deep(report: &mut Report<'_>, place: Place) {
    report.error(
        Place { start: place.start, end: place.start + 1 },
        "too-deep",
        format!("Maps and lists are nested more than {DEPTH} deep."),
        "A questionnaire needs about ten levels; look for brackets that are never closed.",
    );
}

/// What keeps the file from being YAML at all, in words for authors.
fn refuse(report: &mut Report<'_>, error: &ScanError) -> Option<Node> {
    let start = error.marker().byte_offset().unwrap_or(report.text.len());
    let rest = report.text.get(start..).unwrap_or("");
    let width = rest.chars().next().filter(|it| *it != '\n').map_or(0, char::len_utf8);
    let place = Place { start, end: start + width };
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        too_deep(report, place);
        return None;
    }
    report.error(place, "yaml", format!("This is not YAML: {}.", error.info()), mend(error.kind()));
    None
}

fn mend(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::UnclosedFlowCollection { .. } | ErrorKind::UnclosedQuotedScalar => {
            "Close it, or quote this text if the character belongs to it."
        }
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => {
            "Within `{…}` and `[…]`, quote a text or condition that contains `: `, a comma, braces or brackets."
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            "Quote this text if it contains `: `; otherwise indent lines of one map alike."
        }
        ErrorKind::UnexpectedCharacter { .. } => "Quote this text: YAML gives its first character a meaning.",
        ErrorKind::DirectiveDisallowed => "Remove this line.",
        ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation => {
            "Indent with spaces instead of tabs."
        }
        _ => {
            "Here or just before, quote a text that contains `: `, ` #`, braces or brackets, close what is open, \
             or indent lines alike."
        }
    }
}

/// The beginning of a text, for a message.
pub(super) fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    if line.chars().count() <= 40 { line.to_owned() } else { line.chars().take(39).chain(['…']).collect() }
}
