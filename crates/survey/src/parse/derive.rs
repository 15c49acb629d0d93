//! Derived variables.

use super::reader::{Reader, did_you_mean};
use super::tree::{Node, short};
use crate::questionnaire::{Choice, Derived, Kind, Questionnaire, Rule};

impl Reader<'_> {
    /// All derived variables, in file order. Pages have been read before.
    pub fn derive(&mut self, node: &Node, done: &mut Questionnaire) {
        for (key, value) in self.map(node, "derived variables by name") {
            let name = key.text().to_owned();
            let fields = self.fields(
                value,
                "a derived variable",
                &["label", "calc", "when", "union", "choices", "claims"],
            );
            let label = match self.required(&fields, "label", "A derived variable", key.place) {
                Some(it) => self.text(it, fields.at("label"), None),
                None => Default::default(),
            };
            let claims = fields.get("claims").map(|it| self.claims(it)).unwrap_or_default();
            let labels = fields.get("choices").map(|it| self.labels(it)).unwrap_or_default();
            let given: Vec<_> =
                ["calc", "when", "union"].into_iter().filter_map(|it| fields.entry(it)).collect();
            let [(rule_key, rule_node)] = given.as_slice() else {
                let at = given.get(1).map_or(key.place, |(it, _)| it.place);
                self.report.error(
                    at,
                    "one-rule",
                    format!("`{}` needs exactly one of `calc`, `when` and `union`.", short(&name)),
                    "Write `calc: EXPRESSION`, or `when: {code: CONDITION, …}` with `choices`, or `union: [a, b]`.",
                );
                self.broken.insert(name);
                continue;
            };
            let mut sources = Vec::new();
            let (rule, choices) = match rule_key.text() {
                "calc" => {
                    let Some((expr, source)) = self.expression(rule_node) else {
                        self.broken.insert(name);
                        continue;
                    };
                    sources.push((expr.clone(), source));
                    (Rule::Calc { expr, truth: false }, labels)
                }
                "when" => (self.when(rule_node, &fields, &labels, &mut sources), labels),
                _ => self.union(rule_node, labels, done),
            };
            self.derived.push((key.place, sources));
            done.derived.push(Derived { var: name, label, rule, choices, claims });
        }
    }

    fn when(
        &mut self,
        node: &Node,
        fields: &super::reader::Fields<'_>,
        labels: &[Choice],
        sources: &mut Vec<(crate::condition::Expr, super::source::Source)>,
    ) -> Rule {
        let mut cases = Vec::new();
        let entries = self.map(node, "conditions by code");
        if entries.is_empty() && matches!(node.value, super::tree::Value::Map(_)) {
            self.report.error(
                node.place,
                "no-choices",
                "There are no codes here.",
                "Add at least one: `1: CONDITION`.",
            );
        }
        for (key, value) in entries {
            let Some(code) = self.code(key) else { continue };
            if !labels.iter().any(|it| it.code == code) {
                let message = format!("Code {code} has no label.");
                let mend = format!("Add `{code}: {{…}}` under `choices`.");
                self.report.error(key.place, "code-without-label", message, mend);
            }
            if let Some((expr, source)) = self.expression(value) {
                sources.push((expr.clone(), source));
                cases.push((code, expr));
            }
        }
        if let Some(choices) = fields.get("choices") {
            for (key, _) in self.map(choices, "labels by code") {
                if !entries.iter().any(|(it, _)| it.text() == key.text()) {
                    let message = format!("No condition gives code {}.", short(key.text()));
                    self.report.warn(
                        key.place,
                        "label-without-code",
                        message,
                        "Add it under `when`, or remove the label.",
                    );
                }
            }
        }
        Rule::When(cases)
    }

    /// A multi made of multis; its labels are the author's, or else those of its parts.
    fn union(&mut self, node: &Node, mut labels: Vec<Choice>, done: &Questionnaire) -> (Rule, Vec<Choice>) {
        let own = !labels.is_empty();
        let mut parts = Vec::new();
        for node in self.list(node, "multis") {
            let Some(name) = self.word(node, "the name of a multi") else { continue };
            let choices: &[Choice] =
                match (self.earlier(&name, done), done.derived.iter().find(|it| it.var == name)) {
                    (Some(it), _) if matches!(it.kind, Kind::Multi { .. }) => it.choices(),
                    (None, Some(it)) if matches!(it.rule, Rule::Union(_) | Rule::Coded { .. }) => &it.choices,
                    (None, None) if self.broken.contains(&name) => &[],
                    (None, None) => {
                        let names = self.vars.keys().map(String::as_str);
                        let mend =
                            did_you_mean(&name, names, "Name multis that are asked, or unions made above.");
                        let message = format!("There is no multi `{}`.", short(&name));
                        self.report.error(node.place, "unknown-variable", message, mend);
                        continue;
                    }
                    _ => {
                        let message = format!("`{name}` is no multi.");
                        self.report.error(
                            node.place,
                            "union-of-non-multi",
                            message,
                            "Name only questions of type multi.",
                        );
                        continue;
                    }
                };
            for it in choices {
                match labels.iter().any(|label| label.code == it.code) {
                    true => {}
                    false if own => {
                        let message = format!("Code {} of `{name}` has no label.", it.code);
                        let mend =
                            format!("Add `{}: {{…}}` under `choices`, or leave `choices` out.", it.code);
                        self.report.error(node.place, "code-without-label", message, mend);
                    }
                    false => labels.push(Choice {
                        code: it.code,
                        label: it.label.clone(),
                        missing: it.missing,
                        ..Choice::default()
                    }),
                }
            }
            parts.push(name);
        }
        (Rule::Union(parts), labels)
    }
}
