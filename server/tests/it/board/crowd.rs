//! A few hundred people who come to a small survey: some stop, some are too fast, some find it full.

use std::collections::BTreeMap;

use store::interviews::{self, Begin};
use store::surveys::{self, Setting};
use survey::{RawAnswers, Token};

use crate::actors::{Site, after_minutes, now};
use crate::staff::{TINY, tiny};

/// The tiny survey with room for 120, and with people who would rather not say.
pub fn questionnaire() -> String {
    TINY.replace("n: 4", "n: 120")
        .replace("cells: {1: [1, 1], 2: [1, 1]}", "cells: {1: [40, 24], 2: [20, 36]}")
        .replace("cells: {1: 2, 2: 2}", "cells: {1: 60, 2: 60}")
        .replace(
            "2: {zh: 否, en: \"No\"}}}\n  - {var: region",
            "2: {zh: 否, en: \"No\"}, 3: {zh: 不说, en: No answer}}}\n  - {var: region",
        )
        .replace("  - quota: reserve", "  - {end: refused, if: adult == 3}\n  - quota: reserve")
        .replace("ends:\n", "ends:\n  refused: {text: {zh: 谢谢, en: Thank you}}\n")
}

/// So many people come one after the other, seven minutes apart. Which device each has, by pid.
pub async fn comes(site: &Site, people: u32) -> BTreeMap<String, Option<&'static str>> {
    let zone = Setting::TimeZone("Asia/Shanghai".into());
    surveys::set(&site.db, &tiny(), zone, "lin", "", now()).await.unwrap();
    let mut dice = Dice(7);
    let mut devices = BTreeMap::new();
    for person in 0..people {
        after_minutes(7);
        interviews::sweep(&site.db, now()).await.unwrap();
        let device = dice.one_of([Some("phone"), Some("phone"), Some("computer"), None]);
        devices.insert(person.to_string(), device);
        let is_last = person + 4 >= people;
        comes_one(site, (person, device), is_last, &mut dice).await;
    }
    after_minutes(20);
    devices
}

async fn comes_one(
    site: &Site,
    (person, device): (u32, Option<&'static str>),
    is_last: bool,
    dice: &mut Dice,
) {
    let token = Token::new(u128::from(person) + 1);
    let begin = Begin {
        lang: Some(dice.one_of(["zh", "zh", "en"]).to_owned()),
        source: dice.one_of([None, Some("panel"), Some("members")]).map(str::to_owned),
        pid: Some(person.to_string()),
        device: Some(format!("device {person}")),
        device_class: device,
        ..Begin::new(tiny(), token.clone())
    };
    let adult = dice.one_of([1, 1, 1, 1, 1, 1, 2, 3]);
    let (region, sex) = (dice.one_of([1, 1, 2]), dice.one_of([1, 2, 2]));
    let first = form(&format!("_page=who&adult={adult}&region={region}&sex={sex}"));
    interviews::begin(&site.db, begin, first, now()).await.unwrap();
    // A pause of a quarter of an hour counts ten minutes, ten seconds are too fast; one in six stops here, and
    // the last ones are still at it.
    if dice.below(6) > 0 && !is_last {
        let pause = dice.one_of([10_000, 40_000, 95_000, 150_000, 320_000, 900_000]);
        let last = form("_page=more&again=1");
        interviews::submit(&site.db, &token, last, now().plus(pause)).await.unwrap();
    }
}

/// One robot of a rehearsal.
pub async fn rehearses(site: &Site) {
    let token = Token::new(99);
    let begin = Begin { test: true, ..Begin::new(tiny(), token.clone()) };
    interviews::begin(&site.db, begin, form("_page=who&adult=1&region=1&sex=1"), now()).await.unwrap();
    interviews::submit(&site.db, &token, form("_page=more&again=1"), now().plus(90_000)).await.unwrap();
}

fn form(text: &str) -> RawAnswers {
    let pairs = text.split('&').filter_map(|it| it.split_once('='));
    pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).collect::<Vec<_>>().into()
}

/// Dice that fall the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one_of<T: Copy, const N: usize>(&mut self, things: [T; N]) -> T {
        things[self.below(N as u64) as usize]
    }
}
