//! A clock that jumps by three days, forth and back: places are leases by the clock, and an interview may be
//! interrupted for two days.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::sleep;
use walker::browser::Browser;
use walker::{Page, Server};

use crate::bench::{Bench, start};
use crate::field::{Field, Kept};
use crate::report::Outcome;
use crate::shim::Shim;
use crate::way::Way;

/// By how much it jumps: longer than an interview may be interrupted.
const JUMP: i64 = 3 * 86_400;

/// How long each part takes.
const PART: Duration = Duration::from_secs(5);

/// Long enough for the server to have looked for idle interviews, which it does twice a minute.
const SWEEP: Duration = Duration::from_secs(33);

/// So many of those who were broken off go on, to see what happens.
const SOME: usize = 20;

/// Lets the clock jump under load.
pub async fn run(bench: &Bench) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::default();
    let shim = Shim::build(&bench.folder.path().join("clock-shim"))?;
    let mut setting = bench.prepared("clock")?;
    setting.env.extend(shim.env());
    let server = start(&setting).await?;
    setting.listen = server.address;
    let way = Way::open(server.address).await?;
    let field = bench.field();
    let jumps = async {
        let parts = [
            ("at the right time", 0, PART),
            ("three days on", JUMP, SWEEP),
            ("back again", 0, PART),
            ("three days before", -JUMP, PART),
            ("at last", 0, PART),
        ];
        let mut idle = Kept::new();
        for (what, seconds, lasts) in parts {
            shim.clock(seconds)?;
            let before = field.confirmed();
            sleep(lasts).await;
            let pages = field.confirmed() - before;
            outcome.figure(&format!("pages {what}"), pages);
            outcome.hold(pages > 0, || format!("no page was taken {what}"));
            if what == "at the right time" {
                idle = field.kept();
            }
        }
        Ok(idle)
    };
    let idle = field.during(way.address, jumps).await?;
    bench.judge_and_keep((&setting, server), &field, &way, &mut outcome).await?;
    let server = start(&setting).await?;
    welcome(&server, &field, &idle, &mut outcome).await?;
    server.stop()?;
    std::fs::remove_dir_all(&setting.data)?;
    Ok(outcome)
}

/// What those see who were inside before the first jump and did not end: they are greeted, and go on where they stood.
async fn welcome(
    server: &Server,
    field: &Field<'_>,
    idle: &Kept,
    outcome: &mut Outcome,
) -> anyhow::Result<()> {
    let mut browser = Browser::new(server.address, false);
    let (mut seen, mut after) = (BTreeMap::<String, u64>::new(), BTreeMap::<String, u64>::new());
    let mut gone_on = 0;
    let kept = field.kept();
    for token in idle.keys() {
        let Some(confirmed) = kept.get(token).filter(|it| !it.is_end && !it.stands.is_empty()) else {
            continue;
        };
        let path = format!("/i/{token}");
        let answer = browser.get(&path).await?;
        let page = Page::read(&String::from_utf8_lossy(&answer.body));
        *seen.entry(word(&page)).or_default() += 1;
        let Some(form) = page.form.filter(|_| page.halt.as_deref() == Some("broken_off") && gone_on < SOME)
        else {
            continue;
        };
        gone_on += 1;
        let pairs = form.fill(&[]).map_err(|it| anyhow::anyhow!("the greeting has no {}", it.join(", ")))?;
        let posted = browser.post(&path, &pairs).await?;
        outcome
            .hold(posted.status.as_u16() == 303, || format!("going on was answered with {}", posted.status));
        let page = Page::read(&String::from_utf8_lossy(&browser.get(&path).await?.body));
        let turn = page.form.as_ref().and_then(|it| it.hidden("_turn")).and_then(|it| it.parse::<u32>().ok());
        let last = confirmed.stands.last().map_or(0, |it| it.turn);
        outcome.hold(turn.is_none_or(|it| it >= last), || {
            format!("interview {token} goes on at turn {turn:?}, not {last}")
        });
        *after.entry(word(&page)).or_default() += 1;
    }
    let said = |of: &BTreeMap<String, u64>| {
        of.iter().map(|(it, times)| format!("{times} {it}")).collect::<Vec<_>>().join(", ")
    };
    outcome.figure("interviews left open before the jumps", said(&seen));
    outcome.figure("of those greeted, after going on", said(&after));
    outcome.hold(gone_on > 0, || "nobody was greeted: idle interviews were not broken off".to_owned());
    Ok(())
}

/// What a page is, in a word.
fn word(page: &Page) -> String {
    let end = page.disposition.as_ref().or(page.halt.as_ref());
    end.cloned().unwrap_or_else(|| if page.form.is_some() { "a page" } else { "nothing" }.to_owned())
}
