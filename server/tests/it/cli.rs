//! The command line: what each command prints, and how it ends.

mod backup;
mod files;
mod phone;
mod settings;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use tempfile::TempDir;

const TEA: &str = "
survey: tea
version: 1.0.0
title: {zh: 茶, en: Tea}
langs: [zh, en]
default: zh
contact: {zh: 茶 tea@example.org, en: Tea tea@example.org}
pages:
- page: first
  questions:
  - {var: sex, nr: A1, type: single, text: {zh: 性别, en: Sex}, choices: {1: {zh: 男, en: Male}, 2: {zh: 女, en: Female}}}
  then:
  - quota: reserve
- page: last
  questions:
  - {var: cups, nr: A2, type: number, range: [0, 9], text: {zh: 杯数, en: Cups}}
quota:
  count: complete
  hold: 60m
  active: main
  plans:
    main:
      n: 6
      tables:
      - {name: sex, by: [sex], cells: {1: 2, 2: 4}}
ends:
  complete: {text: {zh: 谢谢, en: Thank you}}
  quota_full: {text: {zh: 名额已满, en: Full}}
";

/// A folder with a database, and `tea.yaml` beside it.
struct Desk(TempDir);

/// How a command ended and what it said.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Desk {
        let desk = Desk(tempfile::tempdir().unwrap());
        desk.write("tea.yaml", TEA);
        desk
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.path().join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    fn run(&self, words: &str) -> Said {
        self.run_with(words, "")
    }

    /// Runs `canvass` in the folder, with this on its standard input.
    fn run_with(&self, words: &str, input: &str) -> Said {
        let mut child = canvass(self.0.path())
            .args(words.split_whitespace())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = |it: Vec<u8>| String::from_utf8(it).unwrap();
        Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Runs a command that must succeed, and gives what it printed.
    fn good(&self, words: &str) -> String {
        let said = self.run(words);
        assert_eq!(said.code, 0, "{words}: {}", said.err);
        said.out
    }

    /// Runs a command that must fail, and gives what it complained.
    fn bad(&self, words: &str) -> String {
        let said = self.run(words);
        assert_eq!(said.code, 1, "{words}: {}", said.out);
        said.err
    }
}

fn canvass(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_canvass"));
    command.current_dir(folder).env_remove("CANVASS_DATA").env_remove("CANVASS_URL").env_remove("NO_COLOR");
    command
}

#[test]
fn help_names_every_command() {
    let help = Desk::new().good("--help");
    for command in [
        "serve", "check", "backup", "restore", "ready", "add", "people", "quality", "export", "codebook",
        "verify", "rehearse",
    ] {
        assert!(help.lines().any(|it| it.trim_start().starts_with(command)), "{command} in {help}");
    }
}

#[test]
fn a_misspelt_command_line_ends_with_2() {
    let desk = Desk::new();
    for words in
        ["ad tea.yaml", "quality tea maybe", "rehearse tea", "rehearse tea -n 5 --fill", "rehearse tea -n 0"]
    {
        assert_eq!(desk.run(words).code, 2, "{words}");
    }
    assert!(!desk.0.path().join("data").exists());
}

#[test]
fn a_survey_is_added_once_and_the_next_version_after_it() {
    let desk = Desk::new();
    assert_snapshot!(desk.good("add tea.yaml"), @"Added tea 1.0.0; it is open: /s/tea");
    assert_snapshot!(desk.good("add tea.yaml"), @"tea 1.0.0 is there already; nothing changed.");
    desk.write("other.yaml", &TEA.replace("en: Tea}", "en: More tea}"));
    assert_snapshot!(desk.bad("add other.yaml"), @"canvass: This version is in the field with another text; raise `version:` in other.yaml and add it again.");
    desk.write("next.yaml", &TEA.replace("1.0.0", "1.1.0"));
    assert_snapshot!(desk.good("add next.yaml --json"), @r#"{"added":true,"file":"next.yaml","problems":[],"state":"open","survey":"tea","version":"1.1.0"}"#);
}

#[test]
fn claims_beside_a_questionnaire_are_kept_with_the_survey() {
    let desk = Desk::new();
    let claim = |id: &str, of: &str| {
        format!("- {{id: {id}, seed: 甲, stat: {{pct: {of} == 1}}, base: all, expect: \"> 50\"}}\n")
    };
    let good = format!("questionnaire: tea.yaml\nclaims:\n{}", claim("C1", "sex"));
    desk.write("tea.claims.yaml", &good);
    assert_snapshot!(desk.good("add tea.yaml"), @r"
    Added tea 1.0.0; it is open: /s/tea
    Claims kept of tea.claims.yaml: 1.
    ");
    assert_snapshot!(desk.good("add tea.yaml"), @r"
    tea 1.0.0 is there already; nothing changed.
    The claims of tea.claims.yaml are there already.
    ");
    desk.write("tea.claims.yaml", "claims: 1");
    assert_snapshot!(desk.good("add tea.yaml").lines().last().unwrap(), @"No claim in tea.claims.yaml can be read; they were not kept.");
    // What is wrong with them keeps no survey out of the field.
    let desk = Desk::new();
    desk.write("tea.claims.yaml", &format!("{good}{}", claim("C2", "colour")));
    let said: serde_json::Value = serde_json::from_str(&desk.good("add tea.yaml --json")).unwrap();
    assert_eq!((&said["claims"]["kept"], &said["claims"]["claims"]), (&true.into(), &1.into()));
    assert_eq!(said["claims"]["problems"][0]["code"], "unknown-variable");
    // Somebody may have edited those that are there.
    desk.write("tea.claims.yaml", &good);
    assert_snapshot!(desk.good("add tea.yaml").lines().last().unwrap(), @"The survey has claims already, and those of tea.claims.yaml were not put over them; upload the file at the desk, on the page Claims, to replace them.");
    let said: serde_json::Value = serde_json::from_str(&desk.good("add tea.yaml --json")).unwrap();
    assert_eq!(said["claims"]["kept"], false);
}

#[test]
fn a_survey_may_be_added_paused() {
    assert_snapshot!(Desk::new().good("add tea.yaml --paused"), @"Added tea 1.0.0; it is paused: /s/tea");
}

#[test]
fn a_file_with_problems_is_not_added() {
    let desk = Desk::new();
    desk.write("bad.yaml", &TEA.replace("by: [sex]", "by: [age]"));
    let err = desk.bad("add bad.yaml");
    assert!(err.contains("bad.yaml:25:"), "{err}");
    assert!(err.ends_with("bad.yaml was not added; mend the problems above and add it again.\n"), "{err}");
    let said = desk.run("add bad.yaml --json");
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    assert!(said.out.contains(r#""added":false"#) && said.out.contains(r#""line":25"#), "{}", said.out);
}

#[test]
fn a_file_that_is_not_there_is_one_sentence() {
    let err = Desk::new().bad("add coffee.yaml");
    assert!(err.starts_with("canvass: Cannot read coffee.yaml; check its name: "), "{err}");
    assert_eq!(err.lines().count(), 1);
}

#[test]
fn check_ends_with_1_only_for_errors() {
    let desk = Desk::new();
    desk.write("bad.yaml", &TEA.replace("type: single", "type: singel"));
    desk.good("check tea.yaml");
    let said = desk.run("check tea.yaml bad.yaml");
    assert_eq!(said.code, 1);
    assert!(said.err.contains("singel"), "{}", said.err);
}

#[test]
fn an_unknown_survey_is_answered_with_those_that_are_there() {
    let desk = Desk::new();
    assert_snapshot!(desk.bad("export tea"), @"canvass: There is no survey yet; add one with `canvass add FILE`, or check --data");
    desk.good("add tea.yaml");
    assert_snapshot!(desk.bad("quality coffee off"), @"canvass: There is no survey “coffee”; there are: tea");
}

#[test]
fn quality_rules_are_turned_off_and_on() {
    let desk = Desk::new();
    desk.good("add tea.yaml");
    assert_snapshot!(desk.good("quality tea off") + &desk.good("quality tea flag") + &desk.good("quality tea on"), @r"
    Quality rules of tea: off.
    Quality rules of tea: flag only.
    Quality rules of tea: on.
    ");
}

#[test]
fn people_are_added_listed_and_reset() {
    let desk = Desk::new();
    let said =
        desk.run_with("people add Li --role manager --role analyst --password-stdin", "correct horse\n");
    assert_eq!((said.code, said.out.as_str()), (0, "Li may sign in.\n"));
    let link = desk.good("people add Wang --role author --url https://survey.example.org/");
    assert!(link.starts_with("https://survey.example.org/first-password/"), "{link}");
    assert_snapshot!(desk.good("people list"), @r"
    Li    manager, analyst
    Wang  author  (has not chosen a password yet)
    ");
    assert_snapshot!(desk.good("people list --json"), @r#"[{"left":false,"name":"Li","password":true,"roles":["manager","analyst"],"second_factor":false,"surveys":{}},{"left":false,"name":"Wang","password":false,"roles":["author"],"second_factor":false,"surveys":{}}]"#);
    let link = desk.good("people reset Wang");
    assert!(link.starts_with("http://127.0.0.1:3000/first-password/"), "{link}");
    assert_snapshot!(desk.bad("people reset Zhao"), @"canvass: There is no “Zhao”; see `canvass people list`");
    let said = desk.run_with("people add li --role analyst --password-stdin", "correct horse\n");
    assert_eq!(said.code, 1);
    assert_snapshot!(said.err, @"canvass: There is already a “li”; choose another name, or see `canvass people reset`");
}

#[test]
fn roles_are_set_for_the_house_or_a_survey_and_the_last_owner_stays() {
    let desk = Desk::new();
    desk.good("add tea.yaml");
    desk.run_with("people add Li --role owner --password-stdin", "correct horse\n");
    desk.run_with("people add Wang --role author --password-stdin", "correct horse\n");
    assert_eq!(desk.good("people roles Wang"), "Wang in all surveys: no role.\n");
    assert_eq!(desk.good("people roles Wang --role analyst --survey tea"), "Wang in tea: analyst.\n");
    assert_snapshot!(desk.good("people list"), @r"
    Li    owner
    Wang  tea: analyst
    ");
    assert_snapshot!(desk.bad("people roles Li --role manager"), @"canvass: Make somebody else an owner of the house first: the last owner of the house");
    assert_snapshot!(desk.bad("people left Li"), @"canvass: Make somebody else an owner of the house first: the last owner of the house");
    assert_eq!(desk.good("people left Wang"), "Wang can no longer sign in.\n");
    assert_eq!(desk.good("people second-factor-off Li"), "Li signs in with the password alone.\n");
    assert!(desk.good("people list").contains("Wang  tea: analyst  (has left)"));
}

#[test]
fn a_short_password_is_refused() {
    let said = Desk::new().run_with("people add Li --role manager --password-stdin", "secret\n");
    assert_eq!(said.code, 1);
    assert_snapshot!(said.err, @"canvass: A password has 10 to 200 characters and this one 6; choose another");
}

#[test]
fn a_rehearsal_fills_every_cell_and_no_more() {
    let desk = Desk::new();
    desk.good("add tea.yaml");
    let out = desk.good("rehearse tea --fill");
    assert!(out.contains("2 of 2 quota cells full in the rehearsal."), "{out}");
    let csv = desk.good("export tea --rehearsal");
    assert_eq!(csv.lines().count(), 7);
    assert_eq!(csv.lines().filter(|it| it.contains(",main,2,")).count(), 4, "{csv}");
    assert_eq!(desk.good("export tea --all").lines().count(), 1, "no real interview");
    assert_eq!(desk.good("verify --json"), "{\"agree\":true,\"disagreements\":[]}\n");
}

/// The data without what differs from day to day.
fn data(csv: &str) -> String {
    let kept = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        [&cells[..4], &cells[6..]].concat().join(",")
    };
    csv.lines().map(kept).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_same_seed_gives_the_same_rehearsal() {
    let rehearsed = |seed: u32| {
        let desk = Desk::new();
        desk.good("add tea.yaml");
        desk.good(&format!("rehearse tea -n 30 --seed {seed} --json"));
        data(&desk.good("export tea --rehearsal --all"))
    };
    let first = rehearsed(7);
    assert_eq!(first.lines().count(), 31);
    assert_eq!(first, rehearsed(7));
    assert_ne!(first, rehearsed(8));
}

#[test]
fn a_second_rehearsal_goes_on_with_other_people() {
    let desk = Desk::new();
    desk.good("add tea.yaml");
    desk.good("rehearse tea -n 10 --json");
    let first = desk.good("export tea --rehearsal --all");
    desk.good("rehearse tea -n 10 --json");
    let both = desk.good("export tea --rehearsal --all");
    assert_eq!((first.lines().count(), both.lines().count()), (11, 21));
    assert!(both.starts_with(&first));
}

#[test]
fn a_fresh_rehearsal_wipes_the_ones_before_it() {
    let desk = Desk::new();
    desk.good("add tea.yaml");
    desk.good("rehearse tea --fill --json");
    let first = data(&desk.good("export tea --rehearsal --all"));
    desk.good("rehearse tea --fill --fresh --json");
    // Numbers are never given twice; everything else is as it was.
    let answers = |csv: &str| {
        let lines = csv.lines().map(|it| it.split_once(',').unwrap().1.to_owned());
        lines.collect::<Vec<_>>()
    };
    assert_eq!(answers(&data(&desk.good("export tea --rehearsal --all"))), answers(&first));
    assert_eq!(desk.good("verify --json"), "{\"agree\":true,\"disagreements\":[]}\n");
}

#[test]
fn a_plan_that_does_not_fit_is_refused_with_its_place() {
    let desk = Desk::new();
    desk.good("add tea.yaml");
    desk.write("tea.sim.yaml", "questionnaire: tea.yaml\ndraw:\n  coffee: {d: {1: 1}}\n");
    let err = desk.bad("rehearse tea -n 5 --plan tea.sim.yaml");
    assert!(err.contains("tea.sim.yaml:3:"), "{err}");
    assert_snapshot!(desk.bad("rehearse tea -n 5 --plan coffee.sim.yaml").lines().last().unwrap(), @"canvass: There is no file coffee.sim.yaml; check its name");
}

#[test]
fn commands_work_beside_a_running_server() {
    let desk = Desk::new();
    let mut server = canvass(desk.0.path())
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    desk.good("add tea.yaml");
    desk.good("rehearse tea --fill --json");
    desk.good("verify");
    assert_eq!(desk.good("export tea --rehearsal").lines().count(), 7);
    server.kill().unwrap();
    server.wait().unwrap();
}
