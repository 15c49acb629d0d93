//! The closed answers of all interviews as small numbers: a row an interview, a column a variable.

use std::collections::HashMap;

use survey::answer::Answer;
use survey::questionnaire::{Code, Kind, Question};
use survey::reading::Standing;
use survey::{InterviewId, Reading};

/// Different answers of one column that are told apart; more of them share numbers.
const LEVELS: u64 = 250;

/// One column: a code of a single, an item of a grid, a choice of a multi, a place of a rank, a number.
#[derive(Clone, Debug)]
pub struct Variable {
    pub var: String,
    /// Rows of a grid are asked one by one; the choices of a multi and the places of a rank are one answer.
    pub is_item: bool,
    /// Of a number, by row; missing is NaN, and rows at the end may be. Empty for codes.
    pub numbers: Vec<f64>,
}

/// All interviews, column by column. 0 is not asked, or not answered.
#[derive(Default)]
pub struct Vectors {
    pub ids: Vec<InterviewId>,
    pub variables: Vec<Variable>,
    /// As long as `ids` each.
    pub columns: Vec<Vec<u8>>,
    /// The place of each column, by question and part.
    places: HashMap<String, HashMap<String, usize>>,
    /// The small number of each value, by column.
    levels: Vec<HashMap<i64, u8>>,
}

impl Vectors {
    /// Vectors whose answers are small numbers already.
    #[cfg(test)]
    pub fn of(variables: Vec<Variable>, columns: Vec<Vec<u8>>) -> Vectors {
        let people = columns.first().map_or(0, Vec::len) as i64;
        Vectors { ids: (1..=people).map(InterviewId).collect(), variables, columns, ..Vectors::default() }
    }

    /// Adds the answers of an interview. Questions that another version has are further columns.
    pub fn add(&mut self, id: InterviewId, reading: &Reading<'_>) {
        let row = self.ids.len();
        self.ids.push(id);
        self.columns.iter_mut().for_each(|it| it.push(0));
        for (_, question) in reading.questionnaire.questions() {
            let Some(standing) = reading.standing(&question.var).filter(|it| it.asked && !it.itself) else {
                continue;
            };
            for (part, value) in parts(question, standing) {
                let at = self.column(question, part);
                if let Given::Number(number) = value {
                    let numbers = &mut self.variables[at].numbers;
                    numbers.resize(row, f64::NAN);
                    numbers.push(number);
                }
                self.columns[at][row] = level(&mut self.levels[at], value);
            }
        }
    }

    /// The column of a part of a question; a new one where it is answered for the first time.
    fn column(&mut self, question: &Question, part: String) -> usize {
        let known = self.places.get(&question.var).and_then(|it| it.get(&part));
        if let Some(at) = known {
            return *at;
        }
        let at = self.columns.len();
        let is_item = matches!(question.kind, Kind::Grid { .. });
        self.variables.push(Variable { var: question.var.clone(), is_item, numbers: Vec::new() });
        self.columns.push(vec![0; self.ids.len()]);
        self.levels.push(HashMap::new());
        self.places.entry(question.var.clone()).or_default().insert(part, at);
        at
    }
}

#[derive(Clone, Copy)]
enum Given {
    Code(Code),
    Number(f64),
}

/// The parts of an answer, and what was given for each.
fn parts(question: &Question, standing: &Standing) -> Vec<(String, Given)> {
    match (&question.kind, &standing.answer) {
        (Kind::Multi { .. }, Some(Answer::Codes(ticked))) => standing
            .offered
            .iter()
            .map(|it| (it.to_string(), Given::Code(Code::from(ticked.contains(it)))))
            .collect(),
        (_, Some(Answer::Code(code))) => vec![(String::new(), Given::Code(*code))],
        (_, Some(Answer::Number(number))) => vec![(String::new(), Given::Number(*number))],
        (_, Some(Answer::Items(items))) => {
            items.iter().map(|(item, code)| (item.clone(), Given::Code(*code))).collect()
        }
        (_, Some(Answer::Ranks(codes))) => {
            codes.iter().enumerate().map(|(at, code)| (at.to_string(), Given::Code(*code))).collect()
        }
        (_, Some(Answer::Text(_) | Answer::Codes(_)) | None) => Vec::new(),
    }
}

/// The small number of a value, from 1 on, in the order in which values turn up.
fn level(levels: &mut HashMap<i64, u8>, value: Given) -> u8 {
    let key = match value {
        Given::Code(code) => code,
        Given::Number(number) => number.to_bits().cast_signed(),
    };
    let next = levels.len() as u64 % LEVELS + 1;
    *levels.entry(key).or_insert(next as u8)
}
