//! What it costs to draw a question of each kind, by the component that draws it on the page.
//!
//! `cargo bench --package app --features ssr`

use app::components::interview::block;
use app::components::question::Around;
use criterion::{Criterion, criterion_group, criterion_main};
use leptos::prelude::RenderHtml;
use survey::questionnaire::{Block, Kind};
use survey::view;

const TEXT: &str = include_str!("../../questionnaires/mini-program-2026.yaml");

/// The largest question of each kind, with all that it may offer.
fn questions(bench: &mut Criterion) {
    let questionnaire = survey::read(TEXT).0;
    let lang = questionnaire.lang(None);
    let draw = |it: &Block| {
        block(&view::whole(&questionnaire, it, lang), Around { lang, said: &[], focus: false }).to_html()
    };
    let blocks: Vec<&Block> = questionnaire.pages.iter().flat_map(|it| &it.blocks).collect();
    for kind in KINDS {
        let of = blocks.iter().filter(|it| matches!(it, Block::Question(it) if word(&it.kind) == kind));
        let largest = of.max_by_key(|it| draw(it).len());
        let Some(largest) = largest else { continue };
        let bytes = draw(largest).len();
        bench.bench_function(&format!("{kind} ({bytes} bytes)"), |it| it.iter(|| draw(largest)));
    }
}

const KINDS: [&str; 10] =
    ["single", "long list", "multi", "scale", "number", "open", "grid", "grid of cards", "ranking", "nps"];

fn word(kind: &Kind) -> &'static str {
    match kind {
        Kind::Single { dropdown: false, .. } => "single",
        Kind::Single { dropdown: true, .. } => "long list",
        Kind::Multi { .. } => "multi",
        Kind::Scale { .. } => "scale",
        Kind::Number { .. } => "number",
        Kind::Open { .. } => "open",
        Kind::Grid { cards: false, .. } => "grid",
        Kind::Grid { cards: true, .. } => "grid of cards",
        Kind::Rank { .. } => "ranking",
        Kind::Nps => "nps",
    }
}

criterion_group!(benches, questions);
criterion_main!(benches);
