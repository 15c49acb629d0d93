//! The page in the document: what is typed on it, and what is drawn anew when that changes.

use survey::answer::belongs;
use survey::portable::handout::{Filled, Handout};
use survey::questionnaire::Page;
use survey::said::{Said, document_title, listed, said};
use survey::view::{BlockView, PageView};
use survey::{Interview, Reading};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, FormData, HtmlFormElement, HtmlInputElement};

use crate::dom::{after_paint, append, document, element, find, focus, set, window};
use crate::{aids, complaint, fill, speech};

/// Where the questions stand.
const BLOCKS: &str = ".interview__blocks";
/// The button that leads to the page before.
const BACK: &str = "button[name=_go][value=back]";

/// One block on the screen.
pub struct Drawn {
    /// Its place on the page of the questionnaire.
    at: usize,
    /// The question; empty for a text.
    var: String,
    /// What it shows, without what is typed in it.
    shape: String,
    /// Something is said of it.
    is_said: bool,
    element: Element,
}

/// What pages are drawn from: the handout, and the words of one language.
pub struct Pen<'a> {
    handout: &'static Handout,
    interview: &'a Interview,
    view: PageView<'a>,
    reading: Reading<'a>,
}

impl<'a> Pen<'a> {
    /// Draws the page where an interview stands.
    pub fn new(handout: &'static Handout, interview: &'a Interview) -> Pen<'a> {
        let reading = Reading::new(&handout.questionnaire, interview);
        Pen { handout, interview, view: survey::view::page_of(&reading), reading }
    }

    fn say(&self, id: &'static str, args: &[(&'static str, Filled)]) -> String {
        speech::of(self.handout, &self.interview.lang)
            .map_or_else(String::new, |it| speech::say(it, id, args))
    }

    fn said(&self) -> Vec<Vec<Said>> {
        said(&self.view, &|id, args| self.say(id, args))
    }

    /// The places on the page of the blocks that are shown.
    fn places(&self) -> impl Iterator<Item = usize> {
        let blocks = self.reading.blocks(self.interview.page as usize);
        blocks.enumerate().filter(|(_, (_, it))| it.is_shown()).map(|(at, _)| at)
    }

    /// A block with what is this respondent's.
    fn block(&self, at: usize, view: &BlockView<'_>) -> Option<Element> {
        let speech = speech::of(self.handout, &self.interview.lang)?;
        let html = speech.blocks.get(self.interview.page as usize)?.get(at)?;
        fill::block(html, view, &self.reading)
    }

    /// The same, ready to stand on the page.
    fn build(&self, at: usize, view: &BlockView<'_>, said: &[Said]) -> Option<Drawn> {
        let speech = speech::of(self.handout, &self.interview.lang)?;
        let element = self.block(at, view)?;
        complaint::say(&element, var(view), said);
        aids::dress(&element, view, self.handout, speech);
        Some(drawn(at, view, said, element))
    }
}

/// The fields of the form that are answers. What was typed at questions that have gone from the screen stays.
pub fn fields(
    form: &HtmlFormElement,
    page: &Page,
    seen: &[String],
    before: &Interview,
) -> Vec<(String, String)> {
    let mut fields: Vec<_> = pairs(form).into_iter().filter(|(name, _)| is_answer(page, name)).collect();
    let gone = |name: &str| page.questions().any(|it| belongs(it, name) && !seen.contains(&it.var));
    let before = before.drafts.get(&page.name).map(|it| it.fields.as_slice()).unwrap_or_default();
    fields.extend(before.iter().filter(|(name, _)| gone(name)).cloned());
    fields
}

/// The fields of the form that are no answers, but for those that each post has of its own.
pub fn aside(form: &HtmlFormElement, page: &Page) -> Vec<(String, String)> {
    let is_own = |name: &str| matches!(name, "_page" | "_turn" | "_go" | "_lang");
    pairs(form).into_iter().filter(|(name, _)| !is_own(name) && !is_answer(page, name)).collect()
}

fn is_answer(page: &Page, name: &str) -> bool {
    page.questions().any(|it| belongs(it, name))
}

fn pairs(form: &HtmlFormElement) -> Vec<(String, String)> {
    let Ok(data) = FormData::new_with_form(form) else { return Vec::new() };
    let Ok(Some(entries)) = js_sys::try_iter(&data) else { return Vec::new() };
    let pair = |it: JsValue| {
        let it = js_sys::Array::from(&it);
        Some((it.get(0).as_string()?, it.get(1).as_string()?))
    };
    entries.flatten().filter_map(pair).collect()
}

/// Finds the page that the server has drawn on the screen; none where it shows something else.
pub fn adopt(form: &HtmlFormElement, handout: &'static Handout, interview: &Interview) -> Option<Vec<Drawn>> {
    let pen = Pen::new(handout, interview);
    let turn = find(form, "[name=_turn]")?.unchecked_into::<HtmlInputElement>().value();
    let lang = document().document_element()?.get_attribute("lang")?;
    let blocks = find(form, BLOCKS)?.children();
    let is_same = turn == pen.view.turn.to_string()
        && lang == interview.lang
        && blocks.length() as usize == pen.view.blocks.len();
    if !is_same {
        return None;
    }
    let speech = speech::of(handout, &interview.lang)?;
    let all = pen.view.blocks.iter().zip(pen.said()).zip(pen.places()).zip(0..);
    all.map(|(((view, said), place), nth)| {
        let element = blocks.item(nth)?;
        aids::adopt(&element, view, handout, speech);
        Some(drawn(place, view, &said, element))
    })
    .collect()
}

/// Draws the page where an interview stands, from its title to its buttons.
pub fn draw(form: &HtmlFormElement, handout: &'static Handout, interview: &Interview) -> Vec<Drawn> {
    let pen = Pen::new(handout, interview);
    let (view, said) = (&pen.view, pen.said());
    let survey = handout.questionnaire.title.get(&interview.lang);
    let listed = listed(&said);
    let say = |id: &'static str, args: &[(&'static str, Filled)]| pen.say(id, args);
    let blocks = find(form, BLOCKS);
    // First, so that the rest is found sooner.
    blocks.iter().for_each(|it| it.set_text_content(None));
    if let Some(it) = find(form, ".summary") {
        it.remove();
    }
    if let Some(title) = find(form, "h1") {
        title.set_text_content(Some(view.title.unwrap_or(survey)));
    }
    if let (Some(it), Some(percent)) = (find(form, ".meter"), view.progress) {
        set(&it, "value", &percent.to_string());
        it.set_text_content(Some(&say("progress-done", &[("percent", percent.into())])));
        set(&it, "aria-label", &say("progress", &[]));
    }
    if let (Some(it), Some(head)) = (complaint::summary(view, &listed, &say), find(form, ".interview__head"))
    {
        let _ = head.after_with_node_1(&it);
    }
    set_hidden(form, "_page", view.name);
    set_hidden(form, "_turn", &view.turn.to_string());
    buttons(form, &pen);
    let both = view.blocks.iter().zip(&said).zip(pen.places());
    let drawn: Vec<Drawn> = both.filter_map(|((it, said), at)| pen.build(at, it, said)).collect();
    if let Some(blocks) = blocks {
        drawn.iter().for_each(|it| append(&blocks, &it.element));
    }
    look_at(form, view, document_title(view, survey, &listed, &say));
    drawn
}

/// Makes the blocks of a page and shows them to nobody: on the way the browser compiles what the next page needs.
pub fn rehearse(handout: &'static Handout, interview: &Interview) {
    let pen = Pen::new(handout, interview);
    let both = pen.view.blocks.iter().zip(pen.places());
    both.for_each(|(view, at)| drop(pen.block(at, view)));
}

/// Brings the page up to date with what is typed: questions appear and go, and change where they rest on others.
/// What is typed in those that stay is left alone.
pub fn update(
    form: &HtmlFormElement,
    handout: &'static Handout,
    interview: &Interview,
    before: &mut Vec<Drawn>,
) {
    let pen = Pen::new(handout, interview);
    let Some(blocks) = find(form, BLOCKS) else { return };
    let Some(speech) = speech::of(handout, &interview.lang) else { return };
    let mut old = std::mem::take(before);
    for ((view, said), at) in pen.view.blocks.iter().zip(pen.said()).zip(pen.places()) {
        let stays = old.iter().position(|it| it.at == at).map(|it| old.remove(it));
        let now = match stays {
            Some(it) if it.shape == shape(view) => Some(it),
            changed => {
                if let Some(it) = changed {
                    it.element.remove();
                }
                pen.build(at, view, &said)
            }
        };
        let Some(mut now) = now else { continue };
        if now.is_said && said.is_empty() {
            complaint::unsay(&now.element);
            now.is_said = false;
        }
        aids::update(&now.element, view, speech);
        before.push(now);
    }
    old.iter().for_each(|it| it.element.remove());
    for (it, nth) in before.iter().zip(0..) {
        let here = blocks.children().item(nth);
        if here.as_ref() != Some(&it.element) {
            let _ = blocks.insert_before(&it.element, here.as_deref());
        }
    }
    buttons(form, &pen);
}

/// Next, or Submit; Back, where it leads anywhere. Next stands first, so that the Enter key means it.
fn buttons(form: &HtmlFormElement, pen: &Pen<'_>) {
    let Some(actions) = find(form, ".interview__actions") else { return };
    if let Some(next) = find(&actions, "[value=next]") {
        let words = pen.say(if pen.view.is_last { "submit" } else { "next" }, &[]);
        if next.text_content().as_deref() != Some(&words) {
            next.set_text_content(Some(&words));
        }
    }
    match (find(&actions, BACK), pen.view.can_go_back) {
        (Some(back), true) => back.set_text_content(Some(&pen.say("back", &[]))),
        (Some(back), false) => back.remove(),
        (None, true) => {
            let class = "button button--quiet";
            let attributes = [("type", "submit"), ("class", class), ("name", "_go"), ("value", "back")];
            append(&actions, &element("button", &attributes, &pen.say("back", &[])));
        }
        (None, false) => {}
    }
}

/// Whether there is a page to go back to: it has a button where there is.
pub fn has_back(form: &HtmlFormElement) -> bool {
    find(form, BACK).is_some()
}

/// The questions on the screen.
pub fn seen(drawn: &[Drawn]) -> Vec<String> {
    drawn.iter().filter(|it| !it.var.is_empty()).map(|it| it.var.clone()).collect()
}

fn drawn(at: usize, view: &BlockView<'_>, said: &[Said], element: Element) -> Drawn {
    Drawn { at, var: var(view).to_owned(), shape: shape(view), is_said: !said.is_empty(), element }
}

fn var<'a>(view: &'a BlockView<'_>) -> &'a str {
    match view {
        BlockView::Question(it) => &it.question.var,
        BlockView::Info { .. } => "",
    }
}

/// Everything that a block shows but what is typed in it.
fn shape(view: &BlockView<'_>) -> String {
    let it = match view {
        BlockView::Info { text, .. } => return text.clone(),
        BlockView::Question(it) => it,
    };
    let mut shape =
        [it.text.as_str(), it.hint.as_deref().unwrap_or_default(), &it.ranks.len().to_string()].join("\n");
    let choices = it.choices.iter().map(|it| (it.code.to_string(), &it.label));
    for (name, label) in choices.chain(it.items.iter().map(|it| (it.name.clone(), &it.label))) {
        shape.push('\n');
        shape.push_str(&name);
        shape.push(' ');
        shape.push_str(label);
    }
    shape
}

/// Leads eye and ear to what is new: what needs attention, the first question that appeared, or the title. Once it is
/// painted: the focus changes what is drawn, and a slow phone would draw it twice before it shows anything; the title
/// is the business of another process.
fn look_at(form: &HtmlFormElement, view: &PageView<'_>, title: String) {
    let appeared = view.focus.and_then(|it| find(form, &format!("#q-{it}")));
    let appeared = appeared.and_then(|it| find(&it, "input, select:not([hidden]), textarea, button"));
    let new = find(form, ".summary").or(appeared);
    if new.is_none() {
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
    let new = new.or_else(|| find(form, "h1"));
    after_paint(move || {
        document().set_title(&title);
        new.iter().for_each(focus);
    });
}

fn set_hidden(form: &HtmlFormElement, name: &str, value: &str) {
    if let Some(it) = find(form, &format!("[name={name}]")) {
        it.unchecked_into::<HtmlInputElement>().set_value(value);
    }
}
