//! Claims in words: what is worked out, what must hold of it, and what was found.

use analysis::claims::{Finding, Found, Unsaid};
use analysis::codebook::{Codebook, Column, Variable, words};
use analysis::table::filter::Unanswerable;
use survey::Questionnaire;
use survey::claims::{Claim, Expect, Figure, Stat};
use survey::condition::{Expr, Name};
use survey::questionnaire::Code;

use crate::pages::desk::basis::Basis;
use crate::pages::desk::figures::{from_to, two};
use crate::words::{t, t_with};

/// Says what claims are about, in one language.
pub(super) struct Said<'a> {
    pub(super) questionnaire: &'a Questionnaire,
    pub(super) codebook: &'a Codebook,
    pub(super) lang: &'static str,
}

impl<'a> Said<'a> {
    pub(super) fn new(basis: &'a Basis, lang: &'static str) -> Said<'a> {
        Said { questionnaire: &basis.survey.questionnaire, codebook: &basis.snapshot.columns.codebook, lang }
    }

    /// What is worked out.
    pub(super) fn stat(&self, stat: &Stat) -> String {
        match stat {
            Stat::Figure(it) => self.figure(it),
            Stat::Diff(one, other) => {
                let (one, other) = (self.figure(one), self.figure(other));
                t_with(self.lang, "claims-diff", &[("one", one.into()), ("other", other.into())])
            }
            Stat::Top { of, k: 1 } => self.with("claims-mode", self.name(of)),
            Stat::Top { of, k } => {
                let args = [("of", self.name(of).into()), ("count", (*k).into())];
                t_with(self.lang, "claims-top", &args)
            }
        }
    }

    fn figure(&self, figure: &Figure) -> String {
        match figure {
            Figure::Pct(it) => self.with("claims-pct", self.condition(it)),
            Figure::Net(of) => self.with("claims-net", self.name(of)),
            Figure::Mean(of) => self.with("claims-mean", self.name(of)),
        }
    }

    fn condition(&self, expr: &Expr) -> String {
        words::condition(self.questionnaire, expr, self.lang)
    }

    /// Among whom.
    pub(super) fn base(&self, claim: &Claim) -> String {
        claim.base.as_ref().map_or_else(|| t(self.lang, "claims-all"), |it| self.condition(it))
    }

    /// What must hold, with the codes of the statistic by their labels.
    pub(super) fn expect(&self, claim: &Claim) -> String {
        let number = |word: &str, it: &f64| self.with(word, it.to_string());
        match &claim.expect {
            Expect::Is(it) => number("claims-is-exactly", it),
            Expect::Above(it) => number("claims-above", it),
            Expect::AtLeast(it) => number("claims-at-least", it),
            Expect::Below(it) => number("claims-below", it),
            Expect::AtMost(it) => number("claims-at-most", it),
            Expect::Within(low, high) => {
                let args = [("low", low.to_string().into()), ("high", high.to_string().into())];
                t_with(self.lang, "claims-within", &args)
            }
            Expect::Order(codes) => self.with("claims-order", self.labels(claim, codes)),
            Expect::Set(codes) => self.with("claims-set", self.labels(claim, codes)),
        }
    }

    /// What was found: a number in its unit, or codes by their labels.
    pub(super) fn found(&self, claim: &Claim, finding: &Finding) -> String {
        match &finding.found {
            Found::Figure { value, .. } => format!("{}{}", two(*value), self.unit(&claim.stat)),
            Found::Codes(codes) => {
                let share = |(code, share): &(Code, f64)| {
                    format!("{} {} %", self.label(of(&claim.stat), *code), two(*share))
                };
                codes.iter().map(share).collect::<Vec<_>>().join(&t(self.lang, "claims-comma"))
            }
        }
    }

    /// `%`, points, or nothing of a mean.
    fn unit(&self, stat: &Stat) -> String {
        match stat {
            Stat::Figure(Figure::Pct(_)) => " %".to_owned(),
            Stat::Figure(Figure::Net(_)) | Stat::Diff(Figure::Pct(_) | Figure::Net(_), _) => {
                format!(" {}", t(self.lang, "claims-points"))
            }
            Stat::Figure(Figure::Mean(_)) | Stat::Diff(Figure::Mean(_), _) | Stat::Top { .. } => {
                String::new()
            }
        }
    }

    /// Why nothing can be said of a claim.
    pub(super) fn unsaid(&self, unsaid: &Unsaid) -> String {
        match unsaid {
            Unsaid::EmptyBase => t(self.lang, "claims-empty-base"),
            Unsaid::NotAsked(name) => self.with("claims-not-asked", name.clone()),
            Unsaid::Unanswerable(Unanswerable::Variable(name)) => {
                self.with("claims-no-variable", name.clone())
            }
            Unsaid::Unanswerable(Unanswerable::LongString(name)) => {
                self.with("claims-no-order", name.clone())
            }
            Unsaid::Unanswerable(Unanswerable::Seconds(page)) => {
                self.with("claims-no-seconds", page.clone().unwrap_or_default())
            }
            Unsaid::Unanswerable(Unanswerable::Duplicate) => t(self.lang, "claims-no-duplicate"),
        }
    }

    fn labels(&self, claim: &Claim, codes: &[Code]) -> String {
        let labels: Vec<_> = codes.iter().map(|it| self.label(of(&claim.stat), *it)).collect();
        labels.join(&t(self.lang, "claims-comma"))
    }

    fn label(&self, of: Option<&Name>, code: Code) -> String {
        let variables = of.map(|it| variables(self.codebook, it)).unwrap_or_default();
        let label = variables.iter().find_map(|it| match it.from {
            // The choices of a multi are columns of their own.
            Column::Ticked(own) | Column::DerivedTicked(own) => {
                it.part.as_ref().filter(|_| own == code).map(|it| it.get(self.lang))
            }
            _ => it.label(code, self.lang),
        });
        label.map_or_else(|| code.to_string(), str::to_owned)
    }

    /// A variable by the number of its question, or its name, and its item.
    fn name(&self, name: &Name) -> String {
        let variables = variables(self.codebook, name);
        let first = variables.first();
        let number = first.and_then(|it| it.nr.clone()).unwrap_or_else(|| name.var.clone());
        let part = first.filter(|_| name.part.is_some()).and_then(|it| it.part.as_ref());
        part.map_or(number.clone(), |it| self.pair("claims-item", &number, it.get(self.lang)))
    }

    fn pair(&self, word: &str, of: &str, item: &str) -> String {
        t_with(self.lang, word, &[("of", of.to_owned().into()), ("item", item.to_owned().into())])
    }

    fn with(&self, word: &str, of: String) -> String {
        t_with(self.lang, word, &[("of", of.into())])
    }
}

/// The interval of what was found, as it is printed; empty where there is none.
pub(super) fn interval(finding: &Finding) -> String {
    match &finding.found {
        Found::Figure { interval, .. } => from_to(*interval, two),
        Found::Codes(_) => String::new(),
    }
}

/// The columns of a variable, of one item of a grid or of one place of a ranking.
pub(super) fn variables<'a>(codebook: &'a Codebook, name: &Name) -> Vec<&'a Variable> {
    let is_part = |it: &&Variable| match (&name.part, &it.from) {
        (None, Column::OtherText(_) | Column::Order) => false,
        (None, _) => true,
        (Some(part), Column::Item(item)) => part == item,
        (Some(part), Column::Rank(at)) => part.parse() == Ok(at + 1),
        (Some(_), _) => false,
    };
    codebook.variables.iter().filter(|it| it.var.as_ref() == Some(&name.var)).filter(is_part).collect()
}

/// All that a claim reads, each once.
pub(super) fn names<'a>(claim: &'a Claim) -> Vec<&'a Name> {
    let of_figure = |it: &'a Figure| match it {
        Figure::Pct(condition) => condition.reads(),
        Figure::Net(of) | Figure::Mean(of) => vec![of],
    };
    let mut names = match &claim.stat {
        Stat::Figure(it) => of_figure(it),
        Stat::Diff(one, other) => [of_figure(one), of_figure(other)].concat(),
        Stat::Top { of, .. } => vec![of],
    };
    names.extend(claim.base.iter().flat_map(Expr::reads));
    let mut once: Vec<&'a Name> = Vec::new();
    for name in names {
        if !once.iter().any(|it| it.var == name.var && it.part == name.part) {
            once.push(name);
        }
    }
    once
}

/// The statistic as the file has it.
pub(super) fn formula(stat: &Stat) -> String {
    let figure = |it: &Figure| match it {
        Figure::Pct(condition) => format!("pct: {condition}"),
        Figure::Net(of) => format!("net: {of}"),
        Figure::Mean(of) => format!("mean: {of}"),
    };
    match stat {
        Stat::Figure(it) => figure(it),
        Stat::Diff(one, other) => format!("diff: [{}, {}]", figure(one), figure(other)),
        Stat::Top { of, k: 1 } => format!("mode: {of}"),
        Stat::Top { of, k } => format!("top: {of}, k: {k}"),
    }
}

fn of(stat: &Stat) -> Option<&Name> {
    match stat {
        Stat::Top { of, .. } => Some(of),
        Stat::Figure(_) | Stat::Diff(..) => None,
    }
}
