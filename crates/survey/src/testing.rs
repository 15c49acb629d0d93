//! What tests share: a whole questionnaire made of the few lines that a test is about.

use crate::Severity;
use crate::questionnaire::Questionnaire;

/// The questionnaire that a snippet makes; what it leaves out (id, title, languages, ends) is filled in.
///
/// # Panics
/// With the problems printed, if one of them is an error.
pub(crate) fn minimal(snippet: &str) -> Questionnaire {
    let text = whole(snippet);
    let (questionnaire, problems) = crate::read(&text);
    let errors: Vec<_> = problems.iter().filter(|it| it.severity == Severity::Error).collect();
    let lines: Vec<_> = errors
        .iter()
        .map(|it| {
            format!("{}:{} {}: {} {} (`{}`)", it.line, it.column, it.code, it.message, it.mend, it.words)
        })
        .collect();
    assert!(lines.is_empty(), "{}\n{text}", lines.join("\n"));
    questionnaire
}

/// A snippet as a whole file: the keys it leaves out are added below, so that its lines keep their numbers.
pub(crate) fn whole(snippet: &str) -> String {
    let mut text = flush(snippet);
    let has = |text: &str, key: &str| text.lines().any(|it| it.split(':').next() == Some(key));
    let langs = text.lines().find_map(|it| it.strip_prefix("langs: [")?.split(']').next());
    let langs: Vec<String> = langs.unwrap_or("en").split(',').map(|it| it.trim().to_owned()).collect();
    let texts = |words: &str| {
        let all: Vec<_> = langs.iter().map(|it| format!("{it}: {words}")).collect();
        format!("{{{}}}", all.join(", "))
    };
    let ends: Vec<_> = ["complete", "screened_out", "quota_full", "refused"]
        .iter()
        .map(|it| format!("  {it}: {{text: {}}}", texts("Thank you!")))
        .collect();
    let missing = [
        ("survey", "test".to_owned()),
        ("version", "1.0.0".to_owned()),
        ("title", texts("A test")),
        ("langs", format!("[{}]", langs.join(", "))),
        ("default", langs[0].clone()),
        ("contact", texts("Somebody")),
        ("ends", format!("\n{}", ends.join("\n"))),
    ];
    for (key, value) in missing {
        if !has(&text, key) {
            text.push_str(&format!("{key}: {value}\n"));
        }
    }
    text
}

/// A text moved to the left margin, without the empty first line that a literal in Rust begins with.
pub(crate) fn flush(snippet: &str) -> String {
    let lines: Vec<_> = snippet.strip_prefix('\n').unwrap_or(snippet).lines().collect();
    let indents = lines.iter().filter(|it| !it.trim().is_empty()).map(|it| it.len() - it.trim_start().len());
    let indent = indents.min().unwrap_or(0);
    lines.iter().map(|it| format!("{}\n", it.get(indent..).unwrap_or("").trim_end())).collect()
}
