//! Quotas, quality and weights, and what may be said of the precision of it all.

use survey::Questionnaire;
use survey::fieldwork::tally::Count;
use survey::questionnaire::{Choice, Code};
use survey::weighting::Margin;

use super::{Method, Weighting};
use crate::codebook::words;
use crate::report::{Block, Grid, GridCell, GridHead, GridRow, Number, RowKind, Unit};

/// Completes wanted and completes got, by cell.
pub(super) fn quotas(of: &Method) -> Vec<Block> {
    let heading = of.heading("配额", "Quotas");
    let Some((plan, cells)) = of.plan else {
        return vec![heading, of.paragraph("没有配额。", "There were no quotas.")];
    };
    let mut rows = Vec::new();
    for table in &plan.tables {
        let names: Vec<String> = table.by.iter().map(|it| name(of.questionnaire, it, of.lang)).collect();
        rows.push(GridRow::new(RowKind::Group, of.joined(&names), Vec::new()));
        for (codes, _) in &table.cells {
            let cell = table.cell(codes);
            let Some(standing) = cells.iter().find(|it| it.name == cell) else { continue };
            let labels: Vec<String> = table
                .by
                .iter()
                .zip(codes)
                .map(|(var, code)| label(of.questionnaire, var, *code, of.lang))
                .collect();
            let numbers = [standing.target, standing.completes].map(|it| GridCell::count(it.max(0) as u64));
            rows.push(GridRow {
                indent: 1,
                ..GridRow::new(RowKind::Answer, labels.join(" × "), numbers.into())
            });
        }
    }
    let heads = [("计划", "planned"), ("完成", "got")].map(|(zh, en)| GridHead::over(1, of.say(zh, en)));
    let grid = Grid {
        caption: of.say(
            format!("配额方案 {}：计划 {} 份", plan.name, plan.n),
            format!("Quota plan {}: {} completes wanted", plan.name, plan.n),
        ),
        corner: of.say("格", "Cell"),
        heads: vec![heads.into()],
        rows,
        ..Grid::default()
    };
    vec![heading, Block::Grid(grid)]
}

/// The rules that looked at each interview, and whom they took out.
pub(super) fn quality(of: &Method) -> Vec<Block> {
    let mut blocks = vec![of.heading("质量检查与剔除", "Quality checks and removals")];
    let quality = &of.questionnaire.quality;
    if !quality.rules.is_empty() {
        let rule = |it: &survey::questionnaire::QualityRule| {
            let rejects = if it.reject { of.say("剔除", "rejects") } else { of.say("标记", "flags") };
            let words = words::condition(of.questionnaire, &it.condition, of.lang);
            let broke = broke(of.counts, &it.id);
            let cells = vec![GridCell::text(words), GridCell::text(rejects), GridCell::count(broke)];
            GridRow::new(RowKind::Answer, it.id.clone(), cells)
        };
        let heads = [
            ("内容", "what it looks for"),
            ("作用", "effect"),
            ("剔除的访问", "rejected interviews that broke it"),
        ];
        let notes = quality.reject_at.map(|it| {
            of.say(format!("被标记 {it} 次即剔除"), format!("An interview with {it} flags is rejected"))
        });
        blocks.push(Block::Grid(Grid {
            caption: of.say("质量规则", "Quality rules"),
            corner: of.say("规则", "Rule"),
            heads: vec![heads.map(|(zh, en)| GridHead::over(1, of.say(zh, en))).into()],
            rows: quality.rules.iter().map(rule).collect(),
            notes: notes.into_iter().collect(),
            ..Grid::default()
        }));
    }
    let (rejected, withdrawn) = (of.with("rejected"), of.withdrawn);
    let share = match rejected + of.with("complete") {
        0 => String::new(),
        all => {
            let it = Number { value: rejected as f64 / all as f64, decimals: 1, unit: Unit::PerCent };
            of.say(format!("（{it}）"), format!(" ({it})"))
        }
    };
    blocks.push(of.paragraph(
        format!("到达末页的访问中因质量剔除 {rejected} 份{share}，不计入任何数字。撤回同意并删除的 {withdrawn} 份。"),
        format!(
            "Taken out for quality, of the interviews that reached the end: {rejected}{share}; they are in no figure. \
             Withdrawn by respondents and erased: {withdrawn}."
        ),
    ));
    blocks
}

/// Rejected interviews that broke a rule.
fn broke(counts: &[Count], rule: &str) -> u64 {
    let broken =
        |it: &&Count| it.disposition == "rejected" && it.code.split_whitespace().any(|it| it == rule);
    counts.iter().filter(broken).map(|it| it.count.max(0) as u64).sum()
}

/// The margins, and what weighting costs.
pub(super) fn weighting(of: &Method) -> Vec<Block> {
    let mut blocks = vec![of.heading("加权", "Weighting")];
    let Some(weighting) = &of.weighting else {
        blocks.push(of.paragraph("数字未加权。", "Figures are not weighted."));
        return blocks;
    };
    if let Some(made) = weighting.made {
        let (rounds, cases) = (made.iterations, made.cases);
        let cap = made.cap.map(|(least, most)| {
            of.say(
                format!("，权重限于 {least} 至 {most}"),
                format!(", with weights held between {least} and {most}"),
            )
        });
        let cap = cap.unwrap_or_default();
        blocks.push(of.paragraph(
            format!("权重“{}”用边际加权（RIM）得出，{cases} 份，{rounds} 轮{cap}。", weighting.name),
            format!(
                "The weights “{}” were raked to margins (RIM): {cases} cases, {rounds} rounds{cap}.",
                weighting.name
            ),
        ));
        blocks.extend(made.margins.iter().map(|it| margin(of, it)));
    } else {
        blocks.push(of.paragraph(
            format!("权重“{}”在别处算出并上传，其方法由发表者说明。", weighting.name),
            format!(
                "The weights “{}” were worked out elsewhere and uploaded; whoever publishes says how.",
                weighting.name
            ),
        ));
    }
    blocks.push(cost(of, weighting));
    blocks
}

fn margin(of: &Method, margin: &Margin) -> Block {
    let names: Vec<String> = margin.by.iter().map(|it| name(of.questionnaire, it, of.lang)).collect();
    let row = |(codes, share): &(Vec<Code>, f64)| {
        let labels: Vec<String> = margin
            .by
            .iter()
            .zip(codes)
            .map(|(var, code)| label(of.questionnaire, var, *code, of.lang))
            .collect();
        GridRow::new(RowKind::Answer, labels.join(" × "), vec![GridCell::share(share / 100.0, 2)])
    };
    let (source, year) = (margin.source.get(of.lang), margin.year);
    Block::Grid(Grid {
        caption: of.joined(&names),
        corner: of.say("类别", "Category"),
        heads: vec![vec![GridHead::over(1, of.say("总体占比", "share of the population"))]],
        rows: margin.shares.iter().map(row).collect(),
        notes: vec![of.say(format!("来源：{source}，{year}"), format!("Source: {source}, {year}"))],
        ..Grid::default()
    })
}

fn cost(of: &Method, weighting: &Weighting) -> Block {
    let plain = |value: f64, decimals: u8| Number { value, decimals, unit: Unit::Plain }.to_string();
    let (n, effective) = (plain(weighting.base.n as f64, 0), plain(weighting.base.effective(), 0));
    let effect = weighting.base.design_effect().map_or_else(|| "–".to_owned(), |it| plain(it, 2));
    let (least, most) = (plain(weighting.least, 2), plain(weighting.most, 2));
    of.paragraph(
        format!("未加权 n = {n}，有效基数 {effective}，加权的设计效应 {effect}；权重由 {least} 至 {most}。"),
        format!(
            "Unweighted n = {n}, effective base {effective}, design effect of weighting {effect}; weights from {least} to \
             {most}."
        ),
    )
}

/// What an interval means here, and what it does not.
pub(super) fn precision(of: &Method) -> Vec<Block> {
    let zh = "本调查的受访者自愿参加，因此没有严格意义上的抽样误差。文中的 95% 区间是把样本当作有放回的简单随机样本（加权时用有效基数）\
              算出的，只说明随机波动的大小，不含覆盖、自选与测量的误差。";
    let en = "Respondents took part of their own accord, so there is no margin of sampling error in the strict sense. The 95% \
              intervals treat the sample as if it had been drawn at random with replacement (on the effective base where it is \
              weighted): they show how far chance alone would carry a figure, and nothing of errors of coverage, \
              self-selection and measurement.";
    if !of.is_opt_in() {
        let zh = "受访者按名单邀请。只有名单是从总体中随机抽取、且未应答与所问无关时，95% 区间才是严格意义上的抽样误差；文中的区间按有放回的简单随机样本\
                  （加权时用有效基数）算出。";
        let en = "Respondents were invited from a list. Only where it was drawn from the population at random, and not to answer \
                  has nothing to do with what was asked, are the 95% intervals margins of error in the strict sense; they are \
                  those of a simple random draw with replacement (on the effective base where it is weighted).";
        return vec![of.heading("精度", "Precision"), of.paragraph(zh, en)];
    }
    let tests = of.say(
        "占比用 Wilson 区间，均值与净值用线性化标准误与 t 分布。",
        "Shares have Wilson's interval; means and nets one by the linearised standard error and t.",
    );
    vec![of.heading("精度", "Precision"), of.paragraph(zh, en), of.paragraph(tests.clone(), tests)]
}

/// What a variable is called: its label if it is derived, its number and name if it is asked.
fn name(questionnaire: &Questionnaire, var: &str, lang: &str) -> String {
    match questionnaire.derived(var) {
        Some(it) => it.label.get(lang).to_owned(),
        None => questionnaire.question(var).map_or_else(|| var.to_owned(), |it| it.text.get(lang).to_owned()),
    }
}

fn label(questionnaire: &Questionnaire, var: &str, code: Code, lang: &str) -> String {
    let question = questionnaire.question(var).map(|it| it.choices());
    let derived = || questionnaire.derived(var).map(|it| it.choices.as_slice());
    let choices: &[Choice] = question.or_else(derived).unwrap_or_default();
    choices
        .iter()
        .find(|it| it.code == code)
        .map_or_else(|| code.to_string(), |it| it.label.get(lang).to_owned())
}
