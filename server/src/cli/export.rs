//! `canvass export`: the data of a survey as a file.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use analysis::export::Format;
use app::export::{Order, ROWS, Wanted, weight_names};
use app::variables::with_added;
use app::words::t;
use clap::builder::PossibleValuesParser;
use store::surveys::Survey;
use store::{Db, exports, sources};

use super::failure::{failed, known};
use super::output::{or_enough, write_file};
use crate::exports::write;
use crate::now;

/// Whose data, and in which form.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The survey's id, such as mini-program-2026.
    survey: String,
    /// The format of the file.
    #[arg(long, default_value = "csv", value_parser = PossibleValuesParser::new(Format::ALL.map(Format::word)))]
    format: String,
    /// The language of labels; the questionnaire's own if it is not said.
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Labels instead of codes, in this language or in the questionnaire's own; multis stay 0 and 1.
    #[arg(long, value_name = "LANG", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    labels: Option<String>,
    /// CSV for Excel: byte order mark, CR LF, and typed text that cannot become a formula.
    #[arg(long)]
    excel: bool,
    /// CSV with semicolons.
    #[arg(long)]
    semicolon: bool,
    /// Interviews of these dispositions, such as complete,screened_out; completes alone if it is not said.
    #[arg(long, value_delimiter = ',', value_name = "WORDS")]
    rows: Vec<String>,
    /// All interviews that have ended, not completes alone.
    #[arg(long, conflicts_with = "rows")]
    all: bool,
    /// Only interviews of which this holds, in the language of questionnaires: 'age >= 30 and modes has 1'.
    #[arg(long, default_value = "", value_name = "CONDITION")]
    filter: String,
    /// Only interviews of this saved filter, as the page Variables has it.
    #[arg(long, default_value = "", value_name = "NAME")]
    among: String,
    /// The first day on which the interview ended, in the survey's time zone: 2026-01-12.
    #[arg(long, default_value = "", value_name = "DAY")]
    from: String,
    /// The last such day.
    #[arg(long, default_value = "", value_name = "DAY")]
    to: String,
    /// Columns besides those about the interview: answers,texts,orders,derived,paradata; all but the last if it is not
    /// said.
    #[arg(long, value_delimiter = ',', value_name = "GROUPS")]
    columns: Vec<String>,
    /// These questions and derived variables alone.
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    only: Vec<String>,
    /// The name of the weight.
    #[arg(long, default_value = "", value_name = "NAME")]
    weight: String,
    /// The test interviews of rehearsals instead of the real ones.
    #[arg(long)]
    rehearsal: bool,
    /// Where to write; the standard output if it is not said.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Args {
    fn wanted(&self) -> Wanted {
        let default = Wanted::default();
        let or =
            |said: &Vec<String>, default: Vec<String>| if said.is_empty() { default } else { said.clone() };
        let all = ROWS.map(str::to_owned).to_vec();
        Wanted {
            format: self.format.clone(),
            labels_lang: self.lang.clone().or(self.labels.clone()).unwrap_or_default(),
            labels: self.labels.is_some(),
            excel: self.excel,
            semicolon: self.semicolon,
            rows: if self.all { all } else { or(&self.rows, default.rows) },
            among: self.among.clone(),
            filter: self.filter.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            columns: or(&self.columns, default.columns),
            only: self.only.clone(),
            weight: self.weight.clone(),
            rehearsal: self.rehearsal,
            ..default
        }
    }

    /// All that is wrong with what is wanted, in sentences.
    fn refuse(&self, wanted: &Wanted, survey: &Survey, weights: &[String]) -> anyhow::Result<()> {
        let option = if self.lang.is_some() { "--lang" } else { "--labels=" };
        let langs = survey.questionnaire.langs.join(", ");
        let faults = wanted.faults(survey, weights).0;
        let told = faults.iter().map(|(field, word)| match field.as_str() {
            "labels_lang" => {
                let lang = &wanted.labels_lang;
                format!("{} has no labels in “{lang}”; say {option} with one of: {langs}.", survey.id)
            }
            field => format!("--{field}: {}", t("en", word)),
        });
        let told: Vec<String> = told.collect();
        if told.is_empty() { Ok(()) } else { anyhow::bail!("{}", told.join("\n")) }
    }
}

/// Writes the file. It has its name only once it is whole.
pub async fn run(args: Args, db: &Db) -> anyhow::Result<ExitCode> {
    let survey = with_added(db, known(db, &args.survey).await?).await.map_err(failed)?;
    let mut wanted = args.wanted();
    let weights = weight_names(db, &survey.id).await.map_err(failed)?;
    args.refuse(&wanted, &survey, &weights)?;
    wanted.links = sources::variables(db, &survey.id).await.map_err(failed)?;
    wanted.variables = Some(app::variables::text(db, &survey.id).await.map_err(failed)?);
    let snapshot = exports::snapshot(db, &survey.id).await.map_err(failed)?;
    let order = Order::read(db, &survey.id, &wanted, (snapshot, 0), now()).await?;
    match &args.output {
        None => {
            let written = write(db, order, BufWriter::new(io::stdout()), |_, _| {}).await;
            or_enough(written.and_then(|(mut to, _)| Ok(to.flush()?)))?;
        }
        Some(path) => {
            let cases = write_file(path, async |to| write(db, order, to, |_, _| {}).await).await?;
            eprintln!("{cases} cases in {}.", path.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}
