//! The words of the site in both languages, and which language somebody reads.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, static_loader};
use survey::portable::handout::Filled;

use crate::cookies;

/// The languages of the site itself. A questionnaire may have others.
pub const LANGS: [&str; 2] = ["zh", "en"];

static_loader! {
    static WORDS = {
        locales: "./locales",
        fallback_language: "en",
        // Marks around each inserted word would stand in the middle of sentences that people copy.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ZH: LazyLock<LanguageIdentifier> = LazyLock::new(|| "zh".parse().expect("zh is a language"));
static EN: LazyLock<LanguageIdentifier> = LazyLock::new(|| "en".parse().expect("en is a language"));

/// The words called `id`; in English where the site does not speak `lang`.
pub fn t(lang: &str, id: &str) -> String {
    WORDS.lookup(identifier(lang), id)
}

/// The words called `id`, with these values filled in.
pub fn t_with(lang: &str, id: &str, args: &[(&'static str, FluentValue<'static>)]) -> String {
    let args: HashMap<_, _> =
        args.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
    WORDS.lookup_with_args(identifier(lang), id, &args)
}

/// Finds words for rules that know only what they are called.
pub fn say(lang: &str) -> impl Fn(&'static str, &[(&'static str, Filled)]) -> String {
    move |id, args| {
        let value = |it: &Filled| match it {
            Filled::Text(it) => it.clone().into(),
            Filled::Number(it) => (*it).into(),
        };
        let args: Vec<_> = args.iter().map(|(name, it)| (*name, value(it))).collect();
        t_with(lang, id, &args)
    }
}

/// The language of the site's own words for somebody who reads `lang`.
pub fn spoken(lang: &str) -> &'static str {
    LANGS.into_iter().find(|it| *it == lang).unwrap_or("en")
}

/// The `lang` of an element with the site's own words, where the page around it is in another language.
pub fn mark(lang: &str) -> Option<&'static str> {
    (spoken(lang) != lang).then(|| spoken(lang))
}

fn identifier(lang: &str) -> &'static LanguageIdentifier {
    if lang == "zh" { &ZH } else { &EN }
}

/// What a language calls itself.
pub fn language_name(lang: &str) -> String {
    let name = match lang {
        "zh" => "中文",
        "en" => "English",
        "ar" => "العربية",
        "de" => "Deutsch",
        "es" => "Español",
        "fr" => "Français",
        "he" => "עברית",
        "id" => "Bahasa Indonesia",
        "ja" => "日本語",
        "ko" => "한국어",
        "ms" => "Bahasa Melayu",
        "pt" => "Português",
        "ru" => "Русский",
        "th" => "ไทย",
        "vi" => "Tiếng Việt",
        other => other,
    };
    name.to_owned()
}

/// How a language runs: `rtl` for those written from the right.
pub fn direction(lang: &str) -> &'static str {
    match lang.split('-').next().unwrap_or(lang) {
        "ar" | "dv" | "fa" | "he" | "ps" | "ug" | "ur" | "yi" => "rtl",
        _ => "ltr",
    }
}

/// The language to show the site in: `?lang=`, the cookie, what the browser asks for, then English.
pub fn site_lang(parts: &Parts) -> &'static str {
    spoken(&preferred(&parts.headers, parts.uri.query(), &LANGS).unwrap_or_default())
}

/// Which of the languages offered somebody wants: `?lang=`, the cookie `lang`, then `Accept-Language`.
pub fn preferred(headers: &HeaderMap, query: Option<&str>, offered: &[impl AsRef<str>]) -> Option<String> {
    let of_query = form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(name, _)| name == "lang")
        .map(|(_, lang)| lang.into_owned());
    let of_cookie = cookies::lang(headers);
    let of_browser = headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    of_query
        .into_iter()
        .chain(of_cookie)
        .find_map(|it| matching(&it, offered))
        .or_else(|| ranked(of_browser).into_iter().find_map(|it| matching(it, offered)))
}

/// The languages of an `Accept-Language`, the dearest first.
fn ranked(header: &str) -> Vec<&str> {
    let mut wanted: Vec<(&str, f32)> = header
        .split(',')
        .take(20)
        .filter_map(|it| {
            let (lang, rest) = it.split_once(';').unwrap_or((it, ""));
            let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |it| it.parse().ok())?;
            (weight > 0.0).then_some((lang.trim(), weight))
        })
        .collect();
    wanted.sort_by(|a, b| b.1.total_cmp(&a.1));
    wanted.into_iter().map(|(lang, _)| lang).collect()
}

/// The language offered that is this one, or another kind of it: `zh` for `zh-CN`.
fn matching(wanted: &str, offered: &[impl AsRef<str>]) -> Option<String> {
    let primary = |lang: &str| lang.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let same = offered.iter().find(|it| it.as_ref().eq_ignore_ascii_case(wanted));
    let kin = || offered.iter().find(|it| !wanted.is_empty() && primary(it.as_ref()) == primary(wanted));
    same.or_else(kin).map(|it| it.as_ref().to_owned())
}

#[cfg(test)]
mod tests;
