//! What all faults share: the survey, databases to begin with, the server.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, ensure};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tempfile::TempDir;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};
use walker::browser::Browser;
use walker::{Server, Setting, Study};

use crate::field::Field;
use crate::report::Outcome;
use crate::sound::{self, Wanted};
use crate::way::Way;

/// The survey that phones answer.
pub const SURVEY: &str = "faults";

/// The reference survey that it is made of.
const MODEL: &str = "mini-program-2026";

/// Its targets are smaller by so much, so that cells fill while one looks.
const SMALLER: i64 = 8;

/// How many phones answer at once.
pub const PHONES: usize = 24;

/// After a fault the server must answer again within so many seconds.
pub const AGAIN: f64 = 2.0;

/// The bench.
#[derive(Debug)]
pub struct Bench {
    pub canvass: PathBuf,
    /// Removed at the end.
    pub folder: TempDir,
    pub study: Study,
    /// The questionnaire of the study.
    pub yaml: String,
    pub seed: u64,
    /// How often the server is killed.
    pub kills: usize,
    /// How many files may be open.
    pub files: u64,
}

impl Bench {
    /// The bench in a folder, with a database that has the survey, open, its quality rules off: robots hurry.
    pub fn new(
        canvass: PathBuf,
        folder: TempDir,
        seed: u64,
        kills: usize,
        files: u64,
    ) -> anyhow::Result<Bench> {
        let read = |ending| fs::read_to_string(Path::new("questionnaires").join(format!("{MODEL}.{ending}")));
        let yaml = smaller(&read("yaml").context("run this in the root of the checkout")?)?;
        let plan = read("sim.yaml")?.replacen(&format!("{MODEL}.yaml"), &format!("{SURVEY}.yaml"), 1);
        let study = Study::new(&yaml, Some(&plan), seed)?;
        let bench = Bench { canvass, folder, study, yaml, seed, kills, files };
        let setting = bench.setting("fresh");
        Server::start(&setting)?.stop()?;
        let path = bench.folder.path().join("faults.yaml");
        fs::write(&path, &bench.yaml)?;
        setting.run(&["add", &path.display().to_string()])?;
        setting.run(&["quality", SURVEY, "off"])?;
        Ok(bench)
    }

    /// A fault's own source of chance.
    pub fn chance(&self, fault: u64) -> StdRng {
        StdRng::seed_from_u64(self.seed.rotate_left(32) ^ fault)
    }

    /// How a server on the folder with this name is started. It logs nothing: its failures are asked for.
    pub fn setting(&self, name: &str) -> Setting {
        let mut setting = Setting::new(&self.canvass, &self.folder.path().join(name));
        setting.env.push(("CANVASS_LOG".into(), std::env::var_os("SERVER_LOG").unwrap_or("off".into())));
        setting
    }

    /// The same with the survey in its database.
    pub fn prepared(&self, name: &str) -> anyhow::Result<Setting> {
        let setting = self.setting(name);
        copy(&self.folder.path().join("fresh"), &setting.data)?;
        Ok(setting)
    }

    /// Phones for the survey.
    pub fn field(&self) -> Field<'_> {
        Field::new(&self.study, PHONES)
    }

    /// Kills the server and looks whether all that was promised is there; tells how phones fared. The database goes.
    pub async fn judge(
        &self,
        (setting, server): (&Setting, Server),
        field: &Field<'_>,
        way: &Way,
        outcome: &mut Outcome,
    ) -> anyhow::Result<()> {
        self.judge_and_keep((setting, server), field, way, outcome).await?;
        Ok(fs::remove_dir_all(&setting.data)?)
    }

    /// The same; the database stays.
    pub async fn judge_and_keep(
        &self,
        (setting, server): (&Setting, Server),
        field: &Field<'_>,
        way: &Way,
        outcome: &mut Outcome,
    ) -> anyhow::Result<()> {
        server.kill()?;
        let found = sound::look(self, &setting.data, &field.kept(), Wanted::All).await?;
        outcome.wrong(found.wrong);
        outcome.hold(found.interviews > 0, || "there is no interview, so nothing was tried".to_owned());
        field.tell(outcome);
        way.tell(outcome);
        Ok(())
    }
}

/// Starts a server without holding up phones.
pub async fn start(setting: &Setting) -> anyhow::Result<Server> {
    let setting = setting.clone();
    spawn_blocking(move || Server::start(&setting)).await?
}

/// Starts a server once more where it was, leads phones to it, and gives the seconds until it answered with a page.
pub async fn start_again(setting: &Setting, way: &Way) -> anyhow::Result<(Server, f64)> {
    let began = Instant::now();
    let server = start(setting).await?;
    way.lead_to(server.address);
    answers(server.address).await?;
    Ok((server, began.elapsed().as_secs_f64()))
}

/// Waits until a server answers with the first page of the survey.
pub async fn answers(server: SocketAddr) -> anyhow::Result<()> {
    let mut browser = Browser::new(server, false);
    for _ in 0..1000 {
        let answer = browser.get(&format!("/s/{SURVEY}")).await;
        if answer.is_ok_and(|it| it.status.is_success()) {
            return Ok(());
        }
        sleep(Duration::from_millis(10)).await;
    }
    anyhow::bail!("the server does not answer at {server}")
}

/// Copies the files of a folder, but none of the folders in it.
pub fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// The reference questionnaire under another id, with one quota plan, whose cells are small.
fn smaller(text: &str) -> anyhow::Result<String> {
    let (begin, rest) =
        text.split_once("    population:").context("the questionnaire has another quota plan")?;
    let (_, end) = rest.split_once("\n# ---").context("something follows the quotas")?;
    let (head, quota) = begin.split_once("\nquota:").context("the questionnaire has quotas")?;
    let mut places = 0;
    let mut lines = Vec::new();
    for line in quota.lines() {
        let row = line.strip_prefix("          ").and_then(|it| it.split_once(": ["));
        let Some((code, cells)) = row else {
            lines.push(line.to_owned());
            continue;
        };
        let cells = cells.trim_end_matches(']').split(", ").map(|it| it.parse::<i64>());
        let cells: Vec<i64> = cells.collect::<Result<_, _>>().context("a cell has a target")?;
        let cells: Vec<i64> = cells.iter().map(|it| (it / SMALLER).max(1)).collect();
        places += cells.iter().sum::<i64>();
        let cells: Vec<String> = cells.iter().map(i64::to_string).collect();
        lines.push(format!("          {code}: [{}]", cells.join(", ")));
    }
    ensure!(places > 0, "the questionnaire has no interlocked table");
    let women = places * 8 / 11;
    let quota =
        lines.join("\n").replace("{1: 414, 2: 1100}", &format!("{{1: {}, 2: {women}}}", places - women));
    let whole = format!("{head}\nquota:{quota}\n# ---{end}").replace("n: 1514", &format!("n: {places}"));
    Ok(whole.replacen(&format!("survey: {MODEL}"), &format!("survey: {SURVEY}"), 1))
}
