//! A condition out of any text: it is read or refused; what is printed of it reads back; it has a value for anybody.
#![no_main]

use libfuzzer_sys::fuzz_target;
use survey::condition::{Env, ItemAnswer, Value, calc, filter, holds, parse, value};
use survey::{claims, pipe};

fuzz_target!(|text: &str| {
    let _ = pipe::pieces(text);
    for questionnaire in &*fuzz::QUESTIONNAIRES {
        let _ = filter(questionnaire, text);
        let _ = calc(questionnaire, text);
        let _ = claims::quoted(questionnaire, text);
    }
    let Ok(expr) = parse(text) else { return };
    let printed = expr.to_string();
    let again = parse(&printed);
    assert_eq!(again.as_ref(), Ok(&expr), "{text:?} was printed as {printed:?}");
    for world in 0..WORLDS {
        let env = Env {
            value: &|var| value_of(var, world),
            seconds: &|page| page.map_or(1e9, |it| it.len() as f64),
            year: (world % 2 == 0).then_some(2026),
            duplicate: world % 3 == 0,
        };
        let truth = holds(&expr, &env);
        let number = value(&expr, &env);
        assert!(number.is_none_or(f64::is_finite), "{printed:?} is {number:?}");
        assert_eq!(parse(&printed).map(|it| holds(&it, &env)), Ok(truth), "{printed:?}");
    }
});

/// So many respondents, each with another kind of answer to the same question.
const WORLDS: usize = 8;

fn value_of(var: &str, world: usize) -> Value {
    let item =
        |item: &str, code| ItemAnswer { item: item.to_owned(), code, trap: Some(1), missing: code == 99 };
    match (world + var.len()) % WORLDS {
        0 => Value::Missing,
        1 => Value::Number(var.len() as f64),
        2 => Value::Number(-1e15),
        3 => Value::Text(var.repeat(3)),
        4 => Value::Codes(vec![]),
        5 => Value::Codes(
            vec![i64::MIN, 1, 2, i64::MAX].into_iter().filter_map(|it| it.try_into().ok()).collect(),
        ),
        6 => Value::Items(vec![item("price", 1), item("service", 99), item("x", 5)]),
        _ => Value::Number(0.1 + 0.2),
    }
}
