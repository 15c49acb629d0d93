//! One page of questions as a plain form.

use leptos::prelude::*;
use survey::Questionnaire;
use survey::said::{document_title, listed, said};
use survey::view::{BlockView, PageView};

use super::browser::Handed;
use super::elsewhere;
use crate::components::interview::{actions, block, head, summary};
use crate::components::layout::{Languages, Sheet};
use crate::components::question::Around;
use crate::words::say;

/// What the form of a page says beside the page itself.
#[derive(Default)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    pub hidden: Vec<(&'static str, String)>,
    /// What else it holds that is no question.
    pub aside: Option<AnyView>,
    /// What a browser needs to go on by itself; none where it cannot.
    pub handed: Option<Handed>,
}

/// A page of questions in the language of its interview.
pub fn page(questionnaire: &Questionnaire, view: &PageView<'_>, lang: &str, form: Form) -> AnyView {
    let survey = questionnaire.title.get(lang).to_owned();
    let say = say(lang);
    let said = said(view, &say);
    let listed = listed(&said);
    let focus = view.focus.filter(|_| listed.is_empty());
    let is_focus = |it: &BlockView<'_>| match it {
        BlockView::Question(it) => focus == Some(&it.question.var),
        BlockView::Info { .. } => false,
    };
    let both = view.blocks.iter().zip(&said);
    let blocks: Vec<_> =
        both.map(|(it, said)| block(it, Around { lang, said, focus: is_focus(it) })).collect();
    let title = document_title(view, &survey, &listed, &say);
    let contact = questionnaire.contact.get(lang).to_owned();
    let Form { action, hidden, aside, handed } = form;
    let script = handed.as_ref().map(Handed::script);
    let later = handed.is_some().then(|| elsewhere::offer_later(lang));
    let offer = elsewhere::offer(lang).or(later);
    let [token, handout, word] = match handed {
        Some(it) => [it.token, it.handout, it.word].map(Some),
        None => [None, None, None],
    };
    let form = view! {
        <main>
            <form
                class="interview"
                id=elsewhere::FORM
                method="post"
                action=action
                novalidate
                data-token=token
                data-handout=handout
                data-word=word
            >
                {head(view, &survey, lang)}
                {summary(view, &listed, lang)}
                {fields(view, hidden)}
                {aside}
                <div class="interview__blocks">{blocks}</div>
                {actions(view, lang)}
                <Languages lang langs=questionnaire.langs.clone() buttons=true/>
            </form>
        </main>
        {script}
    }
    .into_any();
    view! { <Sheet lang title contact offer>{form}</Sheet> }.into_any()
}

/// What the form says beside the answers.
fn fields(view: &PageView<'_>, hidden: Vec<(&'static str, String)>) -> Vec<AnyView> {
    let own = [("_page", view.name.to_owned()), ("_turn", view.turn.to_string())];
    own.into_iter()
        .chain(hidden)
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
        .collect()
}
