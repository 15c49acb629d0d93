//! Text on a phone: how much of it there is to read, how wide it is, into how many lines it breaks.

/// What there is to read in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// Words that are written apart.
    pub words: u32,
    /// Characters of Chinese and Japanese, which is written without spaces.
    pub characters: u32,
}

/// So many Chinese characters are read in the time of an English word: 380 a minute beside 238 words. A rule of
/// thumb without a study of questionnaires behind it.
pub const CHARACTERS: f64 = 1.6;

impl Length {
    /// The words and characters of a text.
    pub fn of(text: &str) -> Length {
        let mut length = Length::default();
        for run in text.split(char::is_whitespace) {
            length.characters += run.chars().filter(|it| is_character(*it)).count() as u32;
            let apart = run.split(|it: char| is_character(it) || is_wide(it) && !it.is_alphanumeric());
            length.words += apart.filter(|it| it.contains(char::is_alphanumeric)).count() as u32;
        }
        length
    }

    /// In words, of which [`CHARACTERS`] make one.
    pub fn in_words(self) -> f64 {
        f64::from(self.words) + f64::from(self.characters) / CHARACTERS
    }
}

/// How many columns of a terminal a text takes: two for a Chinese character.
pub fn columns(text: &str) -> usize {
    text.chars().map(|it| if is_wide(it) { 2 } else { 1 }).sum()
}

/// Whether the labels of a grid's scale stand side by side on a phone: five at most, none long, no long word.
/// Longer ones stand below each other, in a line each for every item.
pub fn is_side_by_side<'a>(labels: impl IntoIterator<Item = &'a str>) -> bool {
    let width = |text: &str| text.chars().map(|it| if it.is_ascii() { 1 } else { 2 }).sum::<usize>();
    // Chinese breaks anywhere, so there only the whole counts.
    let longest_word =
        |text: &str| text.split_whitespace().filter(|it| it.is_ascii()).map(width).max().unwrap_or(0);
    let mut count = 0;
    labels.into_iter().all(|it| {
        count += 1;
        count <= 5 && width(it) <= 20 && longest_word(it) <= 7
    })
}

/// How many lines a text takes where a line has `room` pixels and letters have `size`. Its own breaks count.
pub(super) fn lines(text: &str, room: f64, size: f64) -> f64 {
    text.trim_end().split('\n').map(|it| wrapped(it, room / size)).sum()
}

/// How wide a text is in one line, in pixels.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(ems).sum::<f64>() * size
}

/// The lines of a text without breaks of its own, each of so many ems, filled as a browser fills them.
fn wrapped(text: &str, room: f64) -> f64 {
    let (mut lines, mut used) = (1.0, 0.0);
    for piece in pieces(text) {
        // The space behind the last word of a line hangs over its end.
        let wide = piece.trim_end().chars().map(ems).sum::<f64>();
        if used > 0.0 && used + wide > room {
            lines += 1.0;
            used = 0.0;
        }
        // A word longer than a line is broken.
        lines += (wide / room).ceil().max(1.0) - 1.0;
        used += piece.chars().map(ems).sum::<f64>();
    }
    lines
}

/// What is not broken: a word with the space behind it, a Chinese character with the signs that cling to it.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before = ' ';
    for it in text.chars() {
        let joins = match before {
            ' ' => it == ' ',
            _ if it == ' ' || CLOSES.contains(it) || OPENS.contains(before) => true,
            _ => !is_wide(before) && !is_wide(it),
        };
        match pieces.last_mut().filter(|_| joins) {
            Some(piece) => piece.push(it),
            None => pieces.push(it.to_string()),
        }
        before = it;
    }
    pieces
}

/// Signs that begin no line, and signs that end none.
const CLOSES: &str = "，。、；：？！）》】”’…%";
const OPENS: &str = "（《【“‘";

/// The width of a letter where a Chinese one has 1. Latin letters as in Roboto, the font of most phones, by kind:
/// a table of them all would mend less than phones differ.
fn ems(letter: char) -> f64 {
    match letter {
        _ if is_wide(letter) => 1.0,
        'i' | 'j' | 'l' | ' ' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' => 0.25,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' | 'I' | '"' | '“' | '”' | '‘' | '’' | '/' => {
            0.34
        }
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.82,
        _ if letter.is_uppercase() => 0.63,
        _ => 0.54,
    }
}

/// Whether a letter is read by itself and not as a part of a word.
fn is_character(letter: char) -> bool {
    // Korean is written with spaces.
    let is_korean = matches!(letter, '\u{1100}'..='\u{115f}' | '\u{ac00}'..='\u{d7a3}');
    // Full-width Latin letters and digits make words.
    let is_latin = matches!(letter, '\u{ff00}'..='\u{ff60}');
    is_wide(letter) && letter.is_alphanumeric() && !is_korean && !is_latin
}

/// Whether a letter takes two columns (East Asian width W and F, as far as questionnaires are written in it).
fn is_wide(letter: char) -> bool {
    matches!(letter,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_where_they_are_apart_and_chinese_by_its_characters() {
        let length = |text| (Length::of(text).words, Length::of(text).characters);
        assert_eq!(length("How often, on average, do you buy?"), (7, 0));
        assert_eq!(length("您多久购买一次？（可多选）"), (0, 10));
        assert_eq!(length("在App或H5页面，花费100元"), (3, 7));
        assert_eq!(length("한국어 설문 조사"), (3, 0));
        assert_eq!(length(" – "), (0, 0));
        assert_eq!(Length::of("八个字就是五个词").in_words(), 5.0);
    }

    #[test]
    fn a_line_is_filled_word_by_word_and_chinese_character_by_character() {
        // Ten Chinese characters fill a line of 160 px; the eleventh stands on the next one.
        assert_eq!(lines("一二三四五六七八九十", 160.0, 16.0), 1.0);
        assert_eq!(lines("一二三四五六七八九十一", 160.0, 16.0), 2.0);
        // A full stop begins no line: it takes its character along.
        assert_eq!(lines("一二三四五六七八九十。", 160.0, 16.0), 2.0);
        assert_eq!(lines("Another provincial capital", 230.0, 16.0), 1.0);
        assert_eq!(lines("Another provincial capital or large city", 230.0, 16.0), 2.0);
        assert_eq!(lines("Donaudampfschifffahrtsgesellschaftskapitän", 160.0, 16.0), 3.0);
        assert_eq!(lines("one\ntwo\n", 230.0, 16.0), 2.0);
        assert_eq!(lines("", 230.0, 16.0), 1.0);
    }

    #[test]
    fn a_chinese_character_takes_two_columns() {
        assert_eq!([columns("usage"), columns("使用（a）"), columns("“x”")], [5, 9, 3]);
    }

    #[test]
    fn short_labels_stand_side_by_side() {
        assert!(is_side_by_side(["非常同意", "比较同意", "一般", "不太同意", "非常不同意"]));
        assert!(is_side_by_side(["Very good", "Good", "Neither", "Bad", "Very bad"]));
        assert!(!is_side_by_side(["Somewhat agree"]));
        assert!(!is_side_by_side(["1", "2", "3", "4", "5", "6"]));
    }
}
