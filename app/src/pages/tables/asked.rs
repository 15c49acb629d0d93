//! What the address of a page of tables asks for.

use analysis::stats::compare::Method;
use analysis::stats::letters::{Adjustment, Options};
use axum::http::request::Parts;
use survey::SurveyId;

use crate::pages::address;
use crate::pages::desk::Place;
use crate::pages::desk::form::Faults;
use crate::pages::desk::whom::Whom;

/// Every question of the survey. No variable is called so: it is a word of conditions.
pub(super) const ALL: &str = "all";

/// What may stand in tables, in the order of the form.
pub(super) const STATISTICS: [&str; 8] =
    ["column", "row", "n", "weighted", "mean", "letters", "chi", "order"];
/// What stands in them where nothing was chosen.
const USUAL: [&str; 3] = ["column", "mean", "letters"];
/// The levels of capital and small letters.
pub(super) const LEVELS: [&str; 3] = ["95-90", "99-95", "95"];
pub(super) const ADJUSTMENTS: [&str; 3] = ["none", "bonferroni", "fdr"];
/// Columns of fewer respondents are not compared, and marked.
const UNTESTED: &str = "30";
const SMALL: &str = "75";

/// Each field is a parameter of the same name, but where it says otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) whom: Whom,
    /// `stub`: questions as the codebook calls them, or [`ALL`].
    pub(super) stubs: Vec<String>,
    /// `by` and `within`: the banner, variables from the outside in. In an address `by=region>sex` says it all.
    pub(super) by: Vec<Vec<String>>,
    pub(super) show: Vec<String>,
    pub(super) level: String,
    pub(super) adjust: String,
    pub(super) untested: String,
    pub(super) small: String,
    /// One net a line; several parameters are several lines.
    pub(super) net: String,
    /// `size` for the largest answer first, else the order of the questionnaire.
    pub(super) sort: String,
}

impl Asked {
    pub(super) fn read(parts: &Parts) -> Asked {
        let query = parts.uri.query().unwrap_or_default();
        let mut asked = Asked { whom: Whom::read(parts), ..Asked::default() };
        let mut nets: Vec<String> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim().to_owned();
            match &*name {
                "stub" if !value.is_empty() => asked.stubs.push(value),
                "by" => asked.by.push(words(&value)),
                "within" => asked.by.last_mut().into_iter().for_each(|it| it.extend(words(&value))),
                "show" if !value.is_empty() => asked.show.push(value),
                "level" => asked.level = value,
                "adjust" => asked.adjust = value,
                "untested" => asked.untested = value,
                "small" => asked.small = value,
                "net" if !value.is_empty() => nets.push(value),
                "sort" => asked.sort = value,
                _ => {}
            }
        }
        asked.net = nets.join("\n");
        asked.by.retain(|it| !it.is_empty());
        asked
    }

    /// The page, or a file of it, as a link that can be sent: without what says nothing.
    pub(super) fn address(&self, survey: &SurveyId, ending: &str) -> String {
        let by: Vec<String> = self.by.iter().map(|it| it.join(">")).collect();
        let usual = |word: &'static str, usual: &str, value: &'_ str| {
            (!value.is_empty() && value != usual).then(|| (word, value.to_owned()))
        };
        let all = |word: &'static str, values: &[String]| -> Vec<(&'static str, String)> {
            values.iter().map(|it| (word, it.clone())).collect()
        };
        let mut pairs = all("stub", &self.stubs);
        pairs.extend(all("by", &by));
        pairs.extend(self.whom.pairs().map(|(name, value)| (name, value.to_owned())));
        pairs.extend(all("show", &self.show));
        pairs.extend(usual("level", LEVELS[0], &self.level));
        pairs.extend(usual("adjust", ADJUSTMENTS[0], &self.adjust));
        pairs.extend(usual("untested", UNTESTED, &self.untested));
        pairs.extend(usual("small", SMALL, &self.small));
        pairs.extend(usual("net", "", &self.net));
        pairs.extend(usual("sort", "", &self.sort));
        let path = format!("{}{ending}", Place::Tables.path(survey));
        address(&path, pairs.iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// Whether this stands in the tables.
    pub(super) fn shows(&self, statistic: &str) -> bool {
        if self.show.is_empty() {
            USUAL.contains(&statistic)
        } else {
            self.show.iter().any(|it| it == statistic)
        }
    }

    pub(super) fn untested(&self) -> &str {
        if self.untested.is_empty() { UNTESTED } else { &self.untested }
    }

    pub(super) fn small(&self) -> &str {
        if self.small.is_empty() { SMALL } else { &self.small }
    }

    /// How columns are compared; none where they are not. What is no choice or no number is a fault, and the usual.
    pub(super) fn letters(&self, faults: &mut Faults) -> Option<Options> {
        let mut at_fault = |field: &str| {
            faults.0.push((field.to_owned(), format!("tables-{field}-wrong")));
        };
        let (strong, weak) = match &*self.level {
            "" | "95-90" => (0.05, 0.10),
            "99-95" => (0.01, 0.05),
            "95" => (0.05, 0.05),
            _ => {
                at_fault("level");
                (0.05, 0.10)
            }
        };
        let adjustment = match &*self.adjust {
            "" | "none" => Adjustment::None,
            "bonferroni" => Adjustment::Bonferroni,
            "fdr" => Adjustment::FalseDiscovery,
            _ => {
                at_fault("adjust");
                Adjustment::None
            }
        };
        let mut number = |field: &str, typed: &str, usual: u64| {
            typed.parse().unwrap_or_else(|_| {
                at_fault(field);
                usual
            })
        };
        let untested_below = number("untested", self.untested(), 30);
        let small_below = number("small", self.small(), 75);
        let options =
            Options { method: Method::Shares, adjustment, strong, weak, untested_below, small_below };
        self.shows("letters").then_some(options)
    }
}

fn words(nest: &str) -> Vec<String> {
    nest.split('>').map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn asked(query: &str) -> Asked {
        let request = Request::builder().uri(format!("/surveys/tiny/tables?{query}")).body(()).unwrap();
        Asked::read(&request.into_parts().0)
    }

    #[test]
    fn what_a_form_sends_and_a_link_says_are_the_same() {
        let form = asked(
            "stub=again&by=region&within=sex&by=sex&within=&by=&within=&filter=&weight=&show=column&show=n\
             &level=95-90&adjust=none&untested=30&small=75&net=1-2%3A+Both%0D%0A3&sort=",
        );
        let link = form.address(&SurveyId("tiny".into()), "");
        assert_eq!(
            link,
            "/surveys/tiny/tables?stub=again&by=region%3Esex&by=sex&show=column&show=n&net=1-2%3A+Both%0D%0A3"
        );
        let again = asked(link.split_once('?').unwrap().1);
        assert_eq!(again.address(&SurveyId("tiny".into()), ""), link);
        assert_eq!(again.by, [vec!["region".to_owned(), "sex".to_owned()], vec!["sex".to_owned()]]);
    }

    #[test]
    fn where_nothing_is_chosen_the_usual_stands_and_what_is_no_choice_is_a_fault() {
        let usual = asked("");
        assert!(usual.shows("column") && usual.shows("letters") && !usual.shows("row"));
        let mut faults = Faults::default();
        assert_eq!(usual.letters(&mut faults), Some(Options::usual(Method::Shares)));
        assert_eq!(faults, Faults::default());
        let wrong = asked("level=80&adjust=x&untested=few&small=-1");
        wrong.letters(&mut faults);
        let fields: Vec<&str> = faults.0.iter().map(|(field, _)| &**field).collect();
        assert_eq!(fields, ["level", "adjust", "untested", "small"]);
        assert_eq!(asked("show=n").letters(&mut Faults::default()), None);
    }
}
