//! A sick disk or a wrong clock for one server: a small library that is compiled here and preloaded there.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

/// The library, in C: it stands between a program and the system.
const SOURCE: &str = include_str!("../../../shims/faults.c");

/// What is wrong with the disk, as the library numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disk {
    Well = 0,
    /// No byte more (ENOSPC).
    Full = 1,
    /// Nothing may be changed (EROFS).
    ReadOnly = 2,
    /// What was written cannot be brought to the disk (EIO).
    NoSync = 3,
}

/// The library, and the file by which it is told what to do.
#[derive(Debug)]
pub struct Shim {
    library: PathBuf,
    control: PathBuf,
}

impl Shim {
    /// Compiles it into a folder; all is well.
    ///
    /// # Errors
    ///
    /// Where there is no C compiler, or the folder cannot be written.
    pub fn build(folder: &Path) -> anyhow::Result<Shim> {
        fs::create_dir_all(folder)?;
        let (source, library) = (folder.join("faults.c"), folder.join("faults.so"));
        fs::write(&source, SOURCE)?;
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-O2", "-o"]).args([&library, &source]);
        let done = cc.status().context("there is no C compiler `cc`; install one (gcc or clang)")?;
        ensure!(done.success(), "the library of faults does not compile");
        let control = folder.join("control");
        fs::write(&control, [0; 24])?;
        Ok(Shim { library, control })
    }

    /// What a server must find in its environment to meet faults.
    pub fn env(&self) -> [(OsString, OsString); 2] {
        [("LD_PRELOAD".into(), (&self.library).into()), ("FAULTS_CONTROL".into(), (&self.control).into())]
    }

    /// Makes the disk sick, or well again.
    pub fn disk(&self, disk: Disk) -> anyhow::Result<()> {
        self.write(0, disk as i64)
    }

    /// Sets the clock wrong by so many seconds.
    pub fn clock(&self, seconds: i64) -> anyhow::Result<()> {
        self.write(8, seconds)
    }

    /// How many calls have failed so far.
    pub fn failed(&self) -> anyhow::Result<u64> {
        let bytes = fs::read(&self.control)?;
        let last = bytes.get(16..24).and_then(|it| it.try_into().ok());
        Ok(u64::from_ne_bytes(last.context("the file that controls faults is cut")?))
    }

    fn write(&self, at: u64, number: i64) -> anyhow::Result<()> {
        let file = OpenOptions::new().write(true).open(&self.control)?;
        Ok(file.write_all_at(&number.to_ne_bytes(), at)?)
    }
}
