//! Pages that a browser has posted and the server may not have taken yet: in order, each harmless to send again.
//!
//! The browser decides by the same rules what comes next and goes on; the server decides again, and its word stands.

use serde::{Deserialize, Serialize};

use crate::answer::{Go, RawAnswers};
use crate::id::Moment;
use crate::interview::{self, Interview, Step};
use crate::portable;
use crate::questionnaire::Questionnaire;

#[cfg(test)]
mod tests;

/// One page that was posted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// Random, so that an answer that was lost on the way can be told from another post of the same turn.
    pub id: String,
    pub page: String,
    pub turn: u32,
    pub go: Go,
    pub lang: Option<String>,
    /// The questions on the screen when it was posted.
    pub seen: Vec<String>,
    /// How long the page was on the screen, in milliseconds.
    pub spent: i64,
    pub fields: Vec<(String, String)>,
}

/// What the server says after a post: where the interview stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// The last post that was taken.
    pub last_post: Option<String>,
    pub turn: u32,
    /// [`portable::digest`] of the interview.
    pub digest: u64,
    /// Where to go instead: the end, or a survey that takes no answers now.
    pub to: Option<String>,
}

/// How an interview stands in the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// On a page.
    Page,
    /// At the gate or at an end: only the server can say.
    Waits,
}

impl Post {
    /// The fields of the form that it is sent as: what [`RawAnswers::from`] reads.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let own = [
            ("_page", self.page.clone()),
            ("_turn", self.turn.to_string()),
            ("_go", self.go.word().to_owned()),
            ("_post", self.id.clone()),
            ("_spent", self.spent.to_string()),
        ];
        let seen = self.seen.iter().map(|it| ("_seen", it.clone()));
        let lang = self.lang.iter().map(|it| ("_lang", it.clone()));
        let own = own.into_iter().chain(seen).chain(lang).map(|(name, text)| (name.to_owned(), text));
        own.chain(self.fields.iter().cloned()).collect()
    }
}

/// Takes a post as the server will, as far as a browser can.
pub fn take(questionnaire: &Questionnaire, interview: &mut Interview, post: &Post, now: Moment) -> Stand {
    match interview::submit(questionnaire, interview, RawAnswers::from(post.pairs()), now) {
        Step::Show if !interview.disposition.is_end() => Stand::Page,
        Step::Show | Step::Reserve { .. } | Step::Finish => Stand::Waits,
    }
}

/// The server has taken a post: brings what it is known to have up to date.
///
/// False where the two do not agree on where the interview stands; then the server has to be asked.
pub fn taken(
    questionnaire: &Questionnaire,
    known: &mut Interview,
    post: &Post,
    word: &Word,
    now: Moment,
) -> bool {
    let mut step = interview::submit(questionnaire, known, RawAnswers::from(post.pairs()), now);
    while let Step::Reserve { at, .. } = step {
        // It says nothing of another place to go, so there was room.
        step = interview::granted(questionnaire, known, at, Vec::new());
    }
    word.last_post.as_ref() == Some(&post.id)
        && word.turn == known.turn
        && word.digest == portable::digest(known)
}

/// What is left to send when the browser comes back to an interview that stands like `known` on the server, and how
/// it stands with that.
///
/// Posts up to the last one that the server took are gone. The others are posted anew, from where it stands: those
/// of pages that it has left behind meanwhile, by another tab or another phone, are answered there.
pub fn resume(
    questionnaire: &Questionnaire,
    known: &Interview,
    posts: Vec<Post>,
    now: Moment,
) -> (Vec<Post>, Interview, Stand) {
    let taken = posts.iter().position(|it| Some(&it.id) == known.last_post.as_ref());
    let mut left = Vec::new();
    let mut interview = known.clone();
    for mut post in posts.into_iter().skip(taken.map_or(0, |it| it + 1)) {
        if post.page != questionnaire.pages[interview.page as usize].name {
            continue;
        }
        post.turn = interview.turn;
        let stand = take(questionnaire, &mut interview, &post, now);
        left.push(post);
        if stand == Stand::Waits {
            return (left, interview, stand);
        }
    }
    (left, interview, Stand::Page)
}
