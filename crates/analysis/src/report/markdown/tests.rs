//! Typed text, drawn as HTML.

use insta::assert_snapshot;

use super::blocks;
use crate::report::{Run, html};

/// A text drawn as HTML; each figure is what stands between its braces, in brackets.
fn drawn(text: &str) -> String {
    let figure = &mut |typed: &str| vec![Run::plain(format!("[{typed}]"))];
    let blocks = blocks(text, figure);
    html::blocks(&blocks, "")
}

#[test]
fn marks_become_headings_lists_quotes_links_and_tables() {
    let text = "# One\nSome *soft* and **loud** text,\nand [a link](https://example.org/?a=1&b=2).\n\n\
                - first\n- second\n  1. inner\n\n> said\n\n| who | share |\n| --- | --- |\n| women | 72 |\n";
    assert_snapshot!(drawn(text), @r##"
    <h3>One</h3>
    <p>Some <em>soft</em> and <strong>loud</strong> text, and <a href="https://example.org/?a=1&amp;b=2">a link</a>.</p>
    <ul><li>first</li>
    <li><p>second</p>
    <ol><li>inner</li>
    </ol>
    </li>
    </ul>
    <blockquote>
    <p>said</p>
    </blockquote>
    <figure class="report__grid">
    <div class="scroller" tabindex="0" role="region" aria-label="who">
    <table>
    <thead>
    <tr><th scope="col">who</th><th scope="col">share</th></tr>
    </thead>
    <tbody>
    <tr><th scope="row">women</th><td>72</td></tr>
    </tbody>
    </table>
    </div>
    </figure>
    "##);
}

#[test]
fn html_is_shown_as_it_was_typed() {
    let text = "<script>alert(1)</script>\n\na <b onclick=x>bold</b> word and `<i>`";
    assert_snapshot!(drawn(text), @"
    <p>&lt;script&gt;alert(1)&lt;/script&gt;</p>
    <p>a &lt;b onclick=x&gt;bold&lt;/b&gt; word and <code>&lt;i&gt;</code></p>
    ");
}

#[test]
fn a_link_that_would_run_something_is_text() {
    let text = "[a](javascript:alert(1)) [b](JaVaScRiPt:x) [c](data:text/html,x) [d](#here) [e](mailto:a@example.org)";
    assert_snapshot!(drawn(text), @r##"<p>a b c <a href="#here">d</a> <a href="mailto:a@example.org">e</a></p>"##);
}

#[test]
fn a_figure_is_asked_for_whatever_signs_are_in_it() {
    let text = "**{{pct sex == 2 | a in [3, 4] and b*c*d > 1}}** of all; `{{n x}}`; {{ not closed\nhere }}";
    assert_snapshot!(drawn(text), @"<p><strong>[pct sex == 2 | a in [3, 4] and b*c*d &gt; 1]</strong> of all; <code>{{n x}}</code>; {{ not closed here }}</p>");
    assert_snapshot!(drawn("| a | b |\n| - | - |\n| {{pct x | y}} | 1 |"), @r##"
    <figure class="report__grid">
    <div class="scroller" tabindex="0" role="region" aria-label="a">
    <table>
    <thead>
    <tr><th scope="col">a</th><th scope="col">b</th></tr>
    </thead>
    <tbody>
    <tr><th scope="row">[pct x | y]</th><td>1</td></tr>
    </tbody>
    </table>
    </div>
    </figure>
    "##);
}

#[test]
fn text_without_end_and_signs_of_our_own_do_no_harm() {
    let deep = "> ".repeat(20_000) + "in" + &"\n- ".repeat(5_000);
    assert!(drawn(&deep).contains("in"));
    assert_snapshot!(drawn("\u{e000}7\u{e001} {{}} and {{a}}"), @"<p>7 [] and [a]</p>");
    let lists: String = (0..100).map(|it| "  ".repeat(it) + "- x\n").collect();
    assert!(drawn(&lists).matches("<ul>").count() <= super::DEEP);
}

#[test]
fn a_picture_is_its_words_where_it_stands() {
    assert_snapshot!(drawn("text ![a](b) more"), @"<p>text a more</p>");
    let cell = drawn("| a | b |\n| - | - |\n| one ![pic](x) two | 1 |");
    assert!(cell.contains("<th scope=\"row\">one pic two</th><td>1</td>"), "{cell}");
}

#[test]
fn braces_in_the_address_of_a_link_stay_as_they_were_typed() {
    assert_snapshot!(drawn("{{b}} [a](https://example.org/?q={{n x}})"), @r##"<p>[b] <a href="https://example.org/?q={{n x}}">a</a></p>"##);
}

#[test]
fn lines_of_chinese_are_joined_without_a_blank() {
    assert_snapshot!(drawn("上一行，\n下一行\n**再一行**\nin English\nand 中\n{{中}} {{n x}}\n文"), @"<p>上一行，下一行<strong>再一行</strong> in English and 中 [中] [n x] 文</p>");
}
