//! What all parts share: where databases grow, how the server is started, which study is walked.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;
use walker::{Habits, Server, Setting, Study};

use crate::crowd::Crowd;
use crate::rows;

/// The core of the server.
pub const SERVER: usize = 0;

/// The reference questionnaires; the first one is measured where nothing else is said.
pub const SURVEYS: [&str; 2] = ["mini-program-2026", "second-hand-2025"];

/// Seeds every robot.
const SEED: u64 = 20_260_112;

/// The bench.
#[derive(Debug)]
pub struct Bench {
    pub canvass: PathBuf,
    /// Removed at the end.
    pub folder: TempDir,
    /// How long each line is measured.
    pub measure: Duration,
    /// The share of respondents who leave half-way; that of the plan where nothing is said.
    pub dropout: Option<f64>,
}

impl Bench {
    /// How a server on the database with this name is started.
    pub fn setting(&self, name: &str) -> Setting {
        let mut setting = Setting::new(&self.canvass, &self.folder.path().join(name));
        setting.core = Some(SERVER);
        setting
    }

    /// A database with the reference surveys, for as many completes as one likes: nobody meets a full cell, and
    /// whoever hurries is flagged and counts all the same.
    pub async fn prepare(&self, name: &str) -> anyhow::Result<Setting> {
        let setting = self.setting(name);
        Server::start(&setting)?.stop()?;
        for survey in SURVEYS {
            setting.run(&["quality", survey, "flag"])?;
        }
        rows::raise_targets(&mut rows::open(&setting.data).await?).await?;
        Ok(setting)
    }

    /// A reference study.
    pub fn study(&self, survey: &str) -> anyhow::Result<Study> {
        Study::load(&Path::new("questionnaires").join(survey), SEED)
    }

    /// A study made of this text, which is added to the database.
    pub fn added(&self, setting: &Setting, text: &str) -> anyhow::Result<Study> {
        let study = Study::new(text, None, SEED)?;
        let path = self.folder.path().join(format!("{}.yaml", study.survey()));
        std::fs::write(&path, text)?;
        setting.run(&["add", &path.display().to_string()])?;
        Ok(study)
    }

    /// Respondents who post at once, with phones that ask for compressed pages.
    pub fn habits(&self) -> Habits {
        Habits { dropout: self.dropout, ..Habits::default() }
    }

    /// So many phones that post as soon as they can.
    pub fn crowd(&self, phones: usize) -> Crowd {
        let arrive = Duration::from_millis(500);
        Crowd { phones, habits: self.habits(), glances: 0, arrive, measure: self.measure }
    }
}
