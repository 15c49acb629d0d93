//! A process that is killed in the middle of its work, twenty times.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use futures::future::join_all;
use store::interviews::{self, Begin};
use store::{Db, quotas, surveys};
use survey::{Moment, SurveyId, Token};

use crate::field::{MINUTE, raw, tiny};

/// Names the folder of the database to the process that will be killed.
const FOLDER: &str = "CANVASS_KILLED_IN";
/// Tells one round's tokens from another's.
const ROUND: &str = "CANVASS_KILLED_ROUND";

const TARGETS: [i64; 4] = [150, 150, 200, 100];

/// The process that is killed is this very test, told so by its environment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_loses_no_acknowledged_page() {
    if let Ok(dir) = std::env::var(FOLDER) {
        let round: u128 = std::env::var(ROUND).unwrap().parse().unwrap();
        return submit_for_ever(Path::new(&dir), round).await;
    }
    let dir = tempfile::tempdir().unwrap();
    surveys::add(&Db::open(dir.path()).await.unwrap(), &tiny("1.0.0", TARGETS), true, Moment(0))
        .await
        .unwrap();
    let mut pages = 0;
    for round in 1..=20 {
        let acknowledged = kill_after(dir.path(), round, 1 + (round * 71) % 300);
        pages += acknowledged.len();
        let db = Db::open(dir.path()).await.unwrap();
        for (token, turn, note) in acknowledged {
            let kept = interviews::load(&db, &token).await.unwrap();
            assert!(kept.interview.turn >= turn, "round {round}: {token} has lost a page");
            let typed =
                kept.interview.drafts.values().flat_map(|it| &it.fields).any(|(_, text)| *text == note);
            assert!(typed, "round {round}: {token} has lost {note}");
        }
        assert_eq!(quotas::verify(&db).await.unwrap(), Vec::<String>::new(), "round {round}");
        for cell in quotas::cells(&db, &SurveyId("tiny".into()), false).await.unwrap() {
            assert!(cell.reserved + cell.completes <= cell.target, "round {round}: {cell:?}");
        }
        db.close().await;
    }
    assert!(pages > 1500, "{pages} pages are too few to tell");
}

/// Starts the process, waits until it has acknowledged so many pages, kills it, and gives all pages that
/// it has acknowledged: token, turn, and something typed on the page.
fn kill_after(dir: &Path, round: usize, pages: usize) -> Vec<(Token, u32, String)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "durability::a_killed_process_loses_no_acknowledged_page", "--nocapture"])
        .env(FOLDER, dir)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    while let Some(Ok(line)) = lines.next() {
        acknowledged.extend(parse(&line));
        if acknowledged.len() == pages {
            // SIGKILL, which no process can put off.
            child.kill().unwrap();
        }
    }
    assert!(!child.wait().unwrap().success());
    assert!(acknowledged.len() >= pages, "round {round}: it ended by itself");
    acknowledged
}

/// Reads `ack TOKEN TURN NOTE`. A line that was cut by the kill was not acknowledged.
fn parse(line: &str) -> Option<(Token, u32, String)> {
    let mut words = line.split_once("ack ")?.1.strip_suffix('.')?.split(' ');
    Some((Token::parse(words.next()?)?, words.next()?.parse().ok()?, words.next()?.to_owned()))
}

/// Twenty-four respondents at a time, some of whom break off, until somebody kills us.
async fn submit_for_ever(dir: &Path, round: u128) {
    let db = Db::open(dir).await.unwrap();
    let lanes = (0..24).map(|lane| {
        let db = db.clone();
        tokio::spawn(async move {
            for n in 0.. {
                answer(&db, Token::new((round << 96) | (lane << 64) | n), n).await;
            }
        })
    });
    join_all(lanes).await;
}

async fn answer(db: &Db, token: Token, n: u128) {
    let now = |minute: i64| Moment(minute * MINUTE);
    let begin =
        Begin { device: Some(token.to_string()), ..Begin::new(SurveyId("tiny".into()), token.clone()) };
    let (sex, age) = (1 + n % 2, 18 + n % 60);
    let first = format!("_page=about&_turn=0&sex={sex}&age={age}");
    interviews::begin(db, begin, raw(&first), now(1)).await.unwrap();
    acknowledge(&token, 1, &age.to_string());
    if interviews::load(db, &token).await.unwrap().interview.disposition.is_end() {
        return;
    }
    interviews::submit(db, &token, raw("_page=usage&_turn=1&brand=1"), now(2)).await.unwrap();
    acknowledge(&token, 2, "1");
    if n.is_multiple_of(3) {
        interviews::break_off(db, &token, now(3)).await.unwrap();
    }
    if n % 3 == 1 {
        interviews::submit(db, &token, raw(&format!("_page=last&_turn=2&note=note-{token}")), now(4))
            .await
            .unwrap();
        acknowledge(&token, 3, &format!("note-{token}"));
    }
}

/// Tells whoever reads us that this page is on disk. The full stop tells a whole line from a cut one.
fn acknowledge(token: &Token, turn: u32, typed: &str) {
    println!("ack {token} {turn} {typed}.");
}
