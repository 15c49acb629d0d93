//! Junk text: only repeated characters, digits or keyboard runs.

/// Keys that lie beside one another, and the alphabet.
const ROWS: [&str; 11] = [
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "qaz",
    "wsx",
    "edc",
    "rfv",
    "tgb",
    "yhn",
    "ujm",
];

/// Whether a text says nothing: `aaa`, `asdf`, `12345`, `啊啊啊`, `。。。`, or blank.
///
/// A lazy answer such as `没有`, `好` or `ok` is still an answer.
///
/// ```
/// assert!(survey::junk::junk("asdfasdf 111"));
/// assert!(!survey::junk::junk("none"));
/// ```
pub fn junk(text: &str) -> bool {
    // An emoji is no word, but it may be an opinion.
    let tells = |it: &char| it.is_alphanumeric() || *it >= '\u{1F000}';
    let letters: Vec<char> = text.to_lowercase().chars().filter(tells).collect();
    if let [one, two] = letters[..]
        && one == two
        && one.is_ascii()
    {
        return true;
    }
    let mut rest = &letters[..];
    while !rest.is_empty() {
        match senseless(rest) {
            0 => return false,
            many => rest = &rest[many..],
        }
    }
    true
}

/// How many characters from the first on say nothing together.
fn senseless(letters: &[char]) -> usize {
    let digits = letters.iter().take_while(|it| it.is_numeric()).count();
    let same = letters.iter().take_while(|it| **it == letters[0]).count();
    let run = ROWS.iter().map(|row| run(letters, row)).max().unwrap_or_default();
    // Two letters in a row are in many words, three of them in hardly any.
    let many = same.max(run);
    if digits > 0 {
        digits
    } else if many >= 3 {
        many
    } else {
        0
    }
}

/// How many characters from the first on follow one another in a row of keys, in either direction.
fn run(letters: &[char], row: &str) -> usize {
    let places: Vec<usize> = letters.iter().map_while(|it| row.find(*it)).collect();
    let along = |step: fn(usize, usize) -> bool| {
        let steps = places.windows(2).take_while(|it| step(it[0], it[1])).count();
        if places.is_empty() { 0 } else { steps + 1 }
    };
    along(|one, next| one + 1 == next).max(along(|one, next| next + 1 == one))
}

#[cfg(test)]
mod tests {
    use super::junk;

    #[test]
    fn repeated_characters_digits_and_keyboard_runs_are_junk() {
        let all = [
            "aaa",
            "AAAA",
            "aa",
            "a a a a",
            "啊啊啊",
            "啊，啊，啊",
            "。。。",
            "...",
            "？",
            "-",
            "",
            "  \n",
            "12345",
            "1",
            "666",
            "１２３",
            "qwerty",
            "asdf",
            "asdfasdf",
            "asdasdasd",
            "poiuy",
            "zxcvbnm",
            "abc",
            "qweasdzxc",
            "qazwsx",
            "aaa111",
            "asdf 123 !!!",
            "的的的的",
            "…",
            "😂😂😂",
        ];
        let missed: Vec<&str> = all.into_iter().filter(|it| !junk(it)).collect();
        assert!(missed.is_empty(), "{missed:?}");
    }

    #[test]
    fn lazy_answers_are_answers() {
        let all = [
            "没有",
            "无",
            "好",
            "none",
            "ok",
            "no",
            "n/a",
            "是",
            "没有。",
            "嗯嗯",
            "谢谢",
            "暂无",
            "hi",
            "good",
            "价格便宜",
            "3 stars",
            "便宜111",
            "asdf but cheap",
            "saw",
            "were",
            "tree",
            "aaa batteries",
            "👍",
            "x",
            "一二三",
            "售后再快一点",
        ];
        let hit: Vec<&str> = all.into_iter().filter(|it| junk(it)).collect();
        assert!(hit.is_empty(), "{hit:?}");
    }
}
