//! The statement of methods, whole and in both languages.

use insta::assert_snapshot;
use survey::fieldwork::Quartiles;
use survey::fieldwork::tally::Count;
use survey::questionnaire::Text;
use survey::weighting::{Made, Margin};

use super::{Method, Source, SourceKind, Version, Weighting, blocks};
use crate::report::{Block, Grid};
use crate::stats::Base;
use crate::testing::study;

/// The statement as plain text.
fn said(lang: &str, rehearsal: bool) -> String {
    said_of(lang, rehearsal, (SourceKind::Panel, None))
}

/// That of a survey with one source of this kind, with so many on its list.
fn said_of(lang: &str, rehearsal: bool, (kind, invited): (SourceKind, Option<i64>)) -> String {
    let questionnaire = study(
        "
        pages:
        - page: p
          questions:
          - {var: sex, type: single, text: {zh: 性别, en: Sex}, choices: {1: {zh: 男, en: Man}, 2: {zh: 女, en: Woman}}}
          then:
          - quota: reserve
        quota:
          count: complete
          hold: 60m
          active: main
          plans:
            main:
              n: 4
              tables:
                - {name: sex, by: [sex], cells: {1: 2, 2: 2}}
        quality:
          rules:
          - {id: Q_SPEED, if: seconds() < 30, do: reject}
        ",
    );
    let count = |disposition: &str, code: &str, count: i64| Count {
        disposition: disposition.into(),
        code: code.into(),
        count,
        ..Count::default()
    };
    let counts = [
        count("complete", "", 3),
        count("rejected", "Q_SPEED", 1),
        count("screened_out", "S_AGE", 2),
        count("broken_off", "", 2),
    ];
    let plan = questionnaire.quota.as_ref().map(|it| &it.plans[0]).unwrap();
    let mut cells = plan.standings();
    cells[0].completes = 1;
    cells[1].completes = 2;
    let text = |zh: &str, en: &str| Text(vec![("zh".into(), zh.into()), ("en".into(), en.into())]);
    let margin = Margin {
        by: vec!["sex".into()],
        shares: vec![(vec![1], 51.2), (vec![2], 48.8)],
        source: text("普查", "Census"),
        year: 2020,
    };
    let made = Made {
        margins: vec![margin],
        cap: Some((0.3, 3.0)),
        version: "1".into(),
        snapshot: 7,
        rehearsal: false,
        cases: 3,
        base: 2.7,
        iterations: 4,
    };
    let method = Method {
        questionnaire: &questionnaire,
        lang,
        rehearsal,
        days: Some(("2026-03-01".into(), "2026-03-09".into())),
        time_zone: "Asia/Shanghai",
        versions: vec![Version { name: "1.0".into(), published: "2026-02-28".into(), completes: 3 }],
        counts: &counts,
        length: Some(Quartiles { lower: 6.0, median: 8.25, upper: 11.0 }),
        sources: vec![Source { title: Some("Panel A".into()), kind, invited, begun: 8, completes: 3 }],
        plan: Some((plan, &cells)),
        withdrawn: 1,
        weighting: Some(Weighting {
            name: "rim",
            made: Some(&made),
            base: Base::of(&[0.5, 1.0, 1.5]),
            least: 0.5,
            most: 1.5,
        }),
        snapshot: 9,
        today: "2026-03-10".into(),
    };
    blocks(&method).iter().map(plain).collect()
}

fn plain(block: &Block) -> String {
    match block {
        Block::Heading { text, .. } => format!("# {}\n", text[0].text),
        Block::Paragraph(text) => format!("{}\n", text[0].text),
        Block::List { items, .. } => items.iter().flatten().map(|it| format!("- {}", plain(it))).collect(),
        Block::Grid(it) => grid(it),
        Block::Quote(_) | Block::Chart(_) => String::new(),
    }
}

fn grid(grid: &Grid) -> String {
    let rows = grid.rows.iter().map(|row| {
        let cells: Vec<String> = row.cells.iter().map(ToString::to_string).collect();
        format!("| {} | {}\n", row.label, cells.join(" | "))
    });
    let notes = grid.notes.iter().map(|it| format!("* {it}\n"));
    format!("[{}]\n", grid.caption) + &rows.chain(notes).collect::<String>()
}

#[test]
fn the_statement_says_all_that_is_known_in_english() {
    assert_snapshot!(said("en", false), @r##"
    # Design and fieldwork
    - Survey: Tea (tea)
    - Who answers for it: Tea tea@example.org
    - Mode: self-completion on the web (CAWI), in: zh, en
    - Field dates: 2026-03-01 to 2026-03-09 (Asia/Shanghai)
    - Length of interview: median 8.3 minutes (half of them between 6.0 and 11.0)
    - Questionnaire version 1.0, published 2026-02-28, 3 completes
    - Snapshot 9 of the data; this statement was written on 2026-03-10
    # Sample
    [Sources of the sample]
    | Panel A | members of a panel, who joined it of their own accord | 8 | 3
    Respondents took part of their own accord: the sample is not a probability sample.
    # Dispositions and rates
    [Dispositions]
    | complete | 1.1 | 3
    | refused (gave no consent) | 2.11 | 0
    | broken off | 2.12 | 2
    | rejected for quality | 2.3 | 1
    | screened out | 4.1 | 2
    | quota full | 4.8 | 0
    | in progress | – | 0
    | all interviews begun |  | 8
    * Codes are those of AAPOR's Standard Definitions (10th edition, 2023) for surveys over the internet, to which each comes nearest
    - Completion rate (completes ÷ interviews begun): 37.5%
    - Break-off rate (broken off ÷ interviews begun): 25.0%
    - Incidence rate (completes ÷ (completes + screened out)): 60.0%
    - No response rate: nobody knows how many saw an open link, and AAPOR reserves the term for probability samples
    # Quotas
    [Quota plan main: 4 completes wanted]
    | Sex | 
    | Man | 2 | 1
    | Woman | 2 | 2
    # Quality checks and removals
    [Quality rules]
    | Q_SPEED | seconds in all is less than 30 | rejects | 1
    Taken out for quality, of the interviews that reached the end: 1 (25.0%); they are in no figure. Withdrawn by respondents and erased: 1.
    # Weighting
    The weights “rim” were raked to margins (RIM): 3 cases, 4 rounds, with weights held between 0.3 and 3.
    [Sex]
    | Man | 51.20%
    | Woman | 48.80%
    * Source: Census, 2020
    Unweighted n = 3, effective base 3, design effect of weighting 1.17; weights from 0.50 to 1.50.
    # Precision
    Respondents took part of their own accord, so there is no margin of sampling error in the strict sense. The 95% intervals treat the sample as if it had been drawn at random with replacement (on the effective base where it is weighted): they show how far chance alone would carry a figure, and nothing of errors of coverage, self-selection and measurement.
    Shares have Wilson's interval; means and nets one by the linearised standard error and t.
    # For the publisher to add
    ISO 20252, ESOMAR/GRBN and AAPOR also ask for the following, which the data do not hold; whoever publishes adds it:
    - who commissioned, who paid for and who carried out the research
    - the population that it speaks of, and how it is defined
    - how people were invited, and what they were given for it
    - where the full wording of the questionnaire can be read
    "##);
}

#[test]
fn and_in_chinese() {
    assert_snapshot!(said("zh", false), @r##"
    # 设计与执行
    - 调查：茶（tea）
    - 答复咨询：茶 tea@example.org
    - 方式：网上自填问卷（CAWI），语言：zh、en
    - 执行日期：2026-03-01 至 2026-03-09（Asia/Shanghai）
    - 访问时长：中位数 8.3 分钟（一半在 6.0 至 11.0 分钟之间）
    - 问卷版本 1.0，2026-02-28 发布，完成 3 份
    - 数据快照 9 号，本说明写于 2026-03-10
    # 样本
    [样本来源]
    | Panel A | 样本库成员，自愿加入 | 8 | 3
    受访者自愿参加，属非概率样本。
    # 访问结果与比率
    [访问结果]
    | 完成 | 1.1 | 3
    | 拒绝（未同意） | 2.11 | 0
    | 中断 | 2.12 | 2
    | 因质量剔除 | 2.3 | 1
    | 不符合条件 | 4.1 | 2
    | 配额已满 | 4.8 | 0
    | 进行中 | – | 0
    | 全部开始的访问 |  | 8
    * 代码依 AAPOR《标准定义》（第 10 版，2023）网络调查部分，取其最接近者
    - 完成率（完成 ÷ 开始）：37.5%
    - 中断率（中断 ÷ 开始）：25.0%
    - 发生率（完成 ÷ （完成 + 不符合条件））：60.0%
    - 没有应答率：开放链接被多少人看到无从得知（AAPOR 对自愿样本亦不称应答率）
    # 配额
    [配额方案 main：计划 4 份]
    | 性别 | 
    | 男 | 2 | 1
    | 女 | 2 | 2
    # 质量检查与剔除
    [质量规则]
    | Q_SPEED | 答题总秒数 小于 30 | 剔除 | 1
    到达末页的访问中因质量剔除 1 份（25.0%），不计入任何数字。撤回同意并删除的 1 份。
    # 加权
    权重“rim”用边际加权（RIM）得出，3 份，4 轮，权重限于 0.3 至 3。
    [性别]
    | 男 | 51.20%
    | 女 | 48.80%
    * 来源：普查，2020
    未加权 n = 3，有效基数 3，加权的设计效应 1.17；权重由 0.50 至 1.50。
    # 精度
    本调查的受访者自愿参加，因此没有严格意义上的抽样误差。文中的 95% 区间是把样本当作有放回的简单随机样本（加权时用有效基数）算出的，只说明随机波动的大小，不含覆盖、自选与测量的误差。
    占比用 Wilson 区间，均值与净值用线性化标准误与 t 分布。
    # 须由发表者补充
    ISO 20252、ESOMAR/GRBN 与 AAPOR 还要求说明以下各项，数据中没有，请发表者补充：
    - 谁委托、谁出资、谁执行
    - 所代表的总体及其界定
    - 邀请与激励的方式
    - 问卷全文的所在
    "##);
}

#[test]
fn a_rehearsal_is_said_first_to_be_none_that_may_be_published() {
    assert!(said("en", true).starts_with("These figures are of a rehearsal"));
    assert!(said("zh", true).starts_with("以下数字来自预演"));
    assert!(said("en", false).contains("no margin of sampling error in the strict sense"));
}

#[test]
fn of_lists_alone_there_is_a_response_rate() {
    let list = said_of("en", false, (SourceKind::List, Some(40)));
    assert!(list.contains("- Response rate (completes ÷ invited): 3 ÷ 40 = 7.5%"), "{list}");
    assert!(!list.contains("open link"), "{list}");
    let list = said_of("zh", false, (SourceKind::List, Some(40)));
    assert!(list.contains("- 应答率（完成 ÷ 邀请）：3 ÷ 40 = 7.5%"), "{list}");
    assert!(said_of("en", false, (SourceKind::List, Some(0))).contains("nobody is on the lists"));
}

#[test]
fn a_rehearsal_says_nothing_of_people_who_took_part() {
    for kind in [SourceKind::Open, SourceKind::List] {
        let said = said_of("en", true, (kind, None));
        for words in ["of their own accord", "# Sample", "# Precision", "esponse rate", "probability"] {
            assert!(!said.contains(words), "{words}: {said}");
        }
    }
}
