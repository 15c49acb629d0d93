//! Earlier answers inside later text: `{plat_main}`, `{sat.price}`, `{adv_rank.1}`.

use crate::questionnaire::Text;

/// A run of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Words(&'a str),
    /// A variable, and the row of a grid or position of a rank.
    Var(&'a str, Option<&'a str>),
}

/// A brace that opens or closes nothing, in bytes from the beginning of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LooseBrace(pub usize);

/// The runs of a text. A brace that is meant as one is written twice.
pub fn pieces(text: &str) -> Result<Vec<Piece<'_>>, LooseBrace> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = text[at..].find(['{', '}']).map(|it| it + at) {
        let brace = &text[found..=found];
        if text[found + 1..].starts_with(brace) {
            pieces.push(Piece::Words(&text[from..=found]));
            (from, at) = (found + 2, found + 2);
            continue;
        }
        let name = text[found + 1..].find('}').map(|end| &text[found + 1..found + 1 + end]);
        let Some(name) = name.filter(|it| brace == "{" && is_name(it)) else { return Err(LooseBrace(found)) };
        pieces.push(Piece::Words(&text[from..found]));
        let (var, part) = name.split_once('.').map_or((name, None), |(var, part)| (var, Some(part)));
        pieces.push(Piece::Var(var, part));
        (from, at) = (found + name.len() + 2, found + name.len() + 2);
    }
    pieces.push(Piece::Words(&text[from..]));
    pieces.retain(|it| *it != Piece::Words(""));
    Ok(pieces)
}

fn is_name(text: &str) -> bool {
    let word = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
    text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.split_once('.').map_or_else(|| word(text), |(var, part)| word(var) && word(part))
}

/// The variables that a text names, in any of its languages.
pub fn vars(text: &Text) -> Vec<String> {
    // Most texts name none, and each is looked at for every page.
    let piped = text.0.iter().filter(|(_, it)| it.contains('{'));
    let pieces = piped.filter_map(|(_, it)| pieces(it).ok()).flatten();
    let mut vars: Vec<String> = Vec::new();
    for piece in pieces {
        if let Piece::Var(var, _) = piece
            && !vars.iter().any(|it| it == var)
        {
            vars.push(var.to_owned());
        }
    }
    vars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_words_and_variables() {
        let found = pieces("“{plat_main}”打{nps}分，{sat.price} {{x}}").expect("well formed");
        let shown: Vec<String> = found.iter().map(|it| format!("{it:?}")).collect();
        insta::assert_snapshot!(shown.join(" "), @r#"Words("“") Var("plat_main", None) Words("”打") Var("nps", None) Words("分，") Var("sat", Some("price")) Words(" {") Words("x}")"#);
    }

    #[test]
    fn a_brace_that_opens_or_closes_nothing_is_told_with_its_place() {
        let at = |text| pieces(text).map(|_| ());
        assert_eq!(at("a {b"), Err(LooseBrace(2)));
        assert_eq!(at("a } b"), Err(LooseBrace(2)));
        assert_eq!(at("{a b}"), Err(LooseBrace(0)));
        assert_eq!(at("{1a}"), Err(LooseBrace(0)));
    }
}
