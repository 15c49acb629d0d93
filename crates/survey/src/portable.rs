//! What a browser is given so that it can run an interview by itself: the questionnaire without what respondents
//! must not know, the interview without what was noticed of it.

use crate::condition::{Call, Expr};
use crate::interview::{Gate, Interview};
use crate::pipe;
use crate::questionnaire::{
    Block, Derived, Ends, Field, Kind, Quality, Question, Questionnaire, Rule, Text, Then,
};

pub mod handout;
#[cfg(test)]
mod tests;

/// The questionnaire as a browser gets it: quotas, quality rules, weights, claims, the right answers of trap rows,
/// the codes of screen-outs, the plan of the fieldwork, and variables that no question rests on, are left out.
///
/// None where a respondent's way rests on what only the server knows: which rows of a grid are traps, how much time
/// was spent, whether another interview came from the device, what counts as junk. Such a questionnaire runs as plain
/// forms.
pub fn questionnaire(whole: &Questionnaire) -> Option<Questionnaire> {
    let mut it = whole.clone();
    it.quota = None;
    it.quality = Quality::default();
    it.weights = Vec::new();
    it.ends = Ends::default();
    let Field { year, device, resume, back, progress, .. } = it.field;
    it.field = Field { year, device, resume, back, progress, n: None, start: None, end: None, loi: None };
    for page in &mut it.pages {
        for block in &mut page.blocks {
            if let Block::Question(question) = block {
                strip(question);
            }
        }
        for then in &mut page.then {
            if let Then::End { code, .. } = then {
                *code = None;
            }
        }
    }
    let needed = needed(&it);
    it.derived.retain(|derived| needed.contains(&derived.var));
    for derived in &mut it.derived {
        derived.claims.clear();
        derived.label = Text::default();
    }
    it.index();
    (!conditions(&it).into_iter().any(|it| is_secret(whole, it))).then_some(it)
}

/// An interview as its browser gets it: what was typed and where it stands, without its marks and its cells.
pub fn interview(whole: &Interview) -> Interview {
    Interview { cells: Vec::new(), flags: Vec::new(), signs: Vec::new(), ..whole.clone() }
}

/// What stands for an interview in a comparison of the server's with the browser's: where it stands, what was
/// typed, what was shown. Times, marks and cells differ by right.
///
/// FNV-1a (Fowler, Noll, Vo), 64 bits: it finds mistakes, and keeps nobody out.
pub fn digest(interview: &Interview) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |text: &str| {
        // A byte that no text has ends each, or "a" and "bc" would be "ab" and "c".
        for byte in text.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    add(&interview.lang);
    add(&format!("{} {} {}", interview.page, interview.turn, interview.backs));
    add(match interview.gate {
        Gate::Before => "before",
        Gate::Held => "held",
        Gate::Lapsed => "lapsed",
    });
    for (page, draft) in &interview.drafts {
        add(page);
        add(if draft.posted { "posted" } else { "" });
        draft.seen.iter().for_each(|it| add(it));
        for (name, text) in &draft.fields {
            add(name);
            add(text);
        }
        for (key, warned) in &draft.warned {
            add(key);
            add(&warned.values);
            add(if warned.passed { "passed" } else { "" });
        }
    }
    for (var, order) in &interview.orders {
        add(var);
        order.iter().for_each(|it| add(it));
    }
    hash
}

/// Takes from a question what a respondent must not know, or does not need.
fn strip(question: &mut Question) {
    question.nr = None;
    question.personal = false;
    question.claims.clear();
    if let Kind::Grid { items, .. } = &mut question.kind {
        items.iter_mut().for_each(|it| it.trap = None);
    }
}

/// The variables that conditions and texts rest on, through derived ones too.
fn needed(it: &Questionnaire) -> Vec<String> {
    let read = conditions(it).into_iter().flat_map(|it| it.reads().into_iter().map(|name| name.var.clone()));
    let mut open: Vec<String> = read.chain(texts(it).into_iter().flat_map(pipe::vars)).collect();
    let mut needed: Vec<String> = Vec::new();
    while let Some(var) = open.pop() {
        if needed.contains(&var) {
            continue;
        }
        if let Some(derived) = it.derived(&var) {
            open.extend(rests_on(derived));
        }
        needed.push(var);
    }
    needed
}

/// The variables that a derived one is made of.
fn rests_on(derived: &Derived) -> Vec<String> {
    let of = |it: &Expr| it.reads().into_iter().map(|name| name.var.clone()).collect::<Vec<_>>();
    match &derived.rule {
        Rule::Calc { expr, .. } => of(expr),
        Rule::When(codes) => codes.iter().flat_map(|(_, it)| of(it)).collect(),
        Rule::Union(parts) => parts.clone(),
        Rule::Coded { of, .. } => vec![of.clone()],
    }
}

/// Every condition that decides what a respondent sees, those inside of derived variables that are left among them.
fn conditions(it: &Questionnaire) -> Vec<&Expr> {
    let mut found: Vec<&Expr> = Vec::new();
    for derived in &it.derived {
        match &derived.rule {
            Rule::Calc { expr, .. } => found.push(expr),
            Rule::When(codes) => found.extend(codes.iter().map(|(_, it)| it)),
            Rule::Union(_) | Rule::Coded { .. } => {}
        }
    }
    for page in &it.pages {
        found.extend(&page.condition);
        found.extend(page.then.iter().filter_map(|it| match it {
            Then::End { condition, .. } => condition.as_ref(),
            Then::Reserve => None,
        }));
        for block in &page.blocks {
            match block {
                Block::Info(info) => found.extend(&info.condition),
                Block::Question(question) => {
                    found.extend(&question.condition);
                    found.extend(question.checks.iter().map(|it| &it.condition));
                    found.extend(question.choices().iter().filter_map(|it| it.condition.as_ref()));
                    found.extend(question.items().iter().filter_map(|it| it.condition.as_ref()));
                }
            }
        }
    }
    found
}

/// Every text that earlier answers may stand in.
fn texts(it: &Questionnaire) -> Vec<&Text> {
    let mut found: Vec<&Text> = Vec::new();
    for block in it.pages.iter().flat_map(|it| &it.blocks) {
        match block {
            Block::Info(info) => found.push(&info.text),
            Block::Question(question) => {
                found.push(&question.text);
                found.extend(&question.hint);
                found.extend(question.checks.iter().map(|it| &it.text));
                found.extend(question.choices().iter().map(|it| &it.label));
                found.extend(question.items().iter().map(|it| &it.label));
            }
        }
    }
    found
}

/// Whether a condition reads what only the server knows.
fn is_secret(whole: &Questionnaire, condition: &Expr) -> bool {
    let has_traps =
        |var: &str| whole.question(var).is_some_and(|it| it.items().iter().any(|it| it.trap.is_some()));
    condition.calls().into_iter().any(|it| match it {
        Call::Trapped(_) | Call::Junk(_) | Call::Seconds(_) | Call::Duplicate => true,
        // Trap rows are left out of a mean.
        Call::Mean(name) => has_traps(&name.var),
        Call::Answered(_) | Call::Count(_) | Call::LongString(_) => false,
    })
}
