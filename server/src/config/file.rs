//! Settings in a file: what neither the command line nor the environment says.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches};

use crate::cli::Cli;

/// What a command line comes to, and where each setting is from.
pub struct Read {
    pub cli: Cli,
    /// The settings that `serve` knows: name, value, and what said so.
    pub settings: Vec<(String, String, &'static str)>,
}

/// Reads the command line; what it and the environment leave open, the file of `--config` may say.
///
/// The file is TOML with the names of the long flags: `listen = "127.0.0.1:3000"`. Its values are read exactly as if
/// they stood on the command line, so that there is one way to read each.
///
/// # Errors
/// A name that is no setting, a value that is no text, number or yes and no, or a file that does not read. What is
/// wrong with the command line itself ends the program, as clap does.
pub fn read(mut words: Vec<OsString>) -> anyhow::Result<Read> {
    let said = Cli::command().get_matches_from(&words);
    let path: Option<PathBuf> = said.get_one::<PathBuf>("config").cloned();
    let mut of_file = Vec::new();
    if let Some(path) = &path {
        let cannot = || format!("The settings in {} cannot be used", path.display());
        let text = std::fs::read_to_string(path).with_context(cannot)?;
        let table: toml::Table = text.parse().with_context(cannot)?;
        for (name, value) in table {
            let word = word(&name, &value).with_context(cannot)?;
            if is_open(&said, &name).with_context(cannot)? {
                words.extend(word.map(OsString::from));
                of_file.push(name);
            }
        }
    }
    let matches = Cli::command().get_matches_from(&words);
    let settings = settings(&matches, &of_file);
    // What did not read has ended the program by now.
    Ok(Read { cli: Cli::from_arg_matches(&matches)?, settings })
}

/// A setting of a file as a word of the command line; none for a switch that stays off.
fn word(name: &str, value: &toml::Value) -> anyhow::Result<Option<String>> {
    Ok(match value {
        toml::Value::String(text) => Some(format!("--{name}={text}")),
        toml::Value::Integer(number) => Some(format!("--{name}={number}")),
        toml::Value::Boolean(on) => on.then(|| format!("--{name}")),
        _ => bail!("{name}: write a text, a number, true or false"),
    })
}

/// Whether a setting of the file is one of this command and was said nowhere else.
fn is_open(said: &ArgMatches, name: &str) -> anyhow::Result<bool> {
    let names = names();
    if !names.iter().any(|it| it == name) {
        bail!("There is no setting “{name}”; there are: {}", names.join(", "));
    }
    let Some((command, of_command)) = said.subcommand() else { return Ok(false) };
    if command != "serve" && name != "data" {
        return Ok(false);
    }
    let source = of_command.value_source(&name.replace('-', "_"));
    Ok(matches!(source, None | Some(ValueSource::DefaultValue)))
}

/// The settings that a file may have: the folder of the data, and those of `serve` that are no question.
pub fn names() -> Vec<String> {
    let cli = Cli::command();
    let serve = cli.find_subcommand("serve");
    let of_serve = serve.into_iter().flat_map(|it| it.get_arguments()).filter_map(|it| it.get_long());
    let of_serve = of_serve.filter(|it| !["help", "check-config"].contains(it));
    std::iter::once("data").chain(of_serve).map(str::to_owned).collect()
}

fn settings(said: &ArgMatches, of_file: &[String]) -> Vec<(String, String, &'static str)> {
    let Some((_, of_command)) = said.subcommand().filter(|(name, _)| *name == "serve") else {
        return Vec::new();
    };
    let one = |name: String| {
        let id = name.replace('-', "_");
        let values = of_command.get_raw(&id).into_iter().flatten();
        let value: Vec<String> = values.map(|it| it.to_string_lossy().into_owned()).collect();
        let source = match of_command.value_source(&id) {
            _ if of_file.contains(&name) => "file",
            Some(ValueSource::CommandLine) => "command line",
            Some(ValueSource::EnvVariable) => "environment",
            _ => "default",
        };
        (name, value.join(" "), source)
    };
    names().into_iter().map(one).collect()
}
