//! What pages are made of.

pub mod button;
pub mod interview;
pub mod layout;
pub mod meter;
pub mod notice;
pub mod question;

/// A text as the content of a `<textarea>`, which Leptos writes as it is: what was typed must not end the field. The
/// first line break of a textarea is dropped, so that one more stands before it.
pub fn in_textarea(text: &str) -> String {
    format!("\n{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_browser_reads_in_a_textarea_what_was_typed() {
        assert_eq!(super::in_textarea("\na & </textarea>&lt;"), "\n\na &amp; &lt;/textarea>&amp;lt;");
    }
}
