//! Variables that analysts add: what is read, what each is, and everything that can be wrong with one.

use std::sync::Arc;

use insta::assert_snapshot;

use super::lines_of;
use crate::condition::{VarKind, filter};
use crate::questionnaire::{Questionnaire, Text};
use crate::testing::{flush, minimal};
use crate::variables::{Coded, is_filter, read, saved_filter};

fn study() -> Questionnaire {
    minimal(
        "
        pages:
        - page: about
          questions:
          - {var: sex, type: single, text: {en: A}, choices: {1: {en: A}, 2: {en: B}}}
          - {var: age, type: number, text: {en: A}}
          - {var: tea, type: multi, text: {en: A}, choices: {1: {en: A}, 2: {en: B}}}
          - {var: why, type: open, text: {en: A}}
        derive:
          adult: {label: {en: A}, calc: age >= 18}
        quota:
          count: complete
          hold: 10m
          active: p
          plans:
            p: {n: 10, tables: [{name: sexes, by: [sex], cells: {1: 5, 2: 5}}]}
        ",
    )
}

/// `name: kind` of each variable that was added, then the problems.
fn added(text: &str) -> String {
    let before = study();
    let (questionnaire, problems) = read(&flush(text), vec![], &[Arc::new(before.clone())]);
    let kind = |var: &str| match VarKind::find(&questionnaire, var) {
        Some(VarKind::Codes(codes)) => format!("codes {codes:?}"),
        Some(VarKind::Number) => "number".to_owned(),
        Some(VarKind::Multi(codes)) => format!("multi {codes:?}"),
        _ => "none".to_owned(),
    };
    let added = &questionnaire.derived[before.derived.len()..];
    let lines = added.iter().map(|it| {
        let mark = if is_filter(it) { " filter" } else { "" };
        format!("{}: {}{mark}\n", it.var, kind(&it.var))
    });
    lines.collect::<String>() + &lines_of(&problems)
}

#[test]
fn each_variable_may_read_questions_derived_ones_and_those_above_it() {
    let text = "
        young_women: {label: {en: Young women}, calc: sex == 2 and age <= 30 and adult == 1}
        decades: {label: {en: Decades}, calc: age / 10}
        band: {label: {en: Band}, when: {1: decades < 3, 2: young_women == 1}, choices: {1: {en: A}, 2: {en: B}}}
        drinks: {label: {en: Drinks}, union: [tea]}
        again: {label: {en: Again}, union: [drinks, tea]}
        bold: {label: {en: Bold}, calc: band == 2 and again has 1}
    ";
    assert_snapshot!(added(text), @"
    young_women: codes [0, 1] filter
    decades: number
    band: codes [1, 2]
    drinks: multi [1, 2]
    again: multi [1, 2]
    bold: codes [0, 1] filter
    ");
    assert_eq!(added(""), "");
    assert_eq!(added("# nothing yet\n"), "");
}

#[test]
fn a_variable_with_an_error_is_left_out_and_the_others_are_not() {
    let text = "
        sound: {label: {en: A}, calc: age > 1}
        later: {label: {en: A}, calc: after == 1}
        after: {label: {en: A}, calc: sex == 1}
        itself: {label: {en: A}, calc: itself > 1}
        unknown: {label: {en: A}, calc: agee > 1}
        reader: {label: {en: A}, calc: unknown == 1}
        typed: {label: {en: A}, calc: why}
        seen: {label: {en: A}, calc: duplicate(device)}
        bare: {calc: age > 1}
        rules: {label: {en: A}, calc: age > 1, union: [tea]}
        also: {label: {en: A}, calc: sound == 1}
    ";
    assert_snapshot!(added(text), @"
    sound: codes [0, 1] filter
    after: codes [0, 1] filter
    also: codes [0, 1] filter
    2:31-10 later-variable `after == 1`
      `after` is not above this one. A variable reads those above it.
    4:32-10 later-variable `itself > 1`
      `itself` is not above this one. A variable reads those above it.
    5:33-4 unknown-variable `agee`
      There is no variable `agee`. Did you mean `age`?
    6:32-12 broken-variable `unknown == 1`
      `unknown` has an error. Mend that one first.
    7:31-3 text-as-number `why`
      `why` is a text, not a number. Use a number here.
    8:30-17 duplicate-in-filter `duplicate(device)`
      Whether a device was here before is known only when an interview ends. Write a quality rule with `duplicate(device)`, and look at `flags`.
    9:1-4 missing-key `bare`
      A derived variable needs `label`. Add `label: …`.
    10:40-5 one-rule `union`
      `rules` needs exactly one of `calc`, `when` and `union`. Write `calc: EXPRESSION`, or `when: {code: CONDITION, …}` with `choices`, or `union: [a, b]`.
    ");
}

#[test]
fn a_name_or_a_column_that_is_taken_is_refused() {
    let text = "
        sex: {label: {en: A}, calc: age > 1}
        adult: {label: {en: A}, calc: age > 1}
        about: {label: {en: A}, calc: age > 1}
        TEA_1: {label: {en: A}, calc: age > 1}
        cell_sexes: {label: {en: A}, calc: age > 1}
        version: {label: {en: A}, calc: age > 1}
        and: {label: {en: A}, calc: age > 1}
        2nd: {label: {en: A}, calc: age > 1}
        mine: {label: {en: A}, calc: age > 1}
        Mine: {label: {en: A}, calc: age > 1}
    ";
    assert_snapshot!(added(text), @"
    mine: codes [0, 1] filter
    1:1-3 duplicate-variable `sex`
      The survey has `sex` already, in this version or an older one. Choose another name.
    2:1-5 duplicate-variable `adult`
      The survey has `adult` already, in this version or an older one. Choose another name.
    3:1-5 duplicate-variable `about`
      The survey has `about` already, in this version or an older one. Choose another name.
    4:1-5 column-collision `TEA_1`
      The column `TEA_1` of `TEA_1` is also one of `tea`; capitals make no difference. Choose another name.
    5:1-10 column-collision `cell_sexes`
      The column `cell_sexes` of `cell_sexes` is also one of `quota`; capitals make no difference. Choose another name.
    6:1-7 column-collision `version`
      The column `version` of `version` is in every data file; capitals make no difference. Choose another name.
    7:1-3 reserved-word `and`
      `and` is a word of conditions, so no variable can be called so. Choose another name.
    8:1-3 bad-name `2nd`
      `2nd` is no name for a variable. Begin with an English letter; go on with letters, digits and `_`, 64 at most.
    10:1-4 column-collision `Mine`
      The column `Mine` of `Mine` is also one of `mine`, on line 9; capitals make no difference. Choose another name.
    ");
}

#[test]
fn what_is_no_list_of_variables_is_said() {
    assert_snapshot!(added("- a\n- b\n"), @"
    1:1-3 wrong-shape `- a`
      A list does not fit here. Write variables by name, key by key; if braces or brackets belong to a text, quote this text.
    ");
    assert_snapshot!(added("a: 1\n"), @"
    1:1-1 one-rule `a`
      `a` needs exactly one of `calc`, `when` and `union`. Write `calc: EXPRESSION`, or `when: {code: CONDITION, …}` with `choices`, or `union: [a, b]`.
    1:4-1 wrong-shape `1`
      `1` does not fit here. Write a derived variable, key by key.
    ");
    assert_snapshot!(added("a: {\n"), @"
    1:4-1 yaml `{`
      This is not YAML: unclosed bracket '{'. Close it, or quote this text if the character belongs to it.
    ");
}

#[test]
fn codes_given_to_texts_are_a_multi_that_others_may_read() {
    let label = |it: &str| Text(vec![("en".to_owned(), it.to_owned())]);
    let coded = |var: &str| Coded {
        var: var.to_owned(),
        label: label("Why"),
        of: "why".to_owned(),
        beside: None,
        codes: vec![(1, label("Price")), (7, label("Taste"))],
    };
    // The name of the second is taken, and a column of the third: both are left out.
    let codings = ["why_coded", "age", "tea"].map(coded).to_vec();
    let (questionnaire, problems) = read(
        "cheap: {label: {en: A}, calc: why_coded has 1}\nboth: {label: {en: A}, union: [why_coded, tea]}\nwhy_coded_7: {label: {en: A}, calc: age > 1}\n",
        codings,
        &[Arc::new(study())],
    );
    assert_snapshot!(lines_of(&problems), @"
    3:1-11 column-collision `why_coded_7`
      The column `why_coded_7` of `why_coded_7` is also one of `why_coded`; capitals make no difference. Choose another name.
    ");
    assert_eq!(VarKind::find(&questionnaire, "why_coded"), Some(VarKind::Multi(vec![1, 7])));
    assert_eq!(VarKind::find(&questionnaire, "both"), Some(VarKind::Multi(vec![1, 7, 2])));
    assert!(filter(&questionnaire, "cheap == 1 and why_coded has any [1, 7]").is_ok());
}

#[test]
fn a_condition_is_saved_as_a_variable_with_a_label_that_says_anything() {
    let label = Text(vec![("en".to_owned(), "It's: {young} # and\nold".to_owned())]);
    let text = saved_filter("mine", &label, "why == 'cheap' or tea has any [1, 2]");
    let before = study();
    let (questionnaire, problems) = read(&text, vec![], &[Arc::new(before)]);
    assert_eq!(problems, []);
    let derived = questionnaire.derived("mine").unwrap();
    assert!(is_filter(derived));
    assert_eq!(derived.label.get("en"), "It's: {young} # and old");
    let crate::questionnaire::Rule::When(cases) = &derived.rule else { panic!("codes") };
    let said: Vec<String> = cases.iter().map(|(code, it)| format!("{code}: {it}")).collect();
    assert_eq!(said, ["1: why == 'cheap' or tea has any [1, 2]", "0: 0 == 0"]);
}

#[test]
fn a_name_of_an_older_version_is_taken_since_data_files_have_its_columns() {
    let older = minimal(
        "
        pages:
        - page: p
          questions:
          - {var: city, type: single, text: {en: A}, choices: {1: {en: A}, 2: {en: B}}}
        ",
    );
    let versions = [Arc::new(older), Arc::new(study())];
    let text = "city: {label: {en: A}, calc: age > 1}\nlink_city: {label: {en: A}, calc: age > 1}\n";
    let (questionnaire, problems) = read(text, vec![], &versions);
    assert_eq!(questionnaire.derived.len(), study().derived.len());
    let said: Vec<&str> = problems.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "The survey has `city` already, in this version or an older one.",
            "Columns of what links carry begin as `link_city` does."
        ]
    );
}
