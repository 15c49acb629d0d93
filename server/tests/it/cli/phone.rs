//! What `canvass check --phone` prints, and that it fails nothing.

use insta::assert_snapshot;
use serde_json::Value;

use super::Desk;

const PLAN: &str = "
questionnaire: tea.yaml
seed: 3
fieldwork: {refuse: 0, underage: 0, abroad: 0, industry: 0, recent: 0, no_use: 0, dropout: 0, speeder: 0, attention: 0, straight: 0, minutes: {lognormal: [3, 0.3]}}
draw:
  sex: {d: {1: 1}}
  cups: {num: {list: {3: 1}}}
";

#[test]
fn pages_and_routes_stand_in_tables_of_each_language() {
    let desk = Desk::new();
    assert_snapshot!(desk.good("check --phone tea.yaml"), @r"
    tea.yaml: tea 1.0.0, no problem

    On a phone of 360 × 740, in zh: 200 of 200 robots complete
    (answers from the questionnaire alone, seed 1).

    page   title    met  taps  keys  screens  most  words  minutes
    first         100 %     2     0      1.0   1.0      2      0.1
    last          100 %     2     1      1.0   1.0      1      0.1

    route     robot  pages  questions  taps  keys  screens  words  minutes
    shortest      0      2          2     4     1      2.0      4      0.2
    median      100      2          2     4     1      2.0      4      0.2
    longest     199      2          2     4     1      2.0      4      0.2

    On a phone of 360 × 740, in en: 200 of 200 robots complete
    (answers from the questionnaire alone, seed 1).

    page   title    met  taps  keys  screens  most  words  minutes
    first         100 %     2     0      1.0   1.0      3      0.1
    last          100 %     2     1      1.0   1.0      1      0.1

    route     robot  pages  questions  taps  keys  screens  words  minutes
    shortest      0      2          2     4     1      2.0      4      0.2
    median      100      2          2     4     1      2.0      4      0.2
    longest     199      2          2     4     1      2.0      4      0.2

    met: completes who come to the page; the numbers of a page are medians; most: the tallest met.
    Words: 1.6 Chinese characters are one. Minutes are an estimate, without pauses and the network.
    ");
}

#[test]
fn robots_answer_by_the_plan_beside_the_file_as_long_as_it_fits() {
    let desk = Desk::new();
    desk.write("tea.sim.yaml", PLAN);
    let said = desk.run("check --phone tea.yaml");
    assert!(said.out.contains("answers from tea.sim.yaml, seed 3"), "{}{}", said.out, said.err);
    desk.write("tea.sim.yaml", &PLAN.replace("cups:", "mugs:"));
    let said = desk.run("check --phone tea.yaml");
    assert_eq!(said.code, 0);
    assert!(said.out.contains("answers from the questionnaire alone, seed 1"), "{}", said.out);
    assert!(said.err.contains("mugs") && said.err.contains("tea.sim.yaml does not fit"), "{}", said.err);
}

#[test]
fn what_is_too_long_is_named_and_fails_nothing() {
    let desk = Desk::new();
    let long = format!("Sex {}", "word ".repeat(40));
    desk.write("tea.yaml", &desk.read("tea.yaml").replace("en: Sex}", &format!("en: {long}}}")));
    let said = desk.run("check --phone tea.yaml");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(
        said.out.contains("warning[long-text] first, sex (A1): The question is long (en: 41 words)."),
        "{}",
        said.out
    );
}

#[test]
fn a_questionnaire_with_errors_is_not_walked() {
    let desk = Desk::new();
    desk.write("tea.yaml", &desk.read("tea.yaml").replace("type: number", "type: cups"));
    let said = desk.run("check --phone tea.yaml");
    assert_eq!(said.code, 1);
    assert!(said.out.ends_with("Mend the errors to see it on a phone.\n"), "{}", said.out);
}

#[test]
fn the_report_is_there_as_json_too() {
    let desk = Desk::new();
    let said: Value = serde_json::from_str(&desk.good("check --phone --json tea.yaml")).unwrap();
    let report = &said["phone"]["report"];
    assert_eq!((report["robots"].as_u64(), said["phone"]["plan"].is_null()), (Some(200), true));
    assert_eq!(report["langs"][1]["pages"][0]["median"]["taps"], 2.0);
    let plain: Value = serde_json::from_str(&desk.good("check --json tea.yaml")).unwrap();
    assert!(plain.get("phone").is_none());
}
