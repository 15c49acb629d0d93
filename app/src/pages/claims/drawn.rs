//! Each published statement with what the data say of it.

use analysis::claims::{Finding, Unsaid};
use leptos::prelude::*;
use survey::claims::Claim;

use super::said::{self, Said};
use super::{Held, Shown};
use crate::pages::desk::problems::problems;
use crate::words::{t, t_with};

/// How it stands with a claim: its word, and the mark beside it.
pub(super) fn verdict(found: &Result<Finding, Unsaid>) -> (&'static str, &'static str) {
    match found {
        Ok(it) if it.holds => ("holds", "✓"),
        Ok(_) => ("fails", "✗"),
        Err(_) => ("unsaid", "–"),
    }
}

/// All statements on paper.
pub(super) fn paper(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let held = &shown.held;
    let text = shown.kept.as_ref().map(|it| it.text.as_str()).unwrap_or_default();
    let problems = problems(text, &held.problems, lang);
    let nobody = shown.basis.nobody(lang);
    let claims: Vec<_> = held.claims.iter().map(|it| claim(shown, it, lang)).collect();
    view! {
        <article class="paper">
            {shown.basis.head(&t(lang, "topline-intervals"), lang)}
            {nobody}
            <p class="claims__summary">{summary(held, lang)}</p>
            {problems}
            <ul class="claims">{claims}</ul>
        </article>
    }
}

/// `29 of 31 borne out`, and what cannot be said.
fn summary(held: &Held, lang: &str) -> String {
    let count = |word: &str| held.claims.iter().filter(|(_, it)| verdict(it).0 == word).count();
    let args = [("count", count("holds").into()), ("all", held.claims.len().into())];
    let mut words = t_with(lang, "claims-summary", &args);
    let unsaid = count("unsaid");
    if unsaid > 0 {
        words += &t_with(lang, "claims-summary-unsaid", &[("count", unsaid.into())]);
    }
    words
}

fn claim(
    shown: &Shown,
    (claim, found): &(Claim, Result<Finding, Unsaid>),
    lang: &'static str,
) -> impl IntoView + use<> {
    let said = Said::new(&shown.basis, lang);
    let (word, mark) = verdict(found);
    let id = format!("claim-{}", claim.id);
    let heading = format!("{id}-words");
    let found = match found {
        Ok(it) => figures(&said, claim, it, shown, lang).into_any(),
        Err(it) => view! { <p class="claim__figure">{said.unsaid(it)}</p> }.into_any(),
    };
    view! {
        <li class="claim" id=id data-verdict=word aria-labelledby=heading>
            <p class="claim__verdict">
                <span class="claim__mark" aria-hidden="true">{mark}</span>
                {t(lang, &format!("claims-{word}"))}
            </p>
            <div class="claim__said">
                <h2 id=heading.clone()>
                    <code>{claim.id.clone()}</code> " "
                    <q lang=said.questionnaire.lang(None).to_owned()>{claim.seed.clone()}</q>
                </h2>
                <p>{said.stat(&claim.stat)}</p>
                <p class="hint">{t(lang, "claims-expected")} " " {said.expect(claim)}</p>
            </div>
            {found}
            {details(&said, shown, claim, lang)}
        </li>
    }
}

/// The figure with its interval, and of whom it is.
fn figures(
    said: &Said<'_>,
    claim: &Claim,
    finding: &Finding,
    shown: &Shown,
    lang: &'static str,
) -> impl IntoView + use<> {
    let interval = said::interval(finding);
    let interval = (!interval.is_empty()).then(|| {
        view! { <p class="claim__interval tabular">{t(lang, "topline-interval")} " " {interval}</p> }
    });
    let args = [("who", said.base(claim).into()), ("count", finding.base.n.into())];
    let mut base = t_with(lang, "topline-base", &args);
    if shown.basis.counted.weights.is_some() {
        let effective = finding.base.effective().round() as i64;
        base += &t_with(lang, "topline-effective", &[("count", effective.into())]);
    }
    view! {
        <div class="claim__figure">
            <p class="claim__number tabular">{said.found(claim, finding)}</p>
            {interval}
            <p class="hint">{base}</p>
        </div>
    }
}

/// Where the figure comes from, one click away.
fn details(said: &Said<'_>, shown: &Shown, claim: &Claim, lang: &'static str) -> impl IntoView + use<> {
    let basis = &shown.basis;
    let mut facts = vec![(t(lang, "claims-formula"), said::formula(&claim.stat))];
    facts.extend(claim.base.as_ref().map(|it| (t(lang, "claims-base"), it.to_string())));
    for name in said::names(claim) {
        for variable in said::variables(said.codebook, name).into_iter().take(1) {
            let part = variable.part.as_ref().filter(|_| name.part.is_some()).map(|it| it.get(lang));
            let text = [Some(variable.text.get(lang)), part].into_iter().flatten().collect::<Vec<_>>();
            facts.push((
                t_with(lang, "claims-question", &[("name", name.to_string().into())]),
                text.join(" – "),
            ));
            let who = variable.base.as_ref().map(|it| it.words.get(lang).to_owned());
            facts.extend(who.map(|it| (t(lang, "paper-base"), it)));
            facts.extend(variable.rule.clone().map(|it| (t(lang, "paper-derived-calc"), it)));
        }
    }
    facts.extend(basis.filter().map(|it| (t(lang, "data-filter"), it)));
    facts.push((t(lang, "data-weight"), basis.weight(lang)));
    facts.push((t(lang, "topline-newest"), basis.survey.version.clone()));
    facts.push((t(lang, "topline-snapshot-number"), basis.snapshot.number.to_string()));
    let facts: Vec<_> =
        facts.into_iter().map(|(name, text)| view! { <div><dt>{name}</dt><dd>{text}</dd></div> }).collect();
    view! {
        <details class="topline__origin claim__origin">
            <summary>{t(lang, "claims-origin")}<span class="heard-only">" " {claim.id.clone()}</span></summary>
            <dl class="papers">{facts}</dl>
        </details>
    }
}
