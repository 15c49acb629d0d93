//! What a forecast is made of: when the field was open, who came to the gate, and what became of them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::fieldwork::Quartiles;
use survey::fieldwork::forecast::{Course, Forecast, Kind, forecast};
use survey::quota::{CellName, QuotaPlan, Standing};
use survey::{Disposition, Moment, SurveyId};

use crate::Error;
use crate::surveys::{Entry, SurveyState};

/// The forecast is the same for everybody who looks at the same field.
const SEED: u64 = 1;
/// An hour, in milliseconds.
const HOUR: i64 = 3_600_000;

/// What a forecast is made of, and the forecast, once somebody has asked for it.
#[derive(Debug)]
pub struct Prospect {
    pub at: Moment,
    /// What it took to read it, in milliseconds.
    pub(super) cost: i64,
    pub(super) plan: QuotaPlan,
    standings: Vec<Standing>,
    course: Course,
    made: OnceLock<Forecast>,
}

impl Prospect {
    /// When the cells will be full; `offset` is how far local time is ahead of UTC, in milliseconds.
    pub fn forecast(&self, offset: i64) -> &Forecast {
        let Prospect { plan, standings, course, at, .. } = self;
        self.made.get_or_init(|| forecast(plan, standings, course, offset, SEED, *at))
    }
}

/// Reads what a forecast is made of.
pub(super) async fn prospect(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    (plan, standings, length): (&QuotaPlan, &[Standing], Option<Quartiles>),
    now: fn() -> Moment,
) -> Result<Arc<Prospect>, Error> {
    let at = now();
    let mut course = course(conn, survey, plan, at).await?;
    course.length = length.map(|it| (it.median * 60_000.0) as i64);
    let cost = now().since(at);
    let (plan, standings) = (plan.clone(), standings.to_vec());
    Ok(Arc::new(Prospect { at, cost, plan, standings, course, made: OnceLock::new() }))
}

async fn course(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    plan: &QuotaPlan,
    now: Moment,
) -> Result<Course, Error> {
    let open = open_spans(conn, survey, now).await?;
    let dispositions = dispositions(conn, survey).await?;
    let arrivals = arrivals(conn, survey, plan).await?;
    let ended =
        |(id, word): (&i64, &String)| word != Disposition::Started.word() && !arrivals.contains_key(id);
    let mut gate: BTreeMap<i64, i64> = BTreeMap::new();
    let mut kinds: BTreeMap<&[Option<CellName>], Kind> = BTreeMap::new();
    for (id, arrival) in &arrivals {
        *gate.entry(arrival.at.0 / HOUR * HOUR).or_default() += 1;
        // Somebody of an older version may belong nowhere in a table of today's; they tell nothing of its cells.
        let Some(cells) = arrival.cells.iter().cloned().collect::<Option<Vec<_>>>() else { continue };
        let kind = kinds.entry(&arrival.cells).or_insert_with(|| Kind { cells, ..Kind::default() });
        kind.came += 1;
        match dispositions.get(id).map(String::as_str) {
            Some("complete") => kind.completes += 1,
            Some("started") => kind.in_progress += 1,
            // Turned away at the gate: came, and had no place.
            Some("quota_full") => {}
            _ => kind.lost += 1,
        }
    }
    Ok(Course {
        open,
        ended_before_gate: dispositions.iter().filter(|it| ended(*it)).count() as i64,
        gate: gate.into_iter().map(|(hour, count)| (Moment(hour), count)).collect(),
        kinds: kinds.into_values().collect(),
        invited: invited(conn, survey).await?,
        length: None,
    })
}

/// When people could begin: the survey open, and its entry too.
async fn open_spans(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    now: Moment,
) -> Result<Vec<(Moment, Moment)>, Error> {
    let rows: Vec<(i64, String, Option<String>)> = sqlx::query_as(
        "select at, step, after
         from ledger
         where survey_id = $1 and (who is not null or interview_id is null) and step in ('state', 'entry')
         order by id",
    )
    .bind(&survey.0)
    .fetch_all(conn)
    .await?;
    let (mut state, mut entry, mut since) = (false, true, None);
    let mut spans = Vec::new();
    for (at, step, after) in rows {
        let after = after.unwrap_or_default();
        match step.as_str() {
            "state" => state = after == SurveyState::Open.word(),
            _ => entry = after == Entry::Open.word(),
        }
        match (since, state && entry) {
            (None, true) => since = Some(Moment(at)),
            (Some(from), false) => {
                spans.push((from, Moment(at)));
                since = None;
            }
            _ => {}
        }
    }
    spans.extend(since.map(|from| (from, now)));
    Ok(spans)
}

/// How each interview stands or ended.
async fn dispositions(conn: &mut SqliteConnection, survey: &SurveyId) -> Result<HashMap<i64, String>, Error> {
    let rows: Vec<(i64, String)> =
        sqlx::query_as("select id, disposition from interview where survey_id = $1 and test = 0")
            .bind(&survey.0)
            .fetch_all(conn)
            .await?;
    Ok(rows.into_iter().collect())
}

/// Somebody who came to the gate.
struct Arrival {
    at: Moment,
    /// The cell they fall in, in each table of the plan.
    cells: Vec<Option<CellName>>,
}

/// Who came to the gate, by the id of the interview: from the ledger, which knows those who were turned away too.
/// Where the cells were changed later, the last ones count.
async fn arrivals(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    plan: &QuotaPlan,
) -> Result<HashMap<i64, Arrival>, Error> {
    let rows: Vec<GateRow> = sqlx::query_as(
        "select l.interview_id, l.at, c.table_name, c.key
         from ledger l
         join quota_cell c on c.id = l.cell_id
         where l.survey_id = $1 and l.interview_id is not null and l.step in ('reserve', 'refuse', 'recount')
         and c.test = 0 and c.plan = $2
         order by l.id",
    )
    .bind(&survey.0)
    .bind(&plan.name)
    .fetch_all(conn)
    .await?;
    let mut arrivals: HashMap<i64, Arrival> = HashMap::new();
    for row in rows {
        let Some(table) = plan.tables.iter().position(|it| it.name == row.table_name) else { continue };
        let arrival = arrivals
            .entry(row.interview_id)
            .or_insert_with(|| Arrival { at: Moment(row.at), cells: vec![None; plan.tables.len()] });
        arrival.cells[table] = Some(CellName { table: row.table_name, key: row.key });
    }
    Ok(arrivals)
}

/// People invited by lists, and those of them who began; none where there are no lists.
async fn invited(conn: &mut SqliteConnection, survey: &SurveyId) -> Result<Option<(i64, i64)>, Error> {
    let (invited,): (i64,) = sqlx::query_as("select count(*) from invitation where survey_id = $1")
        .bind(&survey.0)
        .fetch_one(&mut *conn)
        .await?;
    if invited == 0 {
        return Ok(None);
    }
    let (began,): (i64,) = sqlx::query_as(
        "select count(*)
         from invitation v
         join interview i on i.invitation_id = v.id
         where v.survey_id = $1 and i.test = 0",
    )
    .bind(&survey.0)
    .fetch_one(conn)
    .await?;
    Ok(Some((invited, began)))
}

#[derive(FromRow)]
struct GateRow {
    interview_id: i64,
    at: i64,
    table_name: String,
    key: String,
}
