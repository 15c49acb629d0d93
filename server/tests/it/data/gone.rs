//! Files that must not stay in the folder.

use axum::http::StatusCode;

use super::{analyst, field};
use crate::actors::{Site, now};
use crate::staff::{file, lines, orders};

fn folder(site: &Site) -> Vec<String> {
    let files = std::fs::read_dir(site.files()).unwrap();
    files.map(|it| it.unwrap().file_name().into_string().unwrap()).collect()
}

#[tokio::test]
async fn a_file_that_cannot_be_made_again_leaves_nothing_of_the_one_before() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    let weights = [("name", "rim"), ("file", "id,weight\n1,0.5\n")];
    wang.uploads("/surveys/tiny/weights", &weights).await;
    file(&mut wang, "tiny", "weight=rim").await;
    assert_eq!(folder(&site), ["1"]);
    let gone = wang.posts("/surveys/tiny/weights/rim/gone", "").await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text());
    orders(&mut wang, "/surveys/tiny/data/1/again", "").await;
    server::exports::run_waiting(&site.db, &site.files(), now).await.unwrap();
    let page = wang.opens("/surveys/tiny/data/1").await;
    assert!(lines(&page.html, ".notice").contains("could not be made"), "{}", page.text());
    assert!(folder(&site).is_empty(), "{:?}", folder(&site));
}

#[tokio::test]
async fn what_a_killed_server_left_behind_is_deleted_when_it_starts() {
    let site = field().await;
    let mut wang = analyst(&site).await;
    file(&mut wang, "tiny", "").await;
    for stray in ["2", "1.part"] {
        std::fs::write(site.files().join(stray), "half").unwrap();
    }
    let work = server::exports::work(site.db.clone(), site.files(), now);
    let tidied = async {
        while folder(&site) != ["1"] {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = work => {}
        () = tidied => {}
    }
    assert_eq!(wang.gets("/surveys/tiny/data/1/file").await.status, StatusCode::OK);
}
