//! Writes the fixture in every format, and what is true of each case, into a folder: `oracle OUT`.

mod fixture;

use std::path::Path;
use std::{fs, io};

use analysis::Cell;
use analysis::codebook::counts::Counts;
use analysis::codebook::{self, Codebook, Label, Variable};
use serde_json::{Value, json};

use fixture::Fixture;

fn main() -> io::Result<()> {
    let out = std::env::args().nth(1).ok_or_else(|| io::Error::other("oracle OUT: the folder is missing"))?;
    let out = Path::new(&out);
    fs::create_dir_all(out)?;
    let fixture = fixture::fixture();
    fs::write(out.join("cases.json"), serde_json::to_vec_pretty(&truth(&fixture))?)?;
    let counts = counts(&fixture);
    for format in [codebook::file::Format::Ddi, codebook::file::Format::Json] {
        let bytes = codebook::file::written(&fixture.codebook, Some(&counts), format, fixture::TAKEN_AT)?;
        fs::write(out.join(format!("codebook.{}", format.extension())), bytes)?;
    }
    let (mut notes, mut faults) = (String::new(), String::new());
    for wanted in fixture::wanted() {
        match fixture::written(&fixture, &wanted) {
            Ok(bytes) => {
                notes += &fixture::note(&wanted, &bytes);
                fs::write(out.join(&wanted.file), bytes)?;
            }
            // The others are written all the same, so that a script can be run on one of them.
            Err(err) => faults += &format!("{}: {err}\n", wanted.file),
        }
    }
    if !faults.is_empty() {
        return Err(io::Error::other(faults));
    }
    fs::write(out.join("verified.txt"), notes)
}

fn counts(fixture: &Fixture) -> Counts {
    let mut counts = Counts::new(&fixture.codebook);
    fixture.rows.iter().for_each(|it| counts.see(it));
    counts
}

/// What is true: of the file, of its variables, and of each case.
fn truth(fixture: &Fixture) -> Value {
    let book = &fixture.codebook;
    json!({
        "survey": book.survey,
        "version": book.version,
        "title": texts(&book.title),
        "taken_at": fixture::TAKEN_AT.0,
        "weight": "w",
        "files": fixture::wanted().iter().map(|it| json!({"file": it.file, "times": it.times})).collect::<Vec<_>>(),
        "variables": book.variables.iter().map(variable).collect::<Vec<_>>(),
        "cases": fixture.rows.iter().map(|it| case(book, it)).collect::<Vec<_>>(),
    })
}

fn variable(it: &Variable) -> Value {
    let label = |it: &Label| json!({"code": it.code, "label": texts(&it.label), "missing": it.missing});
    json!({
        "name": it.name,
        "role": it.role.word(),
        "shape": it.shape.word(),
        "nr": it.nr,
        "of": it.of,
        "text": texts(&it.text),
        "part": it.part.as_ref().map(texts),
        "ordered": it.ordered,
        "codes": it.codes.iter().map(label).collect::<Vec<_>>(),
        "rule": it.rule,
    })
}

fn texts(it: &survey::Text) -> Value {
    it.0.iter()
        .cloned()
        .map(|(lang, text)| (lang, Value::from(text)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn case(book: &Codebook, row: &[Cell]) -> Value {
    let cells = book.variables.iter().zip(row).map(|(it, cell)| (it.name.clone(), truth_of(cell)));
    cells.collect::<serde_json::Map<_, _>>().into()
}

fn truth_of(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => json!({"kind": "empty"}),
        Cell::NotAnswered => json!({"kind": "not_answered"}),
        Cell::Erased => json!({"kind": "erased"}),
        Cell::Code(code) => json!({"kind": "code", "value": code}),
        Cell::Number(number) => json!({"kind": "number", "value": number}),
        Cell::Flag(flag) => json!({"kind": "flag", "value": flag}),
        Cell::Word(text) => json!({"kind": "text", "value": text}),
        // Typed by somebody outside: the only ones that a file for spreadsheets guards.
        Cell::Typed(text) => json!({"kind": "text", "value": text, "typed": true}),
        Cell::Time(moment) => json!({"kind": "time", "value": moment.0}),
    }
}
