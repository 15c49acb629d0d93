//! A report as a Word document: headings, lists, quotes and tables in styles, and what is said of figures as footnotes.
//!
//! A chart is a table with a bar in each row, a shaded run of blanks as long as the number is large: it needs no picture,
//! can be edited, and is read aloud as label and number.

mod styles;
mod table;
#[cfg(test)]
mod tests;

use std::io::{self, Cursor};

use docx_rs::{
    BreakType, Docx, Footnote, Hyperlink, HyperlinkType, IndentLevel, NumberingId, Paragraph, Run as Word,
    Table,
};

use super::grid::printed;
use super::html::leads;
use super::{Block, Document, Run};
use crate::codebook::ddi::is_forbidden;

/// The document, as a file.
pub fn file(document: &Document) -> io::Result<Vec<u8>> {
    let mut writer = Writer { docx: styles::styled(&document.lang), lists: styles::BULLETS };
    let title = Paragraph::new().style("Title").add_run(word(&document.title));
    writer.docx = writer.docx.add_paragraph(title);
    for block in &document.blocks {
        writer.block(block, Place::default());
    }
    let mut parts = writer.docx.build();
    table::repeat_heads(&mut parts.document);
    styles::speak(&mut parts.styles, &document.lang);
    let mut to = Cursor::new(Vec::new());
    parts.pack(&mut to).map_err(io::Error::other)?;
    Ok(to.into_inner())
}

/// Where a block stands.
#[derive(Clone, Copy, Default)]
struct Place {
    /// The list it is an item of, and how deep.
    list: Option<(usize, usize)>,
    is_quoted: bool,
}

struct Writer {
    docx: Docx,
    /// The number of the last list.
    lists: usize,
}

impl Writer {
    fn block(&mut self, block: &Block, place: Place) {
        match block {
            Block::Heading { level, text } => {
                self.paragraph(Paragraph::new().style(&format!("Heading{}", level.clamp(&1, &5))), text);
            }
            Block::Paragraph(text) => self.paragraph(placed(place), text),
            Block::Quote(blocks) => {
                blocks.iter().for_each(|it| self.block(it, Place { is_quoted: true, ..place }));
            }
            Block::List { first, items } => self.list(*first, items, place),
            Block::Grid(it) => self.figure(&it.caption, table::grids(it), &printed(&it.notes, &it.facts)),
            Block::Chart(it) => {
                self.figure(&it.caption, vec![table::chart(it)], &printed(&it.notes, &it.facts))
            }
        }
    }

    fn list(&mut self, first: Option<u64>, items: &[Vec<Block>], place: Place) {
        let list = match first {
            None => styles::BULLETS,
            Some(first) => {
                self.lists += 1;
                let docx = std::mem::take(&mut self.docx);
                self.docx = styles::numbered(docx, self.lists, first);
                self.lists
            }
        };
        let depth = place.list.map_or(0, |(_, depth)| depth + 1).min(styles::DEEP - 1);
        for item in items {
            for (at, block) in item.iter().enumerate() {
                // What follows in an item has no sign of its own.
                let list =
                    if at == 0 || matches!(block, Block::List { .. }) { Some((list, depth)) } else { None };
                self.block(block, Place { list, ..place });
            }
        }
    }

    /// Tables beneath their caption and over their notes.
    fn figure(&mut self, caption: &str, tables: Vec<Table>, notes: &[String]) {
        if !caption.is_empty() {
            self.add(Paragraph::new().style("Caption").keep_next(true).add_run(word(caption)));
        }
        for (at, table) in tables.into_iter().enumerate() {
            // Two tables without anything between them would be one.
            if at > 0 {
                self.add(Paragraph::new().style("Note"));
            }
            let docx = std::mem::take(&mut self.docx);
            self.docx = docx.add_table(table);
        }
        for note in notes {
            self.add(Paragraph::new().style("Note").add_run(word(note)));
        }
        // Nor may the next one follow at once.
        self.add(Paragraph::new().style("Note"));
    }

    fn paragraph(&mut self, paragraph: Paragraph, text: &[Run]) {
        let paragraph = text.iter().fold(paragraph, with_run);
        self.add(paragraph);
    }

    fn add(&mut self, paragraph: Paragraph) {
        let docx = std::mem::take(&mut self.docx);
        self.docx = docx.add_paragraph(paragraph);
    }
}

fn placed(place: Place) -> Paragraph {
    match place {
        Place { list: Some((list, depth)), .. } => {
            Paragraph::new().style("ListParagraph").numbering(NumberingId::new(list), IndentLevel::new(depth))
        }
        Place { is_quoted: true, .. } => Paragraph::new().style("Quote"),
        _ => Paragraph::new(),
    }
}

fn with_run(paragraph: Paragraph, run: &Run) -> Paragraph {
    let mut word = word(&run.text);
    if run.strong {
        word = word.bold();
    }
    if run.emphasis {
        word = word.italic();
    }
    if run.code {
        word = word.style("Code");
    }
    if run.is_fault {
        word = word.style("Fault");
    }
    let paragraph = match run.link.as_ref().filter(|it| leads(it) && !it.starts_with('#')) {
        Some(link) => paragraph
            .add_hyperlink(Hyperlink::new(link, HyperlinkType::External).add_run(word.style("Hyperlink"))),
        None => paragraph.add_run(word),
    };
    match &run.note {
        None => paragraph,
        Some(note) => {
            let said = Paragraph::new().style("FootnoteText").add_run(self::word(note));
            let footnote = Footnote::new().add_content(said);
            paragraph.add_run(Word::new().style("FootnoteReference").add_footnote_reference(footnote))
        }
    }
}

/// Text without the characters that no document may hold.
fn word(text: &str) -> Word {
    let mut word = Word::new();
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            word = word.add_break(BreakType::TextWrapping);
        }
        word = word.add_text(line.chars().filter(|it| !is_forbidden(*it)).collect::<String>());
    }
    word
}
