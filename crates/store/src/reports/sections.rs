//! The sections of a report, in the order of reading.

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::{Moment, SurveyId};

use super::{noted, title};
use crate::audit::{self, Note};
use crate::{Db, Error};

/// What a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Markdown, with figures.
    Text,
    /// A table of the page of tables, by the query of its link.
    Table,
    /// The bars of such a table.
    Chart,
    /// A question of the topline, by its name.
    Question,
    /// The claims of the survey.
    Claims,
    /// The statement of methods, which writes itself.
    Method,
}

impl Kind {
    /// All, in the order in which they are offered.
    pub const ALL: [Kind; 6] =
        [Kind::Text, Kind::Question, Kind::Table, Kind::Chart, Kind::Claims, Kind::Method];

    /// The word for it in forms and in SQL.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Table => "table",
            Kind::Chart => "chart",
            Kind::Question => "question",
            Kind::Claims => "claims",
            Kind::Method => "method",
        }
    }

    /// The kind with this word.
    pub fn parse(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// What is written of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub kind: Kind,
    pub heading: String,
    /// Markdown; of a table or a chart the query of its link; of a question its name; of others nothing.
    pub body: String,
}

/// A section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub id: i64,
    pub of: Written,
    pub who: String,
    pub changed_at: Moment,
}

pub(super) async fn of(conn: &mut SqliteConnection, report: i64) -> Result<Vec<Section>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "select id, kind, heading, body, who, changed_at from report_section where report_id = $1 order by place, id",
    )
    .bind(report)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Section::try_from).collect()
}

/// Adds a section at the end. Its number; `NotFound` where there is no such report.
pub async fn add_section(
    db: &Db,
    (survey, report): (&SurveyId, i64),
    new: &Written,
    who: &str,
    now: Moment,
) -> Result<i64, Error> {
    let (survey, new, who) = (survey.clone(), new.clone(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let title = title(conn, &survey, report).await?;
            let (id,): (i64,) = sqlx::query_as(
                "insert into report_section (report_id, place, kind, heading, body, who, changed_at)
                 select $1, coalesce(max(place), 0) + 1, $2, $3, $4, $5, $6 from report_section where report_id = $1
                 returning id",
            )
            .bind(report)
            .bind(new.kind.word())
            .bind(&new.heading)
            .bind(&new.body)
            .bind(&who)
            .bind(now.0)
            .fetch_one(&mut *conn)
            .await?;
            section_noted(conn, &survey, (&title, None, Some(new.heading)), (&who, now)).await?;
            Ok(id)
        })
    })
    .await
}

/// Writes a section anew, as it was when it was `seen`; its kind stays. `Stale` where somebody else wrote it since.
pub async fn change_section(
    db: &Db,
    (survey, report, section): (&SurveyId, i64, i64),
    (heading, body): (&str, &str),
    seen: Moment,
    (who, now): (&str, Moment),
) -> Result<(), Error> {
    let (survey, who) = (survey.clone(), who.to_owned());
    let (heading, body) = (heading.to_owned(), body.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let title = title(conn, &survey, report).await?;
            let was = one(conn, report, section).await?;
            if was.changed_at != seen {
                return Err(Error::Stale);
            }
            sqlx::query(
                "update report_section set heading = $2, body = $3, who = $4, changed_at = $5 where id = $1",
            )
            .bind(section)
            .bind(&heading)
            .bind(&body)
            .bind(&who)
            // Later than what was seen, even within one millisecond.
            .bind(now.0.max(seen.0 + 1))
            .execute(&mut *conn)
            .await?;
            section_noted(conn, &survey, (&title, Some(was.of.heading), Some(heading)), (&who, now)).await
        })
    })
    .await
}

/// Moves a section before the one above it, or after the one beneath it; the first and the last stay where they are.
pub async fn move_section(
    db: &Db,
    (survey, report, section): (&SurveyId, i64, i64),
    up: bool,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (survey, who) = (survey.clone(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let title = title(conn, &survey, report).await?;
            let mut all: Vec<i64> = of(conn, report).await?.into_iter().map(|it| it.id).collect();
            let at = all.iter().position(|it| *it == section).ok_or(Error::NotFound)?;
            let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|it| *it < all.len()) };
            let Some(to) = to else { return Ok(()) };
            all.swap(at, to);
            for (place, id) in all.iter().enumerate() {
                sqlx::query("update report_section set place = $2 where id = $1")
                    .bind(id)
                    .bind(place as i64 + 1)
                    .execute(&mut *conn)
                    .await?;
            }
            noted(conn, &survey, ("report", &title), (&who, now)).await
        })
    })
    .await
}

/// Deletes a section. `NotFound` where there is none.
pub async fn delete_section(
    db: &Db,
    (survey, report, section): (&SurveyId, i64, i64),
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (survey, who) = (survey.clone(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let title = title(conn, &survey, report).await?;
            let was = one(conn, report, section).await?;
            sqlx::query("delete from report_section where id = $1").bind(section).execute(&mut *conn).await?;
            section_noted(conn, &survey, (&title, Some(was.of.heading), None), (&who, now)).await
        })
    })
    .await
}

async fn one(conn: &mut SqliteConnection, report: i64, section: i64) -> Result<Section, Error> {
    let all = of(conn, report).await?;
    all.into_iter().find(|it| it.id == section).ok_or(Error::NotFound)
}

/// What became of which heading of a report.
async fn section_noted(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    (title, before, after): (&str, Option<String>, Option<String>),
    (who, now): (&str, Moment),
) -> Result<(), Error> {
    let (who, subject) = (who.to_owned(), title.to_owned());
    let note = Note { who, survey: Some(survey.clone()), deed: "report", subject, before, after };
    audit::append(conn, &note, now).await
}

#[derive(FromRow)]
struct Row {
    id: i64,
    kind: String,
    heading: String,
    body: String,
    who: String,
    changed_at: i64,
}

impl TryFrom<Row> for Section {
    type Error = Error;

    fn try_from(row: Row) -> Result<Section, Error> {
        let kind = Kind::parse(&row.kind).ok_or(Error::Unreadable("section"))?;
        let of = Written { kind, heading: row.heading, body: row.body };
        Ok(Section { id: row.id, of, who: row.who, changed_at: Moment(row.changed_at) })
    }
}
