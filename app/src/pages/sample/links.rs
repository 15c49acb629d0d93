//! The link of a source as it is given out, and whether one may begin by it.

use store::sources::{Source, SourceKind, SourceRow};
use survey::{SurveyId, Token};

/// The link of a source. What a panel fills in stands in curly brackets; a list has a link for each person.
pub fn link(origin: &str, source: &Source) -> String {
    let mut link = format!("{origin}/s/{}?source={}", source.survey, source.name);
    if source.kind == SourceKind::List {
        return format!("{origin}/s/{}?invitation={{invitation}}", source.survey);
    }
    if source.kind == SourceKind::Panel {
        link.push_str("&pid={pid}");
    }
    for name in &source.settings.variables {
        link.push_str(&format!("&{name}={{{name}}}"));
    }
    if source.settings.signed_arrival {
        link.push_str("&time={time}&sig={sig}");
    }
    link
}

/// The link of one person of a list.
pub fn personal(origin: &str, survey: &SurveyId, invitation: &Token) -> String {
    format!("{origin}/s/{survey}?invitation={invitation}")
}

/// `open`, `full` or `closed`.
pub fn standing(row: &SourceRow) -> &'static str {
    match () {
        () if row.source.closed_at.is_some() => "closed",
        () if !row.places.open => "full",
        () => "open",
    }
}
