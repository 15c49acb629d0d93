//! One table as CSV.

use insta::assert_snapshot;

use super::file;
use crate::report::sample;

#[test]
fn numbers_keep_their_digits_points_are_points_and_no_text_is_a_formula() {
    let text = String::from_utf8(file(&sample::grid())).unwrap();
    assert!(text.starts_with('\u{feff}') && text.lines().count() == text.matches("\r\n").count());
    assert_snapshot!(text.trim_start_matches('\u{feff}').replace('\r', ""), @r##"
    "How often <b>, by sex"
    Answer,All,Sex,,Sex,
    ,,women (A),,men (B),
    n,1514,1000,,514,
    Of all
    Ever,0.7266,0.75,B,0.6805,
    '=often,0.25,0.3,B,0.4,*
    Mean,3.405,–,,-1.25,
    * small base
    "##);
}
