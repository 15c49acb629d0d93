//! One question answered by chance: as the plan says, or any valid answer.

use super::chance::{quantile, share_below};
use super::person::Person;
use super::plan::{Draw, How, Latent, Num, Shares};
use crate::answer::Answer;
use crate::order::Draws;
use crate::questionnaire::{Code, Kind, Question};
use crate::view::QuestionView;

/// What robots say where the plan has no words.
const WORDS_ZH: [&str; 4] = ["还可以", "没有", "朋友推荐的", "比较方便"];
const WORDS_EN: [&str; 4] = ["Quite good", "Nothing to add", "A friend told me", "It is convenient"];

/// Somebody in front of a question.
pub(super) struct Asked<'a> {
    pub view: &'a QuestionView<'a>,
    pub person: &'a Person,
    /// The person's seed, for what is behind several answers.
    pub seed: u64,
    pub lang: &'a str,
}

impl Asked<'_> {
    /// The fields that a browser posts for this question.
    pub fn fields(&self, draw: Option<&Draw>, draws: &mut Draws) -> Vec<(String, String)> {
        let question = self.view.question;
        let answer = self.answer(draw, draws);
        let mut fields = posted(question, answer.as_ref());
        for choice in self.view.choices.iter().filter(|it| it.other.is_some()) {
            let chosen = match &answer {
                Some(Answer::Code(code)) => *code == choice.code,
                Some(Answer::Codes(codes) | Answer::Ranks(codes)) => codes.contains(&choice.code),
                _ => false,
            };
            let text = if chosen { self.word(draws) } else { "" };
            fields.push((format!("{}_{}_text", question.var, choice.code), text.to_owned()));
        }
        fields
    }

    fn answer(&self, draw: Option<&Draw>, draws: &mut Draws) -> Option<Answer> {
        match &self.view.question.kind {
            Kind::Single { .. } | Kind::Scale { .. } | Kind::Nps => self.code(draw, draws).map(Answer::Code),
            Kind::Multi { .. } => Some(Answer::Codes(self.codes(draw, draws))),
            Kind::Rank { .. } => Some(Answer::Ranks(self.ranks(draw, draws))),
            Kind::Grid { .. } => Some(Answer::Items(self.items(draw, draws))),
            Kind::Number { range, decimals, .. } => {
                Some(Answer::Number(number(draw, range.unwrap_or((0.0, 100.0)), *decimals, draws)))
            }
            Kind::Open { max_len } => self.text(draw, max_len.unwrap_or(u32::MAX), draws).map(Answer::Text),
        }
    }

    fn offered(&self) -> Vec<Code> {
        self.view.choices.iter().map(|it| it.code).collect()
    }

    fn code(&self, draw: Option<&Draw>, draws: &mut Draws) -> Option<Code> {
        let shares = match draw.map(|it| &it.how) {
            Some(How::Code(shares) | How::Weights(shares)) => shares,
            _ => return draws.one_of(&self.offered()).copied(),
        };
        self.by_share(shares, draw.and_then(|it| it.latent.as_ref()), draws)
    }

    /// A code of a distribution, as far as it is offered here.
    fn by_share(&self, shares: &Shares, latent: Option<&Latent>, draws: &mut Draws) -> Option<Code> {
        let offered = self.offered();
        let mut shares: Shares = shares.iter().filter(|(it, _)| offered.contains(it)).copied().collect();
        let drawn = match latent {
            None => draws.weighted(&shares).copied(),
            Some(latent) => {
                // A high number of the trait means a high code, whatever the order in the file.
                shares.sort_by_key(|(code, _)| *code);
                let own = draws.normal();
                let shared = Draws::new(self.seed, &format!("the trait {}", latent.name)).normal();
                let normal = latent.load * shared + libm::sqrt(1.0 - latent.load * latent.load) * own;
                quantile(&shares, share_below(normal)).copied()
            }
        };
        drawn.or_else(|| draws.one_of(&offered).copied())
    }

    fn codes(&self, draw: Option<&Draw>, draws: &mut Draws) -> Vec<Code> {
        let offered = self.offered();
        let (least, most) = self.limits();
        let kept = |shares: &Shares| {
            shares.iter().filter(|(it, _)| offered.contains(it)).copied().collect::<Shares>()
        };
        let drawn = match draw.map(|it| &it.how) {
            Some(How::Each { chances, none, force }) => {
                if let Some((code, share)) = none
                    && offered.contains(code)
                    && draws.happens(*share)
                {
                    return vec![*code];
                }
                each(kept(chances), force, least, most, draws)
            }
            Some(How::Picks { numbers, weights }) => {
                let many = draws.weighted(numbers).copied().unwrap_or(1).unsigned_abs() as usize;
                draws.several(kept(weights), many.clamp(least, most))
            }
            Some(How::Sets(sets)) => {
                let fits = |set: &&(Vec<Code>, f64)| set.0.iter().all(|it| offered.contains(it));
                let sets: Vec<(Vec<Code>, f64)> = sets.iter().filter(fits).cloned().collect();
                draws.weighted(&sets).cloned().unwrap_or_default()
            }
            _ => Vec::new(),
        };
        if drawn.is_empty() { self.any_codes(least, most, draws) } else { drawn }
    }

    /// Any valid set: one that excludes the others as often as each number of others.
    fn any_codes(&self, least: usize, most: usize, draws: &mut Draws) -> Vec<Code> {
        let (excl, others): (Vec<_>, Vec<_>) = self.view.choices.iter().partition(|it| it.excl);
        let most = most.min(others.len());
        let numbers = (most + 1).saturating_sub(least);
        if let Some(it) = draws.one_of(&excl)
            && (numbers == 0 || draws.below(numbers as u64 + 1) == 0)
        {
            return vec![it.code];
        }
        let many = least + draws.below(numbers.max(1) as u64) as usize;
        draws.several(others.iter().map(|it| (it.code, 1.0)).collect(), many)
    }

    fn ranks(&self, draw: Option<&Draw>, draws: &mut Draws) -> Vec<Code> {
        let (least, most) = self.limits();
        let all: Shares = self.offered().into_iter().map(|it| (it, 1.0)).collect();
        let weigh = |weights: &Shares| {
            let weight = |code: Code| weights.iter().find(|(it, _)| *it == code).map_or(0.0, |(_, it)| *it);
            all.iter().map(|(code, _)| (*code, weight(*code))).collect()
        };
        let (weights, many) = match draw.map(|it| &it.how) {
            Some(How::Weights(weights)) => (weigh(weights), most),
            Some(How::Picks { numbers, weights }) => {
                let many = draws.weighted(numbers).copied().unwrap_or(1).unsigned_abs() as usize;
                (weigh(weights), many.clamp(least, most))
            }
            _ => (all.clone(), least + draws.below((most - least + 1) as u64) as usize),
        };
        draws.several(weights, many)
    }

    fn items(&self, draw: Option<&Draw>, draws: &mut Draws) -> Vec<(String, Code)> {
        let scale = self.offered();
        let line = self.person.straight.and_then(|at| scale.get((at * scale.len() as f64) as usize)).copied();
        let mut items = Vec::new();
        for item in &self.view.items {
            let trap =
                self.view.question.items().iter().find(|it| it.name == item.name).and_then(|it| it.trap);
            let shares = match draw.map(|it| &it.how) {
                Some(How::Rows(rows)) => rows.iter().find(|(name, _)| *name == item.name).map(|(_, it)| it),
                _ => None,
            };
            let code = match (line, trap, shares) {
                (Some(code), ..) => Some(code),
                (None, Some(right), _) if self.person.inattentive => {
                    let wrong: Vec<Code> = scale.iter().copied().filter(|it| *it != right).collect();
                    draws.one_of(&wrong).copied()
                }
                (None, _, Some(shares)) => {
                    self.by_share(shares, draw.and_then(|it| it.latent.as_ref()), draws)
                }
                (None, Some(right), None) => Some(right),
                (None, None, None) => draws.one_of(&scale).copied(),
            };
            items.extend(code.map(|code| (item.name.clone(), code)));
        }
        items
    }

    fn text(&self, draw: Option<&Draw>, longest: u32, draws: &mut Draws) -> Option<String> {
        let (skip, text) = match draw.map(|it| &it.how) {
            Some(How::Text { texts, skip }) => {
                (draws.happens(*skip), draws.one_of(texts).map(String::as_str))
            }
            _ => (draws.happens(0.5), None),
        };
        if skip && !self.view.question.required {
            return None;
        }
        Some(text.unwrap_or_else(|| self.word(draws)).chars().take(longest as usize).collect())
    }

    fn word(&self, draws: &mut Draws) -> &'static str {
        let words = if self.lang.starts_with("zh") { &WORDS_ZH } else { &WORDS_EN };
        draws.one_of(words).expect("there are four words")
    }

    /// Least and most picks: one at least, where an answer is required.
    fn limits(&self) -> (usize, usize) {
        let (least, most) = self.view.pick;
        let least = least.max(1) as usize;
        (least, least.max(most as usize))
    }
}

/// Each code by its own chance; too few are filled up in proportion to the chances, of too many any are dropped.
fn each(chances: Shares, force: &[Code], least: usize, most: usize, draws: &mut Draws) -> Vec<Code> {
    let (mut ticked, mut left) = (Vec::new(), Shares::new());
    for (code, chance) in chances {
        if draws.happens(chance) || force.contains(&code) {
            ticked.push(code)
        } else {
            left.push((code, chance))
        }
    }
    let few = least.saturating_sub(ticked.len());
    ticked.extend(draws.several(left, few));
    while ticked.len() > most {
        let free: Vec<Code> = ticked.iter().copied().filter(|it| !force.contains(it)).collect();
        let Some(surplus) = draws.one_of(&free).copied() else { break };
        ticked.retain(|it| *it != surplus);
    }
    ticked
}

/// A number of the question's range and decimals.
fn number(draw: Option<&Draw>, (low, high): (f64, f64), decimals: u32, draws: &mut Draws) -> f64 {
    let scale = 10_f64.powi(decimals as i32);
    let number = match draw.map(|it| &it.how) {
        Some(How::Number { num, clip }) => {
            let (least, most) = clip.unwrap_or((low, high));
            rounded(draws.number(num), num, scale).clamp(least, most.max(least))
        }
        _ => {
            let steps = ((high - low) * scale).round().clamp(0.0, 1e15) as u64;
            (low * scale + draws.below(steps + 1) as f64).round() / scale
        }
    };
    number.clamp(low, high)
}

fn rounded(number: f64, num: &Num, scale: f64) -> f64 {
    match num {
        Num::LogNormal { .. } => (number * scale).round() / scale,
        Num::BetaBinomial { .. } | Num::List(_) | Num::Ages { .. } => number,
    }
}

fn posted(question: &Question, answer: Option<&Answer>) -> Vec<(String, String)> {
    let var = &question.var;
    match answer {
        None => vec![(var.clone(), String::new())],
        Some(Answer::Code(code)) => vec![(var.clone(), code.to_string())],
        Some(Answer::Codes(codes)) => codes.iter().map(|it| (var.clone(), it.to_string())).collect(),
        Some(Answer::Number(it)) => vec![(var.clone(), it.to_string())],
        Some(Answer::Items(items)) => {
            items.iter().map(|(name, it)| (format!("{var}.{name}"), it.to_string())).collect()
        }
        Some(Answer::Ranks(codes)) => {
            codes.iter().enumerate().map(|(at, it)| (format!("{var}.{}", at + 1), it.to_string())).collect()
        }
        Some(Answer::Text(text)) => vec![(var.clone(), text.clone())],
    }
}
