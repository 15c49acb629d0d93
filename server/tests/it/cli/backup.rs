//! `canvass backup` and `canvass restore`: out, interrupted, on again, and back in.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use insta::assert_snapshot;
use survey::Moment;

use super::{Desk, canvass};

/// A folder with a database in which a rehearsal filled every cell.
fn filled() -> Desk {
    let desk = Desk::new();
    desk.good("add tea.yaml");
    desk.good("rehearse tea --fill --json");
    desk
}

/// The one file of a folder that ends so.
fn the(desk: &Desk, folder: &str, end: &str) -> PathBuf {
    let files = fs::read_dir(desk.0.path().join(folder)).unwrap().map(|it| it.unwrap().path());
    let found: Vec<PathBuf> = files.filter(|it| it.to_string_lossy().ends_with(end)).collect();
    assert_eq!(found.len(), 1, "{end} in {folder}: {found:?}");
    found[0].clone()
}

fn name(path: &std::path::Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn a_backup_is_restored_into_an_empty_folder() {
    let desk = filled();
    let said = desk.run("backup out");
    assert_eq!(said.code, 0, "{}", said.err);
    let backup = the(&desk, "out", ".db");
    let sum = fs::read_to_string(the(&desk, "out", ".sha256")).unwrap();
    assert!(said.err.contains(sum.split(' ').next().unwrap()), "{}", said.err);
    assert!(sum.ends_with(&format!("  {}\n", name(&backup))));
    let left: Vec<_> = fs::read_dir(desk.0.path().join("data/snapshots")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");

    let said = desk.run(&format!("restore out/{} --data other", name(&backup)));
    assert_eq!(
        (said.code, said.err.as_str()),
        (0, "The backup is in place; ledger, counters and interviews agree.\n")
    );
    assert_snapshot!(desk.good("add tea.yaml --data other"), @"tea 1.0.0 is there already; nothing changed.");
    assert_eq!(desk.good("export tea --rehearsal --data other"), desk.good("export tea --rehearsal"));
}

#[test]
fn a_database_that_is_there_is_kept_beside_the_restored_one() {
    let desk = filled();
    desk.good("backup out");
    desk.write("other.yaml", &super::TEA.replace("survey: tea", "survey: coffee"));
    desk.good("add other.yaml");
    let said = desk.run(&format!("restore out/{}", name(&the(&desk, "out", ".db"))));
    assert_eq!(said.code, 0, "{}", said.err);
    let kept = fs::read_dir(desk.0.path().join("data")).unwrap().map(|it| it.unwrap().path());
    let kept: Vec<PathBuf> = kept.filter(|it| name(it).starts_with("canvass-before-")).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(said.err.contains(&name(&kept[0])), "{}", said.err);
    assert!(desk.bad("export coffee").contains("There is no survey “coffee”"));
    desk.good(&format!("restore data/{}", name(&kept[0])));
    assert!(desk.good("export coffee").starts_with("id,"));
}

#[test]
fn a_backup_that_is_damaged_or_another_is_refused_and_nothing_is_replaced() {
    let desk = filled();
    desk.good("backup out");
    let backup = the(&desk, "out", ".db");
    let whole = fs::read(&backup).unwrap();
    let data = fs::read(desk.0.path().join("data/canvass.db")).unwrap();

    fs::write(&backup, &whole[..whole.len() - 4096]).unwrap();
    let restore = format!("restore out/{}", name(&backup));
    assert!(desk.bad(&restore).contains("is not what was written"));
    fs::remove_file(the(&desk, "out", ".sha256")).unwrap();
    assert!(desk.bad(&restore).contains("is damaged"));
    assert!(desk.bad("restore tea.yaml").contains("is damaged"));
    assert_snapshot!(desk.bad("restore nowhere.db"), @"canvass: There is no file nowhere.db");
    assert_eq!(fs::read(desk.0.path().join("data/canvass.db")).unwrap(), data);
}

#[test]
fn a_backup_that_was_interrupted_goes_on_where_it_stopped() {
    let desk = filled();
    // A file stands where the folder should be made.
    desk.write("out", "");
    let err = desk.bad("backup out");
    let snapshot = the(&desk, "data/snapshots", ".db");
    let on = format!("backup out --snapshot {}", name(&snapshot));
    assert!(err.contains(&format!("go on with `canvass {on}`")), "{err}");

    let whole = fs::read(&snapshot).unwrap();
    fs::remove_file(desk.0.path().join("out")).unwrap();
    fs::create_dir(desk.0.path().join("out")).unwrap();
    let part = desk.0.path().join("out").join(format!("{}.part", name(&snapshot)));
    fs::write(&part, &whole[..10_000]).unwrap();
    desk.good(&on);
    assert_eq!(fs::read(the(&desk, "out", ".db")).unwrap(), whole);
    assert!(!part.exists() && !snapshot.exists());
    assert_snapshot!(desk.bad(&on).replace(&name(&snapshot), "NAME"), @"canvass: There is no snapshot “NAME” in ./data/snapshots; leave --snapshot out to make one");
}

#[test]
fn what_was_there_of_another_backup_is_found_out() {
    let desk = filled();
    desk.write("out", "");
    desk.bad("backup out");
    let snapshot = the(&desk, "data/snapshots", ".db");
    fs::remove_file(desk.0.path().join("out")).unwrap();
    fs::create_dir(desk.0.path().join("out")).unwrap();
    let part = desk.0.path().join("out").join(format!("{}.part", name(&snapshot)));
    fs::write(&part, vec![7; 10_000]).unwrap();
    let on = format!("backup out --snapshot {}", name(&snapshot));
    assert!(desk.bad(&on).contains("was not the same and is deleted"));
    desk.good(&on);
}

#[test]
fn the_standard_output_takes_the_rest_of_a_backup() {
    let desk = filled();
    desk.write("out", "");
    desk.bad("backup out");
    let snapshot = the(&desk, "data/snapshots", ".db");
    let whole = fs::read(&snapshot).unwrap();
    let name = name(&snapshot);
    let words = ["backup", "-", "--snapshot", &name, "--from", "10000"];
    let output = canvass(desk.0.path()).args(words).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout == whole[10_000..], "{} bytes", output.stdout.len());
}

#[test]
fn a_snapshot_is_a_name_and_no_way_out_of_its_folder() {
    let desk = filled();
    for name in ["../canvass.db", "..", ".", "/etc/passwd"] {
        assert!(
            desk.bad(&format!("backup out --snapshot {name}")).contains("There is no snapshot"),
            "{name}"
        );
    }
}

#[tokio::test]
async fn snapshots_are_made_when_due_and_so_many_are_kept() {
    let desk = filled();
    let data = desk.0.path().join("data");
    let hour = Duration::from_secs(3_600);
    let at = |minutes: i64| Moment(1_768_200_000_000 + minutes * 60_000);
    let mut made = Vec::new();
    for minutes in [0, 30, 59, 60, 119, 125, 200, 300] {
        let one = server::backups::make_if_due(&data, hour, 3, at(minutes)).await.unwrap();
        made.extend(one.map(|_| minutes));
    }
    assert_eq!(made, [0, 60, 125, 200, 300]);
    let kept = server::backups::kept(&data).unwrap();
    let names: Vec<String> = kept.iter().map(|it| name(it)).collect();
    assert_eq!(names, [125, 200, 300].map(|it| server::backups::name("canvass-", at(it))));
    for it in &kept {
        server::backups::check(it).await.unwrap();
        assert_eq!(server::backups::written_sum(it), Some(server::backups::sum(it).await.unwrap()));
    }
    let files = fs::read_dir(data.join("snapshots")).unwrap().count();
    assert_eq!(files, 6, "each with its sum, and nothing of the deleted ones");
}
