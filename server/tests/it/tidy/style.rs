//! What must not be forgotten: each stylesheet imported, each migration tried on full tables.

use super::File;

pub fn offences(files: &[File]) -> Vec<String> {
    let has = |path: &str| files.iter().any(|it| it.path == path);
    let mut offences = Vec::new();
    let main = files.iter().find(|it| it.path == "style/main.css").map_or("", |it| &it.text);
    for file in files.iter().filter(|it| it.path.ends_with(".css") && it.path != "style/main.css") {
        let name = file.path.trim_start_matches("style/");
        if !main.contains(&format!("@import \"{name}\"")) {
            offences.push(format!("{}: style/main.css does not import it", file.path));
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
