//! `canvass check --phone`: what a questionnaire asks of somebody on a phone, as tables of a terminal.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use survey::Questionnaire;
use survey::phone::{self, Burden, Finding, InLang, ROBOTS, Report, Route, SCREEN, WIDTH, columns};
use survey::rehearse::Plan;

/// Terminals of so many columns show every line whole.
const COLUMNS: usize = 100;
/// Longer titles of pages are cut.
const TITLE: usize = 30;

/// The report on the questionnaire of this file, and the rehearsal plan beside it that says how robots answer.
pub fn report(path: &Path, questionnaire: &Questionnaire) -> (Report, Option<String>) {
    let (name, plan) = plan(path, questionnaire).unzip();
    (phone::report(questionnaire, plan.as_ref(), ROBOTS), name)
}

/// `tea.sim.yaml` beside `tea.yaml`. One that does not fit is told, and not used.
fn plan(path: &Path, questionnaire: &Questionnaire) -> Option<(String, Plan)> {
    let file: PathBuf = path.with_extension("sim.yaml");
    if !file.is_file() {
        return None;
    }
    let name = file.display().to_string();
    let text = match super::read(&file) {
        Ok(it) => it,
        Err(err) => {
            eprintln!("canvass: {err:#}");
            return None;
        }
    };
    match Plan::read(&text, questionnaire) {
        Ok(plan) => Some((name, plan)),
        Err(problems) => {
            super::print(&name, &text, &problems);
            eprintln!("canvass: {name} does not fit; robots answer from the questionnaire alone");
            None
        }
    }
}

/// The report in words: a table of pages and one of routes for each language, then what is too long.
pub fn shown(report: &Report, plan: Option<&str>) -> String {
    let mut text = String::new();
    let answers = plan.unwrap_or("the questionnaire alone");
    for it in &report.langs {
        let of = format!("{} of {} robots complete", it.completes, report.robots);
        line(&mut text, &format!("\nOn a phone of {WIDTH} × {SCREEN}, in {}: {of}", it.lang));
        line(&mut text, &format!("(answers from {answers}, seed {}).\n", report.seed));
        text.push_str(&table(&pages(it)));
        if let Some(routes) = routes(it, report.loi) {
            line(&mut text, "");
            text.push_str(&table(&routes));
            text.push_str(&skips(it));
        }
    }
    line(
        &mut text,
        "\nmet: completes who come to the page; the numbers of a page are medians; most: the tallest met.",
    );
    line(
        &mut text,
        "Words: 1.6 Chinese characters are one. Minutes are an estimate, without pauses and the network.",
    );
    if !report.findings.is_empty() {
        line(&mut text, "");
    }
    let mut said: Vec<&str> = Vec::new();
    for it in &report.findings {
        // What to do is said once for all that want the same.
        text.push_str(&named(it, !said.contains(&it.mend.as_str())));
        said.push(&it.mend);
    }
    text
}

fn line(text: &mut String, words: &str) {
    writeln!(text, "{words}").expect("a string takes all that is written");
}

fn pages(it: &InLang) -> Vec<Vec<String>> {
    let head = ["page", "title", "met", "taps", "keys", "screens", "most", "words", "minutes"];
    let rows = it.pages.iter().map(|page| {
        let name = [page.page.clone(), cut(&page.title, TITLE), format!("{:.0} %", page.met * 100.0)];
        let Some(burden) = page.median else {
            return name.into_iter().chain(["nobody".to_owned()]).collect();
        };
        let [taps, keys, screens, words, minutes] = numbers(burden);
        let most = format!("{:.1}", page.most_screens);
        name.into_iter().chain([taps, keys, screens, most, words, minutes]).collect()
    });
    std::iter::once(head.map(str::to_owned).to_vec()).chain(rows).collect()
}

/// The routes, and what the author expects; none where nobody came to the end.
fn routes(it: &InLang, loi: Option<f64>) -> Option<Vec<Vec<String>>> {
    let routes = it.routes.as_ref()?;
    let head = ["route", "robot", "pages", "questions", "taps", "keys", "screens", "words", "minutes"];
    let row = |name: &str, route: &Route| {
        let counts = [route.robot, route.pages, route.questions].map(|it| it.to_string());
        std::iter::once(name.to_owned()).chain(counts).chain(numbers(route.burden)).collect()
    };
    let mut rows = vec![
        head.map(str::to_owned).to_vec(),
        row("shortest", &routes.shortest),
        row("median", &routes.median),
        row("longest", &routes.longest),
    ];
    if let Some(loi) = loi {
        let mut expected = vec![String::new(); head.len()];
        (expected[0], expected[head.len() - 1]) = ("expected (loi)".to_owned(), format!("{loi:.1}"));
        rows.push(expected);
    }
    Some(rows)
}

/// The pages that a route leaves out, where it leaves out any.
fn skips(it: &InLang) -> String {
    let Some(routes) = &it.routes else { return String::new() };
    let all = [("shortest", &routes.shortest), ("median", &routes.median), ("longest", &routes.longest)];
    let some = all.into_iter().filter(|(_, route)| !route.skips.is_empty());
    some.map(|(name, route)| wrapped(&format!("{name}: without {}", route.skips.join(", ")), "  ")).collect()
}

fn numbers(burden: Burden) -> [String; 5] {
    let Burden { taps, keys, screens, words, minutes } = burden;
    let whole = |it: f64| format!("{it:.0}");
    [whole(taps), whole(keys), format!("{screens:.1}"), whole(words), format!("{minutes:.1}")]
}

/// Columns below each other: what is no number on the left, numbers on the right.
fn table(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cells = |at: usize| rows.iter().filter_map(move |row| row.get(at));
    let widths: Vec<usize> =
        (0..count).map(|at| cells(at).map(|it| columns(it)).max().unwrap_or(0)).collect();
    let is_number = |it: &&String| it.trim_end_matches(" %").parse::<f64>().is_ok();
    let right: Vec<bool> = (0..count).map(|at| cells(at).any(|it| is_number(&it))).collect();
    let mut text = String::new();
    for row in rows {
        let mut words = String::new();
        for (at, cell) in row.iter().enumerate() {
            let pad = " ".repeat(widths[at] - columns(cell));
            words += &if right[at] { format!("{pad}{cell}  ") } else { format!("{cell}{pad}  ") };
        }
        line(&mut text, words.trim_end());
    }
    text
}

/// A text that takes at most so many columns.
fn cut(text: &str, most: usize) -> String {
    if columns(text) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    for it in text.chars() {
        if columns(&kept) + columns(it.encode_utf8(&mut [0; 4])) >= most {
            break;
        }
        kept.push(it);
    }
    format!("{kept}…")
}

/// One finding as a warning: what, where, and what to do.
fn named(finding: &Finding, with_mend: bool) -> String {
    let Finding { code, page, question, message, mend } = finding;
    let at: Vec<&str> = [page.as_str(), question.as_str()].into_iter().filter(|it| !it.is_empty()).collect();
    let at = if at.is_empty() { String::new() } else { format!(" {}", at.join(", ")) };
    let what = wrapped(&format!("warning[{code}]{at}: {message}"), "  ");
    if with_mend { what + &wrapped(&format!("  {mend}"), "  ") } else { what }
}

/// Lines of [`COLUMNS`] at most; the second and those below it begin with `indent`.
fn wrapped(text: &str, indent: &str) -> String {
    let own = &text[..text.len() - text.trim_start().len()];
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("it begins with one");
        match last.is_empty() {
            true => *last = format!("{own}{word}"),
            false if columns(last) + 1 + columns(word) > COLUMNS => lines.push(format!("{indent}{word}")),
            false => *last += &format!(" {word}"),
        }
    }
    lines.iter().map(|it| format!("{it}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other_in_chinese_too() {
        let rows = [["page", "title", "taps"], ["use", "使用情况", "12"], ["end", "End", "1"]];
        let rows: Vec<Vec<String>> = rows.iter().map(|it| it.map(str::to_owned).to_vec()).collect();
        insta::assert_snapshot!(table(&rows), @r"
        page  title     taps
        use   使用情况    12
        end   End          1
        ");
    }

    #[test]
    fn a_long_title_is_cut_to_its_columns() {
        assert_eq!(
            [cut("使用情况", 8), cut("使用情况", 7), cut("About you", 6)],
            ["使用情况", "使用情…", "About…"]
        );
    }

    #[test]
    fn a_finding_takes_lines_of_a_hundred_columns() {
        let finding = Finding {
            code: "long-text".to_owned(),
            page: "usage".to_owned(),
            question: "tenure (B1)".to_owned(),
            message: "The question is long (zh: 81 characters).".to_owned(),
            mend: "Cut it. ".repeat(20),
        };
        let shown = named(&finding, true);
        assert!(shown.lines().all(|it| columns(it) <= COLUMNS), "{shown}");
        insta::assert_snapshot!(shown, @r"
        warning[long-text] usage, tenure (B1): The question is long (zh: 81 characters).
          Cut it. Cut it. Cut it. Cut it. Cut it. Cut it. Cut it. Cut it. Cut it. Cut it. Cut it. Cut it.
          Cut it. Cut it. Cut it. Cut it. Cut it. Cut it. Cut it. Cut it.
        ");
    }
}
