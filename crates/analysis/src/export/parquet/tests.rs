//! Parquet files, read back.

use std::fs::File;
use std::io::Write;
use std::sync::Arc;

use arrow_cast::cast;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::DataType;
use insta::assert_snapshot;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use survey::Moment;

use crate::codebook::{Codebook, Variable, codebook};
use crate::export::{Format, Measure, Options, Row, Writer};
use crate::testing::{posted, row, study};
use crate::{Case, Cell};

const TEAS: &str = "
    derive:
      old: {label: {zh: 年长, en: Old}, calc: age >= 60}
      both: {label: {zh: 品类, en: Kinds}, union: [drunk, bought]}
    pages:
    - page: about
      questions:
      - {var: age, type: number, text: {zh: 年龄, en: Age}}
    - page: teas
      questions:
      - var: drunk
        type: multi
        text: {zh: 喝过, en: Drunk}
        choices:
          1: {zh: 绿茶, en: Green}
          2: {zh: 红茶, en: Black, if: age > 30}
          98: {zh: 其他, en: Other, other: true}
    - page: more
      if: age > 20
      questions:
      - var: bought
        type: multi
        required: false
        text: {zh: 买过, en: Bought}
        choices: {1: {zh: 绿茶, en: Green}, 2: {zh: 红茶, en: Black}}
      - {var: name, type: open, personal: true, text: {zh: 姓名, en: Name}}
";

fn options() -> Options {
    Options {
        format: Format::Parquet,
        lang: "en".into(),
        labels: false,
        excel: false,
        semicolon: false,
        weight: None,
        name: "tea".into(),
        taken_at: Moment(1_769_904_000_500),
    }
}

fn bytes(codebook: &Arc<Codebook>, rows: &[Row], batch: usize) -> std::io::Result<Vec<u8>> {
    let mut file = Writer::begin(Vec::new(), codebook, &options(), &Measure::default())?;
    rows.chunks(batch).try_for_each(|it| file.rows(it))?;
    file.end()
}

fn opened(bytes: &[u8]) -> parquet::errors::Result<ParquetRecordBatchReaderBuilder<File>> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    ParquetRecordBatchReaderBuilder::try_new(file)
}

/// Each case as `column=value`, without what is null.
fn cases(bytes: &[u8]) -> String {
    let mut lines = Vec::new();
    for batch in opened(bytes).unwrap().build().unwrap() {
        let batch = batch.unwrap();
        for row in 0..batch.num_rows() {
            let schema = batch.schema();
            let columns = schema.fields().iter().zip(batch.columns()).filter(|(_, it)| it.is_valid(row));
            let cells = columns.map(|(field, column)| {
                // A name of a time zone would want a table of them all.
                let column = match field.data_type() {
                    DataType::Timestamp(..) => &cast(column, &DataType::Int64).unwrap(),
                    _ => column,
                };
                let formatter = ArrayFormatter::try_new(column, &FormatOptions::default()).unwrap();
                format!("{}={}", field.name(), formatter.value(row))
            });
            lines.push(cells.collect::<Vec<_>>().join(" "));
        }
    }
    lines.join("\n")
}

/// Cases of one questionnaire without the columns about the interview.
fn answers(cases: &[Case]) -> (Arc<Codebook>, Vec<Row>) {
    let mut book = codebook(&cases[0].questionnaire);
    book.variables.retain(|it| it.of.is_some());
    let rows = cases.iter().map(|it| row(&book, it)).collect();
    (Arc::new(book), rows)
}

#[test]
fn a_multi_is_one_list_and_every_blank_has_its_reason() {
    let questionnaire = study(TEAS);
    let whole =
        posted(&questionnaire, &["age=61", "drunk=2&drunk=98&drunk_98_text=Mate", "bought=1&name=Li"]);
    let blank = posted(&questionnaire, &["age=25", "drunk=1", "bought=&name=Wu"]);
    let broken = posted(&questionnaire, &["age=25", "drunk=1", "name="]);
    let unfinished = posted(&questionnaire, &["age=25", "drunk="]);
    let young = posted(&questionnaire, &["age=12", "drunk=1"]);
    let (book, rows) = answers(&[whole, blank, broken, unfinished, young]);
    assert_snapshot!(cases(&bytes(&book, &rows, 9).unwrap()), @r"
    age=61.0 drunk=[2, 98] drunk__offered=[1, 2, 98] drunk_98_text=Mate bought=[1] bought__offered=[1, 2] name=Li old=true both=[1, 2, 98] both__offered=[1, 2, 98]
    age=25.0 drunk=[1] drunk__offered=[1, 98] bought__offered=[1, 2] bought__blank=not_answered name=Wu old=false both=[1] both__offered=[1, 98]
    age=25.0 drunk=[1] drunk__offered=[1, 98] bought__offered=[1, 2] bought__blank=not_answered name__blank=not_answered old=false both=[1] both__offered=[1, 98]
    age=25.0 drunk__offered=[1, 98] bought__blank=not_asked name__blank=not_asked old=false other__blanks=[drunk not_answered]
    age=12.0 drunk=[1] drunk__offered=[1, 98] bought__blank=not_asked name__blank=not_asked old=false both=[1] both__offered=[1, 98]
    ");
}

#[test]
fn numbers_texts_and_times_have_their_types() {
    let questionnaire = study(TEAS);
    let mut case = posted(&questionnaire, &["age=61", "drunk=1", "bought=1&name=Li"]);
    case.source = Some("=1+1 \0 🍵".into());
    let book = Arc::new(codebook(&questionnaire));
    let file = bytes(&book, &[row(&book, &case)], 1).unwrap();
    let reader = opened(&file).unwrap();
    let kinds = reader.schema().fields().iter().map(|it| format!("{} {}", it.name(), it.data_type()));
    assert_snapshot!(kinds.collect::<Vec<_>>().join("\n"), @r#"
    id Int64
    disposition Utf8
    code Utf8
    lang Utf8
    started Timestamp(ms, "UTC")
    ended Timestamp(ms, "UTC")
    seconds Int64
    plan Utf8
    device_hash Utf8
    flags Utf8
    version Utf8
    source Utf8
    pid Utf8
    test Boolean
    age Float64
    drunk List(Int32, field: 'element')
    drunk__offered List(Int32, field: 'element')
    drunk_98_text Utf8
    bought List(Int32, field: 'element')
    bought__offered List(Int32, field: 'element')
    bought__blank Dictionary(Int8, Utf8)
    name Utf8
    name__blank Dictionary(Int8, Utf8)
    old Boolean
    both List(Int32, field: 'element')
    both__offered List(Int32, field: 'element')
    page_seconds_about Float64
    page_seconds_teas Float64
    page_seconds_more Float64
    backs Int64
    turns Int64
    device Utf8
    other__blanks List(Utf8, field: 'element')
    "#);
    let cells = cases(&file);
    assert!(cells.contains("source==1+1 \0 🍵 "), "{cells}");
    assert!(cells.contains("started=1768206600250 "), "{cells}");
}

#[test]
fn the_codebook_stands_in_the_file_and_labels_beside_their_columns() {
    let questionnaire = study(TEAS);
    let (book, rows) = answers(&[posted(&questionnaire, &["age=12", "drunk=1"])]);
    let reader = opened(&bytes(&book, &rows, 1).unwrap()).unwrap();
    let about = reader.metadata().file_metadata();
    let value = |key: &str| {
        let found = about.key_value_metadata().unwrap().iter().find(|it| it.key == key);
        found.and_then(|it| it.value.clone()).unwrap()
    };
    assert_eq!(value("canvass.codebook"), crate::codebook::json::line(&book));
    assert_eq!(value("canvass.taken_at"), "2026-02-01T00:00:00Z");
    let schema = reader.schema();
    let drunk = schema.field_with_name("drunk").unwrap().metadata();
    assert_eq!(drunk["canvass.label"], "Drunk");
    assert_eq!(drunk["canvass.codes"], r#"{"1":"Green","2":"Black","98":"Other"}"#);
    assert_eq!(schema.field_with_name("bought__blank").unwrap().metadata()["canvass.variable"], "bought");
}

#[test]
fn names_that_differ_by_capitals_only_get_a_number() {
    let questionnaire = study(TEAS);
    let (book, rows) = answers(&[posted(&questionnaire, &["age=12", "drunk=1"])]);
    let again = |it: &Variable| Variable { name: it.name.to_uppercase(), ..it.clone() };
    let book = Codebook {
        variables: book.variables.iter().chain(&[again(&book.variables[0])]).cloned().collect(),
        ..(*book).clone()
    };
    let rows: Vec<Row> = rows.into_iter().map(|it| [it.clone(), vec![it[0].clone()]].concat()).collect();
    let found = cases(&bytes(&Arc::new(book), &rows, 1).unwrap());
    assert!(found.starts_with("age=12.0 ") && found.ends_with(" AGE_2=12.0"), "{found}");
}

/// A case so often, each time with another text of so many letters, which nothing makes small.
fn repeated(times: usize, letters: usize) -> (Arc<Codebook>, Vec<Row>) {
    let questionnaire = study(TEAS);
    let (book, rows) = answers(&[posted(&questionnaire, &["age=61", "drunk=1", "bought=1&name=Li"])]);
    let name = book.variables.iter().position(|it| it.name == "name").unwrap();
    let mut state = 7u64;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from_u32(0x4e00 + (state >> 33) as u32 % 0x5000).unwrap()
    };
    let text = |row: &mut Row| row[name] = Cell::Typed((0..letters).map(|_| letter()).collect());
    let mut rows = vec![rows[0].clone(); times];
    rows.iter_mut().for_each(text);
    (book, rows)
}

#[test]
fn batches_leave_no_trace() {
    let (book, rows) = repeated(2_100, 3);
    let file = bytes(&book, &rows, 2_100).unwrap();
    assert!(file == bytes(&book, &rows, 7).unwrap());
    assert_eq!(opened(&file).unwrap().metadata().num_row_groups(), 1);
}

#[test]
fn long_texts_end_a_row_group_before_they_fill_the_memory() {
    let (book, rows) = repeated(2_500, 10_000);
    let groups = opened(&bytes(&book, &rows, 500).unwrap()).unwrap().metadata().num_row_groups();
    assert!((2..=5).contains(&groups), "{groups}");
}

#[test]
fn a_file_that_is_cut_is_none() {
    let questionnaire = study(TEAS);
    let (book, rows) = answers(&[posted(&questionnaire, &["age=12", "drunk=1"])]);
    let file = bytes(&book, &rows, 1).unwrap();
    assert!(opened(&file).is_ok());
    for end in [4, file.len() / 2, file.len() - 1] {
        assert!(opened(&file[..end]).is_err(), "{end}");
    }
}

#[test]
fn a_cell_that_is_no_value_of_its_variable_fails() {
    let questionnaire = study(TEAS);
    let (book, mut rows) = answers(&[posted(&questionnaire, &["age=12", "drunk=1"])]);
    rows[0][0] = Cell::Typed("twelve".into());
    assert!(bytes(&book, &rows, 1).is_err());
}
