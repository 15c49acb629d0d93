//! Two thousand robots at once, three in ten of whom break off, at the gate of a real quota plan; also when the
//! process is killed in the middle.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use futures::future::join_all;
use store::interviews::{self, Begin};
use store::{Db, quotas, surveys};
use survey::{Moment, SurveyId, Token};

use crate::field::{MINUTE, raw};

/// Names the folder of the database to the process that will be killed.
const FOLDER: &str = "CANVASS_THOUSANDS_IN";

const ROBOTS: usize = 2000;

/// Completes wanted: the 35 cells of region by age of the study of mini-programs, and its men and women.
const CELLS: [[i64; 5]; 7] = [
    [23, 25, 63, 48, 20],
    [14, 16, 39, 36, 17],
    [40, 43, 105, 80, 35],
    [32, 27, 66, 49, 24],
    [36, 46, 96, 70, 24],
    [50, 53, 100, 76, 39],
    [17, 18, 43, 30, 14],
];

fn questionnaire() -> String {
    let n: i64 = CELLS.iter().flatten().sum();
    let men = 414;
    let choices =
        |codes: usize| (1..=codes).map(|it| format!("{it}: {{en: \"{it}\"}}")).collect::<Vec<_>>().join(", ");
    let cells: Vec<String> =
        CELLS.iter().enumerate().map(|(at, row)| format!("{}: {row:?}", at + 1)).collect();
    format!(
        "
survey: crowd
version: 1.0.0
title: {{en: Crowd}}
langs: [en]
default: en
contact: {{en: nobody}}
field: {{n: {n}, year: 2026, loi: 2m, device: phone, resume: 48h, back: true, progress: bar}}
pages:
- page: about
  questions:
  - {{var: region, type: single, text: {{en: Region}}, choices: {{{}}}}}
  - {{var: ageq, type: single, text: {{en: Age}}, choices: {{{}}}}}
  - {{var: sex, type: single, text: {{en: Sex}}, choices: {{{}}}}}
  then:
  - quota: reserve
- page: usage
  questions:
  - {{var: brand, type: single, text: {{en: Brand}}, choices: {{{}}}}}
- page: last
  questions:
  - {{var: note, type: open, text: {{en: Note}}, required: false, max_len: 100}}
ends:
  complete: {{text: {{en: Thanks}}}}
  screened_out: {{text: {{en: Sorry}}}}
  quota_full: {{text: {{en: Full}}}}
quota:
  count: complete
  hold: 60m
  active: main
  plans:
    main:
      n: {n}
      tables:
      - {{name: region_age, by: [region, ageq], cells: {{{}}}}}
      - {{name: sex, by: [sex], cells: {{1: {men}, 2: {}}}}}
",
        choices(7),
        choices(5),
        choices(2),
        choices(2),
        cells.join(", "),
        n - men
    )
}

fn survey() -> SurveyId {
    SurveyId("crowd".into())
}

/// The process that is killed is this very test, told so by its environment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_robots_fill_every_cell_exactly_also_after_a_kill() {
    if let Ok(dir) = std::env::var(FOLDER) {
        let db = Db::open(Path::new(&dir)).await.unwrap();
        return crowd(&db, 0).await;
    }
    let dir = tempfile::tempdir().unwrap();
    let db = Db::open(dir.path()).await.unwrap();
    surveys::add(&db, &questionnaire(), true, Moment(0)).await.unwrap();
    db.close().await;
    kill_after(dir.path(), 500);

    let db = Db::open(dir.path()).await.unwrap();
    let completes = within_targets(&db).await;
    assert!((500..1514).contains(&completes), "{completes} completes: killed in the middle");
    assert_eq!(quotas::verify(&db).await.unwrap(), Vec::<String>::new(), "after the kill");
    crowd(&db, 1000).await;
    for cell in quotas::cells(&db, &survey(), false).await.unwrap() {
        assert_eq!((cell.completes, cell.reserved), (cell.target, 0), "{}", cell.name);
    }
    assert_eq!(quotas::verify(&db).await.unwrap(), Vec::<String>::new(), "in the end");
    let field = store::fieldwork::ledger(&db, &survey(), 1_000_000).await.unwrap();
    let lapsed: HashSet<_> = field.iter().filter(|it| it.step == "lapse").map(|it| it.interview).collect();
    assert!(lapsed.len() > 200, "{} robots broke off behind the gate: too few to tell", lapsed.len());
}

/// Starts the process, waits until so many robots are complete, and kills it.
fn kill_after(dir: &Path, completes: usize) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "thousands::two_thousand_robots_fill_every_cell_exactly_also_after_a_kill",
            "--nocapture",
        ])
        .env(FOLDER, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let told = lines.filter(|it| it.contains("complete.")).take(completes).count();
    // SIGKILL, which no process can put off.
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
    assert_eq!(told, completes, "it ended by itself");
}

/// Two thousand at a time, one after another in each lane, until every cell is full.
///
/// Whoever breaks off does so ninety minutes before the others answer, so that a sweep finds them alone.
async fn crowd(db: &Db, minute: i64) {
    let next = Arc::new(AtomicU64::new(minute as u64 * 1_000_000));
    let full = Arc::new(AtomicBool::new(false));
    let lanes: Vec<_> = (0..ROBOTS)
        .map(|_| {
            let (db, next, full) = (db.clone(), Arc::clone(&next), Arc::clone(&full));
            tokio::spawn(async move {
                while !full.load(Ordering::Relaxed) {
                    answer(&db, next.fetch_add(1, Ordering::Relaxed), minute).await;
                }
            })
        })
        .collect();
    while !is_full(db).await {
        // What the killed process left behind is older still.
        interviews::sweep(db, Moment((minute + 80) * MINUTE)).await.unwrap();
        within_targets(db).await;
    }
    full.store(true, Ordering::Relaxed);
    join_all(lanes).await.into_iter().for_each(Result::unwrap);
    interviews::sweep(db, Moment((minute + 400) * MINUTE)).await.unwrap();
}

async fn is_full(db: &Db) -> bool {
    quotas::cells(db, &survey(), false).await.unwrap().iter().all(|it| it.completes == it.target)
}

/// Completes of the table by sex, when no cell has taken more than its target.
async fn within_targets(db: &Db) -> i64 {
    let cells = quotas::cells(db, &survey(), false).await.unwrap();
    for cell in &cells {
        assert!(cell.completes + cell.reserved <= cell.target, "{cell:?}");
    }
    cells.iter().filter(|it| it.name.table == "sex").map(|it| it.completes).sum()
}

/// Robot `n` comes and answers, or breaks off behind one of the pages.
async fn answer(db: &Db, n: u64, minute: i64) {
    let luck = mixed(n);
    let of = |shift: u32, out_of: u64| (luck >> shift) % out_of;
    let (region, ageq, sex) = (1 + of(0, 7), 1 + of(16, 5), 1 + of(32, 2));
    let breaks_off = of(40, 10) < 3;
    let pages = if breaks_off { 1 + of(48, 2) } else { 3 };
    let now = |page: i64| Moment((minute + if breaks_off { 0 } else { 90 } + page) * MINUTE);
    let token = Token::new(u128::from(n) << 64 | u128::from(luck));
    let first = format!("_page=about&_turn=0&region={region}&ageq={ageq}&sex={sex}");
    let begin = Begin::new(survey(), token.clone());
    let interview = interviews::begin(db, begin, raw(&first), now(0)).await.unwrap();
    if interview.disposition.is_end() {
        return;
    }
    if pages >= 2 {
        interviews::submit(db, &token, raw("_page=usage&_turn=1&brand=1"), now(1)).await.unwrap();
    }
    if pages == 3 {
        let done = interviews::submit(db, &token, raw("_page=last&_turn=2&note=fine"), now(2)).await.unwrap();
        assert_eq!(done.disposition.word(), "complete", "nobody is turned away after the gate");
        println!("complete.");
    }
}

/// The last step of SplitMix64.
fn mixed(n: u64) -> u64 {
    let it = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    it ^ (it >> 31)
}
