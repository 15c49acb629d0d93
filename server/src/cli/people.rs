//! `canvass people`: who works at the desk.

use std::io::Read;
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use app::auth::{LINK_LASTS, link_path, password};
use app::state::random;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::json;
use store::people::{self, Person, Role};
use store::{Db, Error};
use survey::{Moment, PersonId};

use super::failure::{COMMAND_LINE, failed, known};

/// Who.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Add a person, who may sign in from now on
    ///
    /// Without --password-stdin it prints a one-time link where the person chooses the password.
    Add {
        /// The name to sign in with
        name: String,
        /// What the person may do; say it several times for several roles
        #[arg(long = "role", required = true, value_name = "ROLE", value_parser = roles())]
        roles: Vec<Role>,
        /// Read the password from the standard input, to its first line end
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        link: Link,
    },
    /// Print a one-time link where somebody chooses a new password
    Reset {
        /// The name to sign in with
        name: String,
        #[command(flatten)]
        link: Link,
    },
    /// Set somebody's roles, for all surveys or for one; those not named are taken away
    Roles {
        /// The name to sign in with
        name: String,
        /// What the person may do; say it several times for several roles, and not at all for none
        #[arg(long = "role", value_name = "ROLE", value_parser = roles())]
        roles: Vec<Role>,
        /// Only in this survey
        #[arg(long, value_name = "ID")]
        survey: Option<String>,
    },
    /// Switch somebody's second factor off, whose phone is lost
    SecondFactorOff {
        /// The name to sign in with
        name: String,
    },
    /// Say that somebody no longer works here and shall not sign in
    Left {
        /// The name to sign in with
        name: String,
    },
    /// List everybody with their roles
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// How a one-time link begins.
#[derive(Debug, clap::Args)]
struct Link {
    /// The address people type, with which the one-time link begins
    #[arg(long, env = "CANVASS_URL", default_value = "http://127.0.0.1:3000")]
    url: String,
}

/// The lengths that the desk asks for, too.
const PASSWORD: std::ops::RangeInclusive<usize> = 10..=200;
const NAME: std::ops::RangeInclusive<usize> = 1..=60;

fn roles() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::word))
        .map(|word| Role::parse(&word).expect("only the words of roles pass"))
}

/// Adds, changes or lists people.
pub async fn run(args: Args, db: &Db, now: Moment) -> anyhow::Result<ExitCode> {
    match args.command {
        Command::Add { name, roles, password_stdin, link } => {
            let password = if password_stdin { Some(password_from_stdin()?) } else { None };
            add(db, name.trim(), password, &roles, &link, now).await?;
        }
        Command::Reset { name, link } => {
            println!("{}", one_time(db, named(db, &name).await?.id, &link, now).await?);
        }
        Command::Roles { name, roles, survey } => {
            let person = named(db, &name).await?;
            set_roles(db, &person, &roles, survey.as_deref(), now).await?;
        }
        Command::SecondFactorOff { name } => {
            let person = named(db, &name).await?;
            people::second_factor::switch_off(db, person.id, COMMAND_LINE, now).await.map_err(failed)?;
            println!("{} signs in with the password alone.", person.name);
        }
        Command::Left { name } => {
            let person = named(db, &name).await?;
            people::leave(db, person.id, COMMAND_LINE, now).await.map_err(failed)?;
            println!("{} can no longer sign in.", person.name);
        }
        Command::List { json } => list(&people::list(db).await.map_err(failed)?, json),
    }
    Ok(ExitCode::SUCCESS)
}

/// The person of this name.
async fn named(db: &Db, name: &str) -> anyhow::Result<Person> {
    match people::by_name(db, name.trim()).await {
        Err(Error::NotFound) => bail!("There is no “{name}”; see `canvass people list`"),
        person => person.map_err(failed),
    }
}

async fn set_roles(
    db: &Db,
    person: &Person,
    roles: &[Role],
    survey: Option<&str>,
    now: Moment,
) -> anyhow::Result<()> {
    let words: Vec<&str> = roles.iter().map(|it| it.word()).collect();
    let words = if words.is_empty() { "no role".to_owned() } else { words.join(", ") };
    match survey {
        None => {
            people::roles::set(db, person.id, roles, COMMAND_LINE, now).await.map_err(failed)?;
            println!("{} in all surveys: {words}.", person.name);
        }
        Some(id) => {
            let id = known(db, id).await?.id;
            people::roles::set_in(db, &id, person.id, roles, COMMAND_LINE, now).await.map_err(failed)?;
            println!("{} in {id}: {words}.", person.name);
        }
    }
    Ok(())
}

async fn add(
    db: &Db,
    name: &str,
    password: Option<String>,
    roles: &[Role],
    link: &Link,
    now: Moment,
) -> anyhow::Result<()> {
    ensure!(
        NAME.contains(&name.chars().count()),
        "A name has 1 to {} characters; choose another",
        NAME.end()
    );
    ensure!(
        !password.as_ref().is_some_and(|it| password::is_common(it, name)),
        "This password is among the first that are tried; choose a longer one, or words that do not belong together"
    );
    let chosen = password.is_some();
    let hash = match password {
        Some(it) => Some(password::hash(it).await.context("The password could not be hashed; try again")?),
        None => None,
    };
    let person = match people::add(db, name, hash.as_deref(), roles, COMMAND_LINE, now).await {
        Err(Error::Taken(_)) => {
            bail!("There is already a “{name}”; choose another name, or see `canvass people reset`")
        }
        person => person.map_err(failed)?,
    };
    match chosen {
        true => println!("{name} may sign in."),
        false => println!("{}", one_time(db, person, link, now).await?),
    }
    Ok(())
}

/// The first line of the standard input.
fn password_from_stdin() -> anyhow::Result<String> {
    let mut text = String::new();
    std::io::stdin().lock().take(4096).read_to_string(&mut text).context("The password is not UTF-8")?;
    let password = text.lines().next().unwrap_or_default().to_owned();
    let length = password.chars().count();
    ensure!(
        PASSWORD.contains(&length),
        "A password has {} to {} characters and this one {length}; choose another",
        PASSWORD.start(),
        PASSWORD.end()
    );
    Ok(password)
}

/// A fresh one-time link; earlier ones of this person end.
async fn one_time(db: &Db, person: PersonId, link: &Link, now: Moment) -> anyhow::Result<String> {
    let secret = format!("{:032x}", random());
    people::create_link(db, person, &secret, now.plus(LINK_LASTS), COMMAND_LINE, now)
        .await
        .map_err(failed)?;
    Ok(format!("{}{}", link.url.trim_end_matches('/'), link_path(&secret)))
}

fn list(people: &[Person], json: bool) {
    let words = |roles: &[Role]| roles.iter().map(|it| it.word()).collect::<Vec<_>>();
    if json {
        let surveys = |it: &Person| -> serde_json::Map<String, serde_json::Value> {
            it.of_surveys.iter().map(|(id, roles)| (id.to_string(), json!(words(roles)))).collect()
        };
        let person = |it: &Person| {
            json!({
                "name": it.name,
                "roles": words(&it.roles),
                "surveys": surveys(it),
                "password": it.password_hash.is_some(),
                "second_factor": it.second_factor,
                "left": it.left_at.is_some(),
            })
        };
        println!("{}", json!(people.iter().map(person).collect::<Vec<_>>()));
        return;
    }
    let widest = people.iter().map(|it| it.name.chars().count()).max().unwrap_or_default();
    for it in people {
        let surveys = it.of_surveys.iter().map(|(id, roles)| format!("{id}: {}", words(roles).join(", ")));
        let roles: Vec<String> = Some(words(&it.roles).join(", "))
            .filter(|it| !it.is_empty())
            .into_iter()
            .chain(surveys)
            .collect();
        let notes = [
            (it.left_at.is_some(), "  (has left)"),
            (it.left_at.is_none() && it.password_hash.is_none(), "  (has not chosen a password yet)"),
            (it.second_factor, "  (second factor)"),
        ];
        let notes: String = notes.into_iter().filter(|(is, _)| *is).map(|(_, words)| words).collect();
        println!("{:widest$}  {}{notes}", it.name, roles.join("; "));
    }
}
