//! What a phone knows of its own interview, by the rules that the server goes by.

use survey::answer::belongs;
use survey::disposition::Disposition;
use survey::interview::{self, Known, QualityMode, Step};
use survey::rehearse::{Act, Robot};
use survey::view::{self, BlockView};
use survey::{Interview, Moment, RawAnswers, Token};

use crate::form::{Form, Kind, Page};
use crate::study::Study;

/// An interview as it must stand on the server, and the robot that answers it.
#[derive(Clone, Debug)]
pub struct Mirror<'a> {
    study: &'a Study,
    pub token: Token,
    pub interview: Interview,
    robot: Robot<'a>,
    /// The last post passed the gate, as far as this side knows: others may have taken the places.
    at_gate: bool,
}

impl<'a> Mirror<'a> {
    /// The interview of this robot, which its first page begins.
    pub fn begin(study: &'a Study, robot: Robot<'a>, token: Token, lang: &str) -> Mirror<'a> {
        let interview = interview::begin(&study.questionnaire, lang, token.seed(), Moment(0));
        Mirror { study, token, interview, robot, at_gate: false }
    }

    /// What its respondent does on the page where it stands.
    pub fn act(&mut self) -> Act {
        self.robot.act(&self.study.questionnaire, &self.interview)
    }

    /// The same mirror once the server has taken this form.
    pub fn posted(&self, pairs: &[(String, String)], now: Moment) -> Mirror<'a> {
        let mut after = Mirror { at_gate: false, ..self.clone() };
        let Mirror { study: Study { questionnaire, .. }, interview, at_gate, .. } = &mut after;
        let raw = RawAnswers::from(pairs.to_vec());
        let mut step = interview::submit(questionnaire, interview, raw, now);
        while let Step::Reserve { cells, at } = step {
            *at_gate = true;
            step = interview::granted(questionnaire, interview, at, cells);
        }
        if step == Step::Finish {
            interview::finish(questionnaire, interview, QualityMode::On, Known::default(), now);
        }
        after
    }

    /// What is wrong with a page that should show how the interview stands; none where it does.
    ///
    /// A page has to ask exactly the questions that the rules ask; an end has to be the one that the rules come to, or
    /// that of a full cell where there was a gate to pass.
    pub fn disagrees(&self, page: &Page) -> Option<String> {
        let must = match &self.interview.disposition {
            Disposition::Started => self.standing(),
            // Whoever is rejected must not learn of it.
            Disposition::Rejected(_) => "the end `complete`".to_owned(),
            other => format!("the end `{}`", other.word()),
        };
        let shown = shown(page);
        let is_full =
            self.at_gate && page.disposition.as_deref() == Some(Disposition::QuotaFull(vec![]).word());
        if shown != must && !is_full {
            return Some(format!("{shown} is shown, and it should be {must}"));
        }
        let form = page.form.as_ref().filter(|_| self.interview.disposition == Disposition::Started)?;
        self.asks_otherwise(form)
    }

    /// Page and turn where it stands, as [`shown`] says them.
    pub fn standing(&self) -> String {
        let page = &self.study.questionnaire.pages[self.interview.page as usize];
        format!("the page `{}` at turn {}", page.name, self.interview.turn)
    }

    /// A question that the form lacks, or one that it should not ask.
    fn asks_otherwise(&self, form: &Form) -> Option<String> {
        let view = view::page(&self.study.questionnaire, &self.interview);
        let questions: Vec<_> = view
            .blocks
            .iter()
            .filter_map(|it| match it {
                BlockView::Question(it) => Some(it.question),
                BlockView::Info { .. } => None,
            })
            .collect();
        let names: Vec<&str> =
            form.controls.iter().filter(|it| is_answer(&it.kind)).map(|it| &*it.name).collect();
        let lacking = questions.iter().find(|it| !names.iter().any(|name| belongs(it, name)));
        if let Some(question) = lacking {
            return Some(format!("{} lacks the question `{}`", self.standing(), question.var));
        }
        let vars = &self.study.questionnaire.vars;
        let is_foreign =
            |name: &&&str| vars.contains_key(**name) && !questions.iter().any(|it| belongs(it, name));
        let foreign = names.iter().find(is_foreign)?;
        Some(format!("{} asks `{foreign}`, which it should not", self.standing()))
    }
}

/// What a page says of how its interview stands.
pub fn shown(page: &Page) -> String {
    match (&page.disposition, &page.halt, &page.form) {
        (Some(word), ..) => format!("the end `{word}`"),
        (None, Some(word), _) => format!("the halt `{word}`"),
        (None, None, Some(form)) => {
            let said = |name| form.hidden(name).unwrap_or("?");
            format!("the page `{}` at turn {}", said("_page"), said("_turn"))
        }
        (None, None, None) => "nothing to answer".to_owned(),
    }
}

fn is_answer(kind: &Kind) -> bool {
    !matches!(kind, Kind::Hidden(_) | Kind::Button(_))
}

#[cfg(test)]
mod tests;
