//! What programs that watch the server are told.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command};

use super::{said, serve, stopped};

/// A server with a monitor on a free port: itself, where pages are and where the monitor is.
fn watched(data: &std::path::Path) -> (Child, String, String) {
    let mut server = serve("127.0.0.1:0", data).args(["--monitor", "127.0.0.1:0"]).spawn().unwrap();
    let site = said(&mut server, 2)[0].strip_prefix("Canvass listens on ").unwrap().to_owned();
    let mut log = BufReader::new(server.stderr.take().unwrap()).lines();
    let monitor = log.find_map(|line| {
        let line = line.unwrap();
        let at = line.find("127.0.0.1:").filter(|_| line.contains("/healthz"))?;
        Some(line[at..].split_whitespace().next().unwrap().to_owned())
    });
    // What comes later must be read, or the server would wait for it.
    std::thread::spawn(move || log.for_each(drop));
    (server, site, monitor.unwrap())
}

fn get(url: &str) -> String {
    ureq::get(url).call().unwrap().body_mut().read_to_string().unwrap()
}

#[test]
fn a_server_says_that_it_lives_and_is_ready_and_counts_what_it_does() {
    let data = tempfile::tempdir().unwrap();
    let (server, site, monitor) = watched(data.path());
    assert_eq!(get(&format!("http://{monitor}/healthz")), "alive\n");
    assert_eq!(get(&format!("http://{monitor}/readyz")), "ready\n");

    let agent = ureq::Agent::config_builder().max_redirects(0).build().new_agent();
    let begin = agent.post(format!("{site}/s/mini-program-2026")).header("origin", &site);
    begin.send_form([("_turn", "0"), ("_page", "consent"), ("_go", "stay")]).unwrap();
    agent
        .get(format!("{site}/i/00000000000000000000000000000001"))
        .config()
        .http_status_as_error(false)
        .build()
        .call()
        .unwrap();
    let numbers = get(&format!("http://{monitor}/metrics"));
    for line in [
        "canvass_interviews_begun_total 1",
        "canvass_interviews_open 1",
        "canvass_writes_waiting 0",
        "canvass_request_seconds_count{method=\"POST\",route=\"/s/{survey}\",status=\"303\"} 1",
        "canvass_request_seconds_count{method=\"GET\",route=\"/i/{token}\",status=\"404\"} 1",
    ] {
        assert!(numbers.contains(&format!("{line}\n")), "{line} in\n{numbers}");
    }
    assert!(numbers.contains("canvass_commit_writes_bucket"), "{numbers}");
    assert!(!numbers.contains("00000000"), "no key of an interview:\n{numbers}");
    let elsewhere = agent.get(format!("{site}/metrics")).config().http_status_as_error(false).build().call();
    assert_eq!(elsewhere.unwrap().status(), 404, "not where everybody comes");
    assert!(stopped(server).status.success());
}

#[test]
fn whoever_has_no_other_program_asks_by_the_command_line() {
    let data = tempfile::tempdir().unwrap();
    let (server, _, monitor) = watched(data.path());
    let ask = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_canvass"));
        command.arg("ready").env("CANVASS_MONITOR", &monitor).output().unwrap()
    };
    let said = ask();
    assert_eq!((said.status.code(), said.stdout.as_slice()), (Some(0), "ready\n".as_bytes()));
    assert!(stopped(server).status.success());
    let said = ask();
    assert_eq!(said.status.code(), Some(1));
    let sentence = String::from_utf8(said.stderr).unwrap();
    assert!(sentence.contains("Nobody answers at http://127.0.0.1:"), "{sentence}");
}
