//! What is posted: as a robot fills the page in, or as people in a hurry, old browsers and strangers do.

use survey::outbox::Post;
use survey::questionnaire::Kind;
use survey::view::{self, BlockView, PageView, QuestionView};
use survey::{Go, Interview, Questionnaire, RawAnswers, interview};

use super::super::chance::Chance;

/// What nobody ought to type.
const HOSTILE: [&str; 22] = [
    "",
    " ",
    "0",
    "-1",
    "1",
    "2",
    "99",
    " 3 ",
    "１２",
    "12。5",
    "1.25",
    "3.375",
    "00018",
    "999999999999",
    "1e3",
    "NaN",
    "abc",
    "no",
    "٣",
    "\u{7}",
    "<b>",
    "好\r\n坏",
];

/// A post that fills the page in as the robot wants it.
pub fn plain(raw: RawAnswers, turn: u32, millis: i64) -> Post {
    Post {
        id: format!("post-{turn}"),
        page: raw.page.unwrap_or_default(),
        turn,
        go: raw.go,
        lang: raw.lang,
        seen: Vec::new(),
        spent: millis,
        fields: raw.fields,
    }
}

/// Changes a post into one that nobody would send on purpose.
pub fn spoil(post: &mut Post, questionnaire: &Questionnaire, interview: &Interview, chance: &mut Chance) {
    match chance.below(10) {
        0 => post.fields.clear(),
        1 => post.go = Go::Back,
        2 => post.lang = Some(questionnaire.langs[chance.below(questionnaire.langs.len())].clone()),
        3 => post.go = Go::Keep,
        4 => post.turn = post.turn.wrapping_sub(1),
        5 => {
            for (_, text) in &mut post.fields {
                if chance.one_in(3) {
                    *text = chance.of(&HOSTILE).to_owned();
                }
            }
        }
        _ => {
            let page = view::page(questionnaire, interview);
            let questions: Vec<&QuestionView<'_>> = questions(&page).collect();
            if !questions.is_empty() {
                mistake(&mut post.fields, questions[chance.below(questions.len())], chance);
            }
        }
    }
}

/// A mistake that this kind of question invites.
fn mistake(fields: &mut Vec<(String, String)>, view: &QuestionView<'_>, chance: &mut Chance) {
    let var = &view.question.var;
    if matches!(view.question.kind, Kind::Multi { .. }) {
        fields.retain(|(it, _)| it != var);
    }
    let mut answer = |part: &str, text: String| {
        let name = format!("{var}{part}");
        fields.retain(|(it, _)| {
            *it != name || part.is_empty() && matches!(view.question.kind, Kind::Multi { .. })
        });
        fields.push((name, text));
    };
    let codes: Vec<String> = view.choices.iter().map(|it| it.code.to_string()).collect();
    match &view.question.kind {
        Kind::Multi { .. } if chance.one_in(2) => {
            let most = chance.below(codes.len() + 1);
            codes.into_iter().take(most).for_each(|it| answer("", it));
        }
        Kind::Multi { .. } => {
            for choice in view.choices.iter().filter(|it| it.excl || it.other.is_some()) {
                answer("", choice.code.to_string());
                answer(&format!("_{}_text", choice.code), String::new());
            }
        }
        Kind::Rank { .. } => {
            for place in 1..=codes.len() {
                let code =
                    if chance.one_in(2) { String::new() } else { codes[chance.below(codes.len())].clone() };
                answer(&format!(".{place}"), code);
            }
        }
        Kind::Grid { .. } => {
            for item in view.items.iter().skip(chance.below(view.items.len().max(1))) {
                answer(&format!(".{}", item.name), chance.of(&HOSTILE).to_owned());
            }
        }
        Kind::Number { .. } => answer("", chance.of(&HOSTILE).to_owned()),
        Kind::Single { .. } | Kind::Scale { .. } if chance.one_in(2) => fields.extend([
            (var.clone(), codes.first().cloned().unwrap_or_default()),
            (var.clone(), codes.last().cloned().unwrap_or_default()),
        ]),
        Kind::Open { .. } if chance.one_in(2) => answer("", "长".repeat(10 + chance.below(900))),
        Kind::Open { .. } | Kind::Single { .. } | Kind::Scale { .. } | Kind::Nps => {
            answer("", chance.of(&HOSTILE).to_owned());
        }
    }
}

/// The questions that a browser with our script has on its screen, once all this is typed.
pub fn seen(questionnaire: &Questionnaire, known: &Interview, post: &Post) -> Vec<String> {
    let mut typed = known.clone();
    interview::type_in(questionnaire, &mut typed, Some(&post.page), &post.fields);
    questions(&view::page(questionnaire, &typed)).map(|it| it.question.var.clone()).collect()
}

fn questions<'p>(page: &'p PageView<'_>) -> impl Iterator<Item = &'p QuestionView<'p>> {
    page.blocks.iter().filter_map(|it| match it {
        BlockView::Question(it) => Some(it),
        BlockView::Info { .. } => None,
    })
}
