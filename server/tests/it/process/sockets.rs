//! Connections: a socket that is handed over, TLS, a post in hand when the server is told to stop, and those who keep a
//! connection for nothing.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::process::{Command, Stdio};
use std::time::Duration;

use ureq::tls::TlsConfig;

use super::{said, serve, stopped};

/// A post of the first page, as far as its last bytes.
fn post(address: &str) -> (String, &'static str) {
    let body = "_turn=0&_page=consent&_go=next";
    let (first, rest) = body.split_at(10);
    let head = format!(
        "POST /s/mini-program-2026 HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{first}",
        body.len()
    );
    (head, rest)
}

#[test]
fn a_post_in_hand_is_finished_before_the_server_ends() {
    let data = tempfile::tempdir().unwrap();
    let mut server = serve("127.0.0.1:0", data.path()).spawn().unwrap();
    let address = said(&mut server, 2)[0].rsplit('/').next().unwrap().to_owned();
    let mut connection = TcpStream::connect(&address).unwrap();
    let (begun, rest) = post(&address);
    connection.write_all(begun.as_bytes()).unwrap();
    // Long enough for the server to have begun with it.
    std::thread::sleep(Duration::from_millis(300));
    let pid = server.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    std::thread::sleep(Duration::from_millis(300));
    assert!(TcpStream::connect(&address).is_err(), "nobody new comes in");
    connection.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
    assert!(server.wait().unwrap().success());
}

#[test]
fn a_socket_that_is_handed_over_is_served_by_one_server_after_the_other() {
    let data = tempfile::tempdir().unwrap();
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let mut servers = (0..2).map(|_| {
        let handed: OwnedFd = socket.try_clone().unwrap().into();
        let mut command = Command::new("sh");
        // As systemd does it: the socket is file 3, and the variables name the process that it is for.
        command.args(["-c", "exec 3<&0 0</dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" serve"]);
        command.arg(env!("CARGO_BIN_EXE_canvass")).env("CANVASS_DATA", data.path()).env_remove("CANVASS_URL");
        command.stdin(handed).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    });
    let get = || {
        let mut connection = TcpStream::connect(address).unwrap();
        connection.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        write!(connection, "GET /sign-in HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        connection
    };
    let answered = |mut connection: TcpStream| {
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    };
    let mut first = servers.next().unwrap();
    assert_eq!(said(&mut first, 2)[0], format!("Canvass listens on http://{address}"));
    answered(get());
    assert!(stopped(first).status.success());
    // Nobody serves now, and nobody is refused.
    let waiting = get();
    let mut second = servers.next().unwrap();
    said(&mut second, 2);
    answered(waiting);
    assert!(stopped(second).status.success());
}

#[test]
fn it_speaks_tls_with_files_and_its_cookies_travel_over_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    fs::write(&certificate, made.cert.pem()).unwrap();
    fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let mut server = serve("127.0.0.1:0", &folder.path().join("data"));
    let mut server = server.args(["--tls-certificate".as_ref(), certificate.as_os_str()]);
    server = server.args(["--tls-key".as_ref(), key.as_os_str()]);
    let mut server = server.spawn().unwrap();
    let url = said(&mut server, 2)[0].strip_prefix("Canvass listens on ").unwrap().to_owned();
    assert!(url.starts_with("https://127.0.0.1:"), "{url}");

    // The certificate is nobody's whom a machine would trust.
    let tls = TlsConfig::builder().disable_verification(true).build();
    let agent = ureq::Agent::config_builder().tls_config(tls).max_redirects(0).build().new_agent();
    let post = agent.post(format!("{url}/s/mini-program-2026")).header("origin", &url);
    let answer = post.send_form([("_turn", "0"), ("_page", "consent"), ("_go", "next")]).unwrap();
    let cookies: Vec<_> =
        answer.headers().get_all("set-cookie").iter().map(|it| it.to_str().unwrap()).collect();
    assert!(!cookies.is_empty() && cookies.iter().all(|it| it.contains("; Secure")), "{cookies:?}");

    let plain = url.replace("https://", "http://");
    assert!(ureq::get(format!("{plain}/sign-in")).call().is_err(), "nothing is said in clear");
    assert!(stopped(server).status.success());
}

#[test]
fn a_key_that_is_not_the_certificate_s_is_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let made = || rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    fs::write(path("cert.pem"), made().cert.pem()).unwrap();
    fs::write(path("key.pem"), made().signing_key.serialize_pem()).unwrap();
    let mut server = serve("127.0.0.1:0", &folder.path().join("data"));
    let output = server
        .args(["--tls-certificate", &path("cert.pem"), "--tls-key", &path("key.pem")])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert!(sentence.contains("the key is the certificate's"), "{sentence}");
}
