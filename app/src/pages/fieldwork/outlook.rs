//! Forecast and feasibility in words.

use store::fieldwork::Snapshot;
use store::surveys::SurveyState;
use survey::Moment;
use survey::fieldwork::forecast::{CellForecast, Invitations, Outlook as Forecast, Reason};
use survey::fieldwork::{CellOutlook, Outlook};
use survey::quota::CellName;
use survey::quota::feasibility::Conflict;

use super::pace;
use crate::pages::desk::time;
use crate::words::{t, t_with};

/// So many of the cells that need most are told in a sentence.
const NEEDY: usize = 3;
/// So many cells are named in a warning.
const NAMED: usize = 6;

/// When the plan will be full; none without a plan, for rehearsals, and when the field is over.
pub fn outlook(snapshot: &Snapshot, name: impl Fn(&CellName) -> String, lang: &str) -> Option<Outlook> {
    let runs = snapshot.survey.state != SurveyState::Closed;
    let prospect = snapshot.prospect.as_ref().filter(|_| runs)?;
    let zone = snapshot.survey.settings.time_zone.as_str();
    let forecast = prospect.forecast(pace::offset(zone, prospect.at));
    let mut sentences = vec![of_field(forecast.field, zone, lang)];
    sentences.extend(of_needy(&forecast.cells, &name, lang));
    let wanted = |it: &CellForecast| {
        snapshot.cells.iter().find(|cell| cell.name == it.name).map_or(0, |it| it.wanted())
    };
    let cell = |it: &CellForecast| {
        let (finish, between) = told(it.outlook, zone, lang);
        CellOutlook {
            cell: name(&it.name),
            wanted: wanted(it),
            finish,
            between,
            of_cell: it.invitations.map(|it| about(it.of_cell)),
            of_anybody: it.invitations.map(|it| about(it.of_anybody)),
        }
    };
    let open = forecast.cells.iter().filter(|it| it.outlook != Forecast::Full && wanted(it) > 0);
    // A table of which every line says that there is too little to go by says nothing.
    let says = forecast.cells.iter().any(|it| it.outlook != Forecast::Unknown(Reason::TooLittle));
    Some(Outlook { sentences, cells: open.filter(|_| says).map(cell).collect() })
}

fn of_field(outlook: Forecast, zone: &str, lang: &str) -> String {
    let at = |at: Moment| time::words(at, zone).into();
    match outlook {
        Forecast::Full => t(lang, "outlook-full"),
        Forecast::At { median, from, to: Some(to) } => {
            t_with(lang, "outlook-at", &[("when", at(median)), ("from", at(from)), ("to", at(to))])
        }
        Forecast::At { median, from, to: None } => {
            t_with(lang, "outlook-at-open", &[("when", at(median)), ("from", at(from))])
        }
        Forecast::Beyond => t(lang, "outlook-beyond"),
        Forecast::Unknown(Reason::TooLittle) => t(lang, "outlook-too-little"),
        Forecast::Unknown(Reason::Paused) => t(lang, "outlook-paused"),
        Forecast::Unknown(Reason::Blocked) => t(lang, "outlook-blocked"),
    }
}

/// The cells that need most invitations, the neediest first.
fn of_needy(cells: &[CellForecast], name: impl Fn(&CellName) -> String, lang: &str) -> Vec<String> {
    let mut needy: Vec<(&CellName, Invitations)> =
        cells.iter().filter_map(|it| Some((&it.name, it.invitations?))).collect();
    needy.sort_by_key(|(_, it)| -it.of_cell);
    needy.truncate(NEEDY);
    let sentence = |(cell, it): (&CellName, Invitations)| {
        let (count, anybody) = (about(it.of_cell), about(it.of_anybody));
        let args = [("count", count.into()), ("cell", name(cell).into()), ("anybody", anybody.into())];
        t_with(lang, "outlook-invitations", &args)
    };
    needy.into_iter().map(sentence).collect()
}

/// When a cell will be full, and between when and when with eight chances in ten.
fn told(outlook: Forecast, zone: &str, lang: &str) -> (String, String) {
    let word = |id: &str| (t(lang, id), String::new());
    match outlook {
        Forecast::Full => word("fieldwork-full"),
        Forecast::At { median, from, to } => {
            let to = to.map_or_else(|| t(lang, "outlook-open-end"), |it| time::words(it, zone));
            (time::words(median, zone), format!("{} – {to}", time::words(from, zone)))
        }
        Forecast::Beyond => word("outlook-cell-beyond"),
        Forecast::Unknown(Reason::TooLittle) => word("outlook-cell-too-little"),
        Forecast::Unknown(Reason::Paused) => word("board-paused"),
        Forecast::Unknown(Reason::Blocked) => word("outlook-cell-blocked"),
    }
}

/// A number as one says it: two digits, then noughts.
fn about(count: i64) -> i64 {
    let mut unit = 1;
    while count / unit >= 100 {
        unit *= 10;
    }
    (count + unit / 2) / unit * unit
}

/// Why a plan cannot be filled as it stands, a sentence for each table that another one keeps from it.
pub fn warnings(
    conflicts: &[Conflict],
    table: impl Fn(&str) -> String,
    name: impl Fn(&CellName) -> String,
    lang: &str,
) -> Vec<String> {
    let named = |cells: &[CellName]| {
        let mut names: Vec<String> = cells.iter().take(NAMED).map(&name).collect();
        if cells.len() > NAMED {
            let more = (cells.len() - NAMED) as i64;
            names.push(t_with(lang, "conflict-more", &[("count", more.into())]));
        }
        names.join(&t(lang, "conflict-comma"))
    };
    let sentence = |it: &Conflict| {
        let args = [
            ("table", table(&it.table).into()),
            ("other", table(&it.other).into()),
            ("wanted", it.wanted.into()),
            ("short", it.short.into()),
            ("starved", named(&it.starved).into()),
            ("blocking", named(&it.blocking).into()),
        ];
        if it.blocking.is_empty() {
            let args = [&args[..], &[("cells", named(&it.paused).into())]].concat();
            return t_with(lang, "conflict-all-paused", &args);
        }
        let mut said = t_with(lang, if it.totals { "conflict-totals" } else { "conflict-cells" }, &args);
        if !it.paused.is_empty() {
            said.push_str(&t_with(lang, "conflict-paused", &[("cells", named(&it.paused).into())]));
        }
        said
    };
    conflicts.iter().map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::about;

    #[test]
    fn a_forecast_says_about() {
        assert_eq!(
            [0, 7, 99, 104, 105, 344, 345, 9_960, 12_345].map(about),
            [0, 7, 99, 100, 110, 340, 350, 10_000, 12_000]
        );
    }
}
