//! How a report in a file of its own looks, on a screen and on paper. It cannot load the styles of the site.

/// What stands in the head of the file.
pub(super) const STYLE: &str = r#":root { color-scheme: light; --line: #c9ced6; --quiet: #545b66; --fill: #1f5f99; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1a1d21; font: 1rem/1.6 system-ui, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
.report { max-inline-size: 52rem; margin-inline: auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.25; margin-block: 2em 0.5em; break-after: avoid; }
h1 { margin-block-start: 0; }
blockquote { margin-inline: 0; padding-inline-start: 1rem; border-inline-start: 4px solid var(--line); color: var(--quiet); }
a { color: #14508a; }
mark { background: #fff1cc; color: #6b3a00; }
figure { margin: 1.5rem 0; }
.scroller { overflow-x: auto; }
table { border-collapse: collapse; inline-size: 100%; font-size: 0.9rem; overflow-wrap: break-word; }
caption { text-align: start; font-weight: 600; padding-block-end: 0.5rem; }
th, td { padding: 0.25rem 0.5rem; text-align: start; vertical-align: top; border-block-end: 1px solid var(--line); font-weight: 400; }
thead th { vertical-align: bottom; font-weight: 600; }
thead th[scope="colgroup"] { text-align: center; }
.tabular { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
[data-kind="net"] > *, [data-kind="group"] > * { font-weight: 600; }
[data-kind="base"] > *, [data-kind="detail"] > * { color: var(--quiet); }
[data-indent="1"] { padding-inline-start: 1.5rem; }
[data-indent="2"] { padding-inline-start: 2.5rem; }
[data-indent="3"] { padding-inline-start: 3.5rem; }
.report__letter { font-size: 0.8em; color: var(--quiet); }
.report__note, .report__notes { color: var(--quiet); font-size: 0.85rem; margin-block: 0.5rem 0; }
.report__notes { margin-block-start: 3rem; border-block-start: 1px solid var(--line); padding-block-start: 1rem; }
.report__figure { color: inherit; text-decoration-color: var(--line); white-space: nowrap; }
.report__bar { inline-size: 45%; vertical-align: middle; }
.report__bar svg { display: block; inline-size: 100%; block-size: 1rem; }
.report__bar-1 { fill: var(--fill); }
.report__bar-2 { fill: #b35c1e; }
.report__bar-3 { fill: #4d7c3a; }
.report__bar-4 { fill: #7a5195; }
@page { margin: 18mm 16mm; }
@media print {
  body { font-size: 10.5pt; }
  .report { max-inline-size: none; padding: 0; }
  .scroller { overflow: visible; }
  thead { display: table-header-group; }
  tr, blockquote { break-inside: avoid; }
  .report__chart { break-inside: avoid; }
  svg, mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  a { color: inherit; }
}
"#;
