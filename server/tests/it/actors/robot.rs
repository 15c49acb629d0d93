//! A respondent who answers whatever is drawn, and so finds its way through any questionnaire.

use axum::http::StatusCode;
use scraper::Html;

use super::form::{Control, Form, all, words};
use super::{Answer, Respondent, after_minutes};

/// Answers page after page until nothing is asked; `fixed` says `var=value` where it matters.
pub async fn walks(respondent: &mut Respondent<'_>, fixed: &str) -> Answer {
    let mut pages = 0;
    while respondent.page().html.contains("name=\"_page\"") {
        pages += 1;
        assert!(pages < 80, "goes round in circles:\n{}", respondent.page().text());
        assert_eq!(respondent.page().status, StatusCode::OK);
        let answer = answers_page(respondent, fixed).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
        respondent.opens(answer.location()).await;
    }
    respondent.page().clone()
}

/// Answers the page on the screen, and stays there.
pub async fn answers_page(respondent: &mut Respondent<'_>, fixed: &str) -> Answer {
    let mut form = respondent.page().form();
    let html = respondent.page().html.clone();
    for (at, control) in form.controls.iter_mut().enumerate() {
        if control.kind != "hidden" {
            control.values = answer(control, at, fixed, &html);
        }
    }
    place_ranks(&mut form);
    after_minutes(1);
    respondent.posts(&form.action.clone(), &form.body("_go=next")).await
}

/// What the robot gives at one control.
fn answer(control: &Control, at: usize, fixed: &str, html: &str) -> Vec<String> {
    let given: Vec<_> = fixed
        .split('&')
        .filter_map(|it| it.split_once('='))
        .filter(|(name, value)| {
            *name == control.name && (control.offered.is_empty() || offers(control, value))
        })
        .map(|(_, value)| value.to_owned())
        .collect();
    if !given.is_empty() {
        return given;
    }
    match control.kind.as_str() {
        "radio" => vec![one_of(control, at)],
        "checkbox" => {
            let plain: Vec<_> =
                control.offered.iter().filter(|(value, _)| !control.apart.contains(value)).collect();
            plain.iter().take(3).map(|(value, _)| value.clone()).collect()
        }
        "select" => vec![control.offered[0].0.clone()],
        _ if control.name.ends_with("_text") => vec!["别的 something else".into()],
        "text" => vec![number(control, html)],
        _ => vec!["因为价格实惠 because of the price".into()],
    }
}

fn offers(control: &Control, value: &str) -> bool {
    control.offered.iter().any(|(it, _)| it == value)
}

/// The point that the row asks for in quotes, if it does; else another one in each row.
fn one_of(control: &Control, at: usize) -> String {
    let asked = control.offered.iter().find(|(_, label)| control.about.contains(&format!("“{label}”")));
    let any = &control.offered[at * 7 % control.offered.len()];
    asked.unwrap_or(any).0.clone()
}

/// A number that the complaint on the page says will do.
fn number(control: &Control, html: &str) -> String {
    let page = Html::parse_document(html);
    let complaint = all(&page, &format!("#{}-complaint", control.name)).into_iter().next().map(words);
    let numbers = complaint.unwrap_or_default();
    let mut numbers = numbers.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty());
    numbers.next().unwrap_or("5").to_owned()
}

/// A different choice at each place of a ranking.
fn place_ranks(form: &mut Form) {
    for control in &mut form.controls {
        let place = control.name.rsplit_once('.').and_then(|(_, it)| it.parse::<usize>().ok());
        if let (Some(place), "select") = (place, control.kind.as_str()) {
            control.values = vec![control.offered[place - 1].0.clone()];
        }
    }
}
