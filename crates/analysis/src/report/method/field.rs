//! The design of a survey, where its respondents came from, and how their interviews ended.

use survey::fieldwork::incidence_rate;

use super::{Method, Source, SourceKind, list};
use crate::report::{Block, Grid, GridCell, GridHead, GridRow, Number, RowKind, Unit};

/// What was asked, how and when.
pub(super) fn design(of: &Method) -> Vec<Block> {
    let questionnaire = of.questionnaire;
    let title = questionnaire.title.get(of.lang);
    let contact = questionnaire.contact.get(of.lang);
    let langs = of.joined(&questionnaire.langs);
    let mut items = vec![
        of.say(
            format!("调查：{title}（{}）", questionnaire.survey),
            format!("Survey: {title} ({})", questionnaire.survey),
        ),
        of.say(format!("答复咨询：{contact}"), format!("Who answers for it: {contact}")),
        of.say(
            format!("方式：网上自填问卷（CAWI），语言：{langs}"),
            format!("Mode: self-completion on the web (CAWI), in: {langs}"),
        ),
    ];
    items.push(match &of.days {
        Some((first, last)) => of.say(
            format!("执行日期：{first} 至 {last}（{}）", of.time_zone),
            format!("Field dates: {first} to {last} ({})", of.time_zone),
        ),
        None => of.say("执行日期：尚无完成的访问", "Field dates: there is no complete yet"),
    });
    if let Some(it) = of.length {
        let minutes = |it: f64| Number { value: it, decimals: 1, unit: Unit::Plain }.to_string();
        let (lower, median, upper) = (minutes(it.lower), minutes(it.median), minutes(it.upper));
        items.push(of.say(
            format!("访问时长：中位数 {median} 分钟（一半在 {lower} 至 {upper} 分钟之间）"),
            format!(
                "Length of interview: median {median} minutes (half of them between {lower} and {upper})"
            ),
        ));
    }
    for it in &of.versions {
        let (name, day, n) = (&it.name, &it.published, it.completes);
        // Simulated completes are not counted by version.
        let completes = (!of.rehearsal).then(|| of.say(format!("，完成 {n} 份"), format!(", {n} completes")));
        let completes = completes.unwrap_or_default();
        items.push(of.say(
            format!("问卷版本 {name}，{day} 发布{completes}"),
            format!("Questionnaire version {name}, published {day}{completes}"),
        ));
    }
    let (snapshot, today) = (of.snapshot, &of.today);
    items.push(of.say(
        format!("数据快照 {snapshot} 号，本说明写于 {today}"),
        format!("Snapshot {snapshot} of the data; this statement was written on {today}"),
    ));
    vec![of.heading("设计与执行", "Design and fieldwork"), list(items)]
}

/// Where the respondents came from.
pub(super) fn sample(of: &Method) -> Vec<Block> {
    let kind = |it: &Source| match it.kind {
        SourceKind::Open => of.say("开放链接，自愿参加", "open link, whoever wanted to"),
        SourceKind::Panel => {
            of.say("样本库成员，自愿加入", "members of a panel, who joined it of their own accord")
        }
        SourceKind::List => of.say("按名单逐一邀请", "invited one by one from a list"),
    };
    let none = || of.say("未登记的来源", "no registered source");
    let row = |it: &Source| {
        let label = it.title.clone().unwrap_or_else(none);
        let numbers = [it.begun, it.completes].map(|it| GridCell::count(it.max(0) as u64));
        let [begun, completes] = numbers;
        GridRow::new(RowKind::Answer, label, vec![GridCell::text(kind(it)), begun, completes])
    };
    let heads = [("种类", "kind"), ("开始", "begun"), ("完成", "completes")];
    let grid = Grid {
        caption: of.say("样本来源", "Sources of the sample"),
        corner: of.say("来源", "Source"),
        heads: vec![heads.map(|(zh, en)| GridHead::over(1, of.say(zh, en))).into()],
        rows: of.sources.iter().map(row).collect(),
        ..Grid::default()
    };
    let mut blocks = vec![of.heading("样本", "Sample")];
    if of.sources.is_empty() {
        let zh = "没有登记样本来源：受访者都从问卷的链接进入。";
        blocks.push(
            of.paragraph(zh, "No source of the sample is registered: all came by the survey's own link."),
        );
    } else {
        blocks.push(Block::Grid(grid));
    }
    blocks.push(match of.is_opt_in() {
        true => of.paragraph(
            "受访者自愿参加，属非概率样本。",
            "Respondents took part of their own accord: the sample is not a probability sample.",
        ),
        false => of.paragraph(
            "名单如何得来，由发表者说明：由此决定是否为概率样本。",
            "Whoever publishes says how the list was drawn: that decides whether it is a probability sample.",
        ),
    });
    blocks
}

/// How interviews ended, with AAPOR's codes, and the rates that follow.
pub(super) fn dispositions(of: &Method) -> Vec<Block> {
    let rows = [
        ("complete", "完成", "complete", "1.1"),
        ("refused", "拒绝（未同意）", "refused (gave no consent)", "2.11"),
        ("broken_off", "中断", "broken off", "2.12"),
        ("rejected", "因质量剔除", "rejected for quality", "2.3"),
        ("screened_out", "不符合条件", "screened out", "4.1"),
        ("quota_full", "配额已满", "quota full", "4.8"),
        ("started", "进行中", "in progress", "–"),
    ];
    let row = |(word, zh, en, code): (&str, &str, &str, &str)| {
        let n = of.with(word).max(0) as u64;
        GridRow::new(RowKind::Answer, of.say(zh, en), vec![GridCell::text(code), GridCell::count(n)])
    };
    let mut rows: Vec<GridRow> = rows.into_iter().map(row).collect();
    let all = vec![GridCell::default(), GridCell::count(of.begun().max(0) as u64)];
    rows.push(GridRow::new(RowKind::Base, of.say("全部开始的访问", "all interviews begun"), all));
    let grid = Grid {
        caption: of.say("访问结果", "Dispositions"),
        corner: of.say("访问结果", "Disposition"),
        heads: vec![vec![GridHead::over(1, of.say("AAPOR 代码", "AAPOR code")), GridHead::over(1, "n")]],
        rows,
        notes: vec![of.say(
            "代码依 AAPOR《标准定义》（第 10 版，2023）网络调查部分，取其最接近者",
            "Codes are those of AAPOR's Standard Definitions (10th edition, 2023) for surveys over the internet, to which \
             each comes nearest",
        )],
        ..Grid::default()
    };
    vec![of.heading("访问结果与比率", "Dispositions and rates"), Block::Grid(grid), list(rates(of))]
}

fn rates(of: &Method) -> Vec<String> {
    let rate = |part: i64, whole: i64| {
        let share = part as f64 / whole as f64;
        Number { value: share, decimals: 1, unit: Unit::PerCent }.to_string()
    };
    let (completes, begun) = (of.with("complete"), of.begun());
    let mut rates = Vec::new();
    if begun > 0 {
        let (completion, broken) = (rate(completes, begun), rate(of.with("broken_off"), begun));
        rates.push(of.say(
            format!("完成率（完成 ÷ 开始）：{completion}"),
            format!("Completion rate (completes ÷ interviews begun): {completion}"),
        ));
        rates.push(of.say(
            format!("中断率（中断 ÷ 开始）：{broken}"),
            format!("Break-off rate (broken off ÷ interviews begun): {broken}"),
        ));
    }
    if let Some(it) = incidence_rate(completes, of.with("screened_out")) {
        let it = Number { value: it, decimals: 1, unit: Unit::PerCent };
        rates.push(of.say(
            format!("发生率（完成 ÷ （完成 + 不符合条件））：{it}"),
            format!("Incidence rate (completes ÷ (completes + screened out)): {it}"),
        ));
    }
    if !of.rehearsal {
        rates.push(response(of, rate));
    }
    rates
}

/// Of those who were invited, how many completed; of open links nobody knows.
fn response(of: &Method, rate: impl Fn(i64, i64) -> String) -> String {
    if of.is_opt_in() {
        return of.say(
            "没有应答率：开放链接被多少人看到无从得知（AAPOR 对自愿样本亦不称应答率）",
            "No response rate: nobody knows how many saw an open link, and AAPOR reserves the term for probability samples",
        );
    }
    let invited: i64 = of.sources.iter().filter_map(|it| it.invited).sum();
    if invited == 0 {
        return of.say("没有应答率：名单上没有人", "No response rate: nobody is on the lists");
    }
    let completes = of.sources.iter().map(|it| it.completes).sum();
    let share = rate(completes, invited);
    of.say(
        format!("应答率（完成 ÷ 邀请）：{completes} ÷ {invited} = {share}"),
        format!("Response rate (completes ÷ invited): {completes} ÷ {invited} = {share}"),
    )
}

/// What is asked to be told and nobody has told us.
pub(super) fn left_to_say(of: &Method) -> Vec<Block> {
    let items = [
        ("谁委托、谁出资、谁执行", "who commissioned, who paid for and who carried out the research"),
        ("所代表的总体及其界定", "the population that it speaks of, and how it is defined"),
        ("邀请与激励的方式", "how people were invited, and what they were given for it"),
        ("问卷全文的所在", "where the full wording of the questionnaire can be read"),
    ];
    let items = items.map(|(zh, en)| of.say(zh, en)).into();
    let zh = "ISO 20252、ESOMAR/GRBN 与 AAPOR 还要求说明以下各项，数据中没有，请发表者补充：";
    let en = "ISO 20252, ESOMAR/GRBN and AAPOR also ask for the following, which the data do not hold; whoever publishes \
              adds it:";
    vec![of.heading("须由发表者补充", "For the publisher to add"), of.paragraph(zh, en), list(items)]
}
