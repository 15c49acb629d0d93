//! Tests: text in, text out.

mod checked;
mod filtered;
mod printed;
mod ran;

use super::{Expr, Fault, parse};

fn parsed(text: &str) -> Expr {
    parse(text).unwrap_or_else(|it| panic!("{text}: {it:?}"))
}

/// One expression a line.
fn lines(texts: &str) -> impl Iterator<Item = &str> {
    texts.lines().map(str::trim).filter(|it| !it.is_empty())
}

/// The words at fault, the code, the message and the mend.
fn said(text: &str, fault: &Fault) -> String {
    let words = &text[fault.span.start as usize..fault.span.end as usize];
    format!("[{words}] {}: {} {}", fault.code, fault.message, fault.mend)
}
