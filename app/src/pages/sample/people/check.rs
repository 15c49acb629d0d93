//! The rows of an uploaded list as people to invite, or all that is wrong with them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use store::sources::Person;
use validator::{Validate, ValidateArgs, ValidateEmail, ValidationError};

use crate::pages::desk::form::fault;
use crate::pages::sample::list::Rows;

/// Columns of our own files, so that one can be uploaded again.
const OURS: [&str; 2] = ["link", "status"];

/// The longest value that is kept.
const LONGEST: usize = 1_000;

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// As the file's program counts them; none where it is about the file.
    pub row: Option<usize>,
    pub column: String,
    /// What stands there, cut short.
    pub value: String,
    /// The name of its words.
    pub word: Cow<'static, str>,
}

impl RowFault {
    /// About the whole file.
    pub fn of_file(word: &'static str) -> RowFault {
        RowFault { row: None, column: String::new(), value: String::new(), word: word.into() }
    }
}

/// The columns that mean something.
#[derive(Validate)]
#[validate(context = "Vec<String>")]
struct Row {
    #[validate(custom(function = is_pid))]
    pid: String,
    #[validate(custom(function = is_lang, use_context))]
    lang: String,
    #[validate(custom(function = is_email))]
    email: String,
}

fn is_pid(pid: &str) -> Result<(), ValidationError> {
    fault(!pid.is_empty(), "list-pid-missing")?;
    fault(pid.chars().count() <= 200, "list-pid-long")
}

#[expect(clippy::ptr_arg, reason = "the derived code hands on the context as it is")]
fn is_lang(lang: &str, langs: &Vec<String>) -> Result<(), ValidationError> {
    fault(lang.is_empty() || langs.iter().any(|it| it == lang), "list-lang-wrong")
}

fn is_email(email: &str) -> Result<(), ValidationError> {
    fault(email.is_empty() || email.validate_email(), "list-email-wrong")
}

/// Where the columns are.
struct Columns {
    names: Vec<String>,
    pid: usize,
    lang: Option<usize>,
    email: Option<usize>,
}

/// Everybody on a list, or every fault of every row.
pub fn people(rows: Rows, langs: &[String]) -> Result<Vec<Person>, Vec<RowFault>> {
    let mut rows = rows.into_iter();
    let (row, names) = rows.next().unwrap_or_default();
    let columns = columns(row, names)?;
    let langs = langs.to_vec();
    let (mut people, mut faults) = (Vec::new(), Vec::new());
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (row, cells) in rows {
        let cells: Vec<&str> = cells.iter().map(|it| unguarded(it)).collect();
        let of = |at: Option<usize>| at.and_then(|it| cells.get(it)).copied().unwrap_or_default().to_owned();
        let typed = Row {
            pid: of(Some(columns.pid)),
            lang: of(columns.lang).to_ascii_lowercase(),
            email: of(columns.email),
        };
        let found = faults.len();
        of_row(row, &typed, (&columns, &langs), &mut faults);
        of_cells(row, &cells, &columns, &mut faults);
        if let (Some(_), false) = (seen.insert(typed.pid.clone(), row), typed.pid.is_empty()) {
            faults.push(about(row, &columns.names[columns.pid], &typed.pid, "list-pid-twice"));
        }
        if faults.len() == found {
            people.push(Person {
                pid: typed.pid,
                lang: Some(typed.lang).filter(|it| !it.is_empty()),
                details: details(&cells, &columns),
            });
        }
    }
    if faults.is_empty() { Ok(people) } else { Err(faults) }
}

fn columns(row: usize, names: Vec<String>) -> Result<Columns, Vec<RowFault>> {
    let at = |words: &[&str]| names.iter().position(|it| words.contains(&it.to_lowercase().as_str()));
    let (pid, lang) = (at(&["pid"]).or_else(|| at(&["id"])), at(&["lang", "language"]));
    let email = at(&["email", "e-mail"]);
    let mut faults = Vec::new();
    for (index, name) in names.iter().enumerate() {
        if !name.is_empty() && names[..index].iter().any(|it| it.eq_ignore_ascii_case(name)) {
            faults.push(about(row, name, name, "list-column-twice"));
        }
        if name.chars().count() > 100 {
            faults.push(about(row, name, name, "list-column-long"));
        }
    }
    match pid {
        Some(pid) if faults.is_empty() => Ok(Columns { pid, lang, email, names }),
        Some(_) => Err(faults),
        None => {
            faults.insert(0, about(row, "pid", &names.join(", "), "list-no-pid"));
            Err(faults)
        }
    }
}

/// What the rules say.
fn of_row(row: usize, typed: &Row, (columns, langs): (&Columns, &Vec<String>), faults: &mut Vec<RowFault>) {
    let Err(errors) = typed.validate_with_args(langs) else { return };
    let errors = errors.field_errors();
    let fields = [
        ("pid", Some(columns.pid), &typed.pid),
        ("lang", columns.lang, &typed.lang),
        ("email", columns.email, &typed.email),
    ];
    for (field, at, value) in fields {
        for error in errors.get(field).into_iter().flat_map(|it| it.iter()) {
            let column = at.and_then(|it| columns.names.get(it)).cloned().unwrap_or_default();
            faults.push(about(row, &column, value, error.message.clone().unwrap_or_default()));
        }
    }
}

/// What is wrong with a cell of whatever column.
fn of_cells(row: usize, cells: &[&str], columns: &Columns, faults: &mut Vec<RowFault>) {
    for (at, cell) in cells.iter().enumerate().filter(|(_, it)| !it.is_empty()) {
        match columns.names.get(at).map(String::as_str) {
            None | Some("") => faults.push(about(row, &(at + 1).to_string(), cell, "list-no-column")),
            Some(name) if cell.chars().count() > LONGEST => {
                faults.push(about(row, name, cell, "list-value-long"));
            }
            Some(_) => {}
        }
    }
}

/// The columns that mean nothing to us, and the address, which is the mailer's.
fn details(cells: &[&str], columns: &Columns) -> BTreeMap<String, String> {
    let named = columns.names.iter().zip(cells).enumerate();
    named
        .filter(|(at, (name, cell))| {
            let ours = OURS.contains(&name.to_lowercase().as_str());
            !ours && *at != columns.pid && Some(*at) != columns.lang && !cell.is_empty()
        })
        .map(|(_, (name, cell))| (name.clone(), (*cell).to_owned()))
        .collect()
}

/// Without the mark with which our own file for Excel guards a cell.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) => rest,
        _ => cell,
    }
}

fn about(row: usize, column: &str, value: &str, word: impl Into<Cow<'static, str>>) -> RowFault {
    let value = value.chars().take(60).collect();
    RowFault { row: Some(row), column: column.to_owned(), value, word: word.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::sample::list;

    fn checked(file: &str) -> String {
        match people(list::read(file.as_bytes()).unwrap(), &["zh".to_owned(), "en".to_owned()]) {
            Ok(people) => {
                let line =
                    |it: Person| format!("{} {} {:?}", it.pid, it.lang.unwrap_or_default(), it.details);
                people.into_iter().map(line).collect::<Vec<_>>().join("\n")
            }
            Err(faults) => {
                let line = |it: RowFault| {
                    format!("{} {} «{}» {}", it.row.unwrap_or_default(), it.column, it.value, it.word)
                };
                faults.into_iter().map(line).collect::<Vec<_>>().join("\n")
            }
        }
    }

    #[test]
    fn people_keep_what_else_is_known_of_them() {
        insta::assert_snapshot!(checked("ID,Lang,Email,City,status\n7,EN,a@b.cn,深圳,complete\n'-8,,,,\n"), @r#"
        7 en {"City": "深圳", "Email": "a@b.cn"}
        -8  {}
        "#);
    }

    #[test]
    fn all_faults_of_all_rows_are_told_at_once() {
        let file = "pid,lang,email,city\n1,fr,nobody,x\n,zh,,\n1,,a@b.cn,,stray\n2,,,ok\n";
        insta::assert_snapshot!(checked(file), @r"
        2 lang «fr» list-lang-wrong
        2 email «nobody» list-email-wrong
        3 pid «» list-pid-missing
        4 5 «stray» list-no-column
        4 pid «1» list-pid-twice
        ");
    }

    #[test]
    fn columns_are_named_once_and_one_of_them_is_the_pid() {
        insta::assert_snapshot!(checked("name,city\nAnna,Bern\n"), @"1 pid «name, city» list-no-pid");
        insta::assert_snapshot!(checked("pid,city,City\n1,Bern,Basel\n"), @"1 City «City» list-column-twice");
    }
}
