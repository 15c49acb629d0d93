//! Word documents, read back as XML.

use std::io::{Cursor, Read};

use insta::assert_snapshot;
use quick_xml::events::Event;

use super::file;
use crate::report::{Block, Document, Grid, GridCell, GridHead, GridRow, RowKind, sample};

/// The text of a part of the file.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Paragraphs with their styles, and rows of tables with what is special about them.
fn outline(xml: &str) -> String {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut said = String::new();
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Eof => return said,
            Event::Start(it) | Event::Empty(it) => {
                let value = it.attributes().flatten().find(|it| it.key.as_ref() == "w:val");
                let value = value.map(|it| it.value.to_string()).unwrap_or_default();
                match it.name().as_ref() {
                    "w:pStyle" => said += &format!("{value}: "),
                    "w:rStyle" => said += &format!("<{value}>"),
                    "w:tblHeader" => said += "HEAD ",
                    "w:gridSpan" => said += &format!("over {value} "),
                    "w:numId" => said += &format!("list {value} "),
                    "w:vMerge" => said += &format!("down {value} "),
                    "w:tr" => said += "- ",
                    "w:hyperlink" => said += "link ",
                    _ => {}
                }
            }
            Event::End(it) => match it.name().as_ref() {
                "w:p" => said += "\n",
                "w:tbl" => said += "end of table\n",
                _ => {}
            },
            Event::Text(text) => said += text,
            Event::GeneralRef(it) => said += &format!("&{};", &**it),
            _ => {}
        }
    }
}

#[test]
fn one_of_everything_has_its_style() {
    let bytes = file(&sample::document()).unwrap();
    assert_snapshot!(outline(&part(&bytes, "word/document.xml")).replace('\u{a0}', "~"), @r##"
    Title: 团购与社区 2026 &lt;1&gt;
    Heading1: 谁在用
    Women are 72.66% (n = 1,514)<FootnoteReference> &amp; more <Fault>[pct nosuch == 1: no such variable]; see link <Hyperlink>here
    ListParagraph: list 3 third
    ListParagraph: list 3 fourth
    ListParagraph: list 2 dot
    Quote: “said”
    Caption: How often &lt;b&gt;, by sex
    - HEAD down restart Cell: Answer
    down restart Cell: All
    over 2 Cell: Sex
    - HEAD down continue Cell: 
    down continue Cell: 
    Cell: women (A)
    Cell: men (B)
    - Cell: n
    Cell: 1,514
    Cell: 1,000
    Cell: 514
    - over 4 Cell: Of all
    - Cell: Ever
    Cell: 72.7%
    Cell: 75.0% B
    Cell: 68.1%
    - Cell: =often
    Cell: 25.0%
    Cell: 30.0% B
    Cell: 40.0%*
    - Cell: Mean
    Cell: 3.41
    Cell: –
    Cell: -1.3
    end of table
    Note: * small base
    Note: 
    Caption: How often &lt;b&gt;, by sex
    - Cell: =often
    Cell: Sex · women
    Cell: ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
    Cell: 30.0%
    - Cell: 
    Cell: Sex · men
    Cell: ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
    Cell: 40.0%
    end of table
    Note: * small base
    Note:
    "##);
}

#[test]
fn headings_are_those_of_word_and_notes_are_footnotes() {
    let bytes = file(&sample::document()).unwrap();
    let styles = part(&bytes, "word/styles.xml");
    assert!(
        styles.contains("<w:name w:val=\"heading 1\" />") && styles.contains("<w:outlineLvl w:val=\"0\" />")
    );
    assert!(styles.contains("<w:lang w:val=\"zh-CN\" w:eastAsia=\"zh-CN\" />"), "{styles}");
    assert!(part(&bytes, "word/footnotes.xml").contains("All, n = 1,514; 95%: 70.4–74.8"));
    let rels = part(&bytes, "word/_rels/document.xml.rels");
    assert!(rels.contains("https://example.org/?a=1&amp;b=2"), "{rels}");
}

#[test]
fn a_wide_table_is_several_that_word_takes() {
    let heads = vec![
        vec![GridHead { rows: 2, ..GridHead::over(1, "All") }, GridHead::over(129, "Cities")],
        (1..130).map(|it| GridHead::over(1, format!("c{it}"))).collect(),
    ];
    let row = GridRow::new(RowKind::Base, "n", (0..130).map(GridCell::count).collect());
    let grid = Grid { heads, rows: vec![row], ..Grid::default() };
    let document = Document { blocks: vec![Block::Grid(grid)], ..Document::default() };
    let text = part(&file(&document).unwrap(), "word/document.xml");
    let tables: Vec<&str> = text.split("<w:tbl>").skip(1).collect();
    assert_eq!(tables.len(), 11);
    assert!(tables.iter().all(|it| it.matches("<w:gridCol ").count() <= 13));
    assert!(tables.iter().all(|it| it.contains(">n<") && it.contains(">Cities<")));
    let outlined = outline(&text);
    for at in 1..130 {
        assert_eq!(outlined.matches(&format!("Cell: c{at}\n")).count(), 1);
        assert_eq!(outlined.matches(&format!("Cell: {at}\n")).count(), 1);
    }
}
