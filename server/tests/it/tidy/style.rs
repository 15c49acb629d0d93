//! What must not be forgotten: each stylesheet imported, each migration tried on full tables.

use super::File;

pub fn offences(files: &[File]) -> Vec<String> {
    let has = |path: &str| files.iter().any(|it| it.path == path);
    let mut offences = Vec::new();
    // The second is in the first: what respondents see, the desk shows, too.
    let sheets = ["style/main.css", "style/interview.css"];
    let imported = |name: &str| {
        let is_sheet = |it: &&File| sheets.contains(&it.path.as_str());
        files.iter().filter(is_sheet).any(|it| it.text.contains(&format!("@import \"{name}\"")))
    };
    for file in files.iter().filter(|it| it.path.ends_with(".css") && it.path != "style/main.css") {
        let name = file.path.trim_start_matches("style/");
        if !imported(name) {
            offences.push(format!("{}: no stylesheet imports it", file.path));
        }
        if file.text.contains("!important") {
            offences.push(format!("{}: `!important`; the layers keep the order", file.path));
        }
    }
    for file in files.iter().filter(|it| it.path.starts_with("migrations/")) {
        let data = file.path.replace("migrations/", "crates/store/tests/data/");
        if !has(&data) {
            offences.push(format!("{}: nothing tries it on full tables; write {data}", file.path));
        }
    }
    for path in ["style/main.css", "migrations/20260101120000_survey.sql"] {
        if !has(path) {
            offences.push(format!("{path}: is not where it is looked for"));
        }
    }
    offences
}
