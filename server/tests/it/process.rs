//! The executable as a process: what it prints, how it fails to start, how it stops.

mod sockets;
mod watched;

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn serve(listen: &str, data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_canvass"));
    command.args(["serve", "--listen", listen, "--data"]).arg(data).env_remove("CANVASS_URL");
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What it says until it is ready, two lines on an empty database.
fn said(server: &mut Child, lines: usize) -> Vec<String> {
    let out = BufReader::new(server.stdout.as_mut().unwrap());
    out.lines().take(lines).map(Result::unwrap).collect()
}

fn stopped(mut server: Child) -> Output {
    let pid = server.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let out = server.stdout.take();
    drop(out);
    server.wait_with_output().unwrap()
}

#[test]
fn it_says_where_it_listens_and_stops_politely() {
    let data = tempfile::tempdir().unwrap();
    let mut server = serve("127.0.0.1:0", data.path()).spawn().unwrap();
    let said = said(&mut server, 2);
    let address = said[0].strip_prefix("Canvass listens on http://127.0.0.1:").unwrap();
    assert!(address.parse::<u16>().unwrap() > 0);
    assert!(said[1].contains(&format!("http://127.0.0.1:{address}/first-password/")), "{}", said[1]);
    let output = stopped(server);
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn links_begin_with_the_address_that_people_type() {
    let data = tempfile::tempdir().unwrap();
    let mut server =
        serve("127.0.0.1:0", data.path()).env("CANVASS_URL", "https://survey.test/").spawn().unwrap();
    let said = said(&mut server, 2);
    assert_eq!(said[0], "Canvass listens on https://survey.test");
    assert!(said[1].contains("https://survey.test/first-password/"), "{}", said[1]);
    assert!(stopped(server).status.success());
}

#[test]
fn a_port_in_use_is_one_sentence() {
    let data = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let output = serve(&address.to_string(), data.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        sentence,
        format!(
            "canvass: Port {} is in use: choose another, as in `--listen 127.0.0.1:3210`.\n",
            address.port()
        )
    );
    assert_eq!(fs::read_dir(data.path()).unwrap().count(), 0, "the database was not touched");
}

#[test]
fn a_folder_has_one_server_and_no_backup_is_put_under_it() {
    let data = tempfile::tempdir().unwrap();
    let mut server = serve("127.0.0.1:0", data.path()).spawn().unwrap();
    said(&mut server, 2);
    let second = serve("127.0.0.1:0", data.path()).output().unwrap();
    let mut restore = Command::new(env!("CARGO_BIN_EXE_canvass"));
    let restore = restore.args(["restore", "backup.db", "--data"]).arg(data.path()).output().unwrap();
    for refused in [second, restore] {
        assert_eq!(refused.status.code(), Some(1));
        let sentence = String::from_utf8(refused.stderr).unwrap();
        assert!(sentence.starts_with("canvass: A server is running on the folder "), "{sentence}");
    }
    assert!(stopped(server).status.success());
    let mut next = serve("127.0.0.1:0", data.path()).spawn().unwrap();
    said(&mut next, 2);
    assert!(stopped(next).status.success());
}

#[test]
fn what_respondents_said_is_for_the_server_s_own_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut server = serve("127.0.0.1:0", &data).spawn().unwrap();
    said(&mut server, 2);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!([mode(&data), mode(&data.join("canvass.db"))], [0o700, 0o600]);
    assert!(stopped(server).status.success());
}

#[test]
fn a_folder_that_cannot_be_written_is_one_sentence() {
    let data = tempfile::tempdir().unwrap();
    // A file where the folder should be: not even the superuser can write into it.
    let file = data.path().join("data");
    fs::write(&file, "").unwrap();
    let output = serve("127.0.0.1:0", &file).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert_eq!(sentence.lines().count(), 1, "{sentence}");
    assert!(sentence.contains(&file.display().to_string()), "{sentence}");
}
