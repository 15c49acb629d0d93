//! The head, the field, the lists and the ends.

use insta::assert_snapshot;

use super::{problems, problems_of};

const PAGES: &str = "pages: [{page: p, questions: [{var: x, type: nps, text: {en: A}}]}]";

#[test]
fn keys_that_must_be_there() {
    assert_snapshot!(problems_of("quality: {}"), @r#"
    1:1-7 missing-key `quality`
      A questionnaire needs `survey`. Add `survey: …`.
    1:1-7 missing-key `quality`
      A questionnaire needs `version`. Add `version: …`.
    1:1-7 missing-key `quality`
      A questionnaire needs `langs`. Add `langs: …`.
    1:1-7 missing-key `quality`
      A questionnaire needs `default`. Add `default: …`.
    1:1-7 missing-key `quality`
      A questionnaire needs `title`. Add `title: …`.
    1:1-7 missing-key `quality`
      A questionnaire needs `contact`. Add `contact: …`.
    1:1-7 missing-key `quality`
      A questionnaire needs `pages`. Add `pages: …`.
    1:1-7 missing-key `quality`
      A questionnaire needs `ends`. Add `ends: …`.
    "#);
}

#[test]
fn unknown_keys_name_the_nearest_right_one() {
    assert_snapshot!(problems(&format!("{PAGES}\nqoutas: {{}}\nfield: {{devcie: phone, weather: fine}}")), @r#"
    2:1-6 unknown-key `qoutas`
      `qoutas` is no key of a questionnaire. Did you mean `quota`?
    3:9-6 unknown-key `devcie`
      `devcie` is no key of the field. Did you mean `device`?
    3:24-7 unknown-key `weather`
      `weather` is no key of the field. Keys here: n, year, start, end, loi, device, resume, back, progress.
    "#);
    assert_snapshot!(problems("pages: [{page: p, question: [{var: x, type: nps, txt: {en: A}, color: red}]}]"), @r#"
    1:19-8 unknown-key `question`
      `question` is no key of a page. Did you mean `questions`?
    "#);
}

#[test]
fn ids_versions_and_languages() {
    let text = format!("survey: Größe 1\nversion:\nlangs: [en, pt-BR]\ndefault: zh\n{PAGES}");
    assert_snapshot!(problems(&text), @r#"
    1:9-7 bad-name `Größe 1`
      `Größe 1` is no id for a survey. Use at most 64 small English letters, digits, `-` and `_`: it becomes the survey's address.
    2:8-1 wrong-shape ``
      Nothing is written here. Write a version such as `1.0.0`.
    4:10-2 unknown-language `zh`
      `zh` is not among `langs`. Write one of: en, pt-BR.
    5:51-4 missing-language `text`
      This has no text in: pt-BR. Add `pt-BR: …`, or take the language out of `langs`.
    "#);
    let text =
        "survey: a\nversion: 1.0\nlangs: [en, en, xx!, 1]\ndefault: e\ntitle: {en: A}\ncontact: {en: A}\n";
    assert_snapshot!(problems_of(&format!("{text}{PAGES}\nends: {{complete: {{text: {{en: A}}}}}}")), @r#"
    3:13-2 duplicate-name `en`
      `en` stands here twice. Remove one.
    3:17-3 bad-name `xx!`
      `xx!` is no language. Use a language tag such as `zh`, `en` or `pt-BR`.
    3:22-1 bad-name `1`
      `1` is no language. Use a language tag such as `zh`, `en` or `pt-BR`.
    4:10-1 unknown-language `e`
      `e` is not among `langs`. Write one of: en.
    "#);
    let text = "survey: a\nversion: 1.0\nlangs: []\ndefault: [a]\ntitle: Words\ncontact: {}\npages: []\n";
    assert_snapshot!(problems_of(&format!("{text}ends: {{complete: {{text: {{}}}}}}")), @r#"
    3:8-2 no-languages `[]`
      There is no language here. Write `langs: [zh, en]`.
    4:10-3 wrong-shape `[a]`
      A list does not fit here. Write a language such as `zh`; if braces or brackets belong to a text, quote this text.
    5:8-5 wrong-shape `Words`
      Expected a text for each language. Write `{}`.
    7:8-2 no-pages `[]`
      There are no pages. Add at least one: `- page: name`.
    "#);
}

#[test]
fn every_text_needs_every_language() {
    let text = "
        langs: [zh, en]
        title: {zh: 题目}
        contact: {en: A, zh: 甲, fr: B}
        pages:
        - page: p
          title: {en: A}
          questions:
          - {var: x, type: open, text: Words, hint: {zh: 甲}}
          - {info: i, text: {en: Hello, world, zh: 甲}}
        ";
    assert_snapshot!(problems(text), @r#"
    2:1-5 missing-language `title`
      This has no text in: en. Add `en: …`, or take the language out of `langs`.
    3:25-2 unknown-language `fr`
      `fr` is no language of this questionnaire. Add the language to `langs`, or quote this text if it belongs to the one before.
    6:3-5 missing-language `title`
      This has no text in: zh. Add `zh: …`, or take the language out of `langs`.
    8:32-5 wrong-shape `Words`
      Expected a text for each language. Write `{zh: …, en: …}`.
    8:39-4 missing-language `hint`
      This has no text in: en. Add `en: …`, or take the language out of `langs`.
    9:33-5 unknown-language `world`
      `world` is no language of this questionnaire. Within `{…}` a comma ends a text: quote this text.
    "#);
}

#[test]
fn the_field() {
    let text = "field: {n: 0, year: 26, start: 2026-02-30, end: 12.1.2026, loi: 12, device: fax, resume: 2 days, back: no, progress: yes}";
    assert_snapshot!(problems(&format!("{PAGES}\n{text}")), @r#"
    2:12-1 wrong-shape `0`
      `0` does not fit here. Write a whole number from 1 to 100000000.
    2:21-2 wrong-shape `26`
      `26` does not fit here. Write a whole number from 1900 to 2200.
    2:32-10 bad-date `2026-02-30`
      `2026-02-30` is no date. Write year, month and day: `2026-01-31`.
    2:49-9 bad-date `12.1.2026`
      `12.1.2026` is no date. Write year, month and day: `2026-01-31`.
    2:65-2 bad-duration `12`
      `12` is no duration that fits here. Write a whole number and `s`, `m`, `h` or `d`, such as `90s`, `12m` or `48h`.
    2:77-3 unknown-word `fax`
      `fax` is not possible here. Write one of: phone, tablet, desktop, any.
    2:90-6 bad-duration `2 days`
      `2 days` is no duration that fits here. Write a whole number and `s`, `m`, `h` or `d`, such as `90s`, `12m` or `48h`.
    2:104-2 wrong-shape `no`
      `no` does not fit here. Write `true` or `false` (not `yes`, `no`, `on` or `off`).
    2:118-3 unknown-word `yes`
      `yes` is not possible here. Write one of: bar, none.
    "#);
    let text = "field: {n: 10, year: 2026, start: 2026-02-10, end: 2026-02-01, loi: 90s, device: any, resume: 400d, back: 'true'}";
    assert_snapshot!(problems(&format!("{PAGES}\n{text}")), @r#"
    2:52-10 upside-down `2026-02-01`
      The field ends before it begins. Change `start` or `end`.
    2:95-4 bad-duration `400d`
      `400d` is no duration that fits here. Write a whole number and `s`, `m`, `h` or `d`, such as `90s`, `12m` or `48h`.
    2:107-6 wrong-shape `'true'`
      `true` does not fit here. Write `true` or `false` (not `yes`, `no`, `on` or `off`).
    "#);
}

#[test]
fn ends_that_are_named_or_used_need_a_page() {
    let text = "
        pages:
        - page: p
          questions:
          - {var: x, type: nps, text: {en: A}}
          then:
          - {end: screened_out, code: S_X, if: x == 1}
          - {end: refused, if: x == 2}
          - {end: refused, if: x == 3}
          - {end: compleet, if: x == 4}
          - {end: broken_off, if: x == 5}
          - {end: screened_out, if: x == 6}
          - {end: refused, code: R, if: x == 7}
          - {end: screened_out, code: 'S X', if: x == 8}
          - {code: S_Y}
          - {end: complete, if: x ==}
          - words
        ends:
          quota_full: {text: {en: Full}}
          finished: {text: {en: Done}}
          screened_out: {txt: {en: Out}}
        ";
    assert_snapshot!(problems(text), @r#"
    6:11-12 end-without-page `screened_out`
      The end `screened_out` has no page. Add `screened_out: {text: …}` under `ends`.
    7:11-7 end-without-page `refused`
      The end `refused` has no page. Add `refused: {text: …}` under `ends`.
    9:11-8 unknown-end `compleet`
      There is no end `compleet`. Did you mean `complete`?
    10:11-10 unknown-end `broken_off`
      There is no end `broken_off`. The ends are complete, screened_out, quota_full, rejected, refused.
    11:11-12 missing-key `screened_out`
      A screen-out needs `code`. Add `code: S_…`: incidence is computed from these codes.
    12:20-4 meaningless `code`
      `code` means nothing on this end. Remove it: only screen-outs have codes.
    13:25-4 bad-name `code`
      `S X` is no code. Use English letters, digits and `_`.
    14:6-4 missing-key `code`
      A step after a page needs `end`. Add `end: …`.
    15:29-1 unexpected-end ``
      The expression ends where a value is wanted. Write a variable, a number or a text in single quotes here.
    16:5-5 wrong-shape `words`
      `words` does not fit here. Write a step after a page, key by key.
    17:1-4 end-without-page `ends`
      The end `complete` has no page. Add `complete: {text: …}` under `ends`.
    19:3-8 unknown-key `finished`
      `finished` is no key of the ends. Keys here: complete, screened_out, quota_full, rejected, refused.
    20:18-3 unknown-key `txt`
      `txt` is no key of an end. Did you mean `text`?
    "#);
}

#[test]
fn rejected_people_read_what_complete_ones_read() {
    let ends = "ends: {complete: {text: {en: Thanks}}, rejected: {text: {en: Go away}}}";
    assert_snapshot!(problems(&format!("{PAGES}\n{ends}")), @r#"
    2:40-8 warning rejected-differs `rejected`
      This text is never shown: rejected people read what complete ones read. Write the words of `complete` here, or leave it out.
    "#);
}
