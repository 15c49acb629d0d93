//! `canvass export`: the data of a survey as a file.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use analysis::codebook::{Codebook, with_links};
use analysis::export::csv::{self, Options};
use anyhow::Context;
use app::pages::data::case;
use store::interviews::Which;
use store::surveys::Survey;
use store::{Db, sources};
use survey::InterviewId;

use super::failure::{failed, known};

/// Whose data, and in which form.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The survey's id, such as mini-program-2026.
    survey: String,
    /// The format of the file.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Labels instead of codes, in this language or in the questionnaire's own; multis stay 0 and 1.
    #[arg(long, value_name = "LANG", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    labels: Option<String>,
    /// For Excel: byte order mark, CR LF, and typed text that cannot become a formula.
    #[arg(long)]
    excel: bool,
    /// All interviews, not completes alone.
    #[arg(long)]
    all: bool,
    /// The test interviews of rehearsals instead of the real ones.
    #[arg(long)]
    rehearsal: bool,
    /// Where to write; the standard output if it is not said.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Csv,
}

/// How many interviews are in memory at a time.
const BATCH: i64 = 500;

/// Streams batch after batch. A file has its name only once it is whole.
pub async fn run(args: Args, db: &Db) -> anyhow::Result<ExitCode> {
    let survey = known(db, &args.survey).await?;
    let Format::Csv = args.format;
    let options = Options { labels: labels(args.labels.as_deref(), &survey)?, excel: args.excel };
    let which = Which { completes_only: !args.all, test: args.rehearsal };
    let codebook = with_links(&survey.questionnaire, &sources::variables(db, &survey.id).await?);
    let export = Export { db, survey: &survey, codebook, options, which };
    match &args.output {
        None => match export.write(io::stdout().lock()).await {
            Err(err) if is_broken_pipe(&err) => Ok(ExitCode::SUCCESS),
            written => written.map(|_| ExitCode::SUCCESS),
        },
        Some(file) => {
            let cases = export.write_file(file).await?;
            eprintln!("{cases} cases in {}.", file.display());
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The language of the labels, if labels are wanted.
fn labels(wanted: Option<&str>, survey: &Survey) -> anyhow::Result<Option<String>> {
    let questionnaire = &survey.questionnaire;
    match wanted {
        None => Ok(None),
        Some("") => Ok(Some(questionnaire.default.clone())),
        Some(lang) if questionnaire.langs.iter().any(|it| it == lang) => Ok(Some(lang.to_owned())),
        Some(lang) => anyhow::bail!(
            "{} has no labels in “{lang}”; say --labels= with one of: {}.",
            survey.id,
            questionnaire.langs.join(", ")
        ),
    }
}

/// What is to be written.
struct Export<'a> {
    db: &'a Db,
    survey: &'a Survey,
    codebook: Codebook,
    options: Options,
    which: Which,
}

impl Export<'_> {
    async fn write_file(&self, path: &Path) -> anyhow::Result<u64> {
        let name = path.file_name().context("The output needs a file's name, such as data.csv")?;
        let part = path.with_file_name(format!("{}.part", name.to_string_lossy()));
        let cannot = || format!("Cannot write {}; check the folder and its space", path.display());
        let file = File::create(&part).with_context(cannot)?;
        let written = self.write(BufWriter::new(&file)).await;
        let kept = written.and_then(|cases| {
            file.sync_all()?;
            std::fs::rename(&part, path)?;
            Ok(cases)
        });
        if kept.is_err() {
            // Half a file is worth nothing, and the error is told anyway.
            let _ = std::fs::remove_file(&part);
        }
        kept.with_context(cannot)
    }

    async fn write(&self, mut to: impl Write) -> anyhow::Result<u64> {
        to.write_all(&csv::header(&self.codebook, &self.options))?;
        let (mut after, mut cases) = (InterviewId(0), 0);
        loop {
            let batch = store::interviews::batch(self.db, &self.survey.id, self.which, after, BATCH).await;
            let batch: Vec<_> = batch.map_err(failed)?.into_iter().map(case).collect();
            let Some(last) = batch.last() else { break };
            after = last.id;
            cases += batch.len() as u64;
            to.write_all(&csv::rows(&self.codebook, &batch, &self.options))?;
        }
        to.flush()?;
        Ok(cases)
    }
}

/// Whoever reads us, `head` say, has had enough: that is no failure.
fn is_broken_pipe(err: &anyhow::Error) -> bool {
    err.downcast_ref::<io::Error>().is_some_and(|it| it.kind() == ErrorKind::BrokenPipe)
}
