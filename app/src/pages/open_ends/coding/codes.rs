//! The codes of a frame as check boxes, under their nets.

use leptos::prelude::*;
use store::codings::FrameCode;
use survey::questionnaire::Code;

use super::super::one::Opened;
use crate::words::t;

/// The boxes, with what is wrong with them.
pub(super) fn boxes(
    opened: &Opened,
    ticked: &[Code],
    fault: Option<String>,
    lang: &'static str,
) -> impl IntoView + use<> {
    let described = fault.is_some().then_some("code-fault");
    let frame = opened.path("/frame");
    let none = opened.coding.codes.is_empty().then(|| {
        view! { <p>{t(lang, "openends-frame-empty")} " " <a href=frame>{t(lang, "openends-page-frame")}</a></p> }
    });
    let nets: Vec<_> = by_net(&opened.coding.codes, lang)
        .into_iter()
        .map(|(net, codes)| {
            let codes: Vec<_> = codes.into_iter().map(|it| one(it, ticked, lang)).collect();
            let net = net.map(|it| view! { <p class="open-ends__net">{it}</p> });
            view! { {net} <div class="data-choices">{codes}</div> }
        })
        .collect();
    view! {
        <fieldset class="choose" aria-describedby=described>
            <legend>{t(lang, "openends-codes-legend")}</legend>
            {fault.map(|it| view! { <p class="fault" id="code-fault">{it}</p> })}
            {none}
            {nets}
        </fieldset>
    }
}

fn one(it: &FrameCode, ticked: &[Code], lang: &'static str) -> impl IntoView + use<> {
    let (code, label) = (it.code.to_string(), it.label.get(lang).to_owned());
    let is_ticked = ticked.contains(&it.code);
    view! {
        <label class="choose__one">
            <input type="checkbox" name="code" value=code.clone() checked=is_ticked/>
            <span><span class="open-ends__number">{code}</span> " " {label}</span>
        </label>
    }
}

/// Codes by the net that they belong to, in the order in which each net comes first; those without come first.
pub(in crate::pages::open_ends) fn by_net<'a>(
    codes: &'a [FrameCode],
    lang: &str,
) -> Vec<(Option<String>, Vec<&'a FrameCode>)> {
    let mut nets: Vec<(Option<String>, Vec<&FrameCode>)> = vec![(None, Vec::new())];
    for code in codes {
        let net = code.net.as_ref().map(|it| it.get(lang).to_owned());
        match nets.iter_mut().find(|(it, _)| *it == net) {
            Some((_, codes)) => codes.push(code),
            None => nets.push((net, vec![code])),
        }
    }
    nets.retain(|(_, codes)| !codes.is_empty());
    nets
}
