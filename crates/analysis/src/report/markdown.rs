//! Text with little marks, as it is typed: Markdown to blocks.
//!
//! Headings, emphasis, lists, links, quotes, code and tables. HTML is no markup here: it is shown as it was typed.
//! `{{…}}` stands for a figure; whoever reads the text says what it comes to.

#[cfg(test)]
mod tests;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::{Block, Grid, GridCell, GridHead, GridRow, RowKind, Run};

/// What stands for a figure while the marks are read: nothing in it is a mark.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// Quotes and lists in each other at most; those further in are drawn in the last one.
const DEEP: usize = 12;

/// The blocks of a text. `figure` is asked for each figure, with what stands between its braces.
pub fn blocks(text: &str, figure: &mut dyn FnMut(&str) -> Vec<Run>) -> Vec<Block> {
    let (text, figures) = set_aside(text);
    let mut reader = Reader {
        figures,
        figure,
        inside: vec![Vec::new()],
        lists: Vec::new(),
        opened: Vec::new(),
        runs: Vec::new(),
        style: Run::default(),
        broken: None,
        table: None,
    };
    Parser::new_ext(&text, Options::ENABLE_TABLES).for_each(|it| reader.event(it));
    reader.flush();
    reader.inside.swap_remove(0)
}

/// The figures of a text, each as it stands between its braces.
pub fn figures(text: &str) -> Vec<String> {
    set_aside(text).1
}

/// The text with a sign for each figure, and the figures.
fn set_aside(text: &str) -> (String, Vec<String>) {
    let (mut plain, mut figures) = (String::with_capacity(text.len()), Vec::new());
    let text: String = text.chars().filter(|it| ![OPEN, CLOSE].contains(it)).collect();
    let mut rest = &*text;
    while let Some((before, after)) = rest.split_once("{{") {
        // A figure stands on one line; braces that are not closed there are text.
        let line = &after[..after.find('\n').unwrap_or(after.len())];
        plain.push_str(before);
        match line.find("}}") {
            Some(end) => {
                plain.extend([OPEN.to_string(), figures.len().to_string(), CLOSE.to_string()]);
                figures.push(line[..end].trim().to_owned());
                rest = &after[end + 2..];
            }
            None => {
                plain.push_str("{{");
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    (plain, figures)
}

struct Reader<'a> {
    figures: Vec<String>,
    figure: &'a mut dyn FnMut(&str) -> Vec<Run>,
    /// The blocks of the text, and of each quote and item that is open.
    inside: Vec<Vec<Block>>,
    /// The lists that are open: their first number, and their items.
    lists: Vec<(Option<u64>, Vec<Vec<Block>>)>,
    /// Of each quote, list and item, whether it was not too deep.
    opened: Vec<bool>,
    /// The text that is being read.
    runs: Vec<Run>,
    /// How it is written just now.
    style: Run,
    /// How it was written where a line has just ended; nothing has come after it yet.
    broken: Option<Run>,
    table: Option<Table>,
}

/// A table that is being read.
#[derive(Default)]
struct Table {
    grid: Grid,
    row: Vec<String>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, self.style.code),
            Event::Html(text) | Event::InlineHtml(text) => self.text(&text, false),
            Event::Code(text) => self.text(&text, true),
            Event::SoftBreak => self.broken = Some(self.style.clone()),
            Event::HardBreak => self.runs.push(Run { text: "\n".to_owned(), ..self.style.clone() }),
            // None of the others is asked for, or has anything to show.
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag) {
        match tag {
            Tag::Strong => self.style.strong = true,
            Tag::Emphasis => self.style.emphasis = true,
            Tag::Link { dest_url, .. } => self.style.link = Some(self.as_typed(&dest_url)),
            Tag::BlockQuote(_) | Tag::Item if self.opens() => self.inside.push(Vec::new()),
            Tag::List(first) if self.opens() => self.lists.push((first, Vec::new())),
            Tag::Table(_) => {
                self.flush();
                self.table = Some(Table::default());
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.style.code = true;
            }
            Tag::Paragraph | Tag::Heading { .. } | Tag::HtmlBlock if self.table.is_none() => self.flush(),
            _ => {}
        }
    }

    /// Whether a quote, a list or an item is not too deep; what was read before it stands before it.
    fn opens(&mut self) -> bool {
        self.flush();
        let opens = self.inside.len() < DEEP && self.lists.len() < DEEP;
        self.opened.push(opens);
        opens
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.style.strong = false,
            TagEnd::Emphasis => self.style.emphasis = false,
            TagEnd::Link => self.style.link = None,
            // What stands for the picture is text among other text.
            TagEnd::Image => {}
            TagEnd::Heading(level) => {
                let text = std::mem::take(&mut self.runs);
                // The title of a section is the first level.
                self.push(Block::Heading { level: (level as u8 + 1).min(5), text });
            }
            TagEnd::CodeBlock => {
                self.style.code = false;
                self.flush();
            }
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::List(_) => self.close(tag),
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => {
                self.end_in_table(tag)
            }
            _ => self.flush(),
        }
    }

    /// Ends a quote, a list or an item, where it was not too deep.
    fn close(&mut self, tag: TagEnd) {
        self.flush();
        if !self.opened.pop().unwrap_or_default() {
            return;
        }
        match tag {
            TagEnd::List(_) => {
                if let Some((first, items)) = self.lists.pop() {
                    self.push(Block::List { first, items });
                }
            }
            TagEnd::Item => {
                if let (Some(blocks), Some((_, items))) = (self.inside.pop(), self.lists.last_mut()) {
                    items.push(blocks);
                }
            }
            _ => {
                if let Some(blocks) = self.inside.pop() {
                    self.push(Block::Quote(blocks));
                }
            }
        }
    }

    fn end_in_table(&mut self, tag: TagEnd) {
        let Some(table) = &mut self.table else { return };
        match tag {
            TagEnd::TableCell => {
                let runs = std::mem::take(&mut self.runs);
                let notes = runs.iter().filter_map(|it| Some(format!("{}: {}", it.text, it.note.as_ref()?)));
                table.grid.notes.extend(notes);
                table.row.push(runs.into_iter().map(|it| it.text).collect());
            }
            TagEnd::TableHead => {
                let mut row = std::mem::take(&mut table.row).into_iter();
                table.grid.corner = row.next().unwrap_or_default();
                table.grid.heads = vec![row.map(|it| GridHead::over(1, it)).collect()];
            }
            TagEnd::TableRow => {
                let mut row = std::mem::take(&mut table.row).into_iter();
                let label = row.next().unwrap_or_default();
                table.grid.rows.push(GridRow::new(RowKind::Answer, label, row.map(GridCell::text).collect()));
            }
            _ => {
                if let Some(table) = self.table.take() {
                    self.push(Block::Grid(table.grid));
                }
            }
        }
    }

    /// Text with its figures; in code they stand as they were typed.
    fn text(&mut self, text: &CowStr, code: bool) {
        let style = Run { code, ..self.style.clone() };
        let mut rest = &**text;
        while let Some((before, after)) = rest.split_once(OPEN) {
            let (at, after) = after.split_once(CLOSE).unwrap_or((after, ""));
            self.plain(before, &style);
            let typed =
                at.parse::<usize>().ok().and_then(|it| self.figures.get(it)).cloned().unwrap_or_default();
            match code {
                true => self.plain(&format!("{{{{{typed}}}}}"), &style),
                false => {
                    let runs = (self.figure)(&typed);
                    self.join(runs.first().map_or("", |it| &it.text));
                    let styled = runs.into_iter().map(|it| Run {
                        strong: style.strong,
                        emphasis: style.emphasis,
                        ..it
                    });
                    self.runs.extend(styled);
                }
            }
            rest = after;
        }
        self.plain(rest, &style);
    }

    /// Text with its figures as they were typed.
    fn as_typed(&self, text: &str) -> String {
        let mut typed = text.to_owned();
        for (at, figure) in self.figures.iter().enumerate() {
            if !typed.contains(OPEN) {
                break;
            }
            typed = typed.replace(&format!("{OPEN}{at}{CLOSE}"), &format!("{{{{{figure}}}}}"));
        }
        typed
    }

    /// Joins the text of the next line to the last one: with a blank, but not within Chinese.
    fn join(&mut self, next: &str) {
        let Some(style) = self.broken.take() else { return };
        let last = self.runs.last().and_then(|it| it.text.chars().next_back());
        if !(last.is_some_and(is_chinese) && next.chars().next().is_some_and(is_chinese)) {
            self.plain(" ", &style);
        }
    }

    fn plain(&mut self, text: &str, style: &Run) {
        if !text.is_empty() {
            self.join(text);
        }
        match self.runs.last_mut() {
            _ if text.is_empty() => {}
            // What is written alike is one run.
            Some(last) if Run { text: String::new(), ..last.clone() } == *style => last.text.push_str(text),
            _ => self.runs.push(Run { text: text.to_owned(), ..style.clone() }),
        }
    }

    fn push(&mut self, block: Block) {
        if let Some(blocks) = self.inside.last_mut() {
            blocks.push(block);
        }
    }

    /// What was read as text is a paragraph.
    fn flush(&mut self) {
        self.broken = None;
        let mut text = std::mem::take(&mut self.runs);
        if let Some(last) = text.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        if text.iter().any(|it| !it.text.trim().is_empty()) {
            self.push(Block::Paragraph(text));
        }
    }
}

/// Whether it is a character, or a sign, of a language that has no blanks between words.
fn is_chinese(char: char) -> bool {
    matches!(char, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}
