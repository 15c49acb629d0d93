//! An interview as a row of data: what stands in which column.

use insta::assert_snapshot;
use survey::disposition::Disposition;
use survey::interview;
use survey::quota::CellName;

use crate::codebook::codebook;
use crate::testing::{answers, posted, shown, study};

const SHOP: &str = "
    derive:
      all_kinds: {label: {zh: 买过, en: Bought}, union: [tea, cake]}
      adult: {label: {zh: 成年, en: Adult}, calc: age >= 18}
      band:
        label: {zh: 年龄段, en: Age band}
        when: {1: age < 40, 2: age >= 40}
        choices: {1: {zh: 青年, en: Young}, 2: {zh: 中年, en: Grown}}
    pages:
    - page: about
      questions:
      - {var: age, type: number, text: {zh: 年龄, en: Age}, range: [0, 120], decimals: 1}
    - page: first
      questions:
      - var: tea
        type: multi
        order: flip
        text: {zh: 茶, en: Tea}
        choices:
          1: {zh: 绿茶, en: Green}
          2: {zh: 酒, en: Wine, if: age >= 18}
          98: {zh: 其他, en: Other, other: true, pin: last}
          99: {zh: 没有, en: None, excl: true, pin: last}
    - page: second
      if: tea has any [1, 2, 98]
      questions:
      - {var: best, type: single, from: tea, text: {zh: 最好, en: Best}}
      - {var: rank, type: rank, from: tea, pick: [1, 3], if: count(tea) >= 2, text: {zh: 排序, en: Rank}}
    - page: third
      questions:
      - var: cake
        type: multi
        required: false
        text: {zh: 糕点, en: Cake}
        choices: {1: {zh: 月饼, en: Mooncake}, 3: {zh: 糖, en: Candy, if: age < 18}}
      - var: sat
        type: grid
        required: false
        text: {zh: 满意, en: Satisfied}
        scale: {5: {zh: 好, en: Good}, 1: {zh: 坏, en: Bad}}
        rows: {taste: {zh: 味, en: Taste}, price: {zh: 价, en: Price, if: age >= 18}}
      - {var: why, type: open, required: false, text: {zh: 为何, en: Why}}
      - {var: nps, type: nps, required: false, text: {zh: 推荐, en: Recommend}}
";

#[test]
fn a_complete_case_fills_its_columns() {
    let case = posted(
        &study(SHOP),
        &[
            "age=30.5",
            "tea=1&tea=98&tea_98_text=奶茶",
            "best=98&rank.1=98&rank.2=1",
            "cake=1&sat.taste=5&sat.price=1&why=好喝&nps=9",
        ],
    );
    assert_eq!(case.interview.disposition, Disposition::Complete);
    assert_snapshot!(answers(&case), @"age=30.5n tea_1=yes tea_2=no tea_98=yes tea_98_text=“奶茶” tea_99=no tea_order=[1 2 98 99] best=98 rank_1=98 rank_2=1 rank_3= cake_1=yes cake_3= sat_taste=5 sat_price=1 why=“好喝” nps=9n all_kinds_1=yes all_kinds_2=no all_kinds_98=yes all_kinds_99=no all_kinds_3= adult=yes band=1");
}

#[test]
fn what_was_asked_and_left_blank_is_minus_nine_and_what_was_not_offered_is_empty() {
    let case = posted(&study(SHOP), &["age=30", "tea=99", "why= "]);
    assert_eq!(case.interview.disposition, Disposition::Complete);
    assert_snapshot!(answers(&case), @"age=30n tea_1=no tea_2=no tea_98=no tea_98_text= tea_99=yes tea_order=[1 2 98 99] best= rank_1= rank_2= rank_3= cake_1=-9 cake_3= sat_taste=-9 sat_price=-9 why=-9 nps=-9 all_kinds_1=no all_kinds_2=no all_kinds_98=no all_kinds_99=yes all_kinds_3= adult=yes band=1");
}

#[test]
fn a_child_is_offered_less() {
    let case = posted(&study(SHOP), &["age=9", "tea=1", "sat.taste=5"]);
    assert_eq!(case.interview.disposition, Disposition::Complete);
    assert_snapshot!(answers(&case), @"age=9n tea_1=yes tea_2= tea_98=no tea_98_text= tea_99=no tea_order=[1 2 98 99] best=1 rank_1= rank_2= rank_3= cake_1=-9 cake_3=-9 sat_taste=5 sat_price= why=-9 nps=-9 all_kinds_1=yes all_kinds_2= all_kinds_98=no all_kinds_99=no all_kinds_3= adult=no band=1");
}

#[test]
fn pages_that_a_broken_off_interview_never_came_to_are_empty() {
    let mut case = posted(&study(SHOP), &["age=30", "tea=99"]);
    interview::break_off(&mut case.interview);
    assert_snapshot!(answers(&case), @"age=30n tea_1=no tea_2=no tea_98=no tea_98_text= tea_99=yes tea_order=[1 2 98 99] best= rank_1= rank_2= rank_3= cake_1= cake_3= sat_taste= sat_price= why= nps= all_kinds_1=no all_kinds_2=no all_kinds_98=no all_kinds_99=yes all_kinds_3= adult=yes band=1");
}

#[test]
fn an_answer_that_is_no_longer_asked_is_kept_aside() {
    let case = posted(
        &study(SHOP),
        &[
            "age=30",
            "tea=1&tea=2",
            "best=2&rank.1=2",
            "_page=third&_go=back",
            "_page=second&_go=back",
            "tea=99",
        ],
    );
    assert_snapshot!(answers(&case), @"age=30n tea_1=no tea_2=no tea_98=no tea_98_text= tea_99=yes tea_order=[1 2 98 99] best= rank_1= rank_2= rank_3= cake_1= cake_3= sat_taste= sat_price= why= nps= all_kinds_1=no all_kinds_2=no all_kinds_98=no all_kinds_99=yes all_kinds_3= adult=yes band=1");
}

#[test]
fn a_union_has_no_code_that_only_a_part_offered_which_is_no_longer_asked() {
    let parts = "
        derive:
          u: {label: {zh: 并, en: Union}, union: [tea, cake]}
        pages:
        - page: first
          questions:
          - {var: tea, type: multi, text: {zh: 茶, en: Tea}, choices: {1: {zh: 绿, en: Green}, 2: {zh: 红, en: Black}}}
        - page: second
          if: tea has 1
          questions:
          - {var: cake, type: multi, text: {zh: 糕, en: Cake}, choices: {1: {zh: 月, en: Moon}, 3: {zh: 糖, en: Candy}}}
        - page: third
          questions:
          - {var: why, type: open, text: {zh: 为何, en: Why}}
    ";
    let pages = ["tea=1", "cake=3", "_page=third&_go=back", "_page=second&_go=back", "tea=2"];
    let case = posted(&study(parts), &pages);
    assert_snapshot!(shown(&codebook(&case.questionnaire), &case, |it| it.of.as_deref() == Some("u")), @"u_1=no u_2=yes u_3=");
}

#[test]
fn a_text_of_other_is_empty_when_its_choice_was_taken_back() {
    let case = posted(
        &study(SHOP),
        &["age=30", "tea=1&tea=98&tea_98_text=奶茶", "_page=second&_go=back", "tea=1&tea_98_text=奶茶"],
    );
    let book = codebook(&case.questionnaire);
    assert_snapshot!(shown(&book, &case, |it| it.name.starts_with("tea_")), @"tea_1=yes tea_2=no tea_98=no tea_98_text= tea_99=no tea_order=[1 2 98 99]");
}

const GATE: &str = "
    pages:
    - page: first
      questions:
      - {var: sex, type: single, text: {zh: 性别, en: Sex}, choices: {1: {zh: 男, en: M}, 2: {zh: 女, en: F}}}
      - {var: area, type: single, text: {zh: 地区, en: Area}, choices: {1: {zh: 南, en: S}, 2: {zh: 北, en: N}}}
      then:
      - quota: reserve
    - page: last
      questions:
      - {var: ok, type: single, text: {zh: 好吗, en: OK}, choices: {1: {zh: 好, en: Y}}}
    quota:
      count: complete
      hold: 60m
      active: main
      plans:
        main:
          n: 4
          tables:
          - {name: who, by: [sex, area], cells: {1: [1, 1], 2: [1, 1]}}
          - {name: where, by: [area], cells: {1: 2, 2: 2}}
    quality:
      rules: [{id: Q_FAST, if: seconds() < 21, do: flag}, {id: Q_ALL, if: ok == 1, do: flag}]
";

fn system(case: &crate::Case) -> String {
    shown(&codebook(&case.questionnaire), case, |it| it.role == crate::codebook::Role::System)
}

#[test]
fn the_columns_about_the_interview_say_when_where_and_how_it_ended() {
    let mut case = posted(&study(GATE), &["sex=2&area=1", "ok=1"]);
    case.pid = Some("=p1".into());
    case.source = Some("panel".into());
    case.device_hash = Some("ab12".into());
    assert_snapshot!(system(&case), @"id=1n disposition=[complete] code= lang=[zh] started=@1768206600250 ended=@1768206620916 seconds=20n plan=[main] cell_who=[2.1] cell_where=[1] device_hash=[ab12] flags=[Q_FAST Q_ALL] version=[1.0.0] source=“panel” pid=“=p1” test=no");
}

#[test]
fn whoever_found_a_cell_full_has_the_cells_that_were_wanted() {
    let mut case = posted(&study(GATE), &["sex=2&area=1"]);
    case.interview.cells.clear();
    let full = CellName { table: "where".into(), key: "1".into() };
    let now = case.interview.last_at;
    interview::quota_full(&mut case.interview, vec![full], now);
    assert_snapshot!(system(&case), @"id=1n disposition=[quota_full] code=[where.1] lang=[zh] started=@1768206600250 ended=@1768206610583 seconds=10n plan=[main] cell_who=[2.1] cell_where=[1] device_hash= flags= version=[1.0.0] source= pid= test=no");
}

#[test]
fn a_case_of_an_earlier_version_leaves_newer_variables_empty() {
    let case = posted(&study(GATE), &["sex=2&area=1", "ok=1"]);
    let newer = study(&GATE.replace("var: ok,", "var: fine,").replace("if: ok ==", "if: fine =="));
    let asked = |it: &crate::Variable| it.role == crate::codebook::Role::Asked;
    assert_snapshot!(shown(&codebook(&newer), &case, asked), @"sex=2 area=1 fine=");
}

#[test]
fn paradata_say_how_long_each_page_took_how_often_somebody_went_back_and_on_what() {
    let mut case =
        posted(&study(SHOP), &["age=30", "tea=1&tea=2", "_page=second&_go=back", "tea=99", "why=x"]);
    case.device_class = Some("phone".into());
    let book = codebook(&case.questionnaire);
    let paradata = |it: &crate::Variable| it.role == crate::codebook::Role::Paradata;
    assert_snapshot!(shown(&book, &case, paradata), @"page_seconds_about=10.333n page_seconds_first=20.666n page_seconds_second=10.333n page_seconds_third=10.333n backs=1n turns=5n device=[phone]");
}

#[test]
fn a_name_that_a_question_has_is_not_taken_for_paradata() {
    let questionnaire = study(&GATE.replace("var: ok,", "var: Backs,").replace("if: ok ==", "if: Backs =="));
    let names = codebook(&questionnaire).variables.into_iter().map(|it| it.name);
    let names: Vec<String> = names.filter(|it| it.to_lowercase().starts_with("backs")).collect();
    assert_eq!(names, ["Backs", "backs_2"]);
}

#[test]
fn a_question_of_another_kind_in_the_version_of_a_case_fills_no_column_of_this_one() {
    let case = posted(&study(GATE), &["sex=2&area=1", "ok=1"]);
    let single = "{var: area, type: single, text: {zh: 地区, en: Area}, choices: {1: {zh: 南, en: S}, 2: {zh: 北, en: N}}}";
    let other = GATE
        .replace(single, "{var: area, type: number, text: {zh: 地区, en: Area}}")
        .replace("by: [sex, area], cells: {1: [1, 1], 2: [1, 1]}", "by: [sex], cells: {1: 2, 2: 2}")
        .replace("          - {name: where, by: [area], cells: {1: 2, 2: 2}}\n", "");
    let asked = |it: &crate::Variable| it.role == crate::codebook::Role::Asked;
    assert_snapshot!(shown(&codebook(&study(&other)), &case, asked), @"sex=2 area= ok=1");
}
