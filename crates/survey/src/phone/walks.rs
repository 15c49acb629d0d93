//! Robots with a phone: what each met on its way, and what that makes of pages and routes.

use super::burden::{Burden, burden};
use super::{InLang, PageBurden, Route, Routes};
use crate::disposition::Disposition;
use crate::questionnaire::Questionnaire;
use crate::reading::Reading;
use crate::rehearse::{Plan, Walk, walk};
use crate::route;
use crate::view::{self, BlockView};

/// What one robot met.
pub(super) struct Met {
    robot: u64,
    is_complete: bool,
    pages: Vec<MetPage>,
}

/// A page as a robot left it.
struct MetPage {
    at: usize,
    questions: u64,
    burden: Burden,
}

/// Sends robots; every quota cell has room for them.
pub(super) fn send(
    questionnaire: &Questionnaire,
    plan: Option<&Plan>,
    (seed, robots): (u64, u64),
    lang: &str,
) -> Vec<Met> {
    let one =
        |robot| met(questionnaire, robot, walk(questionnaire, plan, (seed, robot), lang, |_| Vec::new()));
    (0..robots).map(one).collect()
}

/// Looks back at a walk, page by page. A page that grew after Next counts once, as it was at last.
fn met(questionnaire: &Questionnaire, robot: u64, walk: Walk) -> Met {
    let Walk { mut interview, .. } = walk;
    let reading = Reading::new(questionnaire, &interview);
    let is_met = |at: &usize| {
        let draft = interview.drafts.get(&questionnaire.pages[*at].name);
        draft.is_some_and(|it| it.posted) && route::has_something(&reading, *at)
    };
    let met: Vec<usize> = (0..questionnaire.pages.len()).filter(is_met).collect();
    let is_complete = interview.disposition == Disposition::Complete;
    let pages = met
        .into_iter()
        .map(|at| {
            interview.page = at as u32;
            let view = view::page(questionnaire, &interview);
            let questions =
                view.blocks.iter().filter(|it| matches!(it, BlockView::Question(_))).count() as u64;
            MetPage { at, questions, burden: burden(questionnaire, &view, &interview.lang) }
        })
        .collect();
    Met { robot, is_complete, pages }
}

/// What they all met, in one language.
pub(super) fn in_lang(questionnaire: &Questionnaire, lang: &str, all: &[Met]) -> InLang {
    let completes: Vec<&Met> = all.iter().filter(|it| it.is_complete).collect();
    let pages = (0..questionnaire.pages.len()).map(|at| page(questionnaire, lang, at, all)).collect();
    InLang {
        lang: lang.to_owned(),
        completes: completes.len() as u64,
        pages,
        routes: routes(questionnaire, &completes),
    }
}

fn page(questionnaire: &Questionnaire, lang: &str, at: usize, all: &[Met]) -> PageBurden {
    let page = &questionnaire.pages[at];
    let here = |met: &Met| met.pages.iter().find(|it| it.at == at).map(|it| it.burden);
    let burdens: Vec<Burden> = all.iter().filter_map(here).collect();
    let completes = all.iter().filter(|it| it.is_complete);
    let (met, of) = completes.fold((0, 0), |(met, of), it| (met + u64::from(here(it).is_some()), of + 1));
    PageBurden {
        page: page.name.clone(),
        title: page.title.as_ref().map(|it| it.get(lang).to_owned()).unwrap_or_default(),
        met: if of == 0 { 0.0 } else { met as f64 / of as f64 },
        median: (!burdens.is_empty()).then(|| median(&burdens)),
        most_screens: burdens.iter().map(|it| it.screens).fold(0.0, f64::max),
    }
}

/// The median of each number by itself; the upper one of two.
fn median(burdens: &[Burden]) -> Burden {
    let middle = |of: fn(&Burden) -> f64| {
        let mut numbers: Vec<f64> = burdens.iter().map(of).collect();
        numbers.sort_by(f64::total_cmp);
        numbers[numbers.len() / 2]
    };
    Burden {
        taps: middle(|it| it.taps),
        keys: middle(|it| it.keys),
        screens: middle(|it| it.screens),
        words: middle(|it| it.words),
        minutes: middle(|it| it.minutes),
    }
}

/// The shortest, the median and the longest way; of equal ones that of the first robot.
fn routes(questionnaire: &Questionnaire, completes: &[&Met]) -> Option<Routes> {
    let mut routes: Vec<Route> = completes.iter().map(|it| way(questionnaire, it)).collect();
    routes.sort_by(|one, other| one.burden.minutes.total_cmp(&other.burden.minutes));
    let median = routes.get(routes.len() / 2)?.clone();
    Some(Routes { shortest: routes.first()?.clone(), median, longest: routes.last()?.clone() })
}

fn way(questionnaire: &Questionnaire, met: &Met) -> Route {
    let is_skipped = |at: &usize| met.pages.iter().all(|it| it.at != *at);
    let skipped = (0..questionnaire.pages.len()).filter(is_skipped);
    Route {
        robot: met.robot,
        pages: met.pages.len() as u64,
        questions: met.pages.iter().map(|it| it.questions).sum(),
        burden: met.pages.iter().map(|it| it.burden).sum(),
        skips: skipped.map(|at| questionnaire.pages[at].name.clone()).collect(),
    }
}
