//! What questions and codes are called in tables.

use analysis::Codebook;
use analysis::codebook::{Column, Variable};
use survey::questionnaire::Code;

/// The label of a code; `first` is the first column of its question in the codebook. A code without one is a number.
pub fn label(codebook: &Codebook, first: usize, code: Code, lang: &str) -> String {
    let variables = &codebook.variables;
    let variable = &variables[first];
    let is_it = |it: &&Variable| it.from == Column::Ticked(code) || it.from == Column::DerivedTicked(code);
    // The choices of a multi are columns of their own.
    let ticked = variables[first..].iter().take_while(|it| it.of == variable.of).find(is_it);
    let part = ticked.and_then(|it| it.part.as_ref()).map(|it| it.get(lang));
    part.or(variable.label(code, lang)).map_or_else(|| code.to_string(), str::to_owned)
}

/// A question by its number and its text, as far as there is room: `A1 Region (region)`.
pub fn named(variable: &Variable, room: usize, lang: &str) -> String {
    let mut text: String = variable.text.get(lang).chars().take(room).collect();
    if variable.text.get(lang).chars().count() > room {
        text.push('…');
    }
    let number = variable.nr.as_ref().map(|it| format!("{it} ")).unwrap_or_default();
    format!("{number}{text} ({})", variable.of.as_deref().unwrap_or(&variable.name))
}
