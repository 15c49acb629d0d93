//! A report as HTML: one file that needs nothing else, or its blocks for a page that has styles of its own.
//!
//! All text is escaped, and there is no script. Charts are tables with bars in SVG, so that whoever cannot see them
//! has their labels and numbers.

mod grid;
mod style;
#[cfg(test)]
mod tests;

use super::{Block, Document, Grid, Run};
use crate::codebook::ddi::is_forbidden;
use style::STYLE;

/// What stands between `<style>` and `</style>` in the file: a server that shows it lets no other styles in.
pub fn style() -> String {
    format!("\n{STYLE}")
}

/// The whole document as a file.
pub fn file(document: &Document) -> String {
    let (lang, title) = (escaped(&document.lang), escaped(&document.title));
    let blocks = blocks(&document.blocks, "");
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{}</style>\n</head>\n<body>\n<main class=\"report\">\n<h1>{title}</h1>\n{blocks}</main>\n\
         </body>\n</html>\n",
        style()
    )
}

/// Blocks alone, with the notes of their figures beneath; the title of a section is an `h2`. `prefix` begins the ids of
/// notes, so that several drawings have room on one page.
pub fn blocks(blocks: &[Block], prefix: &str) -> String {
    let mut drawer = Drawer { prefix: escaped(prefix), ..Drawer::default() };
    blocks.iter().for_each(|it| drawer.block(it));
    drawer.notes();
    drawer.to
}

/// Text in which nothing is markup; characters that no document may hold are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut to = String::with_capacity(text.len());
    for char in text.chars().filter(|it| !is_forbidden(*it)) {
        match char {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '\'' => to.push_str("&#39;"),
            other => to.push(other),
        }
    }
    to
}

#[derive(Default)]
struct Drawer {
    to: String,
    prefix: String,
    /// Of the tables so far.
    names: Vec<String>,
    /// What is said beneath: of which figure, and what.
    notes: Vec<(String, String)>,
}

impl Drawer {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => {
                let level = level.clamp(&1, &5) + 1;
                self.around(&format!("h{level}"), text);
            }
            Block::Paragraph(text) => self.around("p", text),
            Block::List { first, items } => self.list(*first, items),
            Block::Quote(blocks) => {
                self.to.push_str("<blockquote>\n");
                blocks.iter().for_each(|it| self.block(it));
                self.to.push_str("</blockquote>\n");
            }
            Block::Grid(it) => {
                let name = self.name(it);
                self.to.push_str(&grid::grid(it, &name));
            }
            Block::Chart(it) => self.to.push_str(&grid::chart(it)),
        }
    }

    /// What a table is called where one jumps from table to table: no two may be called the same.
    fn name(&mut self, grid: &Grid) -> String {
        // Whoever typed a table gave it no caption.
        let name = if grid.caption.is_empty() { &grid.corner } else { &grid.caption };
        self.names.push(name.clone());
        match self.names.iter().filter(|it| *it == name).count() {
            1 => name.clone(),
            count => format!("{name} ({count})"),
        }
    }

    fn around(&mut self, tag: &str, text: &[Run]) {
        self.to.push_str(&format!("<{tag}>"));
        text.iter().for_each(|it| self.run(it));
        self.to.push_str(&format!("</{tag}>\n"));
    }

    fn list(&mut self, first: Option<u64>, items: &[Vec<Block>]) {
        let (open, close) = match first {
            None => ("<ul>".to_owned(), "</ul>"),
            Some(1) => ("<ol>".to_owned(), "</ol>"),
            Some(first) => (format!("<ol start=\"{first}\">"), "</ol>"),
        };
        self.to.push_str(&open);
        for item in items {
            self.to.push_str("<li>");
            match &item[..] {
                // An item of one line stands without the space around a paragraph.
                [Block::Paragraph(text)] => text.iter().for_each(|it| self.run(it)),
                blocks => blocks.iter().for_each(|it| self.block(it)),
            }
            self.to.push_str("</li>\n");
        }
        self.to.push_str(close);
        self.to.push('\n');
    }

    fn run(&mut self, run: &Run) {
        let mut html = escaped(&run.text).replace('\n', "<br>");
        let tags = [(run.code, "code"), (run.emphasis, "em"), (run.strong, "strong"), (run.is_fault, "mark")];
        for (_, tag) in tags.iter().filter(|(is, _)| *is) {
            html = format!("<{tag}>{html}</{tag}>");
        }
        if let Some(link) = run.link.as_ref().filter(|it| leads(it)) {
            html = format!("<a href=\"{}\">{html}</a>", escaped(link));
        }
        if let Some(note) = &run.note {
            self.notes.push((run.text.clone(), note.clone()));
            let at = format!("{}{}", self.prefix, self.notes.len());
            let number = self.notes.len();
            let note = escaped(note);
            html = format!(
                "<a class=\"report__figure\" id=\"figure-{at}\" href=\"#note-{at}\" title=\"{note}\">{html}<sup>{number}</sup></a>"
            );
        }
        self.to.push_str(&html);
    }

    fn notes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        let note = |(at, (figure, note)): (usize, &(String, String))| {
            let at = format!("{}{}", self.prefix, at + 1);
            let (figure, note) = (escaped(figure), escaped(note));
            format!("<li id=\"note-{at}\"><a href=\"#figure-{at}\">{figure}</a> {note}</li>\n")
        };
        let notes: String = self.notes.iter().enumerate().map(note).collect();
        self.to.push_str(&format!("<ol class=\"report__notes\">\n{notes}</ol>\n"));
    }
}

/// Whether a link leads where a report may lead.
pub(super) fn leads(link: &str) -> bool {
    ["https:", "http:", "mailto:", "#"].iter().any(|it| link.to_ascii_lowercase().starts_with(it))
}
