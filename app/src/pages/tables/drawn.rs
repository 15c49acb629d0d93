//! Tables on paper: contents, then each question with its tables and where they come from.

use analysis::report::{Grid, GridHead, GridRow, RowKind};
use leptos::prelude::*;

use super::Shown;
use super::counting::{Part, Topic};
use super::grids::bare;
use crate::pages::desk::basis::base;
use crate::pages::desk::labels::named;
use crate::words::{t, t_with};

/// The most cells that a page draws; more are in the files.
const MOST_CELLS: usize = 120_000;

/// The tables of a question as they are drawn.
pub(super) struct Drawn {
    grids: Vec<Grid>,
    order: Option<Grid>,
}

/// The tables of the questions from the first, while there is room.
pub(super) fn drawn(shown: &Shown, lang: &'static str) -> Vec<Drawn> {
    let sheet = shown.sheet(lang);
    let mut room = MOST_CELLS;
    let one = |topic: &Topic| {
        let grid = |part: &Part| sheet.grid(part, item(shown, topic, part, lang));
        let grids: Vec<Grid> = topic.parts.iter().map(grid).collect();
        let cells: usize = grids.iter().map(|it| it.rows.len() * it.columns()).sum();
        room = room.checked_sub(cells)?;
        let order = topic
            .order
            .as_ref()
            .map(|it| sheet.effects(it, t_with(lang, "tables-order-of", &[("count", it.base.n.into())])));
        Some(Drawn { grids, order })
    };
    shown.tables.topics.iter().map_while(one).collect()
}

/// All that was asked for.
pub(super) fn paper(shown: &Shown, drawn: &[Drawn], lang: &'static str) -> impl IntoView + use<> {
    let nobody = shown.basis.nobody(lang);
    let is_asked = !shown.tables.topics.is_empty();
    let unasked = (!is_asked).then(|| view! { <p>{t(lang, "tables-unasked")}</p> });
    let sheets = (nobody.is_none() && is_asked).then(|| {
        let all = &shown.tables.topics;
        let is_lettered = shown.tables.letters.is_some();
        let topics: Vec<_> =
            all.iter().zip(drawn).map(|(it, drawn)| topic(shown, it, drawn, is_lettered, lang)).collect();
        let (rest, how) = (all.len() - drawn.len(), shown.sheet(lang).how());
        let rest = (rest > 0).then(|| {
            view! { <p class="notice">{t_with(lang, "tables-rest", &[("count", rest.into())])}</p> }
        });
        view! { {files(shown, lang)} {notes(how)} {contents(shown, &all[..drawn.len()], lang)} {topics} {rest} }
    });
    view! {
        <article class="paper tables">
            {shown.basis.head("", lang)}
            {nobody}
            {unasked}
            {sheets}
        </article>
    }
}

/// The same as files.
fn files(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let link = |ending: &str, word: &str| {
        let address = shown.asked.address(&shown.basis.survey.id, ending);
        view! { <a class="button button--quiet" href=address download="">{t(lang, word)}</a> }
    };
    view! {
        <p class="tables__files">{link(".xlsx", "tables-xlsx")} {link(".csv", "tables-csv")}</p>
    }
}

fn notes(notes: Vec<String>) -> Option<impl IntoView + use<>> {
    let lines: Vec<_> = notes.into_iter().map(|it| view! { <p>{it}</p> }).collect();
    (!lines.is_empty()).then(|| view! { <div class="tables__notes hint">{lines}</div> })
}

/// Where to find what of these, where there are several questions.
fn contents(shown: &Shown, topics: &[Topic], lang: &'static str) -> impl IntoView + use<> {
    let line = |topic: &Topic| {
        let variable = &shown.basis.snapshot.columns.codebook.variables[topic.parts[0].table.variable];
        view! { <li><a href=format!("#table-{}", topic.name)>{named(variable, 70, lang)}</a></li> }
    };
    let lines: Vec<_> = topics.iter().map(line).collect();
    (lines.len() > 1).then(|| {
        view! {
            <nav class="tables__contents" aria-labelledby="contents">
                <h2 id="contents">{t(lang, "tables-contents")}</h2>
                <ol>{lines}</ol>
            </nav>
        }
    })
}

/// What stands over each table of a question: its text, the item, and the base in words.
pub(super) fn captions<'a>(
    shown: &'a Shown,
    topic: &'a Topic,
    lang: &'static str,
) -> impl Iterator<Item = String> + 'a {
    topic.parts.iter().map(move |part| {
        let variable = &shown.basis.snapshot.columns.codebook.variables[part.table.variable];
        let number = variable.nr.as_ref().map(|it| format!("{it} ")).unwrap_or_default();
        let said = item(shown, topic, part, lang);
        let text = variable.text.get(lang);
        // Most questions end in a sign of their own.
        let end = if text.ends_with(['.', '?', '!', '。', '？', '！']) { "" } else { "." };
        format!("{number}{text}{end} {said}")
    })
}

/// The item of a grid, and who answered.
fn item(shown: &Shown, topic: &Topic, part: &Part, lang: &str) -> String {
    let variable = &shown.basis.snapshot.columns.codebook.variables[part.table.variable];
    let base = base(variable, &part.table.bases[0], shown.basis.counted.weights.is_some(), lang);
    match variable.part.as_ref().filter(|_| topic.parts.len() > 1) {
        Some(item) => format!("{}. {base}", item.get(lang)),
        None => base,
    }
}

/// One question.
fn topic(
    shown: &Shown,
    topic: &Topic,
    drawn: &Drawn,
    is_lettered: bool,
    lang: &'static str,
) -> impl IntoView + use<> {
    let variable = &shown.basis.snapshot.columns.codebook.variables[topic.parts[0].table.variable];
    let (id, heading) = (format!("table-{}", topic.name), format!("heading-{}", topic.name));
    let number = variable.nr.clone().map(|it| view! { <span class="paper__nr">{it}</span> });
    let question = variable.text.get(lang).to_owned();
    let n = topic.parts[0].table.bases.first().map(|it| it.n);
    let order = drawn.order.as_ref().map(|it| {
        let name = format!("{question}, {}", t(lang, "tables-order"));
        view! { <h3>{t(lang, "tables-order")}</h3> {table(it, &name, false)} }
    });
    let tables: Vec<_> = drawn.grids.iter().map(|it| table(it, &question, is_lettered)).collect();
    view! {
        <section class="paper__question tables__topic" id=id aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{number} " " {question}</h2>
            {tables}
            {order}
            {shown.basis.details(variable, n, lang)}
        </section>
    }
}

/// A table whose cells hold bare numbers, so that a spreadsheet takes them for such: what tests say of a column stands
/// in a column of its own after it.
fn table(grid: &Grid, question: &str, is_lettered: bool) -> impl IntoView + use<> {
    let heads: Vec<_> = (0..grid.heads.len()).map(|at| heads(grid, at, is_lettered)).collect();
    let rows: Vec<_> = grid.rows.iter().map(|it| row(it, is_lettered)).collect();
    let caption = grid.caption.clone();
    // Bases alone are alike: a list of places on the page must tell them apart.
    let name = format!("{question} {caption}");
    let body = (!rows.is_empty()).then(|| {
        view! {
            <div class="scroller" tabindex="0" role="region" aria-label=name.clone()>
                <table class="cross">
                    <caption>{caption.clone()}</caption>
                    <thead>{heads}</thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <div class="tables__one">
            {body}
            {notes(grid.notes.clone())}
        </div>
    }
}

fn heads(grid: &Grid, at: usize, is_lettered: bool) -> impl IntoView + use<> {
    let deep = grid.heads.len();
    let corner = (at == 0).then(|| match grid.corner.is_empty() {
        true => view! { <td rowspan=deep></td> }.into_any(),
        false => {
            view! { <th scope="col" rowspan=deep class="cross__corner">{grid.corner.clone()}</th> }.into_any()
        }
    });
    let heads: Vec<_> = grid.heads[at].iter().map(|it| head(it, is_lettered)).collect();
    view! { <tr>{corner} {heads}</tr> }
}

fn head(head: &GridHead, is_lettered: bool) -> impl IntoView + use<> {
    let columns = if is_lettered { head.columns * 2 } else { head.columns };
    let scope = if head.columns > 1 { "colgroup" } else { "col" };
    let letter =
        (!head.letter.is_empty()).then(|| view! { " " <b class="cross__letter">{head.letter.clone()}</b> });
    view! {
        <th scope=scope colspan=columns rowspan=head.rows>{head.text.clone()}{letter}</th>
    }
}

fn row(row: &GridRow, is_lettered: bool) -> impl IntoView + use<> {
    let kind = match row.kind {
        RowKind::Answer | RowKind::Group => "answer",
        RowKind::Net => "net",
        RowKind::Figure => "figure",
        RowKind::Base => "base",
        RowKind::Detail => "detail",
    };
    let cells: Vec<_> = row
        .cells
        .iter()
        .map(|cell| {
            let said = format!("{}{}", cell.mark.map_or("", |it| it.sign()), cell.letters);
            let said = is_lettered.then(|| view! { <td class="cross__letters">{said}</td> });
            view! { <td class="tabular">{bare(cell)}</td> {said} }
        })
        .collect();
    view! {
        <tr data-kind=kind>
            <th scope="row">{row.label.clone()}</th>
            {cells}
        </tr>
    }
}
