//! The corpus, and what the rules make of it: a text that must be the same wherever the rules run.
//!
//! The server and the browser run the same code, made by two compilers for two engines: integers of another width,
//! other floating-point instructions, other libraries. `junk()` is left out, and so are the quality rules that call
//! it: it is off in browsers on purpose, and no browser is given anything that rests on it.

mod chance;
mod expressions;
mod interviews;
mod numbers;
mod orders;
mod screen;
mod worlds;

/// The whole text: some megabytes.
pub fn text() -> String {
    let mut sheet = Sheet::default();
    numbers::write(&mut sheet);
    orders::write(&mut sheet);
    expressions::write(&mut sheet);
    interviews::write(&mut sheet);
    sheet.0
}

/// What has been written so far, line by line.
#[derive(Default)]
struct Sheet(String);

impl Sheet {
    /// One line, whatever ends of lines are in it.
    fn line(&mut self, text: &str) {
        self.0.push_str(&text.replace('\n', "⏎"));
        self.0.push('\n');
    }
}
