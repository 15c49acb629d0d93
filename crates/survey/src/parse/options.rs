//! What a question offers: its own choices, those of a list, those of another question, and how many may
//! be picked.

use std::rc::Rc;

use super::choices::Listed;
use super::reader::{Fields, Reader, Spot, did_you_mean};
use super::report::Place;
use super::tree::{Node, Value, short};
use crate::questionnaire::{Choice, Kind, Options, Questionnaire};

impl Reader<'_> {
    /// A list by its name.
    pub fn named_list(&mut self, node: &Node) -> Rc<Vec<Listed>> {
        let Some(name) = self.word(node, "the name of a list") else { return Rc::default() };
        if let Some(it) = self.lists.get(&name) {
            return it.clone();
        }
        let mut names: Vec<_> = self.lists.keys().map(String::as_str).collect();
        names.sort_unstable();
        let mend = did_you_mean(&name, names, "Add it under `lists`.");
        self.report.error(node.place, "unknown-list", format!("There is no list `{}`.", short(&name)), mend);
        Rc::default()
    }

    /// The choices of a question: of `from`, then of `list` or `choices`, then of `add`.
    pub fn options(
        &mut self,
        fields: &Fields<'_>,
        named: (&str, Place),
        spot: Spot,
        done: &Questionnaire,
    ) -> Options {
        let (var, place) = named;
        self.one_source(fields, place);
        let mut options = Options::default();
        if let Some(node) = fields.get("from")
            && let Some(name) = self.word(node, "the name of an earlier question")
        {
            options.choices = self.carried(&name, node.place, done).unwrap_or_default();
            options.carried = options.choices.len();
            options.from = Some(name);
        }
        if let Some(node) = fields.get("list") {
            let listed = self.named_list(node);
            self.use_listed(&listed, spot, &mut options.choices);
        }
        for key in ["choices", "add"] {
            if let Some(node) = fields.get(key) {
                let listed = self.listed(node);
                self.use_listed(&listed, spot, &mut options.choices);
            }
        }
        if options.choices.is_empty() || (options.from.is_some() && options.carried == 0) {
            self.broken.insert(var.to_owned());
        }
        options
    }

    /// Exactly one of `choices`, `list` and `from`; `add` goes with the last two.
    pub fn one_source(&mut self, fields: &Fields<'_>, place: Place) {
        let given: Vec<_> =
            ["choices", "list", "from"].into_iter().filter(|it| fields.get(it).is_some()).collect();
        match given.as_slice() {
            [] => self.report.error(
                place,
                "no-choices",
                "This question has no choices.",
                "Add one of `choices`, `list` or `from`.",
            ),
            ["choices"] if fields.get("add").is_some() => self.report.error(
                fields.at("add"),
                "two-sources",
                "`add` goes with `list` or `from`.",
                "Put these choices among `choices`.",
            ),
            [_] => {}
            [first, second, ..] => self.report.error(
                fields.at(second),
                "two-sources",
                format!("`{second}` stands beside `{first}`."),
                "Keep one of them; more choices come with `add`.",
            ),
        }
    }

    /// What an earlier question hands on: its choices without `excl`, their conditions left behind.
    pub fn carried(&mut self, name: &str, place: Place, done: &Questionnaire) -> Option<Vec<Choice>> {
        let Some(source) = self.earlier(name, done) else {
            // Whether it comes later or never is known at the end.
            self.late_sources.push((name.to_owned(), place));
            return None;
        };
        let fit = matches!(
            source.kind,
            Kind::Single { .. } | Kind::Scale { .. } | Kind::Multi { .. } | Kind::Rank { .. }
        );
        if !fit {
            self.report.error(
                place,
                "unfit-from",
                format!("At `{name}` nothing is chosen that could be offered again."),
                "Name a question with choices, best a multi.",
            );
            return None;
        }
        let kept = source.choices().iter().filter(|it| !it.excl).cloned();
        let kept: Vec<_> = kept.map(|it| Choice { condition: None, ..it }).take(self.choices_left).collect();
        self.choices_left -= kept.len();
        Some(kept)
    }

    /// The least and the most that may be chosen.
    pub fn pick(
        &mut self,
        fields: &Fields<'_>,
        options: &Options,
        done: &Questionnaire,
    ) -> Option<(u32, u32)> {
        let node = fields.get("pick")?;
        let [least, most] = self.list(node, "two numbers, the least and the most") else {
            if matches!(node.value, Value::List(_)) {
                self.expected(node, "two numbers, the least and the most");
            }
            return None;
        };
        let (low, high) = (self.whole(least, 0, 10_000)?, self.whole(most, 0, 10_000)?);
        if low > high {
            let mend = format!("Write `[{high}, {low}]`.");
            self.report.error(node.place, "upside-down", "The least is more than the most.", mend);
            return None;
        }
        if low == 0 {
            let mend = "Write 1; with `required: false` the question may be left unanswered.";
            self.report.error(least.place, "pick-none", "The least to pick is 1.", mend);
            return None;
        }
        let offered = self.choosable(options, done);
        if high > offered && !options.choices.is_empty() {
            self.report.error(
                most.place,
                "pick-beyond",
                format!("At most {offered} can be chosen here, not {high}."),
                format!("Write {offered} or less, or add choices."),
            );
        }
        Some((low as u32, high as u32))
    }

    /// On a phone a long list is a long way.
    pub fn long_list(
        &mut self,
        fields: &Fields<'_>,
        place: Place,
        options: &Options,
        dropdown: bool,
        done: &Questionnaire,
    ) {
        let count = options.choices.len();
        if count > 25 && !dropdown && done.field.device == "phone" {
            let at = ["list", "choices", "from"].into_iter().find_map(|it| fields.entry(it));
            let mend = match fields.get("type").map(Node::text) {
                Some("single") => "Add `show: dropdown`.",
                _ => "Split the question, or make it a single with `show: dropdown`.",
            };
            let message = format!("{count} choices are many on a phone.");
            self.report.warn(at.map_or(place, |(it, _)| it.place), "long-list", message, mend);
        }
    }

    /// How many choices one person can have chosen at once.
    pub fn choosable(&self, options: &Options, done: &Questionnaire) -> i64 {
        let own = options.own().iter().filter(|it| !it.excl).count();
        let source = options.from.as_ref().and_then(|from| self.earlier(from, done));
        let handed_on = match source.map(|it| &it.kind) {
            Some(Kind::Multi { pick: Some((_, most)), .. } | Kind::Rank { pick: Some((_, most)), .. }) => {
                *most as usize
            }
            Some(Kind::Single { .. } | Kind::Scale { .. }) => 1,
            _ => usize::MAX,
        };
        (own + options.carried.min(handed_on)).max(1) as i64
    }
}
