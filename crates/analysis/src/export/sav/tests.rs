//! The parts of a system file that can be worked out by hand.

use std::io::Read;

use insta::assert_snapshot;

use super::blocks::{Blocks, READ, SILENT, trailer};
use super::bytecode::Bytecode;
use super::columns::Kind;
use super::missing::missing;
use super::{File, names, text};
use crate::case::Cell;
use crate::codebook::{self, ERASED, NOT_ANSWERED};
use crate::export::{Format, Measure, Options, Row};
use crate::testing::study;
use survey::Moment;

fn long(wanted: &[&str]) -> String {
    names::long(&wanted.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()).join(" ")
}

#[test]
fn good_names_stay_and_the_others_get_one() {
    assert_snapshot!(long(&["q1", "By", "to", "to_2", "utm-source", "渠道", "1st", "_x", "a."]), @"q1 By_2 to_3 to_2 utm_source 渠道 v_1st v__x a");
}

#[test]
fn names_that_differ_by_capitals_only_are_one_name() {
    assert_snapshot!(long(&["Ref", "ref", "REF", "ref_2"]), @"Ref ref_3 REF_4 ref_2");
}

#[test]
fn a_name_that_is_too_long_is_cut_in_whole_characters() {
    let name = "渠道".repeat(20);
    let long = names::long(&[name.clone(), name]);
    assert!(long.iter().all(|it| it.len() <= 64), "{long:?}");
    assert_ne!(long[0], long[1]);
}

#[test]
fn a_short_name_is_nobody_elses_long_one() {
    let long = ["id", "V2", "a_long_name", "渠道", "v1"].map(str::to_owned);
    let short = names::short(&long, &[1, 1, 3, 1, 1]);
    assert_eq!(short, [vec!["ID"], vec!["V2"], vec!["V3", "V4", "V5"], vec!["V6"], vec!["V1"]]);
}

#[test]
fn a_set_is_called_like_its_question_but_not_like_a_variable_of_the_system() {
    assert_eq!(names::sets(&["tea", "date", "by"]), ["$tea", "$date_2", "$by"]);
}

#[test]
fn a_label_is_cut_in_whole_characters_and_stands_on_one_line() {
    assert_eq!(text::label("one\ntwo ", 120), ("one two".into(), false));
    assert_eq!(text::label("茶茶茶", 9), ("茶茶茶".into(), false));
    assert_eq!(text::label("茶茶茶茶", 11), ("茶茶…".into(), true));
}

#[test]
fn lines_of_documents_break_between_words_and_in_chinese_anywhere() {
    let words = "word ".repeat(40);
    let lines = text::lines(&words);
    assert!(lines.iter().all(|it| it.len() <= 80 && !it.starts_with(' ')), "{lines:?}");
    assert_eq!(lines.join(" "), words.trim_end());
    let lines = text::lines("茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶");
    assert_eq!(lines.iter().map(|it| it.len()).collect::<Vec<_>>(), [78, 9]);
}

#[test]
fn a_text_that_is_too_long_for_a_variable_goes_on_in_others() {
    for whole in
        ["🍵".repeat(10_000), "a".repeat(70_000), format!("{}{}b", "a".repeat(32_700), " ".repeat(300))]
    {
        let widths = text::widths(whole.len());
        let pieces = text::pieces(&whole, &widths).unwrap();
        assert_eq!(pieces.concat(), whole);
        for (piece, width) in pieces.iter().zip(&widths) {
            assert!(piece.len() <= *width && *width <= text::WIDEST);
            assert!(!piece.ends_with(' '), "blanks at an end are taken for filling");
        }
    }
    assert_eq!(text::widths(32_767), [32_767]);
    assert_eq!(text::widths(0), [1]);
    assert_eq!(text::pieces("longer", &[5]), None);
}

#[test]
fn nul_is_left_out() {
    assert_eq!(text::clean("a\0b\0"), "ab");
}

#[test]
fn three_codes_are_missing_or_a_range_and_one_more() {
    let codes = |missing: &[i64], valid: &[i64]| {
        let all = missing.iter().map(|it| (*it, true)).chain(valid.iter().map(|it| (*it, false)));
        format!("{:?}", super::missing::missing(&all.collect::<Vec<_>>()))
    };
    assert_snapshot!(codes(&[99, -9], &[1]), @"Missing { range: None, codes: [-9, 99], left_out: [] }");
    assert_snapshot!(codes(&[97, 98, 99, -9], &[1, 2]), @"Missing { range: Some((97, 99)), codes: [-9], left_out: [] }");
    // No range goes over an answer.
    assert_snapshot!(codes(&[97, 99, -9, -8], &[1, 98]), @"Missing { range: Some((-9, -8)), codes: [97], left_out: [99] }");
    assert_snapshot!(codes(&[5, 50, 99, -9], &[1, 10, 60]), @"Missing { range: None, codes: [-9, 5, 50], left_out: [99] }");
    assert_eq!(missing(&[]), super::missing::Missing::default());
}

#[test]
fn a_very_long_string_has_a_segment_for_each_252_bytes() {
    // The example of the format's description, "Very Long String Record".
    let segments = Kind::Text { width: 20_000 }.segments();
    assert_eq!((segments.len(), segments[78], segments[79]), (80, 255, 92));
    assert_eq!(Kind::Text { width: 255 }.segments(), [255]);
    assert_eq!(Kind::Text { width: 256 }.segments(), [255, 4]);
}

#[test]
fn eight_codes_stand_before_what_they_could_not_say() {
    let mut data = Bytecode::default();
    data.number(-99.0);
    data.number(151.0);
    data.number(0.5);
    data.nothing();
    data.text(b"", 1);
    data.text(b"tea and cake", 2);
    data.number(f64::NAN);
    data.number(152.0);
    data.end();
    let mut wanted = vec![1, 251, 253, 255, 254, 253, 253, 255];
    wanted.extend(0.5_f64.to_le_bytes());
    wanted.extend(b"tea and cake    ");
    wanted.extend([253, 252, 0, 0, 0, 0, 0, 0]);
    wanted.extend(152.0_f64.to_le_bytes());
    assert_eq!(data.out, wanted);
}

#[test]
fn blocks_are_cut_where_they_are_full_and_listed_at_the_end() {
    let mut blocks = Blocks::new(10);
    blocks.write(b"0123").unwrap();
    blocks.write(b"456789abcdefghijklm").unwrap();
    let mut file = b"before".to_vec();
    blocks.end(&mut file, 6).unwrap();

    let number = |at: usize| i64::from_le_bytes(file[at..at + 8].try_into().unwrap()) as usize;
    let end = number(14);
    assert_eq!((number(6), end + number(22)), (6, file.len()));
    let mut rest = &file[30..end];
    let mut sizes = Vec::new();
    for wanted in ["0123456789", "abcdefghij", "klm"] {
        let mut decoder = flate2::bufread::ZlibDecoder::new(rest);
        let mut block = String::new();
        decoder.read_to_string(&mut block).unwrap();
        assert_eq!(block, wanted);
        sizes.push((wanted.len(), decoder.total_in() as usize));
        rest = decoder.into_inner();
    }
    assert!(rest.is_empty());
    assert_eq!(trailer(10, &sizes, 6), file[end..]);
    // The second block: after ten bytes of a file that is not compressed so, and after the first of this one.
    assert_eq!((number(end + 48), number(end + 56)), (16, 30 + sizes[0].1));
}

#[test]
fn no_read_of_pspp_ends_in_the_head_of_a_block() {
    let mut blocks = Blocks::new(1000);
    // Noise of changing height, so that blocks end anywhere.
    let mut noise = 7_u64;
    let data: Vec<u8> = (0..2_000_000_u64)
        .map(|it| {
            noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((noise >> 40) % (2 + it / 5000 % 200)) as u8
        })
        .collect();
    blocks.write(&data).unwrap();
    let mut file = Vec::new();
    blocks.end(&mut file, 0).unwrap();
    let number = |at: usize| i64::from_le_bytes(file[at..at + 8].try_into().unwrap()) as usize;
    let starts: Vec<usize> = (0..2000).map(|it| number(number(8) + 24 * (it + 1) + 8) - 24).collect();
    assert!(starts.iter().all(|it| it % READ <= READ - SILENT));
    assert!(starts.iter().any(|it| it % READ > READ - 2 * SILENT), "some come near");
    let mut read = Vec::new();
    let mut rest = &file[24..];
    for _ in &starts {
        let mut decoder = flate2::bufread::ZlibDecoder::new(rest);
        decoder.read_to_end(&mut read).unwrap();
        rest = decoder.into_inner();
    }
    assert!(read == data);
}

const TEAS: &str = "
    pages:
    - page: only
      questions:
      - {var: age, type: number, text: {zh: 年龄, en: Age}, range: [0, 120]}
      - {var: why, type: open, required: false, text: {zh: 为何, en: Why}}
";

fn options(format: Format, weight: Option<&str>) -> Options {
    Options {
        format,
        lang: "en".into(),
        labels: false,
        excel: false,
        semicolon: false,
        weight: weight.map(str::to_owned),
        name: "tea".into(),
        taken_at: Moment(1_768_206_600_250),
    }
}

/// A row with this cell in the column `why`.
fn row(codebook: &crate::Codebook, why: Cell) -> Row {
    let cell = |name: &str| if name == "why" { why.clone() } else { Cell::Empty };
    codebook.variables.iter().map(|it| cell(&it.name)).collect()
}

#[test]
fn a_file_with_other_cases_than_measured_is_none() {
    let codebook = std::sync::Arc::new(codebook::codebook(&study(TEAS)));
    let rows = [row(&codebook, Cell::Typed("good".into()))];
    let mut measure = Measure::new(&codebook);
    measure.see(&rows);
    let begun = || File::begin(Vec::new(), &codebook, &options(Format::Zsav, None), &measure).unwrap();

    let mut file = begun();
    let longer = file.rows(&[row(&codebook, Cell::Typed("better".into()))]).unwrap_err();
    assert_eq!(longer.to_string(), "why has a text that is longer than any measured");
    let fewer = begun().end().unwrap_err();
    assert_eq!(fewer.to_string(), "1 cases were announced, and 0 came");
    let mut file = begun();
    file.rows(&rows).unwrap();
    assert!(file.end().is_ok());
}

#[test]
fn what_is_no_number_is_no_weight() {
    let codebook = std::sync::Arc::new(codebook::codebook(&study(TEAS)));
    let measure = Measure::new(&codebook);
    let begin = |weight| File::begin(Vec::new(), &codebook, &options(Format::Sav, Some(weight)), &measure);
    assert!(begin("age").is_ok());
    assert!(begin("why").is_err() && begin("nowhere").is_err());
}

#[test]
fn codes_for_blanks_fit_into_a_text_that_nobody_wrote() {
    let codebook = std::sync::Arc::new(codebook::codebook(&study(TEAS)));
    let rows = [Cell::NotAnswered, Cell::Erased, Cell::Empty].map(|it| row(&codebook, it));
    let mut measure = Measure::new(&codebook);
    measure.see(&rows);
    let mut file = File::begin(Vec::new(), &codebook, &options(Format::Sav, None), &measure).unwrap();
    file.rows(&rows).unwrap();
    let bytes = file.end().unwrap();
    for code in [NOT_ANSWERED, ERASED] {
        let filled = format!("{code:<8}");
        assert!(bytes.windows(8).any(|it| it == filled.as_bytes()), "{filled}");
    }
}
