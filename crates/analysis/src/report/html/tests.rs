//! Reports as HTML, read back as XML.

use insta::assert_snapshot;
use quick_xml::events::Event;

use super::{blocks, file};
use crate::report::sample;

#[test]
fn one_of_everything_is_drawn() {
    assert_snapshot!(blocks(&sample::document().blocks, ""), @r##"
    <h2>谁在用</h2>
    <p>Women are <a class="report__figure" id="figure-1" href="#note-1" title="All, n = 1,514; 95%: 70.4–74.8"><strong>72.66% (n = 1,514)</strong><sup>1</sup></a> &amp; more <mark>[pct nosuch == 1: no such variable]</mark>; see <a href="https://example.org/?a=1&amp;b=2">here</a></p>
    <ol start="3"><li>third</li>
    <li>fourth</li>
    </ol>
    <ul><li>dot</li>
    </ul>
    <blockquote>
    <p>“said”</p>
    </blockquote>
    <figure class="report__grid">
    <div class="scroller" tabindex="0" role="region" aria-label="How often &lt;b&gt;, by sex">
    <table>
    <caption>How often &lt;b&gt;, by sex</caption>
    <thead>
    <tr><th scope="col" rowspan="2">Answer</th><th scope="col" class="tabular" rowspan="2">All</th><th scope="colgroup" colspan="2">Sex</th></tr>
    <tr><th scope="col" class="tabular">women <b class="report__letter">A</b></th><th scope="col" class="tabular">men <b class="report__letter">B</b></th></tr>
    </thead>
    <tbody>
    <tr data-kind="base"><th scope="row">n</th><td class="tabular">1,514</td><td class="tabular">1,000</td><td class="tabular">514</td></tr>
    <tr data-kind="group"><th scope="rowgroup" colspan="4">Of all</th></tr>
    <tr data-kind="net"><th scope="row">Ever</th><td class="tabular">72.7%</td><td class="tabular">75.0% <b class="report__letter">B</b></td><td class="tabular">68.1%</td></tr>
    <tr><th scope="row" data-indent="1">=often</th><td class="tabular">25.0%</td><td class="tabular">30.0% <b class="report__letter">B</b></td><td class="tabular">40.0%<span class="report__mark">*</span></td></tr>
    <tr data-kind="figure"><th scope="row">Mean</th><td class="tabular">3.41</td><td>–</td><td class="tabular">-1.3</td></tr>
    </tbody>
    </table>
    </div>
    <p class="report__note">* small base</p>
    </figure>
    <figure class="report__chart">
    <table>
    <caption>How often &lt;b&gt;, by sex</caption>
    <tbody>
    <tr><th scope="row" rowspan="2">=often</th><th scope="row" class="report__series">Sex · women</th><td class="report__bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="report__bar-1" x="0.00" y="0" width="75.00" height="10"/></svg></td><td class="tabular">30.0%</td></tr>
    <tr><th scope="row" class="report__series">Sex · men</th><td class="report__bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="report__bar-2" x="0.00" y="0" width="100.00" height="10"/></svg></td><td class="tabular">40.0%</td></tr>
    </tbody>
    </table>
    <p class="report__note">* small base</p>
    </figure>
    <ol class="report__notes">
    <li id="note-1"><a href="#figure-1">72.66% (n = 1,514)</a> All, n = 1,514; 95%: 70.4–74.8</li>
    </ol>
    "##);
}

#[test]
fn the_file_needs_nothing_else_runs_nothing_and_is_well_formed() {
    let file = file(&sample::document());
    assert!(file.contains("<html lang=\"zh\">") && file.contains("@media print"));
    for word in ["<script", "src=", "url(", "@import", "<link", "onclick"] {
        assert!(!file.contains(word), "{word}");
    }
    // But for what HTML leaves open, it is XML: each tag that opens is closed in its place.
    let body = &file[file.find("<body>").unwrap()..file.find("</html>").unwrap()];
    let body = body.replace("<br>", "<br/>");
    let mut reader = quick_xml::Reader::from_str(&body);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(it) => assert_ne!(it.name().as_ref(), "script"),
            _ => {}
        }
    }
}
