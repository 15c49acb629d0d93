//! Nets as they are typed (`1-3: label`, `4,5`, `cgb_freq=4,5: Often`), and those of code frames.

use store::codings::Coding;
use survey::questionnaire::{Code, Text};

/// Several codes taken together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Net {
    /// The question that it is for; none for every table that has any of the codes.
    pub(super) of: Option<String>,
    /// Both ends included.
    pub(super) ranges: Vec<(Code, Code)>,
    /// What was typed, in no language that is known, or what the frame says; none where the codes are to stand for
    /// themselves.
    pub(super) label: Option<Text>,
    /// The codes in print.
    pub(super) codes: String,
}

/// The most nets of a page: each is counted in each of its tables.
pub(super) const MOST_NETS: usize = 50;
/// The most codes and ranges of a net: each is held against each number of a table.
pub(super) const MOST_RANGES: usize = 50;

/// What a text of nets says.
#[derive(Default)]
pub(super) struct Nets {
    pub(super) nets: Vec<Net>,
    /// Lines that are no net, as they stand.
    pub(super) wrong: Vec<String>,
    /// Whether there are more than are counted.
    pub(super) are_too_many: bool,
}

/// The nets of a text, one a line.
pub(super) fn nets(text: &str) -> Nets {
    let mut read = Nets::default();
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
    for (at, line) in lines.enumerate() {
        if at == MOST_NETS {
            read.are_too_many = true;
            break;
        }
        match net(line) {
            Some(it) if it.ranges.len() > MOST_RANGES => read.are_too_many = true,
            Some(it) => read.nets.push(it),
            None => read.wrong.push(line.to_owned()),
        }
    }
    read
}

/// The nets of code frames, each of the codes that belong to it.
pub(super) fn of_frames(codings: &[Coding]) -> Vec<Net> {
    let mut nets: Vec<Net> = Vec::new();
    for coding in codings {
        for code in coding.codes.iter().filter(|it| it.net.is_some()) {
            let is_it = |it: &&mut Net| it.of.as_ref() == Some(&coding.var) && it.label == code.net;
            match nets.iter_mut().find(is_it) {
                Some(it) => it.ranges.push((code.code, code.code)),
                None => nets.push(Net {
                    of: Some(coding.var.clone()),
                    ranges: vec![(code.code, code.code)],
                    label: code.net.clone(),
                    codes: String::new(),
                }),
            }
        }
    }
    nets
}

fn net(line: &str) -> Option<Net> {
    // In Chinese the colon is often the wide one.
    let (codes, label) = match line.split_once([':', '：']) {
        Some((codes, label)) => (codes, Some(label.trim().to_owned())),
        None => (line, None),
    };
    let (of, codes) = match codes.split_once('=') {
        Some((of, codes)) => (Some(of.trim().to_owned()), codes.trim()),
        None => (None, codes.trim()),
    };
    let ranges: Option<Vec<_>> = codes.split([',', '，', '、']).map(|it| range(it.trim())).collect();
    let label = label.filter(|it| !it.is_empty()).map(|it| Text(vec![("und".to_owned(), it)]));
    // `net=4,5` names no question.
    let of = of.filter(|it| it != "net");
    Some(Net { of, ranges: ranges?, label, codes: codes.to_owned() })
}

/// `4`, `1-3`, `-2`, `-2--1`.
fn range(text: &str) -> Option<(Code, Code)> {
    if let Ok(code) = text.parse() {
        return Some((code, code));
    }
    // The first sign may be that of a number.
    let middle = text.char_indices().skip(1).find(|(_, it)| ['-', '–'].contains(it))?;
    let (low, high) = (&text[..middle.0], &text[middle.0 + middle.1.len_utf8()..]);
    let (low, high) = (low.trim().parse().ok()?, high.trim().parse().ok()?);
    (low <= high).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nets_are_ranges_with_a_label_and_perhaps_a_question() {
        let Nets { nets, wrong, are_too_many } =
            nets("1-3: Often\n net=4,5\n\n freq = 1，3–4：经常\n-2--1\n");
        assert_eq!((wrong, are_too_many), (Vec::<String>::new(), false));
        let said: Vec<_> = nets
            .iter()
            .map(|it| (it.of.as_deref(), it.ranges.clone(), it.label.as_ref().map(|it| it.get("en"))))
            .collect();
        assert_eq!(
            said,
            [
                (None, vec![(1, 3)], Some("Often")),
                (None, vec![(4, 4), (5, 5)], None),
                (Some("freq"), vec![(1, 1), (3, 4)], Some("经常")),
                (None, vec![(-2, -1)], None),
            ]
        );
    }

    #[test]
    fn more_nets_or_codes_of_one_than_are_counted_are_left_out_and_told() {
        let read = nets(&"1-2\n".repeat(MOST_NETS));
        assert_eq!((read.nets.len(), read.are_too_many), (MOST_NETS, false));
        let read = nets(&"1-2\nx\n".repeat(10_000));
        assert_eq!((read.nets.len(), read.wrong.len(), read.are_too_many), (25, 25, true));
        let read = nets(&format!("1{}\n1", ",1".repeat(MOST_RANGES)));
        assert_eq!((read.nets.len(), read.are_too_many), (1, true));
    }

    #[test]
    fn what_is_no_net_is_given_back() {
        let read = nets("often\n3-1\n1,\n: label\n5");
        assert_eq!(read.nets.len(), 1);
        assert_eq!(read.wrong, ["often", "3-1", "1,", ": label"]);
    }
}
