//! Which texts an address asks for.

use axum::http::request::Parts;
use survey::InterviewId;
use survey::questionnaire::Code;

use super::super::one::Opened;
use super::super::path;
use crate::pages::{address, in_query};

/// Texts by whether the coder has coded them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::pages::open_ends) enum Seen {
    #[default]
    All,
    /// Also those of which some are not coded.
    Uncoded,
    Coded,
}

impl Seen {
    pub const ALL: [Seen; 3] = [Seen::All, Seen::Uncoded, Seen::Coded];

    /// The word for it in addresses; none for all.
    pub fn word(self) -> &'static str {
        match self {
            Seen::All => "",
            Seen::Uncoded => "uncoded",
            Seen::Coded => "coded",
        }
    }
}

/// Each field is a parameter of the same name.
#[derive(Clone, Debug, Default)]
pub(in crate::pages::open_ends) struct Asked {
    /// Searched in the texts.
    pub q: String,
    pub seen: Seen,
    /// Only texts that the coder gave this code.
    pub code: Option<Code>,
    /// In groups of texts that are alike.
    pub groups: bool,
    /// Only the group in which the text of this interview is.
    pub group: Option<InterviewId>,
    /// One text alone.
    pub text: Option<InterviewId>,
    /// From 1.
    pub page: usize,
}

impl Asked {
    /// What is no number, or none of the words, is nothing.
    pub fn read(parts: &Parts) -> Asked {
        let word = |name| in_query(parts, name).unwrap_or_default().trim().to_owned();
        let id = |name| word(name).parse().ok().map(InterviewId);
        Asked {
            q: word("q"),
            seen: Seen::ALL.into_iter().find(|it| it.word() == word("seen")).unwrap_or_default(),
            code: word("code").parse().ok(),
            groups: word("groups") == "1",
            group: id("group"),
            text: id("text"),
            page: word("page").parse().unwrap_or(1),
        }
    }

    /// The same as an address of a coding.
    pub fn address(&self, opened: &Opened) -> String {
        let number = |it: Option<i64>| it.map(|it| it.to_string()).unwrap_or_default();
        let flag = |it: bool| String::from(if it { "1" } else { "" });
        let pairs = [
            ("q", self.q.clone()),
            ("seen", self.seen.word().to_owned()),
            ("code", number(self.code)),
            ("groups", flag(self.groups)),
            ("group", number(self.group.map(|it| it.0))),
            ("text", number(self.text.map(|it| it.0))),
            ("page", number(Some(self.page as i64).filter(|it| *it > 1))),
            ("rehearsal", flag(opened.rehearsal)),
        ];
        let pairs = pairs.iter().filter(|(_, it)| !it.is_empty()).map(|(name, it)| (*name, it.as_str()));
        address(&path(&opened.survey.id, &opened.coding.var), pairs)
    }
}
