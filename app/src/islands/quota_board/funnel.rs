//! The funnel: all who began, who was lost on the way and why, and the completes.

use leptos::prelude::*;
use survey::fieldwork::{Fieldwork, Part, Stage};

use super::standing::{meaning, section, share};
use super::table::{Line, table};
use crate::islands::Words;

/// Dispositions from all who began to the completes, each with its parts.
pub fn funnel(fieldwork: &Fieldwork, words: &Words) -> AnyView {
    let begun = fieldwork.begun;
    let mut lines = vec![Line {
        head: meaning("board-begun", words),
        part: false,
        cells: vec![String::new(), begun.to_string(), share(begun, begun)],
        bar: Some((100.0, 0.0)),
    }];
    for it in &fieldwork.funnel {
        lines.push(stage(it, begun, words));
        lines.extend(it.parts.iter().map(|it| part(it, begun)));
    }
    let columns = vec![
        (words.get("fieldwork-disposition"), false),
        (words.get("board-aapor"), false),
        (words.get("fieldwork-count"), true),
        (words.get("fieldwork-share"), true),
    ];
    let table = table(words.get("board-funnel"), columns, lines);
    section("board-funnel", "funnel", table, words)
}

/// One disposition: all of it.
fn stage(stage: &Stage, begun: i64, words: &Words) -> Line {
    let word = &stage.disposition;
    let of_begun = |count: i64| if begun == 0 { 0.0 } else { 100.0 * count as f64 / begun as f64 };
    let lost = if word == "complete" { 0.0 } else { of_begun(stage.count) };
    Line {
        head: meaning(&format!("disposition-{word}"), words),
        part: false,
        cells: vec![words.get(&format!("aapor-{word}")), stage.count.to_string(), share(stage.count, begun)],
        bar: Some((of_begun(stage.left), lost)),
    }
}

fn part(part: &Part, begun: i64) -> Line {
    let cells = vec![String::new(), part.count.to_string(), share(part.count, begun)];
    Line { part: true, ..Line::new(&part.label, cells) }
}
