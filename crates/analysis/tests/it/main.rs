//! Files of data as other programs have read them.

#[path = "../../examples/oracle/fixture.rs"]
mod fixture;

/// `file sha256` of each file of the fixture, as written when `cargo xtask oracle` last let other programs read it.
const VERIFIED: &str = include_str!("../verified.txt");

#[test]
fn each_file_is_the_one_that_other_programs_have_read() {
    let fixture = fixture::fixture();
    let note = |it: &fixture::Wanted| fixture::note(it, &fixture::written(&fixture, it).unwrap());
    let today: String = fixture::wanted().iter().map(note).collect();
    // Let them read it again: `cargo xtask oracle` says whether they can, and notes what they have read.
    assert_eq!(today, VERIFIED);
}

#[test]
fn the_same_cases_give_the_same_bytes() {
    let fixture = fixture::fixture();
    for wanted in fixture::wanted() {
        let twice = [(); 2].map(|()| fixture::written(&fixture, &wanted).unwrap());
        assert!(twice[0] == twice[1], "{}", wanted.file);
    }
}
