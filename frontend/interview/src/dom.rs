//! Short words for what a document is asked.

use wasm_bindgen::prelude::{Closure, JsValue};
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{
    Document, Element, Event, EventInit, EventTarget, HtmlElement, HtmlTemplateElement, Node, Window,
};

/// The window. There is one wherever a document is.
pub fn window() -> Window {
    web_sys::window().unwrap_throw()
}

/// The document.
pub fn document() -> Document {
    window().document().unwrap_throw()
}

/// The first element below `at` that a selector means.
pub fn find(at: &Element, selector: &str) -> Option<Element> {
    at.query_selector(selector).ok().flatten()
}

/// All elements below `at` that a selector means.
pub fn all(at: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = at.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|it| found.item(it)?.dyn_into().ok()).collect()
}

/// The element with this id.
pub fn by_id(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// A new element with attributes and a text; it stands nowhere yet.
pub fn element(name: &str, attributes: &[(&str, &str)], text: &str) -> Element {
    let element = document().create_element(name).unwrap_throw();
    for (name, value) in attributes {
        set(&element, name, value);
    }
    if !text.is_empty() {
        element.set_text_content(Some(text));
    }
    element
}

/// The first element of a text of HTML that the server has written.
pub fn read(html: &str) -> Option<Element> {
    let template: HtmlTemplateElement = document().create_element("template").ok()?.unchecked_into();
    template.set_inner_html(html);
    template.content().first_element_child()
}

/// Sets an attribute.
pub fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Sets an attribute without a value, or takes it away.
pub fn mark(element: &Element, name: &str, is_so: bool) {
    let _ = element.toggle_attribute_with_force(name, is_so);
}

/// Puts a node last.
pub fn append(to: &Node, it: &Node) {
    let _ = to.append_child(it);
}

/// Gives an element the focus.
pub fn focus(element: &Element) {
    let _ = element.unchecked_ref::<HtmlElement>().focus();
}

/// Listens for as long as the page lives.
pub fn on(target: &EventTarget, name: &str, act: impl Fn(Event) + 'static) {
    let act = Closure::<dyn Fn(Event)>::new(act);
    let _ = target.add_event_listener_with_callback(name, act.as_ref().unchecked_ref());
    act.forget();
}

/// Says that a control was changed, as if by hand.
pub fn changed(control: &Element) {
    let init = EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("change", &init) {
        let _ = control.dispatch_event(&event);
    }
}

/// Does something after so many milliseconds.
pub fn after(millis: i32, act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(act.unchecked_ref(), millis);
}

/// Does something once the page is painted as it is now; soon, where nothing is painted because nobody looks.
pub fn after_paint(act: impl FnOnce() + 'static) {
    if document().hidden() {
        return after(0, act);
    }
    let act = Closure::once_into_js(move || after(0, act));
    let _ = window().request_animation_frame(act.unchecked_ref());
}

/// A property of a script's object.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
