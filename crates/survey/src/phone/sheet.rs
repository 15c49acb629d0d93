//! How tall a page is on a phone, worked out from the stylesheets without a browser.
//!
//! An estimate of the plain form: with script a long grid shows one item at a time and takes less.
//! `tests/measured.jsonl` says how tall Chromium draws the same pages; a test compares.

use super::text::{is_side_by_side, lines, width};
use crate::questionnaire::{Kind, Questionnaire};
use crate::said;
use crate::view::{BlockView, ChoiceView, PageView, QuestionView};

/// The phone: 360 × 740 CSS pixels. What the browser's own bars take is not left out.
pub const WIDTH: f64 = 360.0;
/// A screen is so many pixels high.
pub const SCREEN: f64 = 740.0;

// style/tokens.css, at 16 pixels a rem.
pub(super) const REM: f64 = 16.0;
pub(super) const SIZE_SMALL: f64 = 0.8125 * REM;
pub(super) const SIZE_NOTE: f64 = 0.9 * REM;
pub(super) const SIZE_QUESTION: f64 = 1.0625 * REM;
pub(super) const SIZE_TITLE: f64 = 1.3125 * REM;
pub(super) const LEADING: f64 = 1.6;
pub(super) const LEADING_TIGHT: f64 = 1.4;
pub(super) const SPACE_1: f64 = 0.25 * REM;
pub(super) const SPACE_2: f64 = 0.5 * REM;
pub(super) const SPACE_3: f64 = 0.75 * REM;
pub(super) const SPACE_4: f64 = REM;
pub(super) const SPACE_5: f64 = 1.5 * REM;
pub(super) const SPACE_6: f64 = 2.25 * REM;
pub(super) const TARGET: f64 = 2.75 * REM;
pub(super) const ROW: f64 = 3.0 * REM;
pub(super) const MARK: f64 = 1.25 * REM;
pub(super) const BAR: f64 = 0.375 * REM;
const LINE: f64 = 1.0;

/// Bold letters are so much wider.
const BOLD: f64 = 1.04;

/// The room for text between the edges of a sheet (layout.css).
fn room(width: f64) -> f64 {
    width - 2.0 * SPACE_4
}

/// The height of a page in pixels, with all that is typed and ticked on it; never less than a screen.
pub fn height(questionnaire: &Questionnaire, view: &PageView<'_>, lang: &str) -> f64 {
    natural(questionnaire, view, lang).max(SCREEN)
}

/// The same without what fills a screen that is taller than the page.
pub(super) fn natural(questionnaire: &Questionnaire, view: &PageView<'_>, lang: &str) -> f64 {
    let blocks: f64 = view.blocks.iter().map(|it| block(it, lang)).sum();
    let gaps = SPACE_6 * view.blocks.len().saturating_sub(1) as f64;
    SPACE_3
        + head(questionnaire, view, lang)
        + blocks
        + gaps
        + SPACE_6
        + ROW
        + foot(questionnaire, view, lang)
        + SPACE_5
}

/// The bar beside the languages, and the title (meter.css, interview.css).
fn head(questionnaire: &Questionnaire, view: &PageView<'_>, lang: &str) -> f64 {
    let title = view.title.unwrap_or_else(|| questionnaire.title.get(lang));
    let title = lines(title, room(WIDTH), SIZE_TITLE * BOLD) * SIZE_TITLE * LEADING_TIGHT;
    let around = (TARGET - BAR) / 2.0;
    let bar = if view.progress.is_some() { around + BAR + around } else { around + SPACE_4 };
    bar + title + SPACE_5
}

/// Who answers for the study, the way to withdraw, and the languages where they are many (layout.css, languages.css).
fn foot(questionnaire: &Questionnaire, view: &PageView<'_>, lang: &str) -> f64 {
    let contact = lines(questionnaire.contact.get(lang), room(WIDTH), SIZE_SMALL);
    // The label stands beside a short contact and above a long one.
    let label = if lang.starts_with("zh") { "联系方式" } else { "Contact" };
    let beside = SPACE_3 + width(label, SIZE_SMALL) + width(questionnaire.contact.get(lang), SIZE_SMALL);
    let contact = contact + if beside > room(WIDTH) { 1.0 } else { 0.0 };
    // Nobody withdraws before the first post.
    let is_first = questionnaire.pages.first().is_some_and(|it| it.name == view.name);
    let rows = contact + if is_first { 0.0 } else { 1.0 };
    let languages = if questionnaire.langs.len() > 3 { SPACE_5 + TARGET } else { 0.0 };
    languages + SPACE_6 + LINE + SPACE_4 + rows * SIZE_SMALL * LEADING + (rows - 1.0) * SPACE_1
}

/// One thing on the page.
pub(super) fn block(block: &BlockView<'_>, lang: &str) -> f64 {
    match block {
        BlockView::Info { text, .. } => {
            let paragraphs: Vec<&str> = text.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
            let lines: f64 = paragraphs.iter().map(|it| lines(it, room(WIDTH), REM)).sum();
            lines * REM * LEADING + SPACE_3 * paragraphs.len().saturating_sub(1) as f64
        }
        BlockView::Question(it) => question(it, lang),
    }
}

/// Its text, its hint, its control (question.css).
fn question(view: &QuestionView<'_>, lang: &str) -> f64 {
    let optional = match (view.question.required, lang.starts_with("zh")) {
        (true, _) => "",
        (false, true) => " 选填",
        (false, false) => " (optional)",
    };
    let text = format!("{}{optional}", view.text.trim_end());
    let text = lines(&text, room(WIDTH), SIZE_QUESTION * BOLD) * SIZE_QUESTION * LEADING_TIGHT;
    let note = |it: &str| SPACE_3 + lines(it, room(WIDTH), SIZE_NOTE) * SIZE_NOTE * LEADING;
    let hint = view.hint.as_deref().filter(|it| !it.is_empty()).map_or(0.0, note);
    // A short line says what an answer must keep to, and how many may be chosen.
    let limit = match &view.question.kind {
        Kind::Open { max_len } => max_len.is_some(),
        Kind::Number { range, .. } => range.is_some(),
        Kind::Multi { .. } => said::pick(view.pick, view.choices.len()).is_some(),
        _ => false,
    };
    text + hint + SPACE_3 + control(view) + if limit { note("") } else { 0.0 }
}

fn control(view: &QuestionView<'_>) -> f64 {
    let field = |rows: f64| (rows * REM * LEADING + 2.0 * SPACE_2 + 2.0 * LINE).max(TARGET);
    match &view.question.kind {
        Kind::Single { dropdown: true, .. } => {
            let box_below = view.choices.iter().filter(|it| has_open_box(it)).count() as f64;
            TARGET + box_below * (SPACE_3 + SPACE_3 + field(1.0))
        }
        Kind::Single { .. } | Kind::Scale { .. } | Kind::Multi { .. } => {
            let rows: f64 = view.choices.iter().map(|it| choice(it, field(1.0))).sum();
            rows + gaps(SPACE_2, view.choices.len())
        }
        Kind::Number { .. } => field(1.0),
        Kind::Open { .. } => field(4.0),
        Kind::Nps => {
            let across = ((room(WIDTH) + SPACE_2) / (TARGET + SPACE_2)).floor();
            let rows = (view.choices.len() as f64 / across).ceil();
            rows * TARGET + gaps(SPACE_2, rows as usize)
        }
        Kind::Rank { .. } => {
            let places = view.ranks.len();
            places as f64 * (SIZE_NOTE * LEADING + SPACE_1 + TARGET) + gaps(SPACE_3, places)
        }
        Kind::Grid { .. } => grid(view),
    }
}

fn gaps(gap: f64, things: usize) -> f64 {
    gap * things.saturating_sub(1) as f64
}

/// A row that is all target, and the open text box below it (choices.css).
fn choice(choice: &ChoiceView, field: f64) -> f64 {
    let label = label_lines(&choice.label, WIDTH) * REM * LEADING;
    let apart = if choice.excl { SPACE_3 } else { 0.0 };
    let typed = if has_open_box(choice) { field + SPACE_3 } else { 0.0 };
    (label + 2.0 * SPACE_2).max(ROW) + 2.0 * LINE + apart + typed
}

/// The lines of a choice's label on a screen of this width: beside it stand the edges, the frame and the mark.
pub(super) fn label_lines(label: &str, width: f64) -> f64 {
    lines(label, room(width) - 2.0 * (LINE + SPACE_3) - MARK - SPACE_3, REM)
}

/// The box of "other" opens when its choice is ticked, or when something stands in it.
fn has_open_box(choice: &ChoiceView) -> bool {
    choice.other.as_ref().is_some_and(|it| choice.chosen || !it.is_empty())
}

/// A card for each item, its scale side by side where the labels are short (grid.css, point.css).
fn grid(view: &QuestionView<'_>) -> f64 {
    let inside = room(WIDTH) - 2.0 * (LINE + SPACE_3);
    let count = view.choices.len() as f64;
    let scale = if is_side_by_side(view.choices.iter().map(|it| it.label.as_str())) {
        let each = (inside - gaps(SPACE_1, view.choices.len())) / count - 2.0 * (LINE + SPACE_1);
        view.choices.iter().map(|it| point(&it.label, each, SIZE_SMALL)).fold(TARGET, f64::max)
    } else {
        let room = inside - 2.0 * SPACE_1 - MARK - SPACE_3;
        view.choices.iter().map(|it| point(&it.label, room, SIZE_NOTE)).sum()
    };
    let text = |it: &str| lines(it, inside, REM) * REM * LEADING;
    let cards: f64 =
        view.items.iter().map(|it| 2.0 * (LINE + SPACE_3) + text(&it.label) + SPACE_2 + scale).sum();
    cards + gaps(SPACE_3, view.items.len())
}

fn point(label: &str, room: f64, size: f64) -> f64 {
    (lines(label, room, size) * size * LEADING_TIGHT + 2.0 * (SPACE_1 + LINE)).max(TARGET)
}
