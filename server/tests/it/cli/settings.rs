//! Settings: a flag goes before the environment, the environment before the file, and each is documented.

use insta::assert_snapshot;

use super::{Desk, canvass};

/// What `serve --check-config` says of these settings.
fn said(desk: &Desk, words: &str, environment: &[(&str, &str)], names: &[&str]) -> String {
    let mut command = canvass(desk.0.path());
    command
        .args(["serve", "--check-config"])
        .args(words.split_whitespace())
        .envs(environment.iter().copied());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.ends_with("The server could run so.\n"), "{out}");
    let lines = out.lines().filter(|it| names.contains(&it.split(' ').next().unwrap()));
    lines.collect::<Vec<_>>().join("\n")
}

const FILE: &str = "listen = \"127.0.0.1:0\"\nurl = \"https://of.file\"\nkeep-snapshots = 3\nlocal-webhooks = true\ndata = \"of-file\"\n";

#[test]
fn a_flag_goes_before_the_environment_and_that_before_the_file() {
    let desk = Desk::new();
    desk.write("c.toml", FILE);
    let names = ["data", "url", "keep-snapshots", "local-webhooks", "log"];
    assert_snapshot!(said(&desk, "--config c.toml", &[], &names), @"
    data = of-file  [file]
    url = https://of.file  [file]
    keep-snapshots = 3  [file]
    local-webhooks = true  [file]
    log = info  [default]
    ");
    let environment =
        [("CANVASS_CONFIG", "c.toml"), ("CANVASS_URL", "https://of.env"), ("CANVASS_KEEP_SNAPSHOTS", "4")];
    assert_snapshot!(said(&desk, "--url https://of.flag --data of-flag", &environment, &names), @"
    data = of-flag  [command line]
    url = https://of.flag  [command line]
    keep-snapshots = 4  [environment]
    local-webhooks = true  [file]
    log = info  [default]
    ");
}

#[test]
fn the_folder_of_the_file_is_that_of_every_command() {
    let desk = Desk::new();
    desk.write("c.toml", FILE);
    desk.good("add tea.yaml --config c.toml");
    assert!(desk.0.path().join("of-file/canvass.db").exists());
    assert!(!desk.0.path().join("data").exists());
}

#[test]
fn a_file_that_does_not_read_is_said_with_what_to_do() {
    let desk = Desk::new();
    desk.write("typo.toml", "lissten = \"127.0.0.1:0\"\n");
    assert_snapshot!(desk.bad("serve --config typo.toml"), @"canvass: The settings in typo.toml cannot be used: There is no setting “lissten”; there are: data, listen, url, tls-certificate, tls-key, monitor, snapshots, keep-snapshots, local-webhooks, log");
    desk.write("list.toml", "listen = [1]\n");
    assert_snapshot!(desk.bad("serve --config list.toml"), @"canvass: The settings in list.toml cannot be used: listen: write a text, a number, true or false");
    assert!(desk.bad("serve --config nowhere.toml").contains("nowhere.toml cannot be used"));
    desk.write("broken.toml", "listen = \n");
    assert!(desk.bad("serve --config broken.toml").contains("broken.toml cannot be used"));
    // A value is read as if it were typed: clap says what is wrong with it.
    desk.write("value.toml", "keep-snapshots = 0\n");
    assert_eq!(desk.run("serve --config value.toml").code, 2);
}

#[test]
fn what_stands_in_the_way_of_serving_is_said_at_once_and_nothing_is_made() {
    let desk = Desk::new();
    desk.write("file", "");
    desk.write("cert.pem", "no certificate");
    let said = desk.run(
        "serve --check-config --listen 192.0.2.1:80 --tls-certificate cert.pem --tls-key cert.pem --data file/data",
    );
    assert_eq!(said.code, 1, "{}", said.out);
    for fault in [
        "listen: it is not possible to listen at 192.0.2.1:80",
        "The certificate in cert.pem",
        "data: file/data cannot be made in file",
    ] {
        assert!(said.err.contains(fault), "{fault}: {}", said.err);
    }
    desk.good("serve --check-config --listen 127.0.0.1:0");
    assert!(!desk.0.path().join("data").exists());
}

#[test]
fn every_setting_stands_in_the_operators_page() {
    let page = include_str!("../../../../docs/operator.md");
    for name in server::config::file::names() {
        let variable = format!("`CANVASS_{}`", name.to_uppercase().replace('-', "_"));
        let rows = page.lines().filter(|it| it.starts_with("| `--") && it.contains(&format!("`--{name}")));
        let rows: Vec<&str> = rows.collect();
        assert_eq!(rows.len(), 1, "--{name} has a row of its own, and one alone: {rows:?}");
        assert!(rows[0].contains(&variable), "{variable} in {}", rows[0]);
    }
}
