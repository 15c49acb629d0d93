//! What is said of each change between two versions.

use insta::assert_snapshot;

use super::{changes, longest_rise};
use crate::testing::study;

const OLD: &str = "
    derive:
      adult: {label: {zh: 成年, en: Adult}, calc: age >= 18}
      size: {label: {zh: 规模, en: Size}, calc: age + 1}
      gone: {label: {zh: 旧, en: Old}, calc: age - 1}
    pages:
    - page: about
      questions:
      - {var: age, nr: A1, type: number, range: [0, 99], text: {zh: 年龄, en: Age}}
      - {var: sex, nr: A2, type: single, text: {zh: 性别, en: Sex}, choices: {1: {zh: 男, en: Man}, 2: {zh: 女, en: Woman}, 3: {zh: 其他, en: Other}}}
      - {var: old, type: open, text: {zh: 旧题, en: Old question}}
      then:
      - {end: quota_full, if: age < 16}
      - quota: reserve
    - page: more
      questions:
      - {var: tea, nr: B1, type: multi, if: age >= 18, text: {zh: 茶, en: Tea}, choices: {1: {zh: 绿, en: Green}, 2: {zh: 红, en: Red, if: sex == 1}}}
      - {var: cups, type: single, text: {zh: 杯, en: Cups}, choices: {1: {zh: 一, en: One}}}
      - {var: sat, type: grid, text: {zh: 满意, en: Satisfied}, scale: {1: {zh: 坏, en: Bad}, 2: {zh: 好, en: Good}}, rows: {taste: {zh: 味, en: Taste}, price: {zh: 价, en: Price}}}
      - {var: why, type: open, text: {zh: 为何, en: Why}}
    quota:
      count: complete
      hold: 60m
      active: main
      plans: {main: {n: 4, tables: [{name: who, by: [sex], cells: {1: 1, 2: 2, 3: 1}}]}}
    quality:
      rules: [{id: Q_FAST, if: seconds() < 21, do: flag}]
";

const NEW: &str = "
    derive:
      adult: {label: {zh: 成年, en: Adult}, calc: age >= 16}
      size: {label: {zh: 规模, en: Size}, calc: age > 1}
      fresh: {label: {zh: 新, en: Fresh}, calc: age - 1}
    pages:
    - page: about
      questions:
      - {var: sex, nr: A2, type: single, text: {zh: 您的性别, en: Your sex}, choices: {1: {zh: 男, en: Male}, 2: {zh: 女, en: Woman}, 3: {zh: 其他, en: Other, if: 0 == 1}, 97: {zh: 不说, en: Refused, missing: true}}}
      - {var: age, nr: A1, type: number, range: [0, 120], text: {zh: 年龄, en: Age}}
      then:
      - {end: quota_full, if: age < 18}
      - quota: reserve
    - page: more
      questions:
      - {var: tea, nr: B1, type: multi, order: shuffle, if: age >= 16, required: false, text: {zh: 茶, en: Tea}, choices: {1: {zh: 绿, en: Green}, 2: {zh: 红, en: Red, if: sex == 2}, 4: {zh: 黑, en: Black}}}
      - {var: cups, type: number, text: {zh: 杯, en: Cups}}
      - {var: sat, type: grid, text: {zh: 满意, en: Satisfied}, scale: {1: {zh: 坏, en: Bad}, 2: {zh: 好, en: Good, missing: true}}, rows: {taste: {zh: 口味, en: Flavour}, look: {zh: 样, en: Look}}}
    - page: end
      questions:
      - {var: why, type: open, text: {zh: 为何, en: Why}}
      - {var: nps, nr: C1, type: nps, text: {zh: 推荐, en: Recommend}}
    quota:
      count: complete
      hold: 60m
      active: main
      plans: {main: {n: 4, tables: [{name: gender, by: [sex], cells: {1: 1, 2: 2, 97: 1}}]}}
    quality:
      rules: [{id: Q_FAST, if: seconds() < 30, do: reject}, {id: Q_YES, if: nps == 10, do: flag}]
";

fn said(lang: &str) -> String {
    between(OLD, NEW, lang)
}

/// What is said between a version and the next, 2.0.0.
fn between(old: &str, new: &str, lang: &str) -> String {
    let (old, mut new) = ((*study(old)).clone(), (*study(new)).clone());
    new.version = "2.0.0".into();
    let line = |it: &super::Change| {
        format!("{} {}: {} | {}", it.name, it.what.word(), it.said.get(lang), it.effect.get(lang))
    };
    changes(&old, &new).iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_change_is_said_with_what_it_does_to_columns_and_bases() {
    assert_snapshot!(said("en"), @r"
    sex text: Wording: “Sex” → “Your sex” | The same columns, labelled with the words of 2.0.0; earlier interviews answered other words.
    sex codes-added: New codes: 97 “Refused” | The same columns with more values. Interviews before 2.0.0 could not choose them, so shares over all versions are too low.
    sex codes-retired: Codes no longer offered: 3 “Other” | Codes and labels stay for earlier interviews; nobody can choose them from now on.
    sex codes-labelled: Labels: 1 “Man” → “Male” | The same columns and codes; all interviews are labelled with the words of 2.0.0. If the meaning changed, earlier answers are misread: retire the code and use a new one.
    age moved: It stands elsewhere on its page, or its page does. | The same columns, in the order of the new version; other questions come before it now, which may change answers.
    age range: What may be answered: 0…99 → 0…120 | The same columns and base; answers before and after were held to other limits.
    tea base: Base: If A1 is at least 18 → If A1 is at least 16 | The same columns (tea_1, tea_2, tea_4, tea_order), but empty means something else before and after. Compare those whom both versions ask, or look at each version by itself.
    tea codes-added: New codes: 4 “Black” | New columns: tea_4. Interviews before 2.0.0 were not offered them: empty, not 0.
    tea codes-offered: Offered under another condition: 2 “Red” | The same columns; other people than before are empty in them, as not offered.
    tea required: It may be left unanswered now. | From 2.0.0 on there may be -9 (not answered), which is in no base of means and shares.
    tea order: Order shown: as written → shuffled | A new column, tea_order; earlier interviews are empty in it.
    cups kind: It took one code and takes a number now. | Both kinds of columns are kept, the new (cups) and the older (cups): of the two kinds, the one that the newest version does not have ends in its version, as in “_v1_0_0”. An interview fills one kind and leaves the other empty.
    sat codes-missing: Marked as refusals, or no longer: 2 “Good” | The same columns; the bases of means and tops of all versions go by the new mark.
    sat codes-added: New rows: look “Look” | New columns: sat_look; earlier interviews are empty.
    sat codes-retired: Rows no longer shown: price “Price” | Columns sat_price stay and are empty from now on; a mean over the rows means something else.
    sat codes-labelled: Labels: taste “Taste” → “Flavour” | The same columns and codes; all interviews are labelled with the words of 2.0.0. If the meaning changed, earlier answers are misread: retire the code and use a new one.
    why moved: Moved from page “more” to “end”. | The same columns, in the order of the new version; other questions come before it now, which may change answers.
    nps added: New, on page “end”. | New columns: nps. Interviews of versions before 2.0.0 were not asked and are empty; its base is those from 2.0.0 on.
    old removed: No longer asked. | Columns old stay and are empty from 2.0.0 on; the base is interviews of earlier versions.
    adult rule: Formula: age >= 18 → age >= 16 | The same columns (adult); each interview is computed by the formula of its own version.
    size kind: It is computed as another kind of value. | Both are kept, the new (size) and the older (size): of the two kinds, the one that the newest version does not have ends in its version, as in “_v1_0_0”.
    fresh added: A new computed variable. | New columns: fresh; interviews of earlier versions have no formula for it and are empty.
    gone removed: No longer computed. | Columns gone stay; interviews of the new version are empty in them.
    gender table: A new quota table. | Column cell_gender: new; earlier interviews are empty.
    who table: No longer a quota table. | Column cell_who: stays, and is empty from now on.
    Q_FAST quality: Quality rule: seconds() < 21 → flag; now seconds() < 30 → reject | flags, code and disposition go by each version's rules; completes before and after passed other checks.
    Q_YES quality: A new quality rule: nps == 10 → flag | flags, code and disposition go by each version's rules; completes before and after passed other checks.
    about ends: After this page: quota_full if age < 16; quota: reserve → quota_full if age < 18; quota: reserve | Others are screened out or find the quota full, so the bases of all later questions change; incidence before and after is not comparable.
    ");
}

#[test]
fn the_same_in_chinese() {
    assert_snapshot!(said("zh"), @r"
    sex text: 题目文字：“性别” → “您的性别” | 列不变，标签用 2.0.0 的文字；前后版本的回答问法不同，比较时请留意。
    sex codes-added: 新增选项：97 “不说” | 列不变，多了取值；早于 2.0.0 的访问无法选择，合并后的占比偏低。
    sex codes-retired: 停用选项：3 “其他” | 代码与标签保留给旧访问；此后没有人能选。
    sex codes-labelled: 标签：1 “Man” → “Male” | 列与代码不变，所有访问都用 2.0.0 的标签。若含义变了，旧回答会被误读：应停用旧代码，另用新代码。
    age moved: 题目位置改变。 | 列不变，按新版本的次序排列；前面的题目不同，可能影响回答。
    age range: 可答范围：0…99 → 0…120 | 列与基数不变；前后版本的回答受不同的限制。
    tea base: 问题基数：若 A1 不小于 18 → 若 A1 不小于 16 | 列不变（tea_1, tea_2, tea_4, tea_order）；空值在前后版本含义不同。合并时只用两个版本都会问到的访问，或按 version 分开看。
    tea codes-added: 新增选项：4 “黑” | 新列：tea_4。早于 2.0.0 的访问没有出示，为空而不是 0。
    tea codes-offered: 选项的出示条件改变：2 “红” | 列不变；某个选项为空（未出示）的人前后不同。
    tea required: 不再必答。 | 从 2.0.0 起会出现 -9（未作答），不计入均值与占比的基数。
    tea order: 出示顺序：固定 → 随机 | 新列：tea_order；更早的访问为空。
    cups kind: 题型由单选改为数字。 | 两种列都保留（新题型 cups，旧题型 cups）：最新版本没有的那一种，列名后加其版本号，如“_v1_0_0”。每个访问只填一种，另一种为空。
    sat codes-missing: 拒答标记改变：2 “好” | 列不变；所有版本的均值与占比基数都按新的标记计算。
    sat codes-added: 新增行：look “样” | 新列：sat_look；更早的访问为空。
    sat codes-retired: 停用行：price “价” | 列 sat_price 保留，此后为空；按矩阵各行计算的平均值含义改变。
    sat codes-labelled: 标签：taste “味” → “口味” | 列与代码不变，所有访问都用 2.0.0 的标签。若含义变了，旧回答会被误读：应停用旧代码，另用新代码。
    why moved: 从页面“more”移到“end”。 | 列不变，按新版本的次序排列；前面的题目不同，可能影响回答。
    nps added: 新增题目，位于页面“end”。 | 新列：nps。早于 2.0.0 的访问没有问到，为空；基数只含 2.0.0 及以后的访问。
    old removed: 题目已删除。 | 列 old 保留，从 2.0.0 起为空；基数只含更早版本的访问。
    adult rule: 公式：age >= 18 → age >= 16 | 列不变（adult）；每个访问按自己版本的公式计算。
    size kind: 计算方式换了类型。 | 两种列都保留（新的 size，旧的 size）：最新版本没有的那一种，列名后加其版本号，如“_v1_0_0”。
    fresh added: 新增计算变量。 | 新列：fresh；旧版本的访问没有它的公式，为空。
    gone removed: 计算变量已删除。 | 列 gone 保留；新版本的访问为空。
    gender table: 新增配额表。 | 列 cell_gender：新列，旧访问为空。
    who table: 配额表已删除。 | 列 cell_who：保留，此后为空。
    Q_FAST quality: 质量规则：seconds() < 21 → flag；改为 seconds() < 30 → reject | flags、code 与 disposition 按各版本的规则；完成访问的基数前后标准不同。
    Q_YES quality: 新增质量规则：nps == 10 → flag | flags、code 与 disposition 按各版本的规则；完成访问的基数前后标准不同。
    about ends: 本页之后：quota_full if age < 16; quota: reserve → quota_full if age < 18; quota: reserve | 被甄别或因配额已满而结束的人不同，此后各题的基数随之改变；发生率不可直接比较。
    ");
}

/// What is said between two versions with one page of these questions, and these derived variables.
fn page(old: (&str, &str), new: (&str, &str)) -> String {
    let parts = |(derive, questions): (&str, &str)| {
        let age = "      - {var: age, type: number, text: {zh: 年龄, en: Age}}";
        let derive = if derive.is_empty() { String::new() } else { format!("    derive:\n      {derive}\n") };
        format!("{derive}    pages:\n    - page: only\n      questions:\n{age}\n{questions}")
    };
    between(&parts(old), &parts(new), "en")
}

#[test]
fn a_text_beside_a_code_has_a_column_that_comes_and_goes() {
    let tea = |other: &str| {
        format!(
            "      - {{var: tea, type: multi, text: {{zh: 茶, en: Tea}}, choices: {{1: {{zh: 绿, en: Green}}, 98: {{zh: 其他, en: Other{other}}}}}}}"
        )
    };
    let (without, with) = (tea(""), tea(", other: true"));
    assert_snapshot!(page(("", &without), ("", &with)), @"tea codes-text: A text is typed beside more choices. | New columns: tea_98_text; interviews before 2.0.0 are empty in them.");
    assert_snapshot!(page(("", &with), ("", &without)), @"tea codes-text: No text is typed beside some choices any more. | Columns tea_98_text stay, and are empty from now on.");
}

#[test]
fn what_is_personal_now_or_no_longer_is_told() {
    let name =
        |personal: &str| format!("      - {{var: name, type: open{personal}, text: {{zh: 姓名, en: Name}}}}");
    let (without, with) = (name(""), name(", personal: true"));
    assert_snapshot!(page(("", &without), ("", &with)), @"name personal: What is typed is personal now. | From 2.0.0 on what was typed is erased in time, and -8 stands for it; nothing is erased in earlier interviews.");
    assert_snapshot!(page(("", &with), ("", &without)), @"name personal: What is typed is no longer personal. | From 2.0.0 on nothing is erased; in earlier interviews -8 still comes in time.");
}

#[test]
fn a_question_that_is_computed_now_keeps_its_column_under_another_name() {
    let asked =
        "      - {var: band, type: single, text: {zh: 段, en: Band}, choices: {1: {zh: 青, en: Young}}}";
    let derived = "band: {label: {zh: 段, en: Band}, when: {1: age < 40}, choices: {1: {zh: 青, en: Young}}}";
    assert_snapshot!(page(("", asked), (derived, "")), @"band added: A new computed variable. | It was asked and is computed now. Both are kept: of the two kinds, the one that the newest version does not have ends in its version, as in “_v1_0_0”. New columns: band.");
    assert_snapshot!(page((derived, ""), ("", asked)), @"band added: New, on page “only”. | It was computed and is asked now. Both are kept: of the two kinds, the one that the newest version does not have ends in its version, as in “_v1_0_0”. New columns: band.");
}

#[test]
fn a_union_has_the_codes_of_its_parts() {
    let tea = |codes: &str| {
        format!(
            "      - {{var: tea, type: multi, text: {{zh: 茶, en: Tea}}, choices: {{1: {{zh: 绿, en: Green}}{codes}}}}}\n      \
             - {{var: cake, type: multi, text: {{zh: 糕, en: Cake}}, choices: {{1: {{zh: 月, en: Moon}}}}}}"
        )
    };
    let union = "u: {label: {zh: 并, en: Union}, union: [tea, cake]}";
    let (few, more) = (tea(""), tea(", 2: {zh: 红, en: Black}"));
    assert_snapshot!(page((union, &few), (union, &more)), @"
    tea codes-added: New codes: 2 “Black” | New columns: tea_2. Interviews before 2.0.0 were not offered them: empty, not 0.
    u codes-added: Its questions have more codes. | New columns: u_2. Interviews before 2.0.0 were not offered them: empty, not 0.
    ");
    assert_snapshot!(page((union, &more), (union, &few)), @"
    tea codes-retired: Codes no longer offered: 2 “Black” | Columns tea_2 stay, and are empty from now on: not offered.
    u codes-retired: Its questions have fewer codes. | Columns u_2 stay, and are empty from now on: not offered.
    ");
    let swapped = "u: {label: {zh: 并, en: Union}, union: [cake, tea]}";
    assert_snapshot!(page((union, &few), (swapped, &more)), @"
    tea codes-added: New codes: 2 “Black” | New columns: tea_2. Interviews before 2.0.0 were not offered them: empty, not 0.
    u rule: Formula: tea, cake → cake, tea | The same columns (u_1); each interview is computed by the formula of its own version.
    u codes-added: Its questions have more codes. | New columns: u_2. Interviews before 2.0.0 were not offered them: empty, not 0.
    u codes-labelled: Labels: 1 “Green” → “Moon” | The same columns and codes; all interviews get the new labels.
    ");
}

#[test]
fn a_ranking_of_all_choices_has_one_more_column_for_one_more_code() {
    let rank = |pick: &str, codes: &str| {
        format!(
            "      - {{var: rank, type: rank{pick}, text: {{zh: 排序, en: Rank}}, choices: {{1: {{zh: 甲, en: A}}, 2: {{zh: 乙, en: B}}{codes}}}}}"
        )
    };
    let more = ", 3: {zh: 丙, en: C}";
    assert_snapshot!(page(("", &rank("", "")), ("", &rank("", more))), @"rank codes-added: New codes: 3 “C” | New columns: rank_3, and more values in the others. Interviews before 2.0.0 could not choose them, and are empty in the new columns.");
    assert_snapshot!(page(("", &rank(", pick: [1, 2]", "")), ("", &rank(", pick: [1, 2]", more))), @"rank codes-added: New codes: 3 “C” | The same columns with more values. Interviews before 2.0.0 could not choose them, so shares over all versions are too low.");
}

#[test]
fn a_version_that_only_stands_elsewhere_in_its_file_has_no_change() {
    let old = study(OLD);
    let new = study(&format!("\n    # A remark.\n{OLD}"));
    assert_eq!(changes(&old, &new), []);
}

#[test]
fn as_few_as_explain_a_new_order_have_moved() {
    let rise = |it: &[usize]| {
        let mut rise = longest_rise(it);
        rise.sort_unstable();
        rise.iter().map(|at| it[*at]).collect::<Vec<_>>()
    };
    assert_eq!(rise(&[3, 0, 1, 2]), [0, 1, 2]);
    assert_eq!(rise(&[0, 2, 1, 3]), [0, 2, 3]);
    assert_eq!(rise(&[]), [0; 0]);
}
