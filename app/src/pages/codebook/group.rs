//! The columns of one question or computed variable together; those about the interview itself together.

use analysis::codebook::counts::{Count, Counts};
use analysis::codebook::{Codebook, Label, Role, Shape, Variable};
use leptos::prelude::*;
use survey::questionnaire::Text;

use super::counted::{self, Measure};
use crate::words::{language_name, t};

/// The codebook with its counts, and the language of the page's own words.
#[derive(Clone, Copy)]
pub(super) struct Book<'a> {
    pub(super) codebook: &'a Codebook,
    pub(super) counts: Option<&'a Counts>,
    pub(super) lang: &'static str,
}

/// Columns that belong together.
pub(super) struct Group<'a> {
    book: Book<'a>,
    columns: &'a [Variable],
    /// One for each column; none where nothing was counted.
    counts: &'a [Count],
}

impl<'a> Book<'a> {
    /// All of them, in the order of the codebook.
    pub(super) fn groups(self) -> Vec<Group<'a>> {
        let mut at = 0;
        let group = |columns: &'a [Variable]| {
            let from = at;
            at += columns.len();
            let counts = self.counts.map_or(&[][..], |it| &it.variables[from..at]);
            Group { book: self, columns, counts }
        };
        self.codebook.variables.chunk_by(is_together).map(group).collect()
    }
}

/// Whether two columns that follow each other stand in one table.
fn is_together(a: &Variable, b: &Variable) -> bool {
    a.of == b.of && (a.of.is_some() || a.role == b.role)
}

impl Group<'_> {
    pub(super) fn view(&self) -> AnyView {
        let first = &self.columns[0];
        match first.of.clone() {
            None => self.about_interview().into_any(),
            Some(name) => self.question(first, name).into_any(),
        }
    }

    fn about_interview(&self) -> impl IntoView + use<> {
        let word = if self.columns[0].role == Role::Paradata { "codebook-paradata" } else { "paper-system" };
        view! {
            <section class="paper__question">
                <h2>{t(self.book.lang, word)}</h2>
                {self.columns_table()}
            </section>
        }
    }

    fn question(&self, first: &Variable, name: String) -> impl IntoView + use<> {
        let (codebook, lang) = (self.book.codebook, self.book.lang);
        let number = first.nr.clone().map(|it| view! { <span class="paper__nr">{it}</span> });
        let texts = codebook.langs.iter().map(|lang| {
            let text = first.text.get(lang).to_owned();
            view! { <p lang=lang.clone() class="paper__text">{text}</p> }
        });
        let texts: Vec<_> = texts.collect();
        let base = first.base.as_ref().map(|it| {
            let formula = (!it.formula.is_empty()).then(|| view! { <code>{it.formula.clone()}</code> });
            fact(t(lang, "paper-base"), view! { {it.words.get(lang).to_owned()} " " {formula} })
        });
        let rule =
            first.rule.clone().map(|it| fact(t(lang, "paper-derived-calc"), view! { <code>{it}</code> }));
        let labels = self.labels();
        // One column that is the whole question needs no table of columns.
        let is_one = self.columns.len() == 1 && first.part.is_none();
        let count = self.counts.first().filter(|_| is_one);
        let columns = match is_one {
            true => fact(t(lang, "paper-holds"), holds(first, lang)).into_any(),
            false => self.columns_table().into_any(),
        };
        let counted = count.map(|it| fact(t(lang, "codebook-completes"), counted::sentence(it, lang)));
        let labels = match count {
            Some(count) => count.labels(first),
            None => labels,
        };
        let labels = (!labels.is_empty()).then(|| self.codes(&labels, count));
        view! {
            <section class="paper__question">
                <h2>{number} " " <code>{name}</code></h2>
                {texts}
                {base}
                {rule}
                {columns}
                {counted}
                {labels}
            </section>
        }
    }

    fn columns_table(&self) -> impl IntoView + use<> {
        let (codebook, lang) = (self.book.codebook, self.book.lang);
        let measures = Measure::of(self.columns, self.counts, &self.labels());
        let rows = self.columns.iter().enumerate().map(|(at, it)| {
            // A column about the interview has no part: its text says what it is.
            let part = it.part.as_ref().or(it.of.is_none().then_some(&it.text));
            let parts: Vec<_> = codebook.langs.iter().map(|lang| label(part, lang)).collect();
            let holds = holds(it, lang);
            let counts: Vec<_> = self
                .counts
                .get(at)
                .map(|count| counted::cells(&measures, it, count))
                .into_iter()
                .flatten()
                .collect();
            view! {
                <tr>
                    <td class="paper__code"><code>{it.name.clone()}</code></td>
                    <td class="paper__holds">{holds}</td>
                    {parts}
                    {counts}
                </tr>
            }
        });
        let rows: Vec<_> = rows.collect();
        let heads: Vec<_> = measures.iter().map(|it| it.head(lang)).collect();
        // Regions are told apart by what they are about.
        let about = self.columns.first().and_then(|it| it.of.clone()).unwrap_or_default();
        let label = format!("{} {about}", t(lang, "paper-column"));
        view! {
            <div class="scroller" role="group" tabindex="0" aria-label=label>
                <table class="paper__choices">
                    <thead>
                        <tr>
                            <th scope="col">{t(lang, "paper-column")}</th>
                            <th scope="col">{t(lang, "paper-holds")}</th>
                            {languages(codebook)}
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    }

    /// The codes of a question, each once: those of its first column that has any, and of the texts beside them.
    fn labels(&self) -> Vec<Label> {
        let first = self.columns.iter().position(|it| !it.codes.is_empty());
        let coded = self
            .columns
            .iter()
            .enumerate()
            .filter(|(at, it)| Some(*at) == first || it.role == Role::OtherText);
        let mut labels: Vec<Label> = Vec::new();
        for label in coded.flat_map(|(_, it)| &it.codes) {
            if labels.iter().all(|it| it.code != label.code) {
                labels.push(label.clone());
            }
        }
        labels
    }

    /// The codes with their labels; with the cases of each where there is one column.
    fn codes(&self, labels: &[Label], count: Option<&Count>) -> impl IntoView + use<> {
        let (codebook, lang) = (self.book.codebook, self.book.lang);
        let rows = labels.iter().map(|it| {
            let labels: Vec<_> = codebook.langs.iter().map(|lang| label(Some(&it.label), lang)).collect();
            let cases = count.map(|count| counted::number(count.of(it.code)));
            view! {
                <tr>
                    <td class="paper__code"><code>{it.code}</code></td>
                    {labels}
                    {cases}
                </tr>
            }
        });
        let rows: Vec<_> = rows.collect();
        let head = count.map(|_| counted::head(t(lang, "codebook-completes")));
        view! {
            <table class="paper__choices">
                <thead>
                    <tr>
                        <th scope="col">{t(lang, "paper-code")}</th>
                        {languages(codebook)}
                        {head}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    }
}

/// What a column holds, in a word.
fn holds(variable: &Variable, lang: &str) -> String {
    let word = match (variable.role, variable.shape) {
        (Role::Order, _) => "order",
        (_, Shape::Flag) => "flag",
        (_, shape) => shape.word(),
    };
    t(lang, &format!("column-{word}"))
}

fn fact(label: String, what: impl IntoView) -> impl IntoView {
    view! {
        <p class="paper__condition">
            <span class="paper__label">{label}</span>
            " "
            {what}
        </p>
    }
}

fn languages(codebook: &Codebook) -> Vec<impl IntoView + use<>> {
    let head = |it: &String| view! { <th scope="col" lang=it.clone()>{language_name(it)}</th> };
    codebook.langs.iter().map(head).collect()
}

fn label(text: Option<&Text>, lang: &str) -> impl IntoView + use<> {
    let text = text.map(|it| it.get(lang).to_owned()).unwrap_or_default();
    view! { <td lang=lang.to_owned()>{text}</td> }
}
