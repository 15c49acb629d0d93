//! A report made of what is known now: each section as blocks, in the language of the report.

use analysis::report::figures::Figures;
use analysis::report::{Block, Chart, Document, Run, markdown, method};
use analysis::table::topline::{Topic, topline};
use store::reports::{Kind, Report, Section};
use store::surveys::Survey;
use store::{reports, texts};
use survey::SurveyId;
use survey::claims::Claim;
use tokio::task::spawn_blocking;

use super::{field, question};
use crate::error::AppError;
use crate::pages::desk::basis::Basis;
use crate::pages::desk::time;
use crate::pages::desk::whom::Whom;
use crate::pages::tables::section::section;
use crate::state::AppState;
use crate::words::{spoken, t, t_with};

/// The most cells of the tables and charts of a report: nobody reads more, and few programs open it.
const MOST_CELLS: usize = 120_000;

/// A report with its sections, each with what it comes to.
#[derive(Clone)]
pub(super) struct Made {
    pub(super) survey: Survey,
    pub(super) report: Report,
    pub(super) sections: Vec<(Section, Vec<Block>)>,
    /// What stands above the first section: whom it counts, and how they stood when.
    pub(super) front: Vec<Block>,
}

impl Made {
    /// All of it as one document.
    pub(super) fn document(&self) -> Document {
        let sections = self.sections.iter().flat_map(|(_, it)| it);
        Document {
            title: self.report.of.title.clone(),
            lang: spoken(&self.report.of.lang).to_owned(),
            blocks: self.front.iter().chain(sections).cloned().collect(),
        }
    }
}

/// Makes a report as it is now.
pub(super) async fn made(state: &AppState, survey: &SurveyId, report: i64) -> Result<Made, AppError> {
    let (db, now) = (&state.db, (state.now)());
    let (report, sections) = reports::load(db, survey, report).await?;
    let lang = spoken(&report.of.lang);
    let weight = report.of.weight.clone().unwrap_or_default();
    let whom = Whom { weight, rehearsal: report.of.rehearsal, ..Whom::default() };
    let basis = Basis::load(state, survey, whom).await?;
    let gone = basis.faults.of("weight", lang);
    let claims = texts::newest(db, survey, texts::Kind::Claims).await?.map(|it| it.text);
    let mut room = Room(MOST_CELLS);
    let mut tables = Vec::new();
    for it in &sections {
        tables.push(match it.of.kind {
            Kind::Table | Kind::Chart if room.0 == 0 => vec![fault(t(lang, "report-cells"))],
            Kind::Table | Kind::Chart => {
                let made = section(state, &it.of.body, &basis, lang).await?;
                room.takes(with_faults(made.blocks, made.faults), lang)
            }
            Kind::Text | Kind::Question | Kind::Claims | Kind::Method => Vec::new(),
        });
    }
    let field = match sections.iter().any(|it| it.of.kind == Kind::Method) {
        true => Some(field::known(state, &basis.survey, &basis.whom).await?),
        false => None,
    };
    let drawing = spawn_blocking(move || {
        let claims = claims.map(|it| survey::claims::read(&it, &basis.survey.questionnaire).0);
        let claims = claims.unwrap_or_default();
        let field = field.as_ref();
        let mut drawer = Drawer { basis: &basis, claims: &claims, field, topics: None, gone, room, lang };
        let front = drawer.front(time::words(now, &basis.survey.settings.time_zone));
        let sections = sections.into_iter().zip(tables).map(|(it, tables)| {
            let blocks = drawer.section(&it, tables);
            (it, blocks)
        });
        let sections = sections.collect();
        Made { survey: basis.survey, report, sections, front }
    });
    Ok(drawing.await?)
}

/// Draws sections.
pub(super) struct Drawer<'a> {
    pub(super) basis: &'a Basis,
    claims: &'a [Claim],
    /// Where a section says how it was done.
    field: Option<&'a field::Known>,
    /// All questions, where one was asked for before.
    topics: Option<Vec<Topic>>,
    /// Says that the weights of the report are gone: numbers without them would be taken for weighted ones.
    gone: Option<String>,
    room: Room,
    pub(super) lang: &'static str,
}

impl Drawer<'_> {
    /// Whom the report counts, and of which moment it is; what is wrong with it as a whole.
    fn front(&self, now: String) -> Vec<Block> {
        let (lang, Basis { survey, whom, snapshot, counted, faults, .. }) = (self.lang, self.basis);
        let mut words = Vec::new();
        if self.gone.is_none() {
            words.push(self.basis.cases(lang));
        }
        if counted.weights.is_some() {
            words.push(t_with(lang, "report-weighted", &[("name", whom.weight.clone().into())]));
        }
        let title = survey.questionnaire.title.get(lang).to_owned();
        let args = [
            ("survey", title.into()),
            ("version", survey.version.clone().into()),
            ("snapshot", snapshot.number.into()),
            ("at", now.into()),
        ];
        words.push(t_with(lang, "report-of", &args));
        let mut front = vec![paragraph(words.join(if lang == "zh" { "" } else { " " }))];
        if whom.rehearsal {
            front.insert(0, Block::Paragraph(vec![Run::strong(t(lang, "report-rehearsal-is"))]));
        }
        front.extend(faults.0.iter().map(|(_, word)| fault(t(lang, word))));
        front
    }

    fn section(&mut self, section: &Section, tables: Vec<Block>) -> Vec<Block> {
        let heading = match (section.of.heading.as_str(), section.of.kind) {
            ("", Kind::Claims) => t(self.lang, "report-kind-claims"),
            ("", Kind::Method) => t(self.lang, "report-kind-method"),
            (heading, _) => heading.to_owned(),
        };
        let heading =
            (!heading.is_empty()).then(|| Block::Heading { level: 1, text: vec![Run::plain(heading)] });
        let body = match (section.of.kind, &self.gone) {
            (Kind::Table, _) => tables,
            (Kind::Chart, _) => charts(tables),
            (Kind::Text, Some(why)) => {
                let fault = Run { is_fault: true, ..Run::plain(format!("[{why}]")) };
                markdown::blocks(&section.of.body, &mut |_| vec![fault.clone()])
            }
            (Kind::Text, None) => {
                let figures = self.figures();
                markdown::blocks(&section.of.body, &mut |typed| figures.runs(typed))
            }
            (_, Some(why)) => vec![fault(why.clone())],
            (Kind::Question, None) => {
                let blocks = self.question(&section.of.body);
                self.room.takes(blocks, self.lang)
            }
            (Kind::Claims, None) => self.claims(),
            (Kind::Method, None) => self.field.map(|it| it.blocks(self, method::blocks)).unwrap_or_default(),
        };
        heading.into_iter().chain(body).collect()
    }

    fn figures(&self) -> Figures<'_> {
        Figures {
            columns: &self.basis.snapshot.columns,
            questionnaire: &self.basis.survey.questionnaire,
            claims: self.claims,
            is_in: self.basis.counted.is_in.as_deref(),
            weights: self.basis.counted.weights.as_deref(),
            lang: self.lang,
        }
    }

    fn question(&mut self, name: &str) -> Vec<Block> {
        let Basis { survey, snapshot, counted, .. } = self.basis;
        let (is_in, weights) = (counted.is_in.as_deref(), counted.weights.as_deref());
        let columns = &snapshot.columns;
        let topics =
            self.topics.get_or_insert_with(|| topline(columns, &survey.questionnaire, is_in, weights));
        let is_it = |it: &&Topic| columns.codebook.variables[it.variables.start].of.as_deref() == Some(name);
        match topics.iter().find(is_it) {
            Some(it) => question::blocks(columns, it, weights.is_some(), self.lang),
            None => {
                vec![fault(t_with(self.lang, "report-question-gone", &[("name", name.to_owned().into())]))]
            }
        }
    }

    fn claims(&self) -> Vec<Block> {
        match self.figures().claims() {
            Some(grid) => vec![Block::Grid(grid)],
            None => vec![fault(t(self.lang, "report-claims-none"))],
        }
    }
}

/// For how many cells there is still room.
struct Room(usize);

impl Room {
    /// Blocks that fit; else words, and nothing after them fits.
    fn takes(&mut self, blocks: Vec<Block>, lang: &str) -> Vec<Block> {
        let cells = |it: &Block| match it {
            Block::Grid(it) => it.rows.iter().map(|it| it.cells.len()).sum(),
            Block::Chart(it) => it.bars.len() * it.series.len(),
            _ => 0,
        };
        let left = self.0.checked_sub(blocks.iter().map(cells).sum());
        self.0 = left.unwrap_or_default();
        if left.is_some() { blocks } else { vec![fault(t(lang, "report-cells"))] }
    }
}

/// The bars of tables, each column a series; what has no bars stays a table.
fn charts(blocks: Vec<Block>) -> Vec<Block> {
    let chart = |block: Block| match block {
        Block::Grid(grid) => {
            // More than a handful of bars to a label nobody tells apart.
            let columns: Vec<usize> = (0..grid.columns().min(6)).collect();
            Chart::of(&grid, &columns).map_or(Block::Grid(grid), Block::Chart)
        }
        other => other,
    };
    blocks.into_iter().map(chart).collect()
}

fn with_faults(blocks: Vec<Block>, faults: Vec<String>) -> Vec<Block> {
    faults.into_iter().map(fault).chain(blocks).collect()
}

fn paragraph(text: String) -> Block {
    Block::Paragraph(vec![Run::plain(text)])
}

/// Says at its place what cannot be drawn.
fn fault(text: String) -> Block {
    Block::Paragraph(vec![Run { is_fault: true, ..Run::plain(text) }])
}

#[cfg(test)]
mod tests {
    use analysis::report::{Grid, GridCell, GridRow, RowKind};

    use super::*;

    #[test]
    fn what_has_no_room_is_said_and_nothing_comes_after_it() {
        let rows = |it: usize| vec![GridRow::new(RowKind::Base, "n", vec![GridCell::count(1); it])];
        let table = |it: usize| vec![Block::Grid(Grid { rows: rows(it), ..Grid::default() })];
        let is_drawn = |it: Vec<Block>| matches!(it[..], [Block::Grid(_)]);
        let mut room = Room(10);
        assert!(is_drawn(room.takes(table(6), "en")) && is_drawn(room.takes(table(4), "en")));
        let said = room.takes(table(1), "en");
        assert_eq!(said, [fault(t("en", "report-cells"))]);
        let mut room = Room(10);
        assert!(!is_drawn(room.takes(table(11), "en")) && !is_drawn(room.takes(table(1), "en")));
    }
}
