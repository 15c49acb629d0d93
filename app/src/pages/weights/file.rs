//! A file of weights: its rows, or all that is wrong with them.

use std::collections::{HashMap, HashSet};

use csv::{ByteRecord, ReaderBuilder};
use survey::InterviewId;

use crate::pages::sample::list::line_ends;
use crate::pages::sample::people::RowFault;

/// More faults than this are not even counted: the file is another one.
const MOST_FAULTS: usize = 10_000;

/// Where the columns are.
struct Columns {
    id: usize,
    weight: usize,
    /// How many there are.
    count: usize,
    /// A decimal comma can be meant only where commas do not part the columns.
    comma: bool,
}

/// The weights of a CSV file with columns `id` and `weight`, each of a known interview and none twice.
pub fn weights(file: &[u8], known: &HashSet<InterviewId>) -> Result<Vec<(InterviewId, f64)>, Vec<RowFault>> {
    let text = std::str::from_utf8(file).ok().filter(|it| !it.contains('\0'));
    let text = text.ok_or_else(|| vec![RowFault::of_file("weight-no-text")])?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head = text.split(['\r', '\n']).find(|it| !it.trim().is_empty()).unwrap_or_default();
    let count = |sign: &u8| head.bytes().filter(|it| it == sign).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(count).unwrap_or(b',');
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let (mut record, mut lines) = (ByteRecord::new(), Lines { text, counted: 0, line: 1 });
    let (mut columns, mut rows, mut faults) = (None, Vec::new(), Vec::new());
    let mut seen: HashMap<InterviewId, usize> = HashMap::new();
    while reader.read_byte_record(&mut record).map_err(|_| vec![RowFault::of_file("weight-no-text")])? {
        let line = lines.of(&record);
        let Some(columns) = &columns else {
            columns = Some(head_of(&record, line, delimiter != b',')?);
            continue;
        };
        let found = faults.len();
        let row = row(&record, columns, line, &mut faults);
        if let Some((id, _)) = row
            && faults.len() == found
        {
            let typed = id.0.to_string();
            if !known.contains(&id) {
                faults.push(wrong(line, "id", &typed, "weight-id-unknown"));
            } else if seen.insert(id, line).is_some() {
                faults.push(wrong(line, "id", &typed, "weight-id-twice"));
            }
        }
        if faults.len() >= MOST_FAULTS {
            break;
        }
        rows.extend(row);
    }
    match rows.is_empty() && faults.is_empty() {
        true => Err(vec![RowFault::of_file("weight-empty")]),
        false if faults.is_empty() => Ok(rows),
        false => Err(faults),
    }
}

fn head_of(record: &ByteRecord, line: usize, comma: bool) -> Result<Columns, Vec<RowFault>> {
    let at = |name: &str| record.iter().position(|it| it.trim_ascii().eq_ignore_ascii_case(name.as_bytes()));
    match (at("id"), at("weight")) {
        (Some(id), Some(weight)) => Ok(Columns { id, weight, count: record.len(), comma }),
        (id, weight) => {
            let missing = [(id, "id", "weight-no-id"), (weight, "weight", "weight-no-weight")];
            let missing = missing.into_iter().filter(|(at, ..)| at.is_none());
            Err(missing.map(|(_, name, word)| wrong(line, name, "", word)).collect())
        }
    }
}

/// An interview and its weight, unless one of the two is none.
fn row(
    record: &ByteRecord,
    columns: &Columns,
    line: usize,
    faults: &mut Vec<RowFault>,
) -> Option<(InterviewId, f64)> {
    let cell = |at: usize| String::from_utf8_lossy(record.get(at).unwrap_or_default()).trim().to_owned();
    let (id, typed) = (cell(columns.id), cell(columns.weight));
    let number = number(&id);
    if number.is_none() {
        faults.push(wrong(line, "id", &id, "weight-id-wrong"));
    }
    // A decimal comma among commas would leave half of the number.
    if record.len() > columns.count {
        let all: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
        faults.push(wrong(line, "", &all.join(","), "weight-row-long"));
    }
    let value = if columns.comma { typed.replace(',', ".") } else { typed.clone() };
    let value = value.parse::<f64>().ok().filter(|it| it.is_finite() && *it > 0.0);
    if value.is_none() {
        faults.push(wrong(line, "weight", &typed, "weight-value-wrong"));
    }
    Some((InterviewId(number?), value?))
}

/// The number of an interview. Programs that count in fractions write 118.0, and R 1e+05.
fn number(id: &str) -> Option<i64> {
    // From about there on fractions have gaps between whole numbers.
    let whole = |it: f64| (it.fract() == 0.0 && it < 9e15).then_some(it as i64);
    id.parse().ok().or_else(|| id.parse().ok().and_then(whole)).filter(|it| *it > 0)
}

fn wrong(line: usize, column: &str, value: &str, word: &'static str) -> RowFault {
    let value = value.chars().take(60).collect();
    RowFault { row: Some(line), column: column.to_owned(), value, word: word.into() }
}

/// Counts lines as people do.
struct Lines<'a> {
    text: &'a str,
    /// So many bytes are counted, and this line is where they end.
    counted: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line on which a record begins. The reader tells where it began to look, which is before blank lines.
    fn of(&mut self, record: &ByteRecord) -> usize {
        let at = record.position().and_then(|it| usize::try_from(it.byte()).ok()).unwrap_or(self.counted);
        let blank = self.text.as_bytes()[at..].iter().take_while(|it| matches!(it, b'\r' | b'\n')).count();
        let start = at + blank;
        self.line += line_ends(&self.text[self.counted..start]);
        self.counted = start;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str) -> String {
        let known: HashSet<InterviewId> = (1..=9).map(InterviewId).collect();
        match weights(file.as_bytes(), &known) {
            Ok(rows) => rows.iter().map(|(id, it)| format!("{}={it}", id.0)).collect::<Vec<_>>().join(" "),
            Err(faults) => {
                let line = |it: &RowFault| {
                    format!("{} {} «{}» {}", it.row.unwrap_or(0), it.column, it.value, it.word)
                };
                faults.iter().map(line).collect::<Vec<_>>().join("\n")
            }
        }
    }

    #[test]
    fn files_of_many_programs_are_read() {
        assert_eq!(read("id,weight\n1,0.5\n2,1.5\n"), "1=0.5 2=1.5");
        // R numbers the rows, and quotes; Excel in half of Europe has decimal commas.
        assert_eq!(read("\"\",\"id\",\"weight\"\n\"1\",7,1e-1\n"), "7=0.1");
        assert_eq!(read("\u{feff}Weight;name;ID\r\n0,85;Anna;3\r\n\r\n1;B;4.0"), "3=0.85 4=1");
    }

    #[test]
    fn ids_are_whole_numbers_however_they_are_written() {
        let known = HashSet::from([118, 100_000].map(InterviewId));
        let read = |file: &str| {
            weights(file.as_bytes(), &known).map(|rows| rows.iter().map(|(id, _)| id.0).collect())
        };
        assert_eq!(read("id,weight\n1e+05,1\n118.00,1\n"), Ok(vec![100_000, 118]));
        for wrong in ["118.5", "1e16", "inf", "NaN", "-118", "0.0", "1e-3"] {
            let faults = read(&format!("id,weight\n{wrong},1\n")).unwrap_err();
            assert_eq!(faults[0].word, "weight-id-wrong", "{wrong}");
        }
    }

    #[test]
    fn all_faults_are_told_at_once_with_their_lines() {
        let file = "id,weight\n1,0.5\n\n1,0.7\n77,1\nx,-1\n2,0\n3,NaN\n4,\n5,1,5\n6,\"1,5\"\n";
        insta::assert_snapshot!(read(file), @r"
        4 id «1» weight-id-twice
        5 id «77» weight-id-unknown
        6 id «x» weight-id-wrong
        6 weight «-1» weight-value-wrong
        7 weight «0» weight-value-wrong
        8 weight «NaN» weight-value-wrong
        9 weight «» weight-value-wrong
        10  «5,1,5» weight-row-long
        11 weight «1,5» weight-value-wrong
        ");
    }

    #[test]
    fn lines_that_end_with_a_carriage_return_alone_are_counted() {
        assert_eq!(read("id,weight\r1,0.5\r\r77,1\r"), "4 id «77» weight-id-unknown");
    }

    #[test]
    fn what_is_no_file_of_weights_is_told_apart() {
        assert_eq!(read("id;weight\n"), "0  «» weight-empty");
        assert_eq!(read("pid,w\n1,2\n"), "1 id «» weight-no-id\n1 weight «» weight-no-weight");
        assert_eq!(read("PK\u{3}\u{4}\0\0"), "0  «» weight-no-text");
        assert_eq!(read(""), "0  «» weight-empty");
    }
}
