//! The cases that other programs read: a questionnaire with every kind of question, and answers that hurt.

use std::io;
use std::sync::Arc;

use analysis::case::Projection;
use analysis::codebook;
use analysis::export::{Format, Measure, Options, Row, Writer};
use analysis::{Case, Codebook};
use sha2::{Digest, Sha256};
use survey::interview::{self, QualityMode, Step};
use survey::quality::Known;
use survey::quota::CellName;
use survey::{Disposition, Interview, InterviewId, Moment, Questionnaire, RawAnswers};

/// 2026-01-12 08:30:00.250 UTC.
const BEGINNING: Moment = Moment(1_768_206_600_250);

/// 2026-02-01 00:00:00.5 UTC: when the snapshot was taken.
pub const TAKEN_AT: Moment = Moment(1_769_904_000_500);

/// What links carried: names that differ by capitals only, that are reserved in SPSS, or that are no names there.
const LINKS: [&str; 4] = ["Ref", "ref", "utm-source", "渠道"];

/// The codebook and the cases.
pub struct Fixture {
    pub codebook: Arc<Codebook>,
    pub rows: Vec<Row>,
}

/// A file of the fixture: its name, how it is written, and how many times the cases stand in it.
pub struct Wanted {
    pub file: String,
    pub options: Options,
    pub times: usize,
}

/// One of each format, then what a format has more than one of.
pub fn wanted() -> Vec<Wanted> {
    let each = Format::ALL.map(|it| Wanted {
        file: format!("oracle.{}", it.extension()),
        options: options(it),
        times: 1,
    });
    let excel =
        Options { labels: true, excel: true, semicolon: true, lang: "en".into(), ..options(Format::Csv) };
    let more = [
        Wanted { file: "excel.csv".into(), options: excel, times: 1 },
        // More than are encoded at a time.
        Wanted { file: "many.parquet".into(), options: options(Format::Parquet), times: 60 },
        // Enough for more than one block of compressed data.
        Wanted { file: "many.zsav".into(), options: options(Format::Zsav), times: 60 },
    ];
    each.into_iter().chain(more).collect()
}

fn options(format: Format) -> Options {
    Options {
        format,
        lang: "zh".into(),
        labels: false,
        excel: false,
        semicolon: false,
        weight: Some("w".into()),
        name: "oracle".into(),
        taken_at: TAKEN_AT,
    }
}

/// The bytes of a file.
pub fn written(fixture: &Fixture, wanted: &Wanted) -> io::Result<Vec<u8>> {
    let mut measure = Measure::new(&fixture.codebook);
    (0..wanted.times).for_each(|_| measure.see(&fixture.rows));
    let mut file = Writer::begin(Vec::new(), &fixture.codebook, &wanted.options, &measure)?;
    for _ in 0..wanted.times {
        // Batches must leave no trace.
        for rows in fixture.rows.chunks(4) {
            file.rows(rows)?;
        }
    }
    file.end()
}

/// What is noted of a file that other programs have read: its name and the SHA-256 of its bytes.
pub fn note(wanted: &Wanted, bytes: &[u8]) -> String {
    let sum: String = Sha256::digest(bytes).iter().map(|it| format!("{it:02x}")).collect();
    format!("{} {sum}\n", wanted.file)
}

/// All of it.
pub fn fixture() -> Fixture {
    let (questionnaire, problems) = survey::read(include_str!("fixture.yaml"));
    let errors: Vec<_> = problems.iter().filter(|it| it.severity == survey::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let questionnaire = Arc::new(questionnaire);
    let codebook = codebook::with_links(&questionnaire, &LINKS.map(str::to_owned));
    let projection = Projection::new(&codebook, &questionnaire);
    let rows = cases(&questionnaire).iter().map(|it| projection.row(it)).collect();
    Fixture { codebook: Arc::new(codebook), rows }
}

fn cases(questionnaire: &Arc<Questionnaire>) -> Vec<Case> {
    let mut cases: Vec<Case> = hostile().iter().map(|it| hurt(questionnaire, it)).collect();
    cases.extend(blanks(questionnaire));
    for (at, case) in cases.iter_mut().enumerate() {
        case.id = InterviewId(at as i64 + 1);
    }
    cases
}

/// Texts that some format or some reader trips over.
fn hostile() -> Vec<String> {
    let long = "茶🍵 é\u{301} ";
    let mut texts: Vec<String> = [
        "=1+1",
        "+86 10 1234",
        "-9",
        "-2+3",
        "@SUM(A1)",
        "＝1＋1",
        "\"quoted\", 'single' and \"\"doubled\"\"",
        "two\nlines",
        "three\r\nlines\n\nhere",
        "tab\tin between; semicolon, comma",
        "NUL\0inside",
        "bell\u{7} and escape \u{1b}[31m",
        "👩‍👩‍👧‍👦 🇨🇳 🍵",
        "مرحبا بالعالم",
        "\u{202e}right to left\u{202c} override",
        "<b>&amp;</b> ]]> <!-- -->",
        "null",
        "NA",
        "0012",
        "1e5",
        "\u{feff}a mark first",
        "' a quote first",
        "_x0041_ looks like an escape",
        "line\u{2028}separator",
        "no-break\u{a0}space",
        "100%s $x {y} \\n \\",
        "2026-01-12T08:30:00Z",
        "true",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.extend([
        "🍵".repeat(10_000),
        long.repeat(10_000 / long.chars().count()),
        "字".repeat(85) + "b",
        "x".repeat(255),
        "x".repeat(256),
        "a ".repeat(400),
        "12345678".into(),
    ]);
    texts
}

/// A complete interview with this text wherever somebody types.
fn hurt(questionnaire: &Arc<Questionnaire>, text: &str) -> Case {
    let long = "a_name_of_sixty_four_letters_is_as_long_as_a_name_can_be_in_our_";
    let cut: String = text.chars().take(2).collect();
    let other = format!("{long}_98_text");
    let screener = [("age", "41"), ("by", "2")];
    let teas = [("drunk", "2"), ("drunk", "98"), ("drunk_98_text", text), ("best", "98"), ("rank.1", "98")];
    let views = [
        ("to", "97"),
        ("with", "50"),
        ("sat.taste", "5"),
        ("sat.price", "9"),
        ("likes", "3"),
        ("nps", "10"),
        ("temperature", "98.25"),
        ("spent", "9000000000"),
    ];
    let words = [("why", text), ("short", &cut), ("name", text), (long, "98"), (&other, text)];
    // The second page twice: what rests on its first question is drawn after that is answered.
    let mut case = posted(questionnaire, &[&screener, &teas, &teas, &views, &words]);
    assert_eq!(case.interview.disposition, Disposition::Complete, "{text}");
    case.source = Some(text.to_owned());
    case.pid = Some(text.to_owned());
    case.variables.extend(LINKS.map(|it| (it.to_owned(), text.to_owned())));
    case
}

/// The kinds of blank, one case after the other.
fn blanks(questionnaire: &Arc<Questionnaire>) -> Vec<Case> {
    let young = [("age", "17"), ("by", "1")];
    let child = [("age", "9"), ("by", "2")];
    let blank = [("to", " "), ("why", " ")];
    let one = [("drunk", "1")];
    let none = [("drunk", "99")];
    let two =
        [("drunk", "1"), ("drunk", "3"), ("best", "3"), ("rank.1", "3"), ("rank.2", "1"), ("bought", "2")];
    let some = [("to", "1"), ("with", "10"), ("sat.price", "3"), ("nps", "0"), ("temperature", "-12.5")];
    let typed = [("name", "李雷"), ("why", "  \n ")];
    let not_answered = posted(questionnaire, &[&young, &one, &blank, &blank]);
    let not_asked = posted(questionnaire, &[&young, &none, &some, &typed]);
    let mut erased = posted(questionnaire, &[&young, &two, &two, &[("spent", "12")], &typed]);
    interview::erase(questionnaire, &mut erased.interview);
    let screened_out = posted(questionnaire, &[&child]);
    let mut broken_off = posted(questionnaire, &[&young, &two, &two]);
    interview::break_off(&mut broken_off.interview);
    let mut full = posted(questionnaire, &[]);
    interview::quota_full(
        &mut full.interview,
        vec![CellName { table: "sex".into(), key: "1".into() }],
        BEGINNING.plus(1_000),
    );
    let mut test = posted(questionnaire, &[&young, &two, &two, &some, &blank]);
    test.test = true;
    for complete in [&not_answered, &not_asked, &erased, &test] {
        let it = &complete.interview;
        assert_eq!(it.disposition, Disposition::Complete, "{it:?}");
    }
    vec![not_answered, not_asked, erased, screened_out, broken_off, full, test]
}

type Fields<'a> = &'a [(&'a str, &'a str)];

/// An interview in which these pages were posted, ten seconds and a bit apart.
fn posted(questionnaire: &Arc<Questionnaire>, pages: &[Fields<'_>]) -> Case {
    let mut interview = interview::begin(questionnaire, "zh", 7, BEGINNING);
    let mut now = BEGINNING;
    for page in pages {
        now = now.plus(10_333);
        let pairs: Vec<(String, String)> =
            page.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let step = interview::submit(questionnaire, &mut interview, RawAnswers::from(pairs), now);
        settle(questionnaire, &mut interview, step, now);
    }
    Case {
        id: InterviewId(1),
        questionnaire: questionnaire.clone(),
        plan: Some("main".into()),
        source: None,
        pid: None,
        variables: Default::default(),
        device_hash: Some("3f9a".into()),
        device_class: Some("phone".into()),
        test: false,
        weight: None,
        interview,
    }
}

fn settle(questionnaire: &Questionnaire, interview: &mut Interview, step: Step, now: Moment) {
    match step {
        Step::Show => {}
        Step::Reserve { cells, at } => {
            let step = interview::granted(questionnaire, interview, at, cells);
            settle(questionnaire, interview, step, now);
        }
        Step::Finish => interview::finish(questionnaire, interview, QualityMode::On, Known::default(), now),
    }
}
