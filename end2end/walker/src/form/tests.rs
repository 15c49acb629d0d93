//! Forms as browsers read them.

use super::*;

fn form(controls: &str) -> Form {
    let page = Page::read(&format!("<main><form method=post action='/i/1'>{controls}</form></main>"));
    page.form.expect("there is a form")
}

/// What is sent when these answers, as `name=value name=value`, are filled in.
fn filled(controls: &str, answers: &str) -> String {
    let pair = |it: &str| it.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    let answers: Vec<_> = answers.split(' ').filter_map(pair).collect();
    let button = "<button type=submit name=_go value=next>Next</button>";
    match form(&format!("{controls}{button}")).fill(&answers) {
        Ok(pairs) => {
            let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
            pairs.join(" ")
        }
        Err(missing) => format!("missing: {}", missing.join(" ")),
    }
}

#[test]
fn hidden_fields_are_sent_as_they_came() {
    assert_eq!(filled("<input type=hidden name=_page value='a &amp; b'>", ""), "_page=a & b _go=next");
}

#[test]
fn what_is_ticked_is_sent_and_nothing_else() {
    let choices = "<input type=checkbox name=q value=1><input type=checkbox name=q value=2 checked>\
                   <input type=checkbox name=q value=3>";
    assert_eq!(filled(choices, "q=3 q=1"), "q=1 q=3 _go=next");
}

#[test]
fn boxes_and_lists_are_sent_empty_too() {
    let controls = "<input name=n type=text value=4><textarea name=t></textarea>\
                    <select name=s><option value=''>–</option><option value=7>seven</option></select>";
    assert_eq!(filled(controls, ""), "n= t= s= _go=next");
    assert_eq!(filled(controls, "s=7 t=so n=3"), "n=3 t=so s=7 _go=next");
}

#[test]
fn an_answer_that_the_form_does_not_offer_is_named() {
    let radio = "<input type=radio name=q value=1>";
    assert_eq!(filled(radio, "q=2"), "missing: q=2");
    assert_eq!(filled(radio, "r=1"), "missing: r=1");
    assert_eq!(form(radio).fill(&[]), Err(vec!["_go=next".to_owned()]));
}

#[test]
fn what_a_form_holds_is_read() {
    let form = form(
        "<input type=radio name=q value=1 checked><textarea name=t>\n&lt;b&gt;\nso</textarea>\
         <select name=s><option value=''></option><optgroup><option value=7 selected>x</option></optgroup></select>",
    );
    let kinds: Vec<Kind> = form.controls.into_iter().map(|it| it.kind).collect();
    assert_eq!(
        kinds,
        [
            Kind::Choice { value: "1".into(), checked: true },
            Kind::Text("<b>\nso".into()),
            Kind::Select { values: vec![String::new(), "7".into()], chosen: "7".into() },
        ]
    );
}

#[test]
fn only_the_first_form_counts() {
    let page =
        Page::read("<form action=a><input name=x></form><input name=y><form action=b><input name=z></form>");
    let form = page.form.expect("there is a form");
    assert_eq!((form.action.as_str(), form.controls.len()), ("a", 1));
}

#[test]
fn ends_halts_and_stylesheets_are_seen() {
    let page =
        Page::read("<link rel=stylesheet href=/a.css><link rel=icon href=/b.svg><main data-halt=rush>");
    assert_eq!((page.halt.as_deref(), page.stylesheets), (Some("rush"), vec!["/a.css".to_owned()]));
    assert_eq!(Page::read("<main data-disposition=complete>").disposition.as_deref(), Some("complete"));
}
