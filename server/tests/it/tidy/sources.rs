//! How sources are written: short files that open with a sentence, documented, without debris.

use super::File;

/// A file that is longer holds two things.
const LONGEST: usize = 400;

pub fn offences(files: &[File]) -> Vec<String> {
    let mut offences = Vec::new();
    for file in files {
        let lines = file.text.lines().count();
        if lines > LONGEST && !file.path.ends_with(".sql") && !file.path.ends_with(".toml") {
            offences.push(format!("{}: {lines} lines; split it where two things live together", file.path));
        }
        if file.path.ends_with(".rs") {
            offences.extend(of_rust(file));
        }
    }
    offences
}

/// Whether a file holds tests only.
pub fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}

fn of_rust(file: &File) -> Vec<String> {
    let mut offences = Vec::new();
    if !file.text.starts_with("//! ") {
        offences.push(format!("{}: opens without a sentence that says what lives here", file.path));
    }
    if file.path.starts_with("app/") {
        let fields = file.text.split("<textarea\n").skip(1).filter_map(|it| it.split("</textarea>").next());
        // Leptos writes what stands in it as it is.
        let bare = fields.filter(|it| !it.contains("{in_textarea(")).count();
        offences
            .extend((bare > 0).then(|| format!("{}: write {{in_textarea(&text)}} in <textarea>", file.path)));
    }
    if file.path.ends_with("/mod.rs") {
        offences.push(format!("{}: name it after its folder, beside it", file.path));
    }
    let mut test = is_test(&file.path);
    let mut documented = false;
    for (number, line) in file.lines() {
        let code = line.trim_start();
        // By custom the tests of a file stand at its end.
        test |= code.starts_with("#[cfg(test)]");
        if let Some(why) = offence(&file.path, line, test, documented) {
            offences.push(format!("{}:{number}: {why}", file.path));
        }
        documented = code.starts_with("///") || documented && continues(code);
    }
    offences
}

/// Whether a line may stand between a docstring and what it documents: an attribute, or the rest of one.
fn continues(code: &str) -> bool {
    code.starts_with("#[") || code.starts_with("//") || code.ends_with(")]") || code.ends_with(',')
}

fn offence(path: &str, line: &str, test: bool, documented: bool) -> Option<&'static str> {
    let code = line.trim_start();
    let comment = code.starts_with("//");
    let speaks = path.starts_with("xtask/") || path.starts_with("server/src/cli");
    let prints = ["println!(", "eprintln!(", "print!(", "eprint!("].iter().any(|it| code.starts_with(it));
    let opens = ["fn ", "async fn ", "const ", "static ", "struct ", "enum ", "trait ", "type "];
    // Methods are left to taste: many say all in their name.
    let public = line.strip_prefix("pub ").is_some_and(|it| opens.iter().any(|word| it.starts_with(word)));
    match () {
        () if comment && ["TODO", "FIXME", "XXX"].iter().any(|it| code.contains(it)) => {
            Some("open an issue instead")
        }
        () if comment => None,
        () if code.starts_with("#[ignore") => Some("assert what happens now, and say why it is wrong"),
        () if code.starts_with("fn test_") => Some("a test is named as a sentence, without `test_`"),
        () if test => None,
        () if code.contains(".unwrap()") => {
            Some("`unwrap` outside of tests: use `?`, or `expect` with the reason")
        }
        () if code.contains(".expect(\"\")") => Some("say why it cannot fail"),
        () if prints && !speaks => Some("only commands print; use tracing"),
        () if public && !documented => Some("a public item without a docstring"),
        () => None,
    }
}

#[test]
fn debris_is_seen() {
    let said = |code: &str| offence("app/src/pages.rs", code, false, false).unwrap_or("fine");
    assert_eq!(
        said("let it = it.unwrap();"),
        "`unwrap` outside of tests: use `?`, or `expect` with the reason"
    );
    assert_eq!(said("// TODO: later"), "open an issue instead");
    assert_eq!(said("println!(\"{it:?}\");"), "only commands print; use tracing");
    assert_eq!(said("pub async fn load() {"), "a public item without a docstring");
    assert_eq!(said("pub(crate) fn load() {"), "fine");
    assert_eq!(offence("app/src/pages.rs", "pub fn load() {", false, true), None);
    assert_eq!(offence("crates/survey/src/tests.rs", "it.unwrap()", true, false), None);
}
