//! What a fresh machine lacks: each piece is looked for first, then installed, or its absence explained.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::steps::{output, program, root, say, step, succeeds, target};

const WASM: &str = "wasm32-unknown-unknown";

/// The names under which Chromium is installed, best first.
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// Makes sure that code for the browser can be compiled.
pub fn wasm() -> anyhow::Result<()> {
    let installed = output("rustc", &["--print", "target-libdir", "--target", WASM]);
    if installed.is_some_and(|it| Path::new(&it).is_dir()) {
        return Ok(());
    }
    if !succeeds("rustup", &["--version"]) {
        bail!(
            "Rust's target {WASM} is missing and there is no rustup to add it: \
             install the toolchain by rustup, or your system's package of that target, and try again."
        );
    }
    step("Rust's wasm target (once, half a minute)", program("rustup", &["target", "add", WASM])).map_err(|_| {
        anyhow::anyhow!("Rust's target {WASM} could not be added: try `rustup target add {WASM}` and see what it says.")
    })
}

/// Makes sure that the stories can be told in a browser.
pub fn browser() -> anyhow::Result<()> {
    npm("end2end", "the browser tests")?;
    chromium()?;
    // The examples on the pages for panels and for analysts are run as they stand there.
    let mut missing = Vec::new();
    if !succeeds("python3", &["--version"]) {
        missing.push("python3");
    }
    if !succeeds("Rscript", &["-e", "library(jsonlite)"]) {
        missing.extend(["r-base-core", "r-cran-jsonlite"]);
    }
    // Reports are opened by the program that most people have who have not bought another; it comes in parts.
    let part =
        |library: &str| format!("ls \"$(dirname \"$(readlink -f \"$(command -v soffice)\")\")/{library}\"");
    for (library, package) in
        [("libswlo.so", "libreoffice-writer-nogui"), ("libsclo.so", "libreoffice-calc-nogui")]
    {
        if !succeeds("sh", &["-c", &part(library)]) {
            missing.push(package);
        }
    }
    // The proxy of the operator's page, with a certificate of its own.
    if !succeeds("nginx", &["-v"]) {
        missing.push("nginx-light");
    }
    if !succeeds("openssl", &["version"]) {
        missing.push("openssl");
    }
    install(&missing)
}

/// Makes sure that pages can be measured in a browser.
pub fn measures() -> anyhow::Result<()> {
    browser()?;
    npm("end2end/bench", "what measures pages")
}

/// Makes sure of programs: what each is asked, which succeeds where it is there, and the Debian package it comes from.
pub fn programs(wanted: &[(&str, &[&str], &'static str)]) -> anyhow::Result<()> {
    let missing = wanted.iter().filter(|(program, question, _)| !succeeds(program, question));
    install(&missing.map(|(_, _, package)| *package).collect::<Vec<_>>())
}

/// A Python with the wheels of a folder's `requirements.txt`, in a folder of the build.
pub fn python(of: &str) -> anyhow::Result<PathBuf> {
    programs(&[("python3", &["-c", "import ensurepip"], "python3-venv")])?;
    let folder = target().join("python").join(of);
    let (python, done) = (folder.join("bin/python"), folder.join("installed.txt"));
    let wanted = root().join(of).join("requirements.txt");
    if fs::read(&wanted).ok() == fs::read(&done).ok() {
        return Ok(python);
    }
    let mut make = program("python3", &["-m", "venv", "--clear"]);
    make.arg(&folder);
    step("A Python of its own", make)?;
    let mut install =
        program(&python, &["-m", "pip", "install", "--quiet", "--only-binary", ":all:", "--requirement"]);
    install.arg(&wanted);
    step("Programs of other people (once, a minute)", install)?;
    fs::copy(wanted, done)?;
    Ok(python)
}

/// The npm packages of a folder, which are for something.
fn npm(folder: &str, what: &str) -> anyhow::Result<()> {
    let Some(version) = output("node", &["--version"]) else {
        bail!(
            "Node is missing: install Node 20 or newer with npm (Debian: `apt-get install nodejs npm`) and try again."
        );
    };
    let major = version.trim_start_matches('v').split('.').next().and_then(|it| it.parse::<u32>().ok());
    if major.is_none_or(|it| it < 20) {
        bail!(
            "The browser tests need Node 20 or newer, and this is {version}: install a newer one and try again."
        );
    }
    let folder = root().join(folder);
    let (lock, done) = (folder.join("package-lock.json"), folder.join("node_modules/.installed"));
    if fs::read(&lock).ok() == fs::read(&done).ok() {
        return Ok(());
    }
    let mut command = program("npm", &["ci", "--no-audit", "--no-fund"]);
    command.current_dir(&folder);
    step(&format!("npm packages of {what} (once, some seconds)"), command)?;
    fs::copy(lock, done)?;
    Ok(())
}

fn chromium() -> anyhow::Result<()> {
    let named = std::env::var("CHROMIUM").is_ok_and(|it| Path::new(&it).exists());
    let browser = named || CHROMIUM.iter().any(|it| succeeds(it, &["--version"]));
    let chinese = output("fc-list", &[":lang=zh", "family"]).is_some_and(|it| !it.is_empty());
    let missing: Vec<&str> = [(!browser).then_some("chromium"), (!chinese).then_some("fonts-noto-cjk")]
        .into_iter()
        .flatten()
        .collect();
    // A page without Chinese letters can be tested, only its pictures are poor.
    match install(&missing) {
        Err(err) if browser => say(&format!("Pictures will lack Chinese letters. {err}")),
        other => other?,
    }
    Ok(())
}

fn install(packages: &[&str]) -> anyhow::Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let names = packages.join(" ");
    let by_hand = format!("Install by hand what is missing ({names}), and try again.");
    let root = output("id", &["-u"]).as_deref() == Some("0");
    if !succeeds("apt-get", &["--version"]) || !(root || succeeds("sudo", &["-n", "true"])) {
        bail!("{by_hand}");
    }
    let apt = |args: &[&str]| {
        let mut words = if root { vec![] } else { vec!["sudo", "-n"] };
        words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]);
        words.extend(args);
        program(words[0], &words[1..])
    };
    step("Debian's list of packages (once, a few seconds)", apt(&["update"]))
        .and_then(|()| {
            let mut words = vec!["install", "--yes", "--no-install-recommends"];
            words.extend(packages);
            step(&format!("Debian packages: {names} (once, a minute)"), apt(&words))
        })
        .map_err(|err| anyhow::anyhow!("{err} {by_hand}"))
}
