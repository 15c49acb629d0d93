//! What is said and shown in the language of the interview: it came with the questionnaire.

use survey::portable::handout::{Filled, Handout, Phrase, Speech};

/// The speech of a language; of the first one where it is spoken by no one.
pub fn of<'a>(handout: &'a Handout, lang: &str) -> Option<&'a Speech> {
    handout.speech.iter().find(|it| it.lang == lang).or_else(|| handout.speech.first())
}

/// The words called `id` with these values filled in; the id itself where they did not come.
pub fn say(speech: &Speech, id: &str, args: &[(&'static str, Filled)]) -> String {
    let phrase: Option<&Phrase> = speech.words.iter().find(|(it, _)| it == id).map(|(_, it)| it);
    phrase.map_or_else(|| id.to_owned(), |it| it.say(args))
}

/// Names the language of an element with the site's own words, where the questionnaire is in another.
pub fn mark(element: &web_sys::Element, speech: &Speech) {
    if let Some(lang) = &speech.mark {
        crate::dom::set(element, "lang", lang);
    }
}
