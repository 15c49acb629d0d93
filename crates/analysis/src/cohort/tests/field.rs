//! Rehearsed fields: honest robots as the plan draws them, and fillers of several kinds among them.

use std::sync::Arc;

use survey::interview::Interview;
use survey::questionnaire::{Kind, Questionnaire};
use survey::rehearse::{Plan, walk};
use survey::{Disposition, InterviewId, Moment};

use crate::case::Case;
use crate::testing::{posted, read};

const MINUTE: i64 = 60_000;
const DAY: f64 = 24.0 * 60.0;

/// SplitMix64: the same field for the same seed.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.unit()).ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }
}

/// Who is in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Honest,
    /// An honest one's answers with 2 to 5 % of them changed.
    Copy,
    /// The one that was copied.
    Copied,
    /// Open ends from a template with three gaps.
    Template,
    /// Each answer by its share, whatever else was answered.
    Shares,
    /// The same time on every page, give or take a tenth.
    Even,
    /// The usual time of each page, give or take a twentieth.
    Usual,
    /// Began within the same four minutes.
    Burst,
}

pub const GROUPS: [Group; 8] = [
    Group::Honest,
    Group::Copied,
    Group::Copy,
    Group::Template,
    Group::Shares,
    Group::Even,
    Group::Usual,
    Group::Burst,
];

/// A questionnaire with its plan.
pub struct Reference {
    pub questionnaire: Arc<Questionnaire>,
    plan: Plan,
    seed: u64,
    chance: Chance,
    sent: u64,
}

impl Reference {
    /// With `load` at least so much of the plan's trait shows in each answer that it is behind.
    pub fn new((questionnaire, plan): (&str, &str), seed: u64, load: f64) -> Reference {
        let questionnaire = read(questionnaire);
        let mut plan = Plan::read(plan, &questionnaire).unwrap();
        for latent in plan.draws.values_mut().flatten().filter_map(|it| it.latent.as_mut()) {
            latent.load = latent.load.max(load);
        }
        Reference { questionnaire, plan, seed, chance: Chance(seed), sent: 0 }
    }

    /// So many honest interviews, and so many of each kind of filler, in order of arrival.
    pub fn field(mut self, honest: usize, fillers: usize) -> Vec<(Group, Case)> {
        let mut all: Vec<(Group, Interview)> = Vec::new();
        for _ in 0..honest {
            let it = self.human();
            all.push((Group::Honest, it));
        }
        for at in 0..fillers {
            // Each model is copied three times.
            let model = &mut all[at / 3 * 7];
            model.0 = Group::Copied;
            let model = model.1.clone();
            let copy = self.copy(model);
            all.push((Group::Copy, copy));
            let templated = self.template();
            all.push((Group::Template, templated));
            let drawn = self.shares();
            all.push((Group::Shares, drawn));
            let mut even = self.human();
            self.retime(&mut even, |_| 1.0, 0.1);
            all.push((Group::Even, even));
            let mut burst = self.human();
            burst.started_at = Moment((5.0 * DAY) as i64 * MINUTE + self.chance.below(4 * 60_000) as i64);
            all.push((Group::Burst, burst));
        }
        let usual = survey::quality::evidence::page_medians(all.iter().map(|it| &it.1));
        for _ in 0..fillers {
            let mut it = self.human();
            self.retime(&mut it, |page| usual[page], 0.05);
            all.push((Group::Usual, it));
        }
        all.sort_by_key(|(_, it)| it.started_at);
        let case = |(at, (group, interview)): (usize, (Group, Interview))| (group, self.case(at, interview));
        all.into_iter().enumerate().map(case).collect()
    }

    fn case(&self, at: usize, interview: Interview) -> Case {
        Case {
            id: InterviewId(at as i64 + 1),
            questionnaire: self.questionnaire.clone(),
            interview,
            ..posted(&self.questionnaire, &[])
        }
    }

    /// The next robot that finishes.
    fn finished(&mut self, plan: &Plan) -> Interview {
        loop {
            self.sent += 1;
            let walk = walk(&self.questionnaire, Some(plan), (self.seed, self.sent), "zh", |_| Vec::new());
            if matches!(walk.interview.disposition, Disposition::Complete | Disposition::Rejected(_)) {
                return walk.interview;
            }
        }
    }

    /// A robot of the plan, made more like people: the plan's robots all spend the same time on a question, and
    /// write one of six sentences.
    fn human(&mut self) -> Interview {
        let plan = self.plan.clone();
        let mut interview = self.finished(&plan);
        self.live(&mut interview);
        interview
    }

    fn live(&mut self, interview: &mut Interview) {
        interview.started_at = self.arrival();
        for millis in interview.millis.values_mut() {
            *millis = (*millis as f64 * (0.4 * self.chance.normal()).exp()) as i64;
        }
        let words = self.sentence();
        self.write(interview, &words);
    }

    /// Ten days, few at night, most in the evening.
    fn arrival(&mut self) -> Moment {
        loop {
            let minute = self.chance.unit() * 10.0 * DAY;
            let hour = minute % DAY / 60.0;
            let rate = 0.55 - 0.45 * (std::f64::consts::TAU * (hour - 3.0) / 24.0).cos();
            if self.chance.unit() < rate {
                return Moment((minute * MINUTE as f64) as i64);
            }
        }
    }

    /// Two or three clauses, each made of what it is about, how much, and a judgement.
    fn sentence(&mut self) -> String {
        const ABOUT: [&str; 16] = [
            "价格",
            "送货",
            "水果",
            "客服",
            "退款",
            "包装",
            "蔬菜",
            "团长",
            "优惠券",
            "页面",
            "零食",
            "海鲜",
            "自提点",
            "推荐的商品",
            "图片",
            "积分",
        ];
        const HOW: [&str; 8] = ["真的", "有时候", "一直", "比以前", "周末", "总觉得", "", "说实话"];
        const JUDGED: [&str; 20] = [
            "很便宜",
            "太慢了",
            "不新鲜",
            "态度好",
            "太麻烦",
            "需要改进",
            "时好时坏",
            "热情周到",
            "看不懂",
            "卡得厉害",
            "种类少",
            "跟描述不一样",
            "省了不少时间",
            "让人放心",
            "值得夸一下",
            "没什么特别的",
            "经常出错",
            "孩子爱吃",
            "越来越贵",
            "还凑合",
        ];
        let clause = |chance: &mut Chance| {
            let one = |chance: &mut Chance, of: &[&'static str]| of[chance.below(of.len())];
            format!("{}{}{}", one(chance, &ABOUT), one(chance, &HOW), one(chance, &JUDGED))
        };
        let many = 2 + self.chance.below(2);
        (0..many).map(|_| clause(&mut self.chance)).collect::<Vec<_>>().join("，")
    }

    /// Puts words wherever something open was written.
    fn write(&mut self, interview: &mut Interview, words: &str) {
        for draft in interview.drafts.values_mut() {
            for (_, text) in draft.fields.iter_mut().filter(|it| self.is_written(it)) {
                *text = words.to_owned();
            }
        }
    }

    /// Whether a field holds words that answer an open question.
    fn is_written(&self, (var, text): &(String, String)) -> bool {
        let question = self.questionnaire.question(var);
        question.is_some_and(|it| matches!(it.kind, Kind::Open { .. })) && !text.is_empty()
    }

    fn template(&mut self) -> Interview {
        let mut interview = loop {
            let it = self.human();
            if it.drafts.values().flat_map(|it| &it.fields).any(|it| self.is_written(it)) {
                break it;
            }
        };
        let pick = |chance: &mut Chance, words: [&'static str; 4]| words[chance.below(4)];
        let words = format!(
            "总体来说{}，{}，以后还会继续使用并且推荐给{}。",
            pick(&mut self.chance, ["非常满意", "比较满意", "体验不错", "感觉很好"]),
            pick(&mut self.chance, ["商品质量好", "商品价格低", "商品种类多", "商品送得快"]),
            pick(&mut self.chance, ["朋友", "家人", "同事", "邻居"])
        );
        self.write(&mut interview, &words);
        interview
    }

    /// A robot without traits and conditions: where the plan says several ways, any of them.
    fn shares(&mut self) -> Interview {
        let mut plan = self.plan.clone();
        // In one order, since each takes its turn at chance.
        let mut all: Vec<_> = plan.draws.iter_mut().collect();
        all.sort_by_key(|(var, _)| var.as_str());
        for (_, draws) in all {
            let mut only = draws[self.chance.below(draws.len())].clone();
            (only.condition, only.latent) = (None, None);
            *draws = vec![only];
        }
        (plan.fieldwork.straight, plan.fieldwork.attention, plan.fieldwork.speeder) = (0.0, 0.0, 0.0);
        let mut interview = self.finished(&plan);
        self.live(&mut interview);
        interview
    }

    fn copy(&mut self, mut interview: Interview) -> Interview {
        let changed = 0.02 + 0.03 * self.chance.unit();
        let questionnaire = self.questionnaire.clone();
        for draft in interview.drafts.values_mut() {
            for (name, text) in &mut draft.fields {
                let Some(question) = questionnaire.question(name.split('.').next().unwrap()) else {
                    continue;
                };
                let codes = question.choices();
                if codes.len() > 1
                    && !matches!(question.kind, Kind::Rank { .. })
                    && self.chance.unit() < changed
                {
                    *text = codes[self.chance.below(codes.len())].code.to_string();
                }
            }
        }
        self.live(&mut interview);
        interview
    }

    /// Times in these proportions, give or take a share, as long in all as before.
    fn retime(&mut self, interview: &mut Interview, proportion: impl Fn(&str) -> f64, share: f64) {
        let before = interview.active_millis() as f64;
        let whole: f64 = interview.millis.keys().map(|it| proportion(it)).sum();
        for (page, millis) in &mut interview.millis {
            let around = 1.0 + share * (2.0 * self.chance.unit() - 1.0);
            *millis = (before * proportion(page) / whole * around) as i64;
        }
    }
}
