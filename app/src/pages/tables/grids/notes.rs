//! What is to be read beside a table: how columns were compared, and what whole blocks came to.

use analysis::stats::Untested;
use analysis::stats::letters::{Adjustment, Options};
use analysis::table::cross::{ChiSquare, Table};

use super::Sheet;
use crate::words::{t, t_with};

impl Sheet<'_> {
    /// What is to be read of all tables of a page: how columns were compared, and what stars mean.
    pub(in super::super) fn how(&self) -> Vec<String> {
        let Some(options) = self.letters.filter(|_| self.heads.len() > 1) else { return Vec::new() };
        let small = [("small", options.small_below.into()), ("untested", options.untested_below.into())];
        vec![self.compared_how(options), t_with(self.lang, "tables-small-bases", &small)]
    }

    /// A line for each block that was tested, or why it was not.
    pub(super) fn chi_squares(&self, table: &Table) -> Vec<String> {
        let blocks = self.heads.chunk_by(|a, b| a.block == b.block).skip(1);
        let said = blocks.zip(&table.chi_squares).filter_map(|(heads, found)| {
            let block = self.block(&heads[0]);
            found.as_ref().map(|found| self.chi_square(block, found))
        });
        said.collect()
    }

    fn chi_square(&self, block: String, found: &Result<ChiSquare, Untested>) -> String {
        let lang = self.lang;
        match found {
            Ok(ChiSquare::Pearson(it)) => {
                let df = it.df.unwrap_or_default();
                let said = [
                    ("block", block.into()),
                    ("statistic", format!("{:.2}", it.statistic).into()),
                    ("df", format!("{df:.0}").into()),
                    ("p", p(it.p).into()),
                ];
                t_with(lang, "tables-chi-pearson", &said)
            }
            Ok(ChiSquare::RaoScott(it)) => {
                let said = [
                    ("block", block.into()),
                    ("statistic", format!("{:.2}", it.f).into()),
                    ("df", format!("{:.1}", it.df.0).into()),
                    ("under", format!("{:.0}", it.df.1).into()),
                    ("p", p(it.p).into()),
                ];
                t_with(lang, "tables-chi-rao-scott", &said)
            }
            Err(why) => {
                let why = match why {
                    Untested::Empty => "tables-untested-empty",
                    Untested::NoVariance => "tables-untested-same",
                    Untested::TooSmall => "tables-untested-small",
                    Untested::EmptyCells => "tables-untested-cells",
                    Untested::TooManyCells => "tables-untested-large",
                    Untested::Overlap => "tables-untested-overlap",
                };
                t_with(lang, "tables-chi-none", &[("block", block.into()), ("why", t(lang, why).into())])
            }
        }
    }

    fn compared_how(&self, options: Options) -> String {
        let level = |p: f64| format!("{:.0}", (1.0 - p) * 100.0);
        let adjustment = match options.adjustment {
            Adjustment::None => "tables-adjusted-none",
            Adjustment::Bonferroni => "tables-adjusted-bonferroni",
            Adjustment::FalseDiscovery => "tables-adjusted-fdr",
        };
        let word = if options.weak > options.strong { "tables-letters-two" } else { "tables-letters-one" };
        let said = [
            ("strong", level(options.strong).into()),
            ("weak", level(options.weak).into()),
            ("adjusted", t(self.lang, adjustment).into()),
        ];
        t_with(self.lang, word, &said)
    }
}

/// A chance, as papers print it.
pub(super) fn p(p: f64) -> String {
    if p < 0.001 { "< 0.001".to_owned() } else { format!("= {p:.3}") }
}
