//! Figures in a running text: each is worked out anew, and says its base, its interval and what it is of in a note.

mod said;
#[cfg(test)]
mod tests;

use survey::Questionnaire;
use survey::claims::{Claim, Expect, Figure, Quoted, Stat, What, quoted};
use survey::condition::Expr;
use survey::questionnaire::Code;

use super::{Grid, GridCell, GridHead, GridRow, Number, RowKind, Run, Unit};
use crate::claims::{Finding, Found, Unsaid, finding};
use crate::codebook::words;
use crate::stats::Base;
use crate::table::Columns;
use said::Said;

/// Decimals of all figures, as the institute publishes them.
const DECIMALS: u8 = 2;

/// What figures are worked out from.
#[derive(Clone, Copy)]
pub struct Figures<'a> {
    pub columns: &'a Columns,
    /// The newest of those that the cases were asked.
    pub questionnaire: &'a Questionnaire,
    /// The claims of the survey, for those that a text names.
    pub claims: &'a [Claim],
    /// Of each case whether it counts; none where all do.
    pub is_in: Option<&'a [bool]>,
    /// Of each case; none where nobody is weighted.
    pub weights: Option<&'a [f64]>,
    /// The language of the text.
    pub lang: &'a str,
}

impl Figures<'_> {
    /// What stands in the text in the place of `{{typed}}`. Where nothing can be worked out it says why.
    pub fn runs(&self, typed: &str) -> Vec<Run> {
        let run = match quoted(self.questionnaire, typed) {
            Err(faults) => {
                self.fault(typed, &faults.iter().map(|it| self.said().fault(it)).collect::<Vec<_>>())
            }
            Ok(Quoted { what: What::Figure(it), base }) => self.figure(typed, it, base),
            Ok(Quoted { what: What::Count(it), base }) => self.count(typed, it, base),
            Ok(Quoted { what: What::Claim(id), .. }) => self.claim(typed, &id),
        };
        vec![run]
    }

    /// All claims of the survey as a table: each statement with its figure, base, interval and whether the data bear it
    /// out. None where there are none.
    pub fn claims(&self) -> Option<Grid> {
        let said = self.said();
        let row = |claim: &Claim| {
            let cells = match self.found(claim) {
                Err(unsaid) => vec![GridCell::text(said.unsaid(&unsaid))],
                Ok(found) => {
                    let between = match &found.found {
                        Found::Figure { interval: Some(it), .. } => {
                            let (write, _) = form(&claim.stat);
                            said.between(&write(it.low), &write(it.high))
                        }
                        Found::Figure { .. } | Found::Codes(_) => String::new(),
                    };
                    let n = GridCell::count(found.base.n);
                    let figure = GridCell::text(self.text(claim, &found));
                    vec![figure, GridCell::text(between), n, GridCell::text(said.holds(found.holds))]
                }
            };
            GridRow::new(RowKind::Answer, format!("{} {}", claim.id, claim.seed), cells)
        };
        let (corner, heads) = said.claim_heads();
        let rows = self.claims.iter().map(row).collect();
        let heads = vec![heads.into_iter().map(|it| GridHead::over(1, it)).collect()];
        let grid = Grid { corner, heads, rows, ..Grid::default() };
        (!self.claims.is_empty()).then_some(grid)
    }

    fn figure(&self, typed: &str, figure: Figure, base: Option<Expr>) -> Run {
        // Nothing is expected of it.
        let stat = Stat::Figure(figure);
        let claim = Claim {
            id: String::new(),
            seed: String::new(),
            stat,
            base,
            expect: Expect::Above(f64::NEG_INFINITY),
        };
        match self.found(&claim) {
            Ok(found) => self.run(&claim, &found, Vec::new()),
            Err(unsaid) => self.fault(typed, &[self.said().unsaid(&unsaid)]),
        }
    }

    fn claim(&self, typed: &str, id: &str) -> Run {
        let said = self.said();
        let Some(claim) = self.claims.iter().find(|it| it.id == id) else {
            return self.fault(typed, &[said.no_claim(id)]);
        };
        match self.found(claim) {
            Ok(found) => {
                let borne_out = said.holds(found.holds);
                self.run(claim, &found, vec![said.claim(claim), borne_out])
            }
            Err(unsaid) => self.fault(typed, &[said.unsaid(&unsaid)]),
        }
    }

    fn found(&self, claim: &Claim) -> Result<Finding, Unsaid> {
        finding(self.columns, self.questionnaire, claim, self.is_in, self.weights)
    }

    /// How many respondents: a count of them, whatever they weigh.
    fn count(&self, typed: &str, of: Expr, base: Option<Expr>) -> Run {
        let stat = Stat::Figure(Figure::Pct(of));
        let claim = Claim {
            id: String::new(),
            seed: String::new(),
            stat,
            base,
            expect: Expect::Above(f64::NEG_INFINITY),
        };
        match finding(self.columns, self.questionnaire, &claim, self.is_in, None) {
            Ok(Finding { base, found: Found::Figure { value, .. }, .. }) => {
                let n = (value / 100.0 * base.n as f64).round();
                let note = self.note(&claim, base, false, Vec::new());
                Run { note: Some(note), ..Run::plain(plain(n, 0)) }
            }
            Ok(_) => self.fault(typed, &[]),
            Err(unsaid) => self.fault(typed, &[self.said().unsaid(&unsaid)]),
        }
    }

    /// `72.66% (n = 1,514)`, with all else in the note.
    fn run(&self, claim: &Claim, finding: &Finding, mut more: Vec<String>) -> Run {
        let said = self.said();
        if let Found::Figure { interval, .. } = &finding.found {
            let (write, _) = form(&claim.stat);
            let between = interval.map(|it| said.between(&write(it.low), &write(it.high)));
            more.insert(0, said.interval(between.as_deref()));
        }
        let note = self.note(claim, finding.base, true, more);
        let text = said.with_base(&self.text(claim, finding), &plain(finding.base.n as f64, 0));
        Run { note: Some(note), ..Run::plain(text) }
    }

    /// What was found, in its unit.
    fn text(&self, claim: &Claim, finding: &Finding) -> String {
        let said = self.said();
        match &finding.found {
            Found::Figure { value, .. } => {
                let (write, is_points) = form(&claim.stat);
                if is_points { said.points(&write(*value)) } else { write(*value) }
            }
            Found::Codes(codes) => {
                let of = match &claim.stat {
                    Stat::Top { of, .. } => of.var.as_str(),
                    Stat::Figure(_) | Stat::Diff(..) => "",
                };
                let one =
                    |(code, share): &(Code, f64)| format!("{} {}", said.label(of, *code), percent(*share));
                codes.iter().map(one).collect::<Vec<_>>().join(said.comma())
            }
        }
    }

    /// Who the base is, and what was worked out of them.
    fn note(&self, claim: &Claim, base: Base, may_be_weighted: bool, more: Vec<String>) -> String {
        let said = self.said();
        let who = match &claim.base {
            None => said.all(self.is_in.is_some()),
            Some(it) => words::condition(self.questionnaire, it, self.lang),
        };
        let effective = self.weights.filter(|_| may_be_weighted).map(|_| plain(base.effective(), 0));
        let mut parts =
            vec![said.stat(&claim.stat), said.base(&who, &plain(base.n as f64, 0), effective.as_deref())];
        parts.extend(more);
        said.sentence(&parts)
    }

    fn fault(&self, typed: &str, why: &[String]) -> Run {
        Run { is_fault: true, ..Run::plain(self.said().cannot(typed, why)) }
    }

    fn said(&self) -> Said<'_> {
        Said { questionnaire: self.questionnaire, lang: self.lang }
    }
}

/// How a figure is written, and whether it is in points.
fn form(stat: &Stat) -> (fn(f64) -> String, bool) {
    let figure = match stat {
        Stat::Figure(it) => it,
        Stat::Diff(Figure::Mean(_), _) => return (two, false),
        Stat::Diff(..) => return (points, true),
        Stat::Top { .. } => return (percent, false),
    };
    match figure {
        Figure::Pct(_) => (percent, false),
        Figure::Net(_) => (points, true),
        Figure::Mean(_) => (two, false),
    }
}

/// In print, of a number of per cent.
fn percent(value: f64) -> String {
    Number { value: value / 100.0, decimals: DECIMALS, unit: Unit::PerCent }.to_string()
}

fn points(value: f64) -> String {
    Number { value: value / 100.0, decimals: DECIMALS, unit: Unit::Points }.to_string()
}

fn two(value: f64) -> String {
    plain(value, DECIMALS)
}

fn plain(value: f64, decimals: u8) -> String {
    Number { value, decimals, unit: Unit::Plain }.to_string()
}
