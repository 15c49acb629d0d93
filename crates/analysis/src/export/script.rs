//! The SPSS file with a script that reads it into R or into Stata, in one zip.

use std::io::{self, Write};
use std::sync::Arc;

use crate::codebook::{Codebook, ERASED, NOT_ANSWERED};
use crate::export::archive::Archive;
use crate::export::{Format, Measure, Options, Row, sav};

/// A zip of a .sav and its script that is being written.
pub struct File<W: Write> {
    sav: sav::File<Archive<W>>,
    script: (&'static str, String),
}

impl<W: Write> File<W> {
    /// Begins the .sav, called `options.name`; the script is for Stata if `options.format` says so, else for R.
    ///
    /// # Errors
    /// Those of [`sav::File::begin`].
    pub fn begin(
        to: W,
        codebook: &Arc<Codebook>,
        options: &Options,
        measure: &Measure,
    ) -> io::Result<File<W>> {
        let mut archive = Archive::begin(to, options.taken_at);
        let name = format!("{}.sav", options.name);
        archive.file(&name)?;
        let sav = sav::File::begin(archive, codebook, options, measure)?;
        let script = match options.format {
            Format::Stata => ("read.do", stata(&name)),
            _ => ("read.R", r(&name)),
        };
        Ok(File { sav, script })
    }

    /// Writes some more cases.
    ///
    /// # Errors
    /// Those of [`sav::File::rows`].
    pub fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        self.sav.rows(rows)
    }

    /// Ends the .sav, writes the script, and gives the sink back.
    ///
    /// # Errors
    /// Those of [`sav::File::end`].
    pub fn end(self) -> io::Result<W> {
        let mut archive = self.sav.end()?;
        let (name, text) = self.script;
        archive.file(name)?;
        archive.write_all(text.as_bytes())?;
        archive.end()
    }
}

/// Reads with the package haven, which keeps labels and user-missing values.
fn r(name: &str) -> String {
    format!(
        "# Reads {name} into R. Once: install.packages(\"haven\")
library(haven)
# Codes with labels; {NOT_ANSWERED} (asked, not answered) and {ERASED} (erased since) stay apart from NA (not asked).
coded <- read_sav(\"{name}\", user_na = TRUE)
# The same with every kind of blank as NA, for means and models.
data <- zap_missing(coded)
# The same with labels instead of codes.
labelled <- as_factor(data, only_labelled = TRUE)
# The question of each variable.
questions <- vapply(coded, function(it) paste(attr(it, \"label\"), collapse = \"\"), \"\")
"
    )
}

/// Reads with `import spss`, and makes Stata's own missing values of ours in the numbers that have them: only they and
/// codes have labels of values, and a number that is computed may well be -9. Stata says which they are, since it cuts
/// names that are longer than its own.
fn stata(name: &str) -> String {
    format!(
        "* Reads {name} into Stata 16 or later.
import spss using \"{name}\", clear
* Not answered becomes .a, erased .b; a plain . was not asked.
quietly ds, has(vallabel)
foreach variable in `r(varlist)' {{
    mvdecode `variable', mv({NOT_ANSWERED}=.a \\ {ERASED}=.b)
}}
describe
"
    )
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    #[test]
    fn stata_is_asked_which_variables_may_be_blank_and_hides_no_failure() {
        assert_snapshot!(super::stata("tea.sav"), @r#"
        * Reads tea.sav into Stata 16 or later.
        import spss using "tea.sav", clear
        * Not answered becomes .a, erased .b; a plain . was not asked.
        quietly ds, has(vallabel)
        foreach variable in `r(varlist)' {
            mvdecode `variable', mv(-9=.a \ -8=.b)
        }
        describe
        "#);
    }
}
