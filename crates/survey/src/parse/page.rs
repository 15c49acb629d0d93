//! Pages: what stands on them and what happens after them.

use super::reader::{Reader, Spot, did_you_mean};
use super::tree::{Node, Value, short};
use crate::questionnaire::{Block, End, Info, Page, Questionnaire, Then};

const ENDS: [(&str, End); 5] = [
    ("complete", End::Complete),
    ("screened_out", End::ScreenedOut),
    ("quota_full", End::QuotaFull),
    ("rejected", End::Rejected),
    ("refused", End::Refused),
];

impl Reader<'_> {
    /// All pages, in file order.
    pub fn read_pages(&mut self, node: &Node, done: &mut Questionnaire) {
        let nodes = self.list(node, "pages");
        if nodes.is_empty() && matches!(node.value, Value::List(_)) {
            self.report.error(
                node.place,
                "no-pages",
                "There are no pages.",
                "Add at least one: `- page: name`.",
            );
        }
        for node in nodes {
            self.page(node, done);
        }
    }

    fn page(&mut self, node: &Node, done: &mut Questionnaire) {
        let fields = self.fields(node, "a page", &["page", "title", "if", "questions", "then"]);
        let number = done.pages.len();
        let start = fields.entries.first().map_or(node.place, |(it, _)| it.place);
        let name_node = self.required(&fields, "page", "A page", start);
        let name = name_node.and_then(|it| self.word(it, "a name")).unwrap_or_default();
        self.pages.push(name_node.map_or(start, |it| it.place));
        let spot = Spot::Page(number);
        let title = fields.get("title").map(|it| self.text(it, fields.at("title"), Some(spot)));
        let condition = fields.get("if").and_then(|it| self.condition(it, spot));
        done.pages.push(Page { name, title, condition, ..Page::default() });
        // A page without questions may still decide: its `then` runs.
        if let Some(node) = fields.get("questions") {
            for node in self.list(node, "questions and info texts") {
                let block = self.block(node, number, done);
                done.pages[number].blocks.extend(block);
            }
        } else if fields.get("then").is_none() {
            self.required(&fields, "questions", "A page", start);
        }
        if let Some(node) = fields.get("then") {
            done.pages[number].then = self.steps(node, number);
        }
    }

    fn block(&mut self, node: &Node, page: usize, done: &Questionnaire) -> Option<Block> {
        let block = done.pages[page].blocks.len();
        let is_info = matches!(&node.value, Value::Map(it) if it.iter().any(|(key, _)| key.text() == "info"));
        if is_info {
            return Some(Block::Info(self.info(node, Spot::Block(page, block))));
        }
        let question = self.question(node, page, block, done)?;
        self.vars.entry(question.var.clone()).or_insert((page, block));
        Some(Block::Question(question))
    }

    fn info(&mut self, node: &Node, spot: Spot) -> Info {
        let fields = self.fields(node, "an info text", &["info", "text", "if"]);
        let start = fields.entries.first().map_or(node.place, |(it, _)| it.place);
        let name = fields.get("info").and_then(|it| self.word(it, "a name")).unwrap_or_default();
        let text = match self.required(&fields, "text", "An info text", start) {
            Some(it) => self.text(it, fields.at("text"), Some(spot)),
            None => Default::default(),
        };
        let condition = fields.get("if").and_then(|it| self.condition(it, spot));
        let place = fields.get("info").map_or(start, |it| it.place);
        self.infos.push((name.clone(), place));
        Info { name, text, condition }
    }

    fn steps(&mut self, node: &Node, page: usize) -> Vec<Then> {
        let mut steps = Vec::new();
        for node in self.list(node, "steps such as `- {end: screened_out, code: S_AGE, if: age < 18}`") {
            if let Some(step) = self.step(node, page) {
                let start = match &node.value {
                    Value::Map(it) => it.first().map_or(node.place, |(_, value)| value.place),
                    _ => node.place,
                };
                self.thens.insert((page, steps.len()), start);
                steps.push(step);
            }
        }
        steps
    }

    fn step(&mut self, node: &Node, page: usize) -> Option<Then> {
        let fields = self.fields(node, "a step after a page", &["end", "code", "if", "quota"]);
        if let Some(quota) = fields.get("quota") {
            self.one_of(quota, &[("reserve", ())])?;
            if let Some((key, _)) =
                fields.entries.iter().find(|(it, _)| matches!(it.text(), "end" | "code" | "if"))
            {
                self.report.error(
                    key.place,
                    "meaningless",
                    format!("`{}` means nothing beside `quota: reserve`.", key.text()),
                    "Everybody who gets here takes a place; let ends stand before it.",
                );
            }
            return Some(Then::Reserve);
        }
        let start = fields.entries.first().map_or(node.place, |(it, _)| it.place);
        if fields.entries.is_empty() && !matches!(node.value, Value::Map(_)) {
            return None;
        }
        let end_node = self.required(&fields, "end", "A step after a page", start)?;
        let end = self.end_name(end_node);
        let condition = fields.get("if").map(|it| self.condition(it, Spot::Then(page)));
        let code = self.end_code(&fields, end, end_node);
        // An end whose condition cannot be read must not end everybody's interview in what is read.
        if condition == Some(None) {
            return None;
        }
        Some(Then::End { end: end?, code, condition: condition.flatten() })
    }

    fn end_name(&mut self, node: &Node) -> Option<End> {
        let word = node.text();
        let found = ENDS.iter().find(|(it, _)| *it == word).map(|(_, it)| *it);
        if found.is_none() && !matches!(node.value, Value::Refused) {
            let names = ENDS.map(|(it, _)| it);
            self.report.error(
                node.place,
                "unknown-end",
                format!("There is no end `{}`.", short(word)),
                did_you_mean(word, names, format!("The ends are {}.", names.join(", "))),
            );
        }
        found
    }

    /// Incidence is computed from the codes of screen-outs, so each needs one.
    fn end_code(
        &mut self,
        fields: &super::reader::Fields<'_>,
        end: Option<End>,
        end_node: &Node,
    ) -> Option<String> {
        let code = fields.get("code").and_then(|it| self.word(it, "a code such as `S_AGE`"));
        match (end?, &code) {
            (End::ScreenedOut, None) if fields.get("code").is_none() => {
                let mend = "Add `code: S_…`: incidence is computed from these codes.";
                self.report.error(end_node.place, "missing-key", "A screen-out needs `code`.", mend);
            }
            (End::ScreenedOut, Some(it))
                if !it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_') =>
            {
                let mend = "Use English letters, digits and `_`.";
                self.report.error(
                    fields.at("code"),
                    "bad-name",
                    format!("`{}` is no code.", short(it)),
                    mend,
                );
            }
            (End::ScreenedOut, _) | (_, None) => {}
            (_, Some(_)) => {
                let mend = "Remove it: only screen-outs have codes.";
                self.report.error(
                    fields.at("code"),
                    "meaningless",
                    "`code` means nothing on this end.",
                    mend,
                );
            }
        }
        code
    }
}
