//! One column of a Parquet file while its cells come in.

use std::io;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{
    BooleanBuilder, Float64Builder, Int32Builder, Int64Builder, ListBuilder, StringBuilder,
    StringDictionaryBuilder, TimestampMillisecondBuilder,
};
use arrow_array::types::Int8Type;
use arrow_schema::DataType;
use survey::questionnaire::Code;

use super::plan::{Origin, Planned};
use crate::case::Cell;
use crate::codebook::blanks::Why;
use crate::export::Row;

/// A column, and the cells of it that are not encoded yet.
pub(super) struct Column {
    planned: Planned,
    cells: Cells,
}

enum Cells {
    Code(Int32Builder),
    Flag(BooleanBuilder),
    Whole(Int64Builder),
    Number(Float64Builder),
    Text(StringBuilder),
    Time(TimestampMillisecondBuilder),
    Codes(ListBuilder<Int32Builder>),
    Word(StringDictionaryBuilder<Int8Type>),
    Words(ListBuilder<StringBuilder>),
}

impl Column {
    pub(super) fn new(planned: Planned) -> Column {
        let cells = match planned.field.data_type() {
            DataType::Int32 => Cells::Code(Int32Builder::new()),
            DataType::Boolean => Cells::Flag(BooleanBuilder::new()),
            DataType::Int64 => Cells::Whole(Int64Builder::new()),
            DataType::Float64 => Cells::Number(Float64Builder::new()),
            DataType::Timestamp(_, zone) => {
                Cells::Time(TimestampMillisecondBuilder::new().with_timezone_opt(zone.clone()))
            }
            DataType::Dictionary(..) => Cells::Word(StringDictionaryBuilder::new()),
            DataType::List(of) if *of.data_type() == DataType::Int32 => {
                Cells::Codes(ListBuilder::new(Int32Builder::new()).with_field(Arc::clone(of)))
            }
            DataType::List(of) => {
                Cells::Words(ListBuilder::new(StringBuilder::new()).with_field(Arc::clone(of)))
            }
            _ => Cells::Text(StringBuilder::new()),
        };
        Column { planned, cells }
    }

    pub(super) fn planned(&self) -> &Planned {
        &self.planned
    }

    /// Takes what it wants from one case. Fails where a cell is of another kind than its variable.
    pub(super) fn take(&mut self, row: &Row) -> io::Result<()> {
        let taken = match (&self.planned.from, &mut self.cells) {
            (Origin::Cell(at), cells) => cells.take(&row[*at]),
            (Origin::Ticked(columns), Cells::Codes(list)) => codes(list, ticked(columns, row)),
            (Origin::Offered(columns), Cells::Codes(list)) => codes(list, offered(columns, row)),
            (Origin::Blank(cells), Cells::Word(words)) => {
                words.append_option(why(cells, row).map(Why::word));
                Some(())
            }
            (Origin::Others(columns), Cells::Words(list)) => {
                let blanks = columns.iter().filter_map(|(cells, name)| {
                    let why = why(cells, row).filter(|it| *it != Why::NotAsked)?;
                    Some(Some(format!("{name} {}", why.word())))
                });
                let blanks: Vec<_> = blanks.collect();
                list.append_option((!blanks.is_empty()).then_some(blanks));
                Some(())
            }
            _ => None,
        };
        taken.ok_or_else(|| {
            let name = self.planned.field.name();
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("the column {name} cannot hold what a case has in it"),
            )
        })
    }

    /// The cells so far; the column is empty afterwards.
    pub(super) fn finish(&mut self) -> ArrayRef {
        match &mut self.cells {
            Cells::Code(it) => Arc::new(it.finish()),
            Cells::Flag(it) => Arc::new(it.finish()),
            Cells::Whole(it) => Arc::new(it.finish()),
            Cells::Number(it) => Arc::new(it.finish()),
            Cells::Text(it) => Arc::new(it.finish()),
            Cells::Time(it) => Arc::new(it.finish()),
            Cells::Codes(it) => Arc::new(it.finish()),
            Cells::Word(it) => Arc::new(it.finish()),
            Cells::Words(it) => Arc::new(it.finish()),
        }
    }
}

impl Cells {
    /// Takes one cell; none where it does not fit.
    fn take(&mut self, cell: &Cell) -> Option<()> {
        match (self, cell) {
            (cells, Cell::Empty | Cell::NotAnswered | Cell::Erased) => cells.skip(),
            (Cells::Code(it), Cell::Code(code)) => it.append_value(i32::try_from(*code).ok()?),
            (Cells::Flag(it), Cell::Flag(flag)) => it.append_value(*flag),
            (Cells::Whole(it), Cell::Number(number)) if number.fract() == 0.0 => {
                it.append_value(*number as i64)
            }
            (Cells::Number(it), Cell::Number(number)) => it.append_value(*number),
            (Cells::Text(it), Cell::Word(text) | Cell::Typed(text)) => it.append_value(text),
            (Cells::Time(it), Cell::Time(moment)) => it.append_value(moment.0),
            _ => return None,
        }
        Some(())
    }

    fn skip(&mut self) {
        match self {
            Cells::Code(it) => it.append_null(),
            Cells::Flag(it) => it.append_null(),
            Cells::Whole(it) => it.append_null(),
            Cells::Number(it) => it.append_null(),
            Cells::Text(it) => it.append_null(),
            Cells::Time(it) => it.append_null(),
            Cells::Codes(it) => it.append_null(),
            Cells::Word(it) => it.append_null(),
            Cells::Words(it) => it.append_null(),
        }
    }
}

/// Appends a list of codes; none where one is too large.
fn codes(list: &mut ListBuilder<Int32Builder>, codes: Option<Vec<Code>>) -> Option<()> {
    let Some(codes) = codes else {
        list.append_null();
        return Some(());
    };
    let codes: Option<Vec<i32>> = codes.into_iter().map(|it| i32::try_from(it).ok()).collect();
    list.append_value(codes?.into_iter().map(Some));
    Some(())
}

/// The codes ticked; none where the question has no answer.
fn ticked(columns: &[(usize, Code)], row: &Row) -> Option<Vec<Code>> {
    let flags: Vec<_> = columns.iter().filter(|(at, _)| matches!(row[*at], Cell::Flag(_))).collect();
    let ticked = flags.iter().filter(|(at, _)| row[*at] == Cell::Flag(true));
    (!flags.is_empty()).then(|| ticked.map(|(_, code)| *code).collect())
}

/// The codes offered; none where the question was not asked.
fn offered(columns: &[(usize, Code)], row: &Row) -> Option<Vec<Code>> {
    let offered: Vec<_> =
        columns.iter().filter(|(at, _)| row[*at] != Cell::Empty).map(|(_, code)| *code).collect();
    (!offered.is_empty()).then_some(offered)
}

/// Why none of these cells has a value: of a multi, the reason of those that were offered.
fn why(cells: &[usize], row: &Row) -> Option<Why> {
    let mut why = Some(Why::NotAsked);
    for cell in cells {
        match Why::of(&row[*cell]) {
            None => return None,
            Some(Why::NotAsked) => {}
            other => why = other,
        }
    }
    why
}
