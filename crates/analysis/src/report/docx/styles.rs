//! The styles of a Word document: its fonts, its headings by the names that Word gives them, and its lists.

use docx_rs::{
    AbstractNumbering, Docx, Level, LevelJc, LevelText, LineSpacing, NumberFormat, Numbering, RunFonts,
    SpecialIndentType, Start, Style, StyleType,
};

/// The list of bullets; those with numbers follow.
pub(super) const BULLETS: usize = 2;

/// Lists in each other at most.
pub(super) const DEEP: usize = 4;

/// Half points.
const SIZE: usize = 21;

/// An empty document with all styles.
pub(super) fn styled(lang: &str) -> Docx {
    // What Windows has, and what others put in its place.
    let east_asia = if lang.starts_with("zh") { "Microsoft YaHei" } else { "SimSun" };
    let fonts = RunFonts::new().ascii("Calibri").hi_ansi("Calibri").east_asia(east_asia);
    let spacing = LineSpacing::new().after(120).line(300);
    let docx = Docx::new().default_fonts(fonts).default_size(SIZE).default_line_spacing(spacing);
    let docx = paragraphs().into_iter().chain(characters()).fold(docx, Docx::add_style);
    let bullets = (0..DEEP).fold(AbstractNumbering::new(BULLETS), |list, depth| {
        list.add_level(level(depth, 1, "bullet", "•".to_owned()))
    });
    docx.add_abstract_numbering(bullets).add_numbering(Numbering::new(BULLETS, BULLETS))
}

/// A list with numbers from the first.
pub(super) fn numbered(docx: Docx, list: usize, first: u64) -> Docx {
    let first = usize::try_from(first).unwrap_or(1);
    let numbers = (0..DEEP).fold(AbstractNumbering::new(list), |it, depth| {
        it.add_level(level(depth, if depth == 0 { first } else { 1 }, "decimal", format!("%{}.", depth + 1)))
    });
    docx.add_abstract_numbering(numbers).add_numbering(Numbering::new(list, list))
}

fn level(depth: usize, first: usize, format: &str, text: String) -> Level {
    let start = Start::new(first);
    Level::new(depth, start, NumberFormat::new(format), LevelText::new(text), LevelJc::new("left")).indent(
        Some(420 * (depth as i32 + 1)),
        Some(SpecialIndentType::Hanging(420)),
        None,
        None,
    )
}

fn paragraphs() -> Vec<Style> {
    let of = |id: &str, name: &str| Style::new(id, StyleType::Paragraph).name(name).based_on("Normal");
    let mut styles = vec![
        Style::new("Normal", StyleType::Paragraph).name("Normal"),
        of("Title", "Title").size(40).bold().next("Normal"),
        of("Quote", "Quote").italic().indent(Some(480), None, None, None),
        of("ListParagraph", "List Paragraph"),
        of("Caption", "caption").bold().size(20).line_spacing(LineSpacing::new().before(240).after(60)),
        of("Note", "Note").size(17).color("545B66").line_spacing(LineSpacing::new().after(60)),
        of("Cell", "Cell").size(18).line_spacing(LineSpacing::new().before(20).after(20)),
        of("FootnoteText", "footnote text").size(18),
    ];
    let sizes = [32, 27, 24, 22, 21];
    styles.extend(sizes.into_iter().enumerate().map(|(at, size)| {
        let (id, name) = (format!("Heading{}", at + 1), format!("heading {}", at + 1));
        let spacing = LineSpacing::new().before(320).after(100);
        of(&id, &name).size(size).bold().next("Normal").outline_lvl(at).line_spacing(spacing)
    }));
    styles
}

fn characters() -> Vec<Style> {
    let of = |id: &str, name: &str| Style::new(id, StyleType::Character).name(name);
    vec![
        of("Hyperlink", "Hyperlink").color("14508A").underline("single"),
        of("Code", "Code").fonts(RunFonts::new().ascii("Consolas").hi_ansi("Consolas")),
        of("Fault", "Fault").color("8A3B00").highlight("yellow"),
        of("FootnoteReference", "footnote reference"),
    ]
}

/// Says which language the document is in, which docx-rs does not: without it text is read aloud and checked as if it
/// were the reader's own.
pub(super) fn speak(styles: &mut Vec<u8>, lang: &str) {
    let fits = |it: &str| !it.is_empty() && it.chars().all(|it| it.is_ascii_alphanumeric() || it == '-');
    let lang = match lang {
        "zh" => "zh-CN",
        "en" => "en-GB",
        other if fits(other) => other,
        _ => return,
    };
    let text = String::from_utf8_lossy(styles);
    let (east_asia, end) = (if lang.starts_with("zh") { lang } else { "zh-CN" }, "</w:rPr></w:rPrDefault>");
    let said = format!("<w:lang w:val=\"{lang}\" w:eastAsia=\"{east_asia}\" />{end}");
    *styles = text.replacen(end, &said, 1).into_bytes();
}
