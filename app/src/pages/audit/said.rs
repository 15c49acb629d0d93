//! One row of the audit log in words.

use leptos::prelude::*;
use store::audit::DEEDS;
use store::audit::log::Row;

use crate::pages::desk::time;
use crate::pages::fieldwork::changes;
use crate::words::t;

/// Deeds whose values are roles, which are said in the reader's language.
const OF_ROLES: &str = "roles";

/// What a deed is called.
pub fn deed(word: &str, lang: &str) -> String {
    if DEEDS.contains(&word) {
        t(lang, &format!("audit-deed-{word}"))
    } else {
        t(lang, &format!("ledger-{word}"))
    }
}

/// From what, to what; empty where there is neither.
pub fn change(row: &Row, zone: &str, lang: &str) -> String {
    let value = |it: &Option<String>| match it {
        None if row.deed == "target" => t(lang, "ledger-no-limit"),
        it => it.as_ref().map(|it| value(&row.deed, it, zone, lang)).unwrap_or_default(),
    };
    match (value(&row.before), value(&row.after)) {
        (before, after) if before.is_empty() && after.is_empty() => String::new(),
        (before, after) if before.is_empty() => after,
        (before, after) => format!("{before} → {}", if after.is_empty() { "–" } else { &after }),
    }
}

fn value(deed: &str, value: &str, zone: &str, lang: &str) -> String {
    let role = |it: &str| t(lang, &format!("role-{}", it.trim()));
    match deed {
        OF_ROLES if !value.is_empty() => value.split(',').map(role).collect::<Vec<_>>().join(", "),
        _ => changes::value(deed, value, zone, lang),
    }
}

/// The rows; with a column for the survey in the log of the house.
pub fn table(rows: Vec<Row>, zone: &str, of_house: bool, lang: &'static str) -> impl IntoView + use<> {
    if rows.is_empty() {
        return view! { <p>{t(lang, "audit-none")}</p> }.into_any();
    }
    let lines: Vec<_> = rows
        .into_iter()
        .map(|it| {
            let (deed, change) = (deed(&it.deed, lang), change(&it, zone, lang));
            let survey = it.survey.map(|it| it.to_string()).unwrap_or_default();
            view! {
                <tr>
                    <td class="audit__when">{time::time(it.key.at, zone)}</td>
                    <td>{it.who}</td>
                    {of_house.then(|| view! { <td>{survey}</td> })}
                    <td>{deed}</td>
                    <td>{it.subject}</td>
                    <td>{change}</td>
                    <td>{it.why}</td>
                </tr>
            }
        })
        .collect();
    let head = |word: &str| view! { <th scope="col">{t(lang, word)}</th> };
    view! {
        <div class="scroller" role="region" tabindex="0" aria-label=t(lang, "audit-title")>
            <table class="audit">
                <thead>
                    <tr>
                        <th scope="col">{format!("{} ({zone})", t(lang, "audit-when"))}</th>
                        {head("audit-who")}
                        {of_house.then(|| head("audit-survey"))}
                        {head("audit-deed")}
                        {head("audit-subject")}
                        {head("audit-change")}
                        {head("audit-why")}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::LANGS;

    #[test]
    fn every_deed_and_every_step_of_the_ledger_has_words() {
        let schema = include_str!("../../../../migrations/20260201120000_field.sql");
        let steps =
            schema.split("step in (").nth(1).and_then(|it| it.split("reserved_delta").next()).unwrap();
        let steps: Vec<&str> = steps.split('\'').skip(1).step_by(2).collect();
        assert!(steps.len() > 20, "{steps:?}");
        for lang in LANGS {
            for word in DEEDS.iter().chain(&steps) {
                let words = deed(word, lang);
                assert!(!words.is_empty() && !words.contains("Unknown"), "{word} in {lang}: {words}");
            }
        }
    }
}
