//! What the throttle lets through, second by second.

use super::*;

/// Somebody at one machine of a network of tests.
fn from(network: u32, name: &str) -> Try {
    Try { name: name.to_owned(), from: Some(IpAddr::from((0x0b00_0000 + network).to_be_bytes())) }
}

/// Tries at these seconds, always in vain; a dot for each that was let through.
fn tries(throttle: &Throttle, it: &Try, seconds: &[i64]) -> String {
    let may = |second: &i64| throttle.may(it, Moment(second * 1000));
    seconds.iter().map(|it| if may(it) { '.' } else { '-' }).collect()
}

#[test]
fn after_five_misses_a_name_gets_one_try_a_minute() {
    let throttle = Throttle::default();
    assert_eq!(tries(&throttle, &from(1, "lin"), &[0, 1, 2, 3, 4, 5, 6, 64, 65, 124]), ".....--.-.");
}

#[test]
fn other_names_other_networks_and_later_days_are_not_held_back() {
    let throttle = Throttle::default();
    assert_eq!(tries(&throttle, &from(1, "lin"), &[0, 0, 0, 0, 0, 0]), ".....-");
    assert_eq!(tries(&throttle, &from(1, "wang"), &[0]), ".");
    assert_eq!(tries(&throttle, &from(2, "lin"), &[0]), ".");
    assert_eq!(tries(&throttle, &from(1, "lin"), &[1, 2000, 2001]), "-..");
}

#[test]
fn without_a_network_a_name_is_held_back_alone() {
    let throttle = Throttle::default();
    let nowhere = |name: &str| Try { name: name.to_owned(), from: None };
    assert_eq!(tries(&throttle, &nowhere("lin"), &[0, 0, 0, 0, 0, 0]), ".....-");
    assert!((0..100).all(|it| tries(&throttle, &nowhere(&format!("name {it}")), &[0]) == "."));
}

#[test]
fn the_right_password_starts_afresh() {
    let throttle = Throttle::default();
    let lin = from(1, "lin");
    assert_eq!(tries(&throttle, &lin, &[0, 0, 0, 0, 0, 0]), ".....-");
    throttle.hit(&lin, Moment(0));
    assert_eq!(tries(&throttle, &lin, &[1]), ".");
}

#[test]
fn a_network_gets_thirty_misses_in_a_quarter_of_an_hour_whatever_the_names() {
    let throttle = Throttle::default();
    let missed = (0..40).filter(|it| tries(&throttle, &from(1, &format!("name {it}")), &[0]) == ".").count();
    assert_eq!(missed, 30);
    assert_eq!(tries(&throttle, &from(1, "lin"), &[14 * 60, 15 * 60]), "-.");
    assert_eq!(tries(&throttle, &from(2, "lin"), &[1]), ".");
}

#[test]
fn right_passwords_of_an_office_cost_its_network_nothing() {
    let throttle = Throttle::default();
    for it in 0..100 {
        let person = from(1, &format!("name {it}"));
        assert_eq!(tries(&throttle, &person, &[0]), ".");
        throttle.hit(&person, Moment(0));
    }
}

#[test]
fn guesses_from_many_machines_get_one_try_a_minute_and_do_not_keep_the_owner_out() {
    let throttle = Throttle::default();
    let home = from(0, "lin");
    assert_eq!(tries(&throttle, &home, &[0]), ".");
    throttle.hit(&home, Moment(0));
    let guesses =
        |second: i64| (1..=200).filter(|it| tries(&throttle, &from(*it, "lin"), &[second]) == ".").count();
    assert_eq!(guesses(1), 50);
    assert_eq!([30, 61, 62, 121].map(guesses), [0, 1, 0, 1]);
    assert_eq!(tries(&throttle, &home, &[122, 122, 122, 122, 122, 122]), ".....-");
    assert_eq!(tries(&throttle, &from(999, "lin"), &[123]), "-", "elsewhere the owner waits, too");
}
