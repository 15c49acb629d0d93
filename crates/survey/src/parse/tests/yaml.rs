//! What is not YAML, or not the plain YAML that is asked for.

use insta::assert_snapshot;

use super::{problems_of, questions};

#[test]
fn an_empty_file_and_another_kind_of_file() {
    assert_snapshot!(problems_of(""), @r#"
    1:1-1 empty-file ``
      There is nothing in this file. Begin with `survey: …`.
    "#);
    assert_snapshot!(problems_of("# nothing\n"), @r#"
    1:1-1 empty-file ``
      There is nothing in this file. Begin with `survey: …`.
    "#);
    assert_snapshot!(problems_of("just words"), @r#"
    1:1-10 wrong-shape `just words`
      `just words` does not fit here. Write a questionnaire, key by key.
    "#);
    assert_snapshot!(problems_of("- a\n- b\n"), @r#"
    1:1-3 wrong-shape `- a`
      A list does not fit here. Write a questionnaire, key by key; if braces or brackets belong to a text, quote this text.
    "#);
}

#[test]
fn what_is_no_yaml() {
    assert_snapshot!(problems_of("survey: a\n title: b\n"), @r#"
    2:7-1 yaml `:`
      This is not YAML: mapping values are not allowed in this context. Quote this text if it contains `: `; otherwise indent lines of one map alike.
    "#);
    assert_snapshot!(problems_of("title: {en: A"), @r#"
    1:8-1 yaml `{`
      This is not YAML: unclosed bracket '{'. Close it, or quote this text if the character belongs to it.
    "#);
    assert_snapshot!(problems_of("title: \"A"), @r#"
    1:8-1 yaml `"`
      This is not YAML: unclosed quote. Close it, or quote this text if the character belongs to it.
    "#);
    assert_snapshot!(problems_of("\ttitle: A"), @r#"
    1:2-5 missing-key `title`
      A questionnaire needs `survey`. Add `survey: …`.
    1:2-5 missing-key `title`
      A questionnaire needs `version`. Add `version: …`.
    1:2-5 missing-key `title`
      A questionnaire needs `langs`. Add `langs: …`.
    1:2-5 missing-key `title`
      A questionnaire needs `default`. Add `default: …`.
    1:2-5 missing-key `title`
      A questionnaire needs `contact`. Add `contact: …`.
    1:2-5 missing-key `title`
      A questionnaire needs `pages`. Add `pages: …`.
    1:2-5 missing-key `title`
      A questionnaire needs `ends`. Add `ends: …`.
    1:9-1 wrong-shape `A`
      Expected a text for each language. Write `{}`.
    "#);
    assert_snapshot!(problems_of("title: A: B"), @r#"
    1:9-1 yaml `:`
      This is not YAML: mapping values are not allowed in this context. Quote this text if it contains `: `; otherwise indent lines of one map alike.
    "#);
    assert_snapshot!(problems_of("title: {en: A: B}"), @r#"
    1:14-1 yaml `:`
      This is not YAML: while parsing a flow mapping, did not find expected ',' or '}'. Within `{…}` and `[…]`, quote a text or condition that contains `: `, a comma, braces or brackets.
    "#);
    assert_snapshot!(problems_of("title: {en: {x} and y}"), @r#"
    1:17-1 yaml `a`
      This is not YAML: while parsing a flow mapping, did not find expected ',' or '}'. Within `{…}` and `[…]`, quote a text or condition that contains `: `, a comma, braces or brackets.
    "#);
    assert_snapshot!(problems_of("title: {en: @home}"), @r#"
    1:13-1 yaml `@`
      This is not YAML: unexpected character: `@'. Quote this text: YAML gives its first character a meaning.
    "#);
    assert_snapshot!(problems_of("title: {zh: 你好, if: x in [1, 2]}\n"), @r#"
    1:26-1 yaml `[`
      This is not YAML: while parsing a flow mapping, did not find expected ',' or '}'. Within `{…}` and `[…]`, quote a text or condition that contains `: `, a comma, braces or brackets.
    "#);
}

#[test]
fn anchors_aliases_tags_merge_keys_and_second_documents_are_refused() {
    let text = "survey: &id a\nversion: *id\ntitle: !text {en: A}\n<<: {langs: [en]}\ndefault: *gone\n---\nsurvey: b\n";
    assert_snapshot!(problems_of(text), @r#"
    1:1-6 missing-key `survey`
      A questionnaire needs `langs`. Add `langs: …`.
    1:1-6 missing-key `survey`
      A questionnaire needs `contact`. Add `contact: …`.
    1:1-6 missing-key `survey`
      A questionnaire needs `pages`. Add `pages: …`.
    1:1-6 missing-key `survey`
      A questionnaire needs `ends`. Add `ends: …`.
    1:13-1 anchor `a`
      Anchors (`&name`) are not allowed. Remove it and use `lists` for shared answers, or quote a text that begins with `&`.
    2:10-3 alias `*id`
      References (`*name`) are not allowed. Write the words out, use `lists`, or quote a text that begins with `*`.
    3:14-1 tag `{`
      Tags (`!name`) are not allowed. Remove it, or quote a text that begins with `!`.
    3:15-2 unknown-language `en`
      `en` is no language of this questionnaire. Add the language to `langs`, or quote this text if it belongs to the one before.
    4:1-2 merge-key `<<`
      Merge keys (`<<`) are not allowed. Write the keys out, or use `lists` for shared answers.
    5:10-5 alias `*gone`
      References (`*name`) are not allowed. Write the words out, use `lists`, or quote a text that begins with `*`.
    6:1-3 second-document `---`
      A second document begins here. Keep one questionnaire per file and remove `---`.
    "#);
}

#[test]
fn directives_are_refused() {
    assert_snapshot!(problems_of("%YAML 1.1\n---\nsurvey: a\n"), @r#"
    1:1-1 yaml `%`
      This is not YAML: YAML directives are disallowed. Remove this line.
    "#);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_problem() {
    let text = crate::testing::whole("pages: [{page: a, questions: [{var: x, type: nps, text: {en: A}}]}]");
    assert_eq!(problems_of(&format!("\u{feff}{}", text.replace('\n', "\r\n"))), "");
    assert_snapshot!(problems_of(&format!("\u{feff}nope: 1\r\n{}", text.replace('\n', "\r\n"))), @r#"
    1:1-4 unknown-key `nope`
      `nope` is no key of a questionnaire. Keys here: survey, version, title, langs, default, contact, field, lists, derive, pages, ends, quota, quality, weights.
    "#);
}

#[test]
fn keys_stand_once() {
    assert_snapshot!(questions("
        - var: x
          type: single
          text: {zh: 甲, en: A}
          choices:
            3: {zh: 甲, en: A}
            4: {zh: 乙, en: B, en: C}
            3: {zh: 丙, en: C}
    "), @r#"
    10:25-2 duplicate-key `en`
      `en` stands here a second time. Remove one of the two; only the first one is read.
    11:7-1 duplicate-key `3`
      `3` stands here a second time. Remove one of the two; only the first one is read.
    "#);
}

#[test]
fn a_text_is_a_string() {
    assert_snapshot!(questions("
        - var: x
          type: single
          text: {zh: 1990, en: true}
          hint: {zh: , en: ~}
          choices:
            1: {zh: 是, en: Yes}
            2: {zh: 否, en: No}
            3: {zh: [三], en: {a: b}}
            4: {zh: '', en: '  '}
            5: {zh: 0x1F, en: 1e3}
            6: {zh: 18-25, en: 1.0.0}
    "), @r#"
    7:16-4 not-a-text `1990`
      YAML reads this as a number. Quote this text.
    7:26-4 not-a-text `true`
      YAML reads this as true or false. Quote this text.
    8:14-1 not-a-text ``
      There is no text here. Quote this text.
    8:22-1 not-a-text `~`
      There is no text here. Quote this text.
    12:15-3 not-a-text `[三]`
      YAML reads the braces or brackets here as a map or a list. Quote this text.
    12:24-6 not-a-text `{a: b}`
      YAML reads the braces or brackets here as a map or a list. Quote this text.
    13:15-2 empty-text `''`
      This text is empty. Write what people should read here.
    13:23-4 empty-text `'  '`
      This text is empty. Write what people should read here.
    14:15-4 not-a-text `0x1F`
      YAML reads this as a number. Quote this text.
    14:25-3 not-a-text `1e3`
      YAML reads this as a number. Quote this text.
    "#);
}
