//! Weights from a file: uploaded whole or not at all, and in a data file with the cases that have one.

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::people::Role;

use crate::actors::{Answer, Respondent, Site};
use crate::staff::{ALL_ROWS, TINY, answers, file, lines, signed_in};

const HERE: &str = "/surveys/tiny/weights";

/// Three interviews: two complete, one screened out.
async fn site() -> Site {
    let site = Site::with(&[TINY]).await;
    answers(&site, "region=1&sex=1", "again=2").await;
    answers(&site, "adult=2&region=2&sex=1", "").await;
    answers(&site, "region=2&sex=2", "again=1").await;
    site
}

async fn uploads(person: &mut Respondent<'_>, name: &str, file: &str) -> Answer {
    person.uploads(HERE, &[("name", name), ("file", file)]).await
}

/// Id and weight in each row of a file.
fn weighed(file: &Answer) -> String {
    let mut reader = csv::Reader::from_reader(file.html.as_bytes());
    let names = reader.headers().unwrap().clone();
    let at = |name: &str| names.iter().position(|it| it == name).unwrap();
    let (id, weight) = (at("id"), at("weight"));
    reader
        .records()
        .map(|it| it.unwrap())
        .map(|it| format!("{}: {}", &it[id], &it[weight]))
        .collect::<Vec<_>>()
        .join(", ")
}

#[tokio::test]
async fn weights_from_a_file_stand_in_data_files_and_cases_without_one_are_empty() {
    let site = site().await;
    let mut wang = signed_in(&site, "wang", &[Role::Analyst]).await;
    let answer = uploads(&mut wang, "rim-2", "id,weight\n3,1.25\n1,0.75\n").await;
    assert_eq!(answer.location(), format!("{HERE}?done=put"));
    let page = wang.opens(answer.location()).await;
    assert_snapshot!(lines(&page.html, ".notice, .deliveries tbody tr"), @r"
    Uploaded.
    rim-2 Data file with it 2 0.75 – 1.25 wang 2026-01-12 06:45 Delete
    ");
    let all = file(&mut wang, "tiny", &format!("weight=rim-2&{ALL_ROWS}")).await;
    assert_eq!(weighed(&all), "1: 0.75, 2: , 3: 1.25");
    let without = file(&mut wang, "tiny", "").await;
    assert!(!without.html.lines().next().unwrap().split(',').any(|it| it == "weight"));

    uploads(&mut wang, "rim-2", "id,weight\n1,2\n").await;
    let completes = file(&mut wang, "tiny", "weight=rim-2").await;
    assert_eq!(weighed(&completes), "1: 2, 3: ");
    let answer = wang.posts(&format!("{HERE}/rim-2/gone"), "").await;
    assert_eq!(answer.location(), format!("{HERE}?done=gone"));
    let page =
        wang.posts("/surveys/tiny/data", "format=csv&columns=answers&rows=complete&weight=rim-2").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        lines(&page.html, ".fault").contains("This survey has no weights with this name."),
        "{}",
        page.html
    );
}

#[tokio::test]
async fn a_file_with_faults_tells_them_all_and_leaves_what_was_there() {
    let site = site().await;
    let mut wang = signed_in(&site, "wang", &[Role::Analyst]).await;
    uploads(&mut wang, "rim", "id,weight\n1,0.75\n").await;
    let page = uploads(&mut wang, "rim", "id,weight\n1,1\n\n1,2\n99,1\n3,0\nx,\n").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, "#new .notice, #new tbody tr"), @r"
    5 things are wrong. Nothing was taken in; mend them and upload the file again.
    4 id 1 This interview stood in an earlier row.
    5 id 99 This survey has no such interview.
    6 weight 0 A weight is a number above 0, with a point.
    7 id x No number of an interview.
    7 weight A weight is a number above 0, with a point.
    ");
    assert!(page.html.contains("value=\"rim\""));
    let completes = file(&mut wang, "tiny", "weight=rim").await;
    assert_eq!(weighed(&completes), "1: 0.75, 3: ");

    let page = uploads(&mut wang, "no name", "").await;
    assert_snapshot!(lines(&page.html, "#new .notice, #new .fault"), @r"
    There are 2 things to put right.
    Use 1 to 40 letters, digits, -, _ or dots, with at least one letter or digit.
    Choose a file.
    ");
    for way in [".", "..", "-"] {
        let page = uploads(&mut wang, way, "id,weight\n1,1\n").await;
        assert!(lines(&page.html, "#new .fault").starts_with("Use 1 to 40"), "{way}");
    }
}
