//! The project's chores: `cargo xtask` lists them.

mod chores;
mod gates;
mod interview;
mod oracle;
mod setup;
mod steps;
mod watch;

use std::process::ExitCode;

use anyhow::bail;

const HELP: &str = "\
Usage: cargo xtask CHORE

  run [-- ARGS]   the site with the two reference surveys, on http://127.0.0.1:3000 and ./data
  watch           the same, built and started again whenever a file changes
  build           the release executable alone: target/release/canvass
  quick           the Rust tests: what one runs between two edits
  test            every test: Rust, the stories in a browser, then whatever the API may be asked
  ci              formatting, licences, clippy, the release build and what a phone has to fetch of it, then `test`,
                  and a minute of odd input: exactly what CI runs
  bench           what open boards, data files, tables and a slow phone's pages cost, on the release build, in
                  ratios of one run
                  single rules, tables and questions by criterion: `cargo bench -p survey`, `-p analysis`,
                  `-p app --features ssr`
  faults [-- ARGS]
                  what becomes of interviews when the server is killed, the disk is full, the clock jumps and so on,
                  on the release build, a quarter of an hour; ARGS choose some of it
  fuzz [SECONDS]  odd input for everything that reads what others write, ten minutes or so long for each target
  advisories      known faults of what we depend on, by a database that is fetched
  oracle          let other programs read every format of data files, and note what they have read
  reset           delete what ./data keeps and begin again with the two reference surveys

The first run on a machine builds everything and takes some minutes; each step says what it does.
What is missing (the wasm target; for tests also npm packages and Chromium) is installed on the way.
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match chore(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            eprintln!("\n{err:#}");
            ExitCode::FAILURE
        }
    }
}

fn chore(words: &[String]) -> anyhow::Result<()> {
    let Some((word, rest)) = words.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    let rest = rest.strip_prefix(&["--".to_owned()]).unwrap_or(rest);
    match (word.as_str(), rest) {
        ("help" | "--help" | "-h", _) => print!("{HELP}"),
        ("run", args) => return chores::run(args),
        ("watch", args) => return watch::watch(args),
        ("build", []) => return chores::build(),
        ("quick", args) => return chores::quick(args),
        ("test", []) => return chores::test(),
        ("ci", []) => return chores::ci(),
        ("bench", []) => return chores::bench(),
        ("faults", args) => return chores::faults(args),
        ("fuzz", args) => return gates::fuzz(args),
        ("advisories", []) => return gates::advisories(),
        ("oracle", []) => return oracle::oracle(),
        ("reset", []) => return chores::reset(),
        (_, [_, ..]) if HELP.contains(&format!("\n  {word} ")) => {
            bail!("`cargo xtask {word}` takes no more words.")
        }
        _ => bail!("There is no chore `{word}`; `cargo xtask` lists them."),
    }
    Ok(())
}
