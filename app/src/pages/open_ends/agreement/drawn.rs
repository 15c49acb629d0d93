//! The figures of two coders, and their differences side by side.

use analysis::coding::agreement::OfCode;
use analysis::stats::Untested;
use analysis::stats::kappa::Kappa;
use leptos::prelude::*;
use survey::PersonId;
use survey::questionnaire::Code;

use super::{Asked, Compared, Difference, LISTED, Typed};
use crate::pages::desk::figures::{from_to, percent, two};
use crate::pages::open_ends::coding::drawn::labels;
use crate::pages::open_ends::one::Opened;
use crate::pages::open_ends::path;
use crate::words::{t, t_with};

pub(super) fn compared(
    opened: &Opened,
    it: &Compared,
    asked: &Asked,
    typed: &Typed,
    lang: &'static str,
) -> impl IntoView + use<> {
    let both = it.agreement.texts > 0;
    let none = (!both).then(|| view! { <p>{t(lang, "openends-no-both")}</p> });
    view! {
        {whom(opened, it, asked, lang)}
        {none}
        {both.then(|| figures(opened, it, lang))}
        {both.then(|| differences(opened, it, asked, typed, lang))}
    }
}

/// Which two of several, and whether what is settled stands there too.
fn whom(opened: &Opened, it: &Compared, asked: &Asked, lang: &'static str) -> impl IntoView + use<> {
    let select = |name: &'static str, word: &str, chosen: PersonId| {
        let options: Vec<_> = opened.marks.coders.iter().map(|(id, _)| {
            view! { <option value=id.0.to_string() selected=*id == chosen>{opened.name(*id, lang)}</option> }
        }).collect();
        view! {
            <div class="field">
                <label for=name>{t(lang, word)}</label>
                <select id=name name=name>{options}</select>
            </div>
        }
    };
    let action = format!("{}/agreement", path(&opened.survey.id, &opened.coding.var));
    let rehearsal = opened.rehearsal.then(|| view! { <input type="hidden" name="rehearsal" value="1"/> });
    view! {
        <form class="sieve" method="get" action=action>
            {rehearsal}
            {select("one", "openends-first", it.pair.0)}
            {select("other", "openends-second", it.pair.1)}
            <label class="choose__one">
                <input type="checkbox" name="settled" value="1" checked=asked.settled/>
                <span>{t(lang, "openends-with-settled")}</span>
            </label>
            <button class="button button--quiet">{t(lang, "openends-show")}</button>
        </form>
    }
}

fn figures(opened: &Opened, it: &Compared, lang: &'static str) -> impl IntoView + use<> {
    let all = &it.agreement;
    let alike = format!("{} / {} ({} %)", all.alike, all.texts, percent(all.alike as f64 / all.texts as f64));
    let rows: Vec<_> = all.codes.iter().map(|it| row(opened, it, lang)).collect();
    let heads = [
        t(lang, "openends-code"),
        opened.name(it.pair.0, lang),
        opened.name(it.pair.1, lang),
        t(lang, "openends-both"),
        "κ".to_owned(),
        t(lang, "openends-interval"),
    ];
    let heads = heads
        .into_iter()
        .enumerate()
        .map(|(at, it)| view! { <th scope="col" class:tabular=(at > 0)>{it}</th> });
    let (kappa, interval) = said(&all.overall, lang);
    let overall = if interval.is_empty() { kappa } else { format!("{kappa} ({interval})") };
    view! {
        <section class="panel" aria-labelledby="figures">
            <h2 id="figures">{t(lang, "openends-agreement")}</h2>
            <dl class="open-ends__figures">
                <div><dt>{t(lang, "openends-both-coded")}</dt><dd>{all.texts}</dd></div>
                <div><dt>{t(lang, "openends-same")}</dt><dd>{alike}</dd></div>
                <div><dt>{t(lang, "openends-overall")}</dt><dd>{overall}</dd></div>
            </dl>
            <div class="scroller" tabindex="0" role="region" aria-label=t(lang, "openends-of-each")>
                <table class="deliveries">
                    <thead><tr>{heads.collect::<Vec<_>>()}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="hint">{t(lang, "openends-kappa-is")}</p>
        </section>
    }
}

fn row(opened: &Opened, it: &OfCode, lang: &'static str) -> impl IntoView + use<> {
    let (kappa, interval) = said(&it.kappa, lang);
    view! {
        <tr>
            <th scope="row">{format!("{} {}", it.code, opened.label(it.code, lang))}</th>
            <td class="tabular">{it.one}</td>
            <td class="tabular">{it.other}</td>
            <td class="tabular">{it.both}</td>
            <td class="tabular">{kappa}</td>
            <td class="tabular hint">{interval}</td>
        </tr>
    }
}

/// Kappa and its interval, or why there is none.
fn said(kappa: &Result<Kappa, Untested>, lang: &str) -> (String, String) {
    match kappa {
        // Without an error it says that the two could not have differed otherwise, not that kappa is sure.
        Ok(it) => (two(it.kappa), from_to(it.interval(0.95).filter(|_| it.error > 0.0), two)),
        Err(_) => (t(lang, "openends-no-kappa"), String::new()),
    }
}

fn differences(
    opened: &Opened,
    it: &Compared,
    asked: &Asked,
    typed: &Typed,
    lang: &'static str,
) -> impl IntoView + use<> {
    let counted = [("count", it.count.into()), ("settled", it.settled.into())];
    let cards: Vec<_> =
        it.differences.iter().map(|card| difference(opened, card, it.pair, asked, typed, lang)).collect();
    let shown = if asked.settled { it.count } else { it.count - it.settled };
    let pages = shown.div_ceil(LISTED);
    let link = |to: usize, word: &str| {
        let href = Asked { page: to, ..asked.clone() }.address(opened);
        view! { <a href=href>{t(lang, word)}</a> }
    };
    let before = (asked.page > 1).then(|| link(asked.page - 1, "openends-before"));
    let after = (asked.page < pages).then(|| link(asked.page + 1, "openends-after"));
    view! {
        <section aria-labelledby="differences">
            <h2 id="differences">{t(lang, "openends-differences")}</h2>
            <p>{t_with(lang, "openends-differ", &counted)}</p>
            {cards}
            <p class="toolbar">{before} {after}</p>
        </section>
    }
}

fn difference(
    opened: &Opened,
    it: &Difference,
    pair: (PersonId, PersonId),
    asked: &Asked,
    typed: &Typed,
    lang: &'static str,
) -> impl IntoView + use<> {
    let ids: Vec<String> = it.interviews.iter().map(|it| it.0.to_string()).collect();
    let times = (ids.len() > 1)
        .then(|| view! { " " <span class="verbatim__times">{format!("× {}", ids.len())}</span> });
    let is_wrong = !typed.interviews.is_empty() && typed.interviews == it.interviews;
    let fault = is_wrong.then(|| view! { <p class="fault">{typed.faults.of("code", lang)}</p> });
    let side = |coder: PersonId, codes: &[Code]| {
        view! { <div><dt>{opened.name(coder, lang)}</dt><dd>{labels(opened, codes, lang)}</dd></div> }
    };
    let settled = (!it.settled.is_empty()).then(|| {
        view! { <div><dt>{t(lang, "openends-settled")}</dt><dd>{labels(opened, &it.settled, lang)}</dd></div> }
    });
    let take_over = |coder: PersonId, codes: &[Code]| {
        let codes: Vec<String> = codes.iter().map(Code::to_string).collect();
        let words = t_with(lang, "openends-as", &[("name", opened.name(coder, lang).into())]);
        view! { <button class="button button--quiet" name="codes" value=codes.join(" ")>{words}</button> }
    };
    view! {
        <form method="post" action=asked.address(opened) class="panel difference">
            <input type="hidden" name="text" value=ids.join(" ")/>
            <blockquote class="verbatim__whole">
                <span class="verbatim__text" lang="" dir="auto">{it.text.clone()}</span> {times}
            </blockquote>
            <dl class="difference__sides">{side(pair.0, &it.one)} {side(pair.1, &it.other)} {settled}</dl>
            {fault}
            <div class="toolbar">{take_over(pair.0, &it.one)} {take_over(pair.1, &it.other)}</div>
            {own(opened, it, is_wrong, lang)}
        </form>
    }
}

/// Neither of the two: all codes, those that both gave ticked.
fn own(opened: &Opened, it: &Difference, open: bool, lang: &'static str) -> impl IntoView + use<> {
    let codes: Vec<_> = opened
        .coding
        .codes
        .iter()
        .map(|code| {
            let has = |of: &[Code]| of.contains(&code.code);
            let ticked =
                if it.settled.is_empty() { has(&it.one) && has(&it.other) } else { has(&it.settled) };
            let label = format!("{} {}", code.code, code.label.get(lang));
            view! {
                <label class="choose__one">
                    <input type="checkbox" name="code" value=code.code.to_string() checked=ticked/>
                    <span>{label}</span>
                </label>
            }
        })
        .collect();
    view! {
        <details open=open>
            <summary>{t(lang, "openends-own-codes")}</summary>
            <fieldset class="choose">
                <legend>{t(lang, "openends-codes-legend")}</legend>
                <div class="data-choices">{codes}</div>
            </fieldset>
            <button class="button">{t(lang, "openends-settle")}</button>
        </details>
    }
}
