//! Steps: a line before, the tool's own output, and how long it took.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, bail};

/// The root of the checkout.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("xtask is a folder of the workspace").to_owned()
}

/// The folder Cargo builds into: this program's own.
pub fn target() -> PathBuf {
    let profile = std::env::current_exe().ok().and_then(|it| it.parent().map(Path::to_owned));
    profile.and_then(|it| it.parent().map(Path::to_owned)).unwrap_or_else(|| root().join("target"))
}

/// A line that says what comes now.
pub fn say(what: &str) {
    eprintln!("\n\u{25b8} {what}");
}

/// A program, to be started in the root of the checkout.
pub fn program(name: impl AsRef<std::ffi::OsStr>, args: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(args).current_dir(root());
    command
}

/// The Cargo that started us.
pub fn cargo(args: &[&str]) -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), args)
}

/// Says what it does, does it, and says how long it took; its failure is one sentence.
#[expect(clippy::disallowed_methods, reason = "a chore says how long it took")]
pub fn step(what: &str, mut command: Command) -> anyhow::Result<()> {
    say(what);
    let name = command.get_program().to_string_lossy().into_owned();
    let began = Instant::now();
    let status = command.status().with_context(|| format!("`{name}` could not be started"))?;
    let seconds = began.elapsed().as_secs_f32();
    if !status.success() {
        bail!("This step failed after {seconds:.0} s: {what}. What it printed above says why.");
    }
    eprintln!("  {seconds:.1} s");
    Ok(())
}

/// Whether a program is there and says yes; it prints nothing.
pub fn succeeds(name: &str, args: &[&str]) -> bool {
    let status =
        program(name, args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|it| it.success())
}

/// What a program prints, when it succeeds.
pub fn output(name: &str, args: &[&str]) -> Option<String> {
    let out = program(name, args).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(out.stdout).ok()?;
    out.status.success().then(|| text.trim().to_owned())
}
