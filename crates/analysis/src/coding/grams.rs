//! Runs of characters of a text: what texts that are alike have in common.

use super::folded::is_wide;

/// The runs of a normal text, each once: of Chinese its characters and pairs of them; of other words their runs of three
/// letters, with a blank before and after, so that a short word is a run of its own.
///
/// A character says as much as a word, and a pair says which; letters alone say nothing.
pub(super) fn grams(normal: &str) -> Vec<String> {
    let mut grams = Vec::new();
    let mut word: Vec<char> = vec![' '];
    let mut last: Option<char> = None;
    let end = |word: &mut Vec<char>, grams: &mut Vec<String>| {
        if word.len() > 1 {
            word.push(' ');
            grams.extend(word.windows(3).map(|it| it.iter().collect::<String>()));
        }
        word.truncate(1);
    };
    for it in normal.chars() {
        if is_wide(it) {
            end(&mut word, &mut grams);
            grams.push(it.into());
            grams.extend(last.map(|last| [last, it].iter().collect::<String>()));
            last = Some(it);
        } else {
            last = None;
            match it {
                ' ' => end(&mut word, &mut grams),
                _ => word.push(it),
            }
        }
    }
    end(&mut word, &mut grams);
    grams.sort_unstable();
    grams.dedup();
    grams
}
