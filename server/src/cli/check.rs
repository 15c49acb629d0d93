//! `canvass check`: the problems of questionnaires, as a compiler prints them.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use ariadne::{Color, Config, Label, Report, ReportKind, Source};
use serde_json::json;
use survey::{Problem, Severity};

mod phone;

/// A file that cannot be read is worse than one with problems.
const UNREADABLE: u8 = 2;
/// Longer lines are not drawn: they are no lines that a person wrote.
const WIDEST: usize = 1_000;
/// And neither are lines below this one.
const LOWEST: usize = 50_000;

/// What to check.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 no problem, or warnings only; 1 errors; 2 a file cannot be read.")]
pub struct Args {
    /// The questionnaires
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print the problems as JSON, one line for each file
    #[arg(long)]
    json: bool,
    /// Say what each page and route asks of somebody on a phone, and name what is too long
    ///
    /// Taps, keystrokes, screens of scroll, words and minutes, in each language. Robots walk the questionnaire;
    /// they answer by the rehearsal plan beside it (tea.sim.yaml beside tea.yaml), or at random where there is
    /// none. All of it is advice: it fails nothing.
    #[arg(long)]
    phone: bool,
}

/// Checks each file. Warnings alone are no failure.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let (mut errors, mut warnings, mut unreadable) = (0, 0, false);
    for path in &args.files {
        let file = path.display().to_string();
        let text = match read(path) {
            Ok(it) => it,
            Err(err) => {
                unreadable = true;
                eprintln!("canvass: {err:#}");
                if args.json {
                    println!("{}", json!({"file": file, "unreadable": format!("{err:#}")}));
                }
                continue;
            }
        };
        let (questionnaire, problems) = survey::read(&text);
        let here = count(&problems);
        (errors, warnings) = (errors + here.0, warnings + here.1);
        // What is not read whole is not walked.
        let on_phone = (args.phone && here.0 == 0).then(|| phone::report(path, &questionnaire));
        if args.json {
            let mut said = json!({"file": file, "errors": here.0, "warnings": here.1, "problems": problems});
            if let Some((report, plan)) = &on_phone {
                said["phone"] = json!({"plan": plan, "report": report});
            }
            println!("{said}");
        } else {
            print(&file, &text, &problems);
            println!("{file}: {}{}", named(&questionnaire), sum(here.0, here.1));
            match &on_phone {
                Some((report, plan)) => print!("{}", phone::shown(report, plan.as_deref())),
                None if args.phone => println!("Mend the errors to see it on a phone."),
                None => {}
            }
        }
    }
    if args.files.len() > 1 && !args.json {
        println!("{} files: {}", args.files.len(), sum(errors, warnings));
    }
    Ok(match (unreadable, errors) {
        (true, _) => ExitCode::from(UNREADABLE),
        (false, 0) => ExitCode::SUCCESS,
        (false, _) => ExitCode::FAILURE,
    })
}

/// The text of a questionnaire.
pub fn read(path: &std::path::Path) -> anyhow::Result<String> {
    let file = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("Cannot read {file}; check its name"))?;
    String::from_utf8(bytes).with_context(|| format!("{file} is not UTF-8; save it as UTF-8"))
}

/// Prints problems to the standard error, each with its place, the line and what to do.
pub fn print(file: &str, text: &str, problems: &[Problem]) {
    let colour = std::io::stderr().is_terminal();
    // A byte order mark is no part of the first line.
    let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap_or(text).lines().collect();
    for problem in problems {
        eprint!("{}", drawn(file, &lines, problem, colour));
    }
}

fn count(problems: &[Problem]) -> (usize, usize) {
    let errors = problems.iter().filter(|it| it.severity == Severity::Error).count();
    (errors, problems.len() - errors)
}

/// Id and version, as far as they could be read.
fn named(questionnaire: &survey::Questionnaire) -> String {
    match questionnaire.survey.as_str() {
        "" => String::new(),
        id => format!("{id} {}, ", questionnaire.version),
    }
}

fn sum(errors: usize, warnings: usize) -> String {
    let many = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    match (errors, warnings) {
        (0, 0) => "no problem".into(),
        (0, warnings) => many(warnings, "warning"),
        (errors, 0) => many(errors, "error"),
        (errors, warnings) => format!("{}, {}", many(errors, "error"), many(warnings, "warning")),
    }
}

/// One problem with its line drawn below it.
fn drawn(file: &str, lines: &[&str], problem: &Problem, colour: bool) -> String {
    let Problem { line, column, message, mend, .. } = problem;
    let (kind, word, paint) = match problem.severity {
        Severity::Error => (ReportKind::Error, "error", Color::Red),
        Severity::Warning => (ReportKind::Warning, "warning", Color::Yellow),
    };
    let plain = || format!("{file}:{line}:{column}: {word}[{}]: {message} {mend}\n", problem.code);
    let above = line.saturating_sub(1) as usize;
    let words = lines.get(above).copied().unwrap_or_default();
    if *line == 0 || words.chars().count() > WIDEST || above > LOWEST {
        return plain();
    }
    // What else separates lines for the one who draws does not for YAML.
    let words = words.replace(|it: char| it.is_control() || matches!(it, '\u{2028}' | '\u{2029}'), " ");
    // The lines above are there for their number alone.
    let start = above + column.saturating_sub(1) as usize;
    let range = start..start + problem.width.max(1) as usize;
    let report = Report::build(kind, (file, range.clone()))
        .with_config(Config::default().with_color(colour))
        .with_code(&problem.code)
        .with_message(message)
        .with_label(Label::new((file, range)).with_message(mend).with_color(paint))
        .finish();
    let mut bytes = Vec::new();
    let source = Source::from(format!("{}{words} \n", "\n".repeat(above)));
    match report.write((file, source), &mut bytes) {
        Ok(()) => {
            let text = String::from_utf8_lossy(&bytes);
            text.lines().map(|it| format!("{}\n", it.trim_end())).collect()
        }
        Err(_) => plain(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let (_, problems) = survey::read(text);
        let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap_or(text).lines().collect();
        problems.iter().take(2).map(|it| drawn("a.yaml", &lines, it, false)).collect()
    }

    const HEAD: &str = "survey: a\nversion: 1.0.0\nlangs: [zh]\ndefault: zh\ntitle: {zh: 甲}\ncontact: {zh: 甲}\nends: {complete: {text: {zh: 谢谢}}}\n";

    #[test]
    fn the_caret_stands_below_wide_characters() {
        let page =
            "pages: [{page: p, questions: [{var: x, type: nps, text: {zh: '您对“{plat}”的满意程度'}}]}]";
        insta::assert_snapshot!(shown(&format!("{HEAD}{page}")), @r#"
        [unknown-variable] Error: There is no variable `plat`.
           ╭─[ a.yaml:8:67 ]
           │
         8 │ pages: [{page: p, questions: [{var: x, type: nps, text: {zh: '您对“{plat}”的满意程度'}}]}]
           │                                                                     ──┬─
           │                                                                       ╰─── Write the `var` of a question, or braces twice if they are meant.
        ───╯
        "#);
    }

    #[test]
    fn a_place_at_the_end_of_a_line_and_after_a_byte_order_mark() {
        insta::assert_snapshot!(shown(&format!("\u{feff}{HEAD}pages:")), @r#"
        [wrong-shape] Error: Nothing is written here.
           ╭─[ a.yaml:8:6 ]
           │
         8 │ pages:
           │      ┬
           │      ╰── Write a list of pages.
        ───╯
        "#);
        insta::assert_snapshot!(shown("\u{feff}nope: 1"), @r#"
        [unknown-key] Error: `nope` is no key of a questionnaire.
           ╭─[ a.yaml:1:1 ]
           │
         1 │ nope: 1
           │ ──┬─
           │   ╰─── Keys here: survey, version, title, langs, default, contact, field, lists, derive, pages, ends, quota, quality, weights.
        ───╯
        [missing-key] Error: A questionnaire needs `survey`.
           ╭─[ a.yaml:1:1 ]
           │
         1 │ nope: 1
           │ ──┬─
           │   ╰─── Add `survey: …`.
        ───╯
        "#);
    }

    #[test]
    fn what_has_no_line_is_told_in_one() {
        insta::assert_snapshot!(shown(&format!("{HEAD}pages: {{{}}}", "a: 1, ".repeat(300))), @r#"
        a.yaml:8:8: error[wrong-shape]: A map does not fit here. Write a list of pages; if braces or brackets belong to a text, quote this text.
        a.yaml:8:15: error[duplicate-key]: `a` stands here a second time. Remove one of the two; only the first one is read.
        "#);
    }

    #[test]
    fn counts_are_in_words() {
        let all = [sum(0, 0), sum(1, 0), sum(0, 2), sum(3, 1)];
        insta::assert_snapshot!(all.join("; "), @"no problem; 1 error; 2 warnings; 3 errors, 1 warning");
    }
}
