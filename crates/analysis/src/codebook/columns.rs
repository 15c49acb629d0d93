//! The columns of one question, and of one derived variable.

use survey::questionnaire::{Choice, Derived, Kind, Options, Page, Question, Questionnaire, Rule, Text};

use super::{Column, ERASED, Label, NOT_ANSWERED, Role, Shape, Variable, words};

/// The columns of a question: its codes with their texts, then its order.
pub(super) fn asked(questionnaire: &Questionnaire, page: &Page, question: &Question) -> Vec<Variable> {
    let sheet = Sheet::new(questionnaire, page, question);
    let mut columns = match &question.kind {
        Kind::Single { options, .. } | Kind::Scale { options } => {
            let mut columns = vec![sheet.column("", Shape::Code, Column::Answer)];
            columns.extend(own_others(options).map(|it| sheet.other(it)));
            columns
        }
        Kind::Multi { options, .. } => sheet.multi(options),
        Kind::Rank { options, pick } => sheet.rank(options, *pick),
        Kind::Grid { .. } => sheet.grid(),
        Kind::Number { .. } | Kind::Nps => vec![sheet.column("", Shape::Number, Column::Answer)],
        Kind::Open { .. } => vec![sheet.column("", Shape::Text, Column::Answer)],
    };
    if question.order.is_some() {
        let part = words::text(&questionnaire.langs, "出示顺序", "Order shown");
        let order = sheet.column("_order", Shape::List, Column::Order);
        columns.push(Variable { role: Role::Order, part: Some(part), codes: vec![], ..order });
    }
    columns
}

/// The columns of a derived variable: one, or one for each code of a union.
pub(super) fn derived(questionnaire: &Questionnaire, derived: &Derived) -> Vec<Variable> {
    let langs = &questionnaire.langs;
    let shape = match &derived.rule {
        Rule::Calc { truth: true, .. } => Shape::Flag,
        Rule::Calc { truth: false, .. } => Shape::Number,
        Rule::When(_) | Rule::Union(_) | Rule::Coded { .. } => Shape::Code,
    };
    let whole = Variable {
        name: derived.var.clone(),
        role: Role::Derived,
        shape,
        nr: None,
        of: Some(derived.var.clone()),
        var: Some(derived.var.clone()),
        text: derived.label.clone(),
        part: None,
        codes: labels(&derived.choices),
        ordered: false,
        base: None,
        rule: Some(rule(&derived.rule)),
        from: Column::Derived,
    };
    let (Rule::Union(_) | Rule::Coded { .. }) = derived.rule else { return vec![whole] };
    let column = |it: &Choice| Variable {
        name: format!("{}_{}", derived.var, it.code),
        shape: Shape::Flag,
        part: Some(it.label.clone()),
        codes: ticked(langs),
        from: Column::DerivedTicked(it.code),
        ..whole.clone()
    };
    derived.choices.iter().map(column).collect()
}

/// How a derived variable is computed, as the author wrote it.
fn rule(rule: &Rule) -> String {
    match rule {
        Rule::Calc { expr, .. } => expr.to_string(),
        Rule::When(cases) => {
            cases.iter().map(|(code, it)| format!("{code}: {it}")).collect::<Vec<_>>().join("; ")
        }
        Rule::Union(parts) => parts.join(", "),
        Rule::Coded { of, beside: None } => of.clone(),
        Rule::Coded { of, beside: Some(code) } => format!("{of} {code}"),
    }
}

/// What the columns of one question share.
struct Sheet<'a> {
    langs: &'a [String],
    question: &'a Question,
    whole: Variable,
}

impl<'a> Sheet<'a> {
    fn new(questionnaire: &'a Questionnaire, page: &Page, question: &'a Question) -> Sheet<'a> {
        let mut codes = labels(question.choices());
        if !question.required {
            codes.push(not_answered(&questionnaire.langs));
        }
        if matches!(question.kind, Kind::Number { .. } | Kind::Open { .. }) {
            codes.extend(erased(&questionnaire.langs, question));
        }
        let whole = Variable {
            name: question.var.clone(),
            role: Role::Asked,
            shape: Shape::Code,
            nr: question.nr.clone(),
            of: Some(question.var.clone()),
            var: Some(question.var.clone()),
            text: question.text.clone(),
            part: None,
            codes,
            ordered: matches!(question.kind, Kind::Scale { .. } | Kind::Grid { .. }),
            base: Some(words::base(questionnaire, page, question)),
            rule: None,
            from: Column::Answer,
        };
        Sheet { langs: &questionnaire.langs, question, whole }
    }

    fn column(&self, ending: &str, shape: Shape, from: Column) -> Variable {
        Variable { name: format!("{}{ending}", self.question.var), shape, from, ..self.whole.clone() }
    }

    fn other(&self, choice: &Choice) -> Variable {
        let column =
            self.column(&format!("_{}_text", choice.code), Shape::Text, Column::OtherText(choice.code));
        let codes = erased(self.langs, self.question).into_iter().collect();
        Variable { role: Role::OtherText, part: Some(choice.label.clone()), codes, ..column }
    }

    fn multi(&self, options: &Options) -> Vec<Variable> {
        let mut columns = Vec::new();
        for (at, choice) in options.choices.iter().enumerate() {
            let column = self.column(&format!("_{}", choice.code), Shape::Flag, Column::Ticked(choice.code));
            let mut codes = ticked(self.langs);
            if !self.question.required {
                codes.push(not_answered(self.langs));
            }
            columns.push(Variable { part: Some(choice.label.clone()), codes, ..column });
            if choice.other && at >= options.carried {
                columns.push(self.other(choice));
            }
        }
        columns
    }

    fn rank(&self, options: &Options, pick: Option<(u32, u32)>) -> Vec<Variable> {
        let most = pick.map_or(options.choices.len(), |(_, most)| most as usize).min(options.choices.len());
        let position = |at: usize| {
            let part = words::text(self.langs, &format!("第{}位", at + 1), &format!("Rank {}", at + 1));
            let column = self.column(&format!("_{}", at + 1), Shape::Code, Column::Rank(at));
            Variable { part: Some(part), ..column }
        };
        let others = own_others(options).map(|it| self.other(it));
        (0..most).map(position).chain(others).collect()
    }

    fn grid(&self) -> Vec<Variable> {
        let item = |it: &survey::questionnaire::Item| {
            let column = self.column(&format!("_{}", it.name), Shape::Code, Column::Item(it.name.clone()));
            Variable { part: Some(it.label.clone()), ..column }
        };
        self.question.items().iter().map(item).collect()
    }
}

/// The choices whose text is typed here; that of a carried choice is stored at its source.
fn own_others(options: &Options) -> impl Iterator<Item = &Choice> {
    options.own().iter().filter(|it| it.other)
}

fn labels(choices: &[Choice]) -> Vec<Label> {
    choices.iter().map(|it| Label { code: it.code, label: it.label.clone(), missing: it.missing }).collect()
}

fn ticked(langs: &[String]) -> Vec<Label> {
    let label = |code, text: Text| Label { code, label: text, missing: false };
    vec![label(1, words::text(langs, "选中", "Chosen")), label(0, words::text(langs, "未选", "Not chosen"))]
}

/// What may stand instead of what was typed, where the question is marked personal.
fn erased(langs: &[String], question: &Question) -> Option<Label> {
    let label = words::text(langs, "个人信息，到期已删除", "Erased: personal, kept for a limited time");
    question.personal.then_some(Label { code: ERASED, label, missing: true })
}

fn not_answered(langs: &[String]) -> Label {
    Label { code: NOT_ANSWERED, label: words::text(langs, "未作答", "Not answered"), missing: true }
}
