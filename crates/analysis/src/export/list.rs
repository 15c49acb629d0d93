//! Lists that are no data of interviews, as CSV for Excel: what was typed cannot become a formula.

use super::csv::{Options, mark, texts};

const EXCEL: Options = Options { labels: None, excel: true, semicolon: false };

/// The first line of a list, with the mark by which Excel knows UTF-8.
pub fn header(names: &[String]) -> Vec<u8> {
    [mark(&EXCEL), &rows(&[names.to_vec()])].concat()
}

/// The lines of a list.
pub fn rows(rows: &[Vec<String>]) -> Vec<u8> {
    texts(rows, &EXCEL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_becomes_a_formula_and_lines_may_stand_in_cells() {
        let row = ["=1+1", "a,b", "two\nlines", "say \"hi\"", "plain"].map(str::to_owned).to_vec();
        let file = [header(&["who".into(), "何时".into()]), rows(&[row])].concat();
        let text = String::from_utf8(file).unwrap();
        assert_eq!(text, "\u{feff}who,何时\r\n'=1+1,\"a,b\",\"two\nlines\",\"say \"\"hi\"\"\",plain\r\n");
    }
}
