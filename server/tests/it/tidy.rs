//! The house rules that neither Cargo nor Clippy keeps; every offence at once.

use std::fs;
use std::path::{Path, PathBuf};

mod imports;
mod sources;
mod style;

/// A file of the project: its path from the root, and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    /// Its lines, numbered from one.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

#[test]
fn the_house_is_tidy() {
    let files = files();
    let mut offences = imports::offences(&files);
    offences.extend(sources::offences(&files));
    offences.extend(style::offences(&files));
    assert!(offences.is_empty(), "{} offences:\n{}\n", offences.len(), offences.join("\n"));
}

/// Every source, stylesheet, statement and manifest of the project.
fn files() -> Vec<File> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the server is a folder of the workspace");
    let mut paths = Vec::new();
    for folder in ["app", "crates", "end2end", "frontend", "migrations", "server", "style", "xtask"] {
        gather(&root.join(folder), &mut paths);
    }
    paths.sort();
    let relative = |path: &Path| path.strip_prefix(root).expect("it was found below").display().to_string();
    paths.iter().map(|it| File { path: relative(it), text: fs::read_to_string(it).unwrap() }).collect()
}

fn gather(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !["node_modules", "out", "target"].contains(&name.as_str()) {
            gather(&path, paths);
        } else if ["css", "js", "rs", "sql", "toml", "ts"].contains(&ending.as_str()) {
            paths.push(path);
        }
    }
}
