//! Rehearsals that fill every quota cell, and the published claims that must hold in their data.

mod data;
mod desk;

use std::path::Path;
use std::process::{Command, Output};

use analysis::claims::finding;
use survey::claims::{self, Claim};

use data::Data;

fn canvass(data: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_canvass"));
    let output = command.arg("--data").arg(data).args(words).output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn text(name: &str) -> String {
    std::fs::read_to_string(file(name)).unwrap()
}

fn file(name: &str) -> String {
    format!("{}/../questionnaires/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The data of a rehearsal that went on until the field was full.
fn filled(survey: &str) -> Data {
    let folder = tempfile::tempdir().unwrap();
    let questionnaire = format!("{survey}.yaml");
    canvass(folder.path(), &["add", &file(&questionnaire)]);
    let plan = file(&format!("{survey}.sim.yaml"));
    canvass(folder.path(), &["rehearse", survey, "--fill", "--seed", "1", "--plan", &plan]);
    canvass(folder.path(), &["verify"]);
    let real = canvass(folder.path(), &["export", survey, "--all"]).stdout;
    assert_eq!(String::from_utf8(real).unwrap().lines().count(), 1, "test interviews stand in no export");
    packed_as_whole(folder.path(), survey);
    let output = canvass(folder.path(), &["export", survey, "--rehearsal"]);
    Data::new(&text(&questionnaire), &String::from_utf8(output.stdout).unwrap())
}

/// Whatever is exported is the same once the interviews are packed.
fn packed_as_whole(folder: &Path, survey: &str) {
    let columns = "--columns=answers,texts,orders,derived,paradata";
    let everything = || canvass(folder, &["export", survey, "--rehearsal", "--all", columns]).stdout;
    let whole = everything();
    let packing = async {
        let db = store::Db::open(folder).await.unwrap();
        let packed = server::packing::pack_all(&db).await.unwrap();
        db.close().await;
        packed
    };
    let packed = tokio::runtime::Runtime::new().unwrap().block_on(packing);
    assert!(packed > 1_000, "{packed}");
    assert!(everything() == whole, "packed cases say something else");
}

/// Every cell of every table of the active plan holds its target, not one more.
fn assert_exactly_full(data: &Data) {
    let quota = data.questionnaire.quota.as_ref().unwrap();
    let plan = quota.plans.iter().find(|it| it.name == quota.active).unwrap();
    assert_eq!(data.rows().count() as i64, plan.n);
    for table in &plan.tables {
        let counts = data.counts(&format!("cell_{}", table.name));
        assert_eq!(counts.len(), table.cells.len(), "{}", table.name);
        for (codes, target) in &table.cells {
            let key = survey::quota::key(codes);
            assert_eq!(counts.get(&key), Some(target), "{} {key}", table.name);
        }
    }
}

/// A complete has at most one flag: with two it is rejected.
fn assert_good_quality(data: &Data) {
    for row in data.rows() {
        assert_eq!(row.cell("disposition"), "complete");
        assert!(row.cell("flags").split_whitespace().count() < 2, "{} is flagged twice", row.cell("id"));
    }
}

fn assert_claims_hold(data: &Data, survey: &str) -> usize {
    let (claims, problems) = claims::read(&text(&format!("{survey}.claims.yaml")), &data.questionnaire);
    assert_eq!(problems, Vec::new());
    let columns = data.columns();
    let failure = |claim: &Claim| {
        let found = finding(&columns, &data.questionnaire, claim, None, None);
        let holds = found.as_ref().is_ok_and(|it| it.holds);
        (!holds).then(|| format!("{} {}: expected {:?}, found {found:?}", claim.id, claim.seed, claim.expect))
    };
    let failures: Vec<String> = claims.iter().filter_map(failure).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    claims.len()
}

#[test]
fn the_mini_program_survey_fills_its_quotas_and_bears_out_its_claims() {
    let data = filled("mini-program-2026");
    assert_exactly_full(&data);
    assert_good_quality(&data);
    assert_eq!(assert_claims_hold(&data, "mini-program-2026"), 31);
}

#[test]
fn the_second_hand_survey_fills_its_quotas_and_bears_out_its_claims() {
    let data = filled("second-hand-2025");
    assert_exactly_full(&data);
    assert_good_quality(&data);
    assert_eq!(assert_claims_hold(&data, "second-hand-2025"), 29);
}
