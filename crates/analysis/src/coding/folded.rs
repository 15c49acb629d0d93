//! The same text from several people, folded into one with a count.

use std::collections::HashMap;

use survey::InterviewId;

/// A text, and who typed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// As the first of them typed it.
    pub text: String,
    /// The text by which others are told to be the same.
    pub normal: String,
    /// In the order in which they came; never empty.
    pub interviews: Vec<InterviewId>,
}

/// Texts folded where only width, case, punctuation and spaces tell them apart; in the order in which each came first.
pub fn folded<'a>(texts: impl IntoIterator<Item = (InterviewId, &'a str)>) -> Vec<Folded> {
    let mut all: Vec<Folded> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (interview, text) in texts {
        let normal = normal(text);
        match places.get(&normal) {
            Some(place) => all[*place].interviews.push(interview),
            None => {
                places.insert(normal.clone(), all.len());
                all.push(Folded { text: text.to_owned(), normal, interviews: vec![interview] });
            }
        }
    }
    all
}

/// A text in small letters and of one width, without punctuation; with single spaces, and none beside a character that
/// is a word of its own.
///
/// What has no letter and no digit stays as it is: a row of dots is no thumb up.
pub fn normal(text: &str) -> String {
    let narrow = |it: char| match it {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(it as u32 - 0xFEE0).unwrap_or(it),
        _ => it,
    };
    let mut normal = String::with_capacity(text.len());
    let mut is_apart = false;
    for it in text.chars().map(narrow).flat_map(char::to_lowercase) {
        // It joins two parts of one word.
        if it == '\'' || it == '’' {
            continue;
        }
        if !it.is_alphanumeric() {
            is_apart = true;
            continue;
        }
        let is_beside = is_apart && !is_wide(it) && normal.chars().next_back().is_some_and(|it| !is_wide(it));
        if is_beside {
            normal.push(' ');
        }
        normal.push(it);
        is_apart = false;
    }
    if normal.is_empty() { text.trim().to_lowercase() } else { normal }
}

/// Whether a character is of a script that writes words without spaces: Chinese, Japanese, Korean.
pub(super) fn is_wide(it: char) -> bool {
    it >= '\u{2E80}'
}
