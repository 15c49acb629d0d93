//! Why a cell is blank, in words: the reasons that every format of our files keeps apart.

use survey::questionnaire::{Code, Text};

use super::{ERASED, NOT_ANSWERED, words};
use crate::case::Cell;

/// Why there is no value, or what is taken for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The question was not asked, or the choice or row not offered.
    NotAsked,
    NotAnswered,
    /// No blank: the choice was offered and not chosen.
    NotTicked,
    Erased,
}

impl Why {
    /// The word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            Why::NotAsked => "not_asked",
            Why::NotAnswered => "not_answered",
            Why::NotTicked => "not_ticked",
            Why::Erased => "erased",
        }
    }

    /// Why a cell is blank; none where it has a value.
    pub fn of(cell: &Cell) -> Option<Why> {
        match cell {
            Cell::Empty => Some(Why::NotAsked),
            Cell::NotAnswered => Some(Why::NotAnswered),
            Cell::Erased => Some(Why::Erased),
            _ => None,
        }
    }
}

/// A reason for a blank in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Blank {
    pub why: Why,
    /// What stands for it in CSV; nothing at all for a question that was not asked.
    pub code: Option<Code>,
    pub name: Text,
    /// What it means, and how it is written.
    pub text: Text,
}

/// All of them, in these languages. One place for all formats, so that they say the same.
pub fn blanks(langs: &[String]) -> [Blank; 4] {
    let blank = |why, code, (zh, en), (zh_text, en_text)| Blank {
        why,
        code,
        name: words::text(langs, zh, en),
        text: words::text(langs, zh_text, en_text),
    };
    [
        blank(
            Why::NotAsked,
            None,
            ("未询问", "Not asked"),
            (
                "未向该受访者提出此题，或未向其提供此选项、此行。CSV 与 Excel 中为空，SPSS 中为系统缺失，Parquet 中为空值，JSON Lines 中不出现。",
                "The question was not put to this respondent, or the choice or row was not offered. \
                 Empty in CSV and Excel, system-missing in SPSS, null in Parquet, left out in JSON Lines.",
            ),
        ),
        blank(
            Why::NotAnswered,
            Some(NOT_ANSWERED),
            ("未作答", "Not answered"),
            (
                "已询问，但受访者未作答。CSV、Excel 与 SPSS 中为 -9（SPSS 中为用户缺失）；Parquet 与 JSON Lines 中为空值，旁边注明原因。",
                "Asked, and left unanswered. -9 in CSV, Excel and SPSS (user-missing there); null in Parquet and JSON Lines, with the reason beside it.",
            ),
        ),
        blank(
            Why::NotTicked,
            Some(0),
            ("未选", "Not chosen"),
            (
                "多选题已作答，向受访者提供了此选项，但未选。值为 0，属于有效回答，不是缺失。",
                "The question was answered and the choice was offered, and it was not chosen. \
                 0: an answer, not a blank; it belongs in the base.",
            ),
        ),
        blank(
            Why::Erased,
            Some(ERASED),
            ("已删除", "Erased"),
            (
                "曾有回答，因属个人信息已按期删除。CSV、Excel 与 SPSS 中为 -8（SPSS 中为用户缺失）；Parquet 与 JSON Lines 中为空值，旁边注明原因。",
                "There was an answer; it identified a person and was erased in time. \
                 -8 in CSV, Excel and SPSS (user-missing there); null in Parquet and JSON Lines, with the reason beside it.",
            ),
        ),
    ]
}
