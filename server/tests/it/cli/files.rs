//! What `canvass export` and `canvass codebook` write, and where.

use insta::assert_snapshot;

use super::{Desk, canvass};

#[test]
fn an_export_goes_to_a_file_that_is_there_only_when_whole() {
    let desk = Desk::new();
    desk.good("add tea.yaml");
    desk.good("rehearse tea --fill --json");
    let said = desk.run("export tea --rehearsal --excel --labels=en --output tea.csv");
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, "", "6 cases in tea.csv.\n"));
    let csv = desk.read("tea.csv");
    assert!(csv.starts_with("\u{feff}id,") && csv.contains(",Female,"), "{csv}");
    assert!(!desk.0.path().join("tea.csv.part").exists());
    assert_snapshot!(desk.bad("export tea --labels=fr"), @"canvass: tea has no labels in “fr”; say --labels= with one of: zh, en.");
    assert_snapshot!(desk.bad("export tea --lang fr"), @"canvass: tea has no labels in “fr”; say --lang with one of: zh, en.");
    let err = desk.bad("export tea --output nowhere/tea.csv");
    assert!(
        err.starts_with("canvass: Cannot write nowhere/tea.csv; check the folder and its space"),
        "{err}"
    );
}

#[test]
fn an_export_of_a_weight_that_is_not_there_or_of_crossed_days_is_refused() {
    let desk = Desk::new();
    desk.good("add tea.yaml");
    assert_snapshot!(desk.bad("export tea --weight typo --from 2026-01-02 --to 2026-01-01"), @r"
    canvass: --to: The last day is before the first.
    --weight: This survey has no weights with this name.
    ");
}

#[test]
fn half_a_file_is_not_left_behind() {
    let desk = Desk::new();
    desk.good("add tea.yaml");
    std::fs::create_dir(desk.0.path().join("taken")).unwrap();
    for command in ["export", "codebook"] {
        let err = desk.bad(&format!("{command} tea -o taken"));
        assert!(err.starts_with("canvass: Cannot write taken; check the folder and its space"), "{err}");
        assert!(!desk.0.path().join("taken.part").exists(), "{command}");
    }
}

#[test]
fn whoever_reads_no_further_is_no_failure() {
    let desk = Desk::new();
    desk.good("add tea.yaml");
    for command in ["export", "codebook"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let status = canvass(desk.0.path()).args([command, "tea"]).stdout(writer).status().unwrap();
        assert!(status.success(), "{command}: {status}");
    }
}

#[test]
fn a_codebook_is_written_in_each_format() {
    let desk = Desk::new();
    desk.good("add tea.yaml");
    let json = desk.good("codebook tea");
    assert!(json.starts_with("{\n  \"survey\": \"tea\"") && json.contains("\"杯数\""), "{json}");
    let said = desk.run("codebook tea --format ddi --counts -o tea.xml");
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    assert!(said.err.ends_with(" columns in tea.xml.\n"), "{}", said.err);
    assert!(desk.read("tea.xml").contains("<caseQnty>0</caseQnty>"));
    desk.good("codebook tea --format xlsx -o tea.xlsx");
    assert!(!desk.0.path().join("tea.xlsx.part").exists());
    assert_eq!(desk.run("codebook tea --format pdf").code, 2);
    assert!(desk.bad("codebook coffee").contains("There is no survey “coffee”"));
}

#[test]
fn labels_are_in_the_default_language_if_no_other_is_named() {
    let desk = Desk::new();
    desk.good("add tea.yaml");
    desk.good("rehearse tea --fill --json");
    assert!(desk.good("export tea --rehearsal --labels").contains(",女,"));
}
