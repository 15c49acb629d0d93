//! One interview: every page that was shown, every post, and what the server and the browser make of it.

use survey::interview::{QualityMode, begin, finish, granted, quota_full, submit};
use survey::outbox::{self, Post, Word};
use survey::portable::digest;
use survey::quality::Known;
use survey::rehearse::{Act, Robot};
use survey::{Interview, Moment, RawAnswers, Step};

use super::super::chance::Chance;
use super::super::{Sheet, screen};
use super::{Survey, posts};

/// More posts than any robot needs, spoilt ones among them.
const POSTS: u32 = 200;

/// Walks one robot to its end, and gives the interview as the server has it.
pub fn walk(sheet: &mut Sheet, survey: &Survey, number: u64, lang: &str) -> Interview {
    let Survey { whole, portable, plan, .. } = survey;
    let mut chance = Chance::new(number ^ 0x5eed);
    let mut robot = Robot::new(whole, plan.as_ref(), 7, number);
    let (seed, mut now) = (chance.next(), Moment(0));
    let mut server = begin(whole, lang, seed, now);
    let mut browser = begin(portable, lang, seed, now);
    let mut sent: Vec<Post> = Vec::new();
    for _ in 0..POSTS {
        shown(sheet, survey, &server, &browser);
        let (raw, millis) = match robot.act(whole, &server) {
            Act::Post { raw, millis } => (raw, millis),
            other => {
                sheet.line(&format!("  {other:?}"));
                break;
            }
        };
        now = now.plus(millis);
        let mut post = posts::plain(raw, server.turn, millis);
        if chance.one_in(3) {
            posts::spoil(&mut post, whole, &server, &mut chance);
        }
        // Every other robot has a browser with our script.
        if number % 2 == 1 {
            post.seen = posts::seen(portable, &browser, &post);
        }
        take(sheet, survey, &mut server, &post, number, now);
        answer(sheet, survey, (&server, &mut browser), &post, now);
        sent.push(post);
        if server.disposition.is_end() {
            break;
        }
    }
    sheet.line(&format!("  ended {:?} after {} ms", server.disposition, server.active_millis()));
    come_back(sheet, survey, begin(portable, lang, seed, now), sent, now);
    server
}

/// The page, drawn from what the server knows; and from what the browser knows where that is another one.
fn shown(sheet: &mut Sheet, survey: &Survey, server: &Interview, browser: &Interview) {
    let lines = screen::lines(&survey.whole, server);
    lines.iter().for_each(|it| sheet.line(it));
    let other = screen::lines(&survey.portable, browser);
    if other != lines {
        other.iter().for_each(|it| sheet.line(&format!("in the browser {it}")));
    }
}

/// The server takes a post. At the gate every ninth robot finds its cells full.
fn take(sheet: &mut Sheet, survey: &Survey, server: &mut Interview, post: &Post, number: u64, now: Moment) {
    sheet.line(&format!("  {post:?}"));
    let mut step = submit(&survey.whole, server, RawAnswers::from(post.pairs()), now);
    while let Step::Reserve { cells, at } = step {
        sheet.line(&format!("  reserve {cells:?} {at:?}"));
        if number % 9 == 8 {
            quota_full(server, cells, now);
            step = Step::Show;
        } else {
            step = granted(&survey.whole, server, at, cells);
        }
    }
    sheet.line(&format!("  {step:?} {:?} {:016x}", server.disposition, digest(server)));
    if step == Step::Finish {
        // Without quality rules: no browser knows them, and one of them calls `junk()`.
        finish(&survey.whole, server, QualityMode::Off, Known::default(), now);
    }
}

/// The browser goes on by itself, and hears what the server says.
fn answer(
    sheet: &mut Sheet,
    survey: &Survey,
    (server, browser): (&Interview, &mut Interview),
    post: &Post,
    now: Moment,
) {
    let mut ahead = browser.clone();
    let stand = outbox::take(&survey.portable, &mut ahead, post, now);
    sheet.line(&format!("  browser {stand:?} {:016x}", digest(&ahead)));
    let to = server.disposition.is_end().then(|| "/end".to_owned());
    let (last_post, turn) = (server.last_post.clone(), server.turn);
    let word = Word { last_post, turn, digest: digest(server), to };
    let agreed = outbox::taken(&survey.portable, browser, post, &word, now);
    sheet.line(&format!("  agreed {agreed} {:016x}", digest(browser)));
}

/// The browser is killed before the server has heard of anything, and comes back with all its posts.
fn come_back(sheet: &mut Sheet, survey: &Survey, known: Interview, sent: Vec<Post>, now: Moment) {
    let (left, interview, stand) = outbox::resume(&survey.portable, &known, sent, now);
    let left: Vec<String> = left.iter().map(|it| format!("{} {}", it.page, it.turn)).collect();
    sheet.line(&format!("  resumed {} {stand:?} {:016x}", left.join(", "), digest(&interview)));
}
