//! The server that is measured: a process of its own on a folder of its own, pinned to a core, and what it costs.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, ensure};
use procfs::process::Process;
use rustix::process::{Pid, Resource, Rlimit, Signal, getrlimit, kill_process, setrlimit};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// A server that does not listen after so long never will.
const PATIENCE: Duration = Duration::from_secs(60);

/// How a server is started.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The executable.
    pub canvass: PathBuf,
    /// Its database; an empty folder gets the reference questionnaires, open.
    pub data: PathBuf,
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The only core it may run on.
    pub core: Option<usize>,
    /// More of its environment, such as `LD_PRELOAD`.
    pub env: Vec<(OsString, OsString)>,
}

impl Setting {
    /// A server with this executable and folder, on a free port and any core.
    pub fn new(canvass: &Path, data: &Path) -> Setting {
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        Setting { canvass: canvass.into(), data: data.into(), listen, core: None, env: Vec::new() }
    }

    /// Runs one command of it to its end, such as `add FILE`.
    ///
    /// # Errors
    ///
    /// Where it cannot be started, or says no; what it printed is part of the error.
    pub fn run(&self, words: &[&str]) -> anyhow::Result<()> {
        let mut command = Command::new(&self.canvass);
        let done = command.args(words).env("CANVASS_DATA", &self.data).envs(self.env.clone()).output();
        let done = done.with_context(|| format!("{} cannot be started", self.canvass.display()))?;
        let said = String::from_utf8_lossy(&done.stderr);
        ensure!(done.status.success(), "`canvass {}` failed: {said}", words.join(" "));
        Ok(())
    }
}

/// A server that runs. It is killed when this is dropped.
#[derive(Debug)]
pub struct Server {
    pub address: SocketAddr,
    child: Child,
}

/// Memory of a process, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    pub now: u64,
    /// The most it has ever had.
    pub most: u64,
}

impl Server {
    /// Starts a server and waits until it listens.
    ///
    /// # Errors
    ///
    /// Where it cannot be started, ends at once, or does not listen within a minute.
    pub fn start(setting: &Setting) -> anyhow::Result<Server> {
        let mut command = Command::new(&setting.canvass);
        command.args(["serve", "--listen", &setting.listen.to_string()]);
        command.env("CANVASS_DATA", &setting.data).env("CANVASS_LOG", "warn").envs(setting.env.clone());
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let started = on_core(setting.core, || command.spawn())?;
        let mut child =
            started.with_context(|| format!("{} cannot be started", setting.canvass.display()))?;
        let said = BufReader::new(child.stdout.take().context("its output is piped")?);
        // Whatever it says is read to the end: a full pipe would stop it.
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            for line in said.lines().map_while(Result::ok) {
                if let Some(url) = line.strip_prefix("Canvass listens on http://") {
                    tell.send(url.to_owned()).ok();
                }
            }
        });
        // From here on it is ended with what is returned, also where nothing is.
        let mut server = Server { address: setting.listen, child };
        let address = told.recv_timeout(PATIENCE).context("the server has not come up")?;
        server.address = address.parse().context("the server says where it listens")?;
        Ok(server)
    }

    /// The id of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Processor time that it has used, in seconds.
    ///
    /// # Errors
    ///
    /// Where it runs no more.
    pub fn processor_seconds(&self) -> anyhow::Result<f64> {
        let stat = self.process()?.stat()?;
        Ok((stat.utime + stat.stime) as f64 / procfs::ticks_per_second() as f64)
    }

    /// Its memory.
    ///
    /// # Errors
    ///
    /// Where it runs no more.
    pub fn memory(&self) -> anyhow::Result<Memory> {
        let status = self.process()?.status()?;
        let bytes = |kilobytes: Option<u64>| kilobytes.unwrap_or_default() * 1024;
        Ok(Memory { now: bytes(status.vmrss), most: bytes(status.vmhwm) })
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Asks it to stop, and waits until it has.
    ///
    /// # Errors
    ///
    /// Where it ends with a failure.
    pub fn stop(mut self) -> anyhow::Result<()> {
        kill_process(self.pid(), Signal::TERM)?;
        let status = self.child.wait()?;
        ensure!(status.success(), "the server ended with {status}");
        Ok(())
    }

    /// Kills it as a loss of power would, and waits until it is gone.
    ///
    /// # Errors
    ///
    /// Where the system refuses.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    fn process(&self) -> anyhow::Result<Process> {
        Ok(Process::new(i32::try_from(self.id())?)?)
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // An error says that it has ended already.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Keeps this thread, and those that it starts, on one core.
///
/// # Errors
///
/// Where there is no such core.
pub fn pin(core: usize) -> anyhow::Result<()> {
    let mut cores = CpuSet::new();
    cores.set(core);
    sched_setaffinity(None, &cores).with_context(|| format!("there is no core {core} to run on"))
}

/// As many open files as the system allows, here and in what is started from here. How many that are.
///
/// # Errors
///
/// Where the system refuses.
pub fn lift_file_limit() -> anyhow::Result<u64> {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })?;
    Ok(maximum.unwrap_or(u64::MAX))
}

/// Starts something on one core: a process inherits where its parent may run.
fn on_core<T>(core: Option<usize>, start: impl FnOnce() -> T) -> anyhow::Result<T> {
    let Some(core) = core else { return Ok(start()) };
    let own = sched_getaffinity(None)?;
    pin(core)?;
    let started = start();
    sched_setaffinity(None, &own)?;
    Ok(started)
}
