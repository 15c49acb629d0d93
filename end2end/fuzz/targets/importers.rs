//! Files that people upload: each is taken in or refused with what is wrong.
#![no_main]

use std::io::{Cursor, Write};
use std::sync::Arc;

#[cfg(feature = "app")]
use app::pages::sample::list;
use libfuzzer_sys::fuzz_target;
use survey::questionnaire::Text;
use survey::quota::paste::{Shape, paste};
use survey::rehearse::{self, Plan};
use survey::variables::Coded;
use survey::{Severity, claims, variables};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[cfg(not(feature = "app"))]
use self::sample::list;

/// By itself, since it asks for nothing else of the server, which takes minutes to build.
#[cfg(not(feature = "app"))]
#[path = "../../../app/src/pages/sample"]
mod sample {
    pub mod list;
}

const CLAIMS: [&str; 2] = [
    include_str!("../../../questionnaires/mini-program-2026.claims.yaml"),
    include_str!("../../../questionnaires/second-hand-2025.claims.yaml"),
];

const PLANS: [&str; 2] = [
    include_str!("../../../questionnaires/mini-program-2026.sim.yaml"),
    include_str!("../../../questionnaires/second-hand-2025.sim.yaml"),
];

fuzz_target!(|data: &[u8]| {
    let Some((kind, file)) = data.split_first() else { return };
    match kind {
        b'c' => claims_file(file),
        b'v' => variables_file(file),
        b's' => plan(file),
        b'q' => targets(file),
        b'p' => people(file),
        b'x' => workbook(file),
        #[cfg(feature = "app")]
        b'w' => uploaded::weights(file),
        _ => {}
    }
});

fn claims_file(file: &[u8]) {
    let Some(text) = fuzz::slipped(&CLAIMS, file) else { return };
    for questionnaire in &*fuzz::QUESTIONNAIRES {
        claims::read(&text, questionnaire);
    }
}

fn variables_file(file: &[u8]) {
    let Ok(text) = std::str::from_utf8(file) else { return };
    for questionnaire in &*fuzz::QUESTIONNAIRES {
        let coded = Coded {
            var: "coded".to_owned(),
            label: Text(vec![("en".to_owned(), "Coded".to_owned())]),
            of: "why".to_owned(),
            beside: None,
            codes: vec![(1, Text::default())],
        };
        let (with, problems) = variables::read(text, vec![coded], &[Arc::new(questionnaire.clone())]);
        assert!(with.derived.len() >= questionnaire.derived.len(), "a variable of the questionnaire is gone");
        // What is read has names that a column may have, and each once.
        let mut names: Vec<&str> = with.derived.iter().map(|it| it.var.as_str()).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert!(names.len() == all, "{problems:?}");
    }
}

fn plan(file: &[u8]) {
    let Some(text) = fuzz::slipped(&PLANS, file) else { return };
    for questionnaire in &*fuzz::QUESTIONNAIRES {
        match Plan::read(&text, questionnaire) {
            Ok(plan) => {
                let lang = questionnaire.lang(None);
                for number in 0..2 {
                    rehearse::walk(questionnaire, Some(&plan), (plan.seed, number), lang, |_| Vec::new());
                }
            }
            Err(problems) => assert!(problems.iter().any(|it| it.severity == Severity::Error)),
        }
    }
}

fn targets(file: &[u8]) {
    let Ok(text) = std::str::from_utf8(file) else { return };
    let names = |names: &[&str]| names.iter().map(|it| vec![(*it).to_owned()]).collect::<Vec<_>>();
    let flat = Shape { rows: names(&["1", "Women", "3"]), columns: Vec::new() };
    let crossed = Shape { rows: names(&["1", "Women"]), columns: names(&["18-24", "2", "total"]) };
    for shape in [flat, crossed] {
        if let Ok(rows) = paste(&shape, text) {
            assert_eq!(rows.len(), shape.rows.len());
            assert!(rows.iter().all(|it| it.len() == shape.columns.len().max(1)));
            assert!(rows.iter().flatten().all(|it| *it >= 0));
        }
    }
}

fn people(file: &[u8]) {
    let Ok(rows) = list::read(file) else { return };
    assert!((2..=list::MOST_ROWS + 1).contains(&rows.len()));
    assert!(rows.iter().all(|(_, cells)| cells.len() <= list::MOST_COLUMNS));
    assert!(rows.windows(2).all(|it| it[0].0 < it[1].0), "rows are counted in order");
    #[cfg(feature = "app")]
    uploaded::people(rows);
}

/// A workbook whose one sheet is the input, which by chance alone would never be a zip with right sums.
fn workbook(sheet: &[u8]) {
    let parts: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", include_bytes!("../workbook/types.xml")),
        ("_rels/.rels", include_bytes!("../workbook/rels.xml")),
        ("xl/workbook.xml", include_bytes!("../workbook/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", include_bytes!("../workbook/workbook-rels.xml")),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, stored).expect("a file begins in memory");
        zip.write_all(bytes).expect("memory takes all");
    }
    people(&zip.finish().expect("memory takes all").into_inner());
}

/// What only the server reads.
#[cfg(feature = "app")]
mod uploaded {
    use std::collections::HashSet;

    use app::pages::sample::list::Rows;
    use app::pages::sample::people::check;
    use app::pages::weights::file;
    use survey::InterviewId;

    pub fn people(rows: Rows) {
        let count = rows.len();
        match check::people(rows, &["zh".to_owned(), "en".to_owned()]) {
            Ok(people) => assert!(people.len() < count, "the first row names the columns"),
            Err(faults) => assert!(!faults.is_empty()),
        }
    }

    pub fn weights(file: &[u8]) {
        let known: HashSet<InterviewId> = (1..=9).map(InterviewId).collect();
        if let Ok(rows) = file::weights(file, &known) {
            let ids: HashSet<InterviewId> = rows.iter().map(|(id, _)| *id).collect();
            assert_eq!(ids.len(), rows.len(), "an interview has two weights");
            assert!(rows.iter().all(|(id, it)| known.contains(id) && it.is_finite() && *it > 0.0));
        }
    }
}
