//! A crowd at the gate, and what the writer does when jobs fail.

use std::sync::Arc;

use futures::future::join_all;
use store::{Error, fieldwork, surveys};
use survey::{Moment, SurveyId};

use crate::field::{field, tiny};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_hundred_at_once_fill_a_cell_of_fifty_exactly_ten_times() {
    for _round in 0..10 {
        let field = Arc::new(field([50, 300, 350, 0]).await);
        let walks = (0..300).map(|n| {
            let field = Arc::clone(&field);
            tokio::spawn(async move {
                field.begin(n, "sex=1&age=30", 1).await.unwrap();
                let behind_the_gate = field.stands(n).await == "at usage";
                field.post(n, "_page=usage&_turn=1&brand=1", 2).await.unwrap();
                field.post(n, "_page=last&_turn=2&note=fine", 3).await.unwrap();
                (behind_the_gate, field.stands(n).await)
            })
        });
        let ends: Vec<(bool, String)> = join_all(walks).await.into_iter().map(Result::unwrap).collect();
        let through: Vec<_> = ends.iter().filter(|(behind_the_gate, _)| *behind_the_gate).collect();
        assert_eq!(through.len(), 50);
        assert!(through.iter().all(|(_, end)| end == "complete"), "nobody is turned away after the gate");
        let out = ends.iter().filter(|(behind_the_gate, _)| !behind_the_gate);
        assert!(out.into_iter().all(|(_, end)| end == "quota_full sex.1"));
        assert_eq!(field.cells().await, "sex.1 0+50/50, sex.2 0+0/300, age.1 0+50/350, age.2 0+0/0");
        field.agrees().await;
    }
}

#[tokio::test]
async fn a_job_that_fails_in_a_full_batch_fails_alone() {
    let field = field([500, 5, 500, 5]).await;
    let good = join_all((0..100).map(|n| field.begin(n, "sex=1&age=30", 1)));
    let bad = join_all((1000..1100).map(|n| field.post(n, "_page=about", 1)));
    let (good, bad) = futures::join!(good, bad);
    assert!(good.iter().all(Result::is_ok));
    assert!(bad.iter().all(|it| matches!(it, Err(Error::NotFound))));
    assert!(field.cells().await.starts_with("sex.1 100+0/500"));
    field.agrees().await;
}

#[tokio::test]
async fn whoever_goes_away_does_not_stop_a_write() {
    let field = field([5, 5, 5, 5]).await;
    {
        let mut post = Box::pin(field.begin(1, "sex=1&age=30", 1));
        // Polled once, it has sent its job; then the connection is gone.
        assert!(futures::poll!(&mut post).is_pending());
    }
    // The next write stands behind it in the queue.
    field.begin(2, "sex=2&age=30", 1).await.unwrap();
    assert_eq!(field.stands(1).await, "at usage");
}

#[tokio::test]
async fn too_many_waiting_writes_are_told_to_come_back_later() {
    let field = field([5, 5, 5, 5]).await;
    // On one thread the writer runs only when this task waits, so the queue fills up.
    let results = join_all((0..9000).map(|n| field.post(n, "_page=about", 1))).await;
    let busy = results.iter().filter(|it| matches!(it, Err(Error::Busy))).count();
    assert_eq!(busy, 9000 - 8192);
    field.begin(1, "sex=1&age=30", 1).await.unwrap();
}

#[tokio::test]
async fn another_process_that_writes_is_waited_for() {
    let field = field([5, 5, 5, 5]).await;
    let other = store::Db::open(field.dir.path()).await.unwrap();
    let here = join_all((0..50).map(|n| field.begin(n, "sex=2&age=50", 1)));
    let there = async {
        for version in 2..12 {
            surveys::add(&other, &tiny(&format!("{version}.0.0"), [5, 50, 5, 50]), true, Moment(1))
                .await
                .unwrap();
        }
    };
    let (here, ()) = futures::join!(here, there);
    assert!(here.iter().all(Result::is_ok));
    let rows = fieldwork::ledger(&field.db, &SurveyId("tiny".into()), 1000).await.unwrap();
    assert_eq!(rows.iter().filter(|it| it.step == "publish").count(), 11);
    field.agrees().await;
}

#[tokio::test]
async fn a_closed_database_takes_no_more_and_has_lost_nothing() {
    let field = field([5, 5, 5, 5]).await;
    field.begin(1, "sex=1&age=30", 1).await.unwrap();
    field.db.close().await;
    assert!(matches!(field.begin(2, "sex=1&age=30", 1).await, Err(Error::Lost)));
    let db = store::Db::open(field.dir.path()).await.unwrap();
    assert_eq!(surveys::list(&db).await.unwrap()[0].dispositions[0].count, 1);
}
