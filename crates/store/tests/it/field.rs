//! A survey in the field, small enough to be read at a glance, and respondents who answer it.

use store::interviews::{self, Begin, Kept};
use store::quotas::Change;
use store::{Db, Error, quotas, surveys};
use survey::quota::CellName;
use survey::{Moment, RawAnswers, SurveyId, Token};
use tempfile::TempDir;

/// One minute.
pub const MINUTE: i64 = 60_000;

/// A survey in the field, in a folder of its own.
pub struct Field {
    pub db: Db,
    pub dir: TempDir,
    pub survey: SurveyId,
}

/// A questionnaire of three pages with its gate after the first; targets for men, women, and the young
/// and the old.
pub fn tiny(version: &str, [men, women, young, old]: [i64; 4]) -> String {
    let n = men + women;
    format!(
        "
survey: tiny
version: {version}
title: {{en: Tiny, zh: 小}}
langs: [en, zh]
default: en
contact: {{en: nobody, zh: 无人}}
field: {{n: {n}, year: 2026, loi: 2m, device: phone, resume: 48h, back: true, progress: bar}}
derive:
  band: {{label: {{en: Age band, zh: 年龄段}}, when: {{1: age < 40, 2: age >= 40}}, choices: {{1: {{en: Young, zh: 青}}, 2: {{en: Old, zh: 老}}}}}}
pages:
- page: about
  questions:
  - {{var: sex, type: single, text: {{en: Sex, zh: 性别}}, choices: {{1: {{en: Man, zh: 男}}, 2: {{en: Woman, zh: 女}}}}}}
  - {{var: age, type: number, text: {{en: Age, zh: 年龄}}, range: [0, 120]}}
  then:
  - {{end: screened_out, code: S_AGE, if: age < 18}}
  - quota: reserve
- page: usage
  questions:
  - {{var: brand, type: single, text: {{en: Brand, zh: 品牌}}, choices: {{1: {{en: A, zh: 甲}}, 2: {{en: B, zh: 乙}}}}}}
  then:
  - {{end: screened_out, code: S_BRAND, if: brand == 2}}
- page: last
  questions:
  - {{var: note, type: open, text: {{en: Note, zh: 备注}}, required: false, max_len: 100}}
ends:
  complete: {{text: {{en: Thanks, zh: 谢谢}}}}
  screened_out: {{text: {{en: Sorry, zh: 抱歉}}}}
  quota_full: {{text: {{en: Full, zh: 已满}}}}
  rejected: {{text: {{en: Thanks, zh: 谢谢}}}}
quota:
  count: complete
  hold: 60m
  active: main
  plans:
    main:
      n: {n}
      tables:
      - {{name: sex, by: [sex], cells: {{1: {men}, 2: {women}}}}}
      - {{name: age, by: [band], cells: {{1: {young}, 2: {old}}}}}
quality:
  rules:
  - {{id: Q_DUP, if: duplicate(device), do: reject}}
"
    )
}

/// The tiny survey, open, with these targets for men, women, the young and the old.
pub async fn field(targets: [i64; 4]) -> Field {
    let dir = tempfile::tempdir().unwrap();
    let db = Db::open(dir.path()).await.unwrap();
    let added = surveys::add(&db, &tiny("1.0.0", targets), true, Moment(0)).await.unwrap();
    Field { db, dir, survey: added.id }
}

/// What a form posts, written as `a=1&b=2`.
pub fn raw(form: &str) -> RawAnswers {
    let pairs = form.split('&').filter_map(|it| it.split_once('='));
    let pairs: Vec<_> = pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    pairs.into()
}

/// The cell that is written `sex.1`.
pub fn cell(name: &str) -> CellName {
    let (table, key) = name.split_once('.').unwrap();
    CellName { table: table.to_owned(), key: key.to_owned() }
}

impl Field {
    /// What is known of respondent `n` who comes from their own device.
    pub fn newcomer(&self, n: u128) -> Begin {
        Begin { device: Some(format!("device {n}")), ..Begin::new(self.survey.clone(), Token::new(n)) }
    }

    /// Respondent `n` posts the first page, at this minute.
    pub async fn begin(&self, n: u128, form: &str, minute: i64) -> Result<(), Error> {
        let form = format!("_page=about&{form}");
        interviews::begin(&self.db, self.newcomer(n), raw(&form), Moment(minute * MINUTE)).await.map(|_| ())
    }

    /// Respondent `n` posts a page, at this minute.
    pub async fn post(&self, n: u128, form: &str, minute: i64) -> Result<(), Error> {
        interviews::submit(&self.db, &Token::new(n), raw(form), Moment(minute * MINUTE)).await.map(|_| ())
    }

    /// Respondent `n` answers everything, within this minute.
    pub async fn walk(&self, n: u128, first: &str, minute: i64) -> Result<(), Error> {
        self.begin(n, first, minute).await?;
        self.finish(n, minute).await
    }

    /// Respondent `n` answers what comes behind the gate, within this minute.
    pub async fn finish(&self, n: u128, minute: i64) -> Result<(), Error> {
        self.post(n, "_page=usage&brand=1", minute).await?;
        self.post(n, "_page=last&note=fine", minute).await
    }

    /// Li changes the cells, and what was tried is what is done.
    pub async fn changes(&self, wanted: Change) {
        let tried = quotas::what_if(&self.db, &self.survey, wanted.clone(), Moment(7)).await.unwrap();
        quotas::change(&self.db, &self.survey, wanted, tried.edition, ("Li", "asked for"), Moment(7))
            .await
            .unwrap();
        assert_eq!(tried.after, quotas::cells(&self.db, &self.survey, false).await.unwrap());
    }

    /// The interview of respondent `n`. The page after a post is of what the post left in memory: it is looked twice,
    /// for that must be what the file says.
    pub async fn kept(&self, n: u128) -> Kept {
        let kept = interviews::load(&self.db, &Token::new(n)).await.unwrap();
        let read = interviews::load(&self.db, &Token::new(n)).await.unwrap();
        assert_eq!(format!("{kept:?}"), format!("{read:?}"));
        kept
    }

    /// Where the interview of respondent `n` stands: its page, or its disposition with the code.
    pub async fn stands(&self, n: u128) -> String {
        let kept = self.kept(n).await;
        let interview = &kept.interview;
        let page = &kept.questionnaire.pages[interview.page as usize].name;
        match interview.disposition.word() {
            "started" => format!("at {page}"),
            word => format!("{word} {}", interview.disposition.code()).trim().to_owned(),
        }
    }

    /// The cells as `sex.1 held+counted/target`.
    pub async fn cells(&self) -> String {
        self.cells_of(false).await
    }

    pub async fn cells_of(&self, test: bool) -> String {
        let cells = quotas::cells(&self.db, &self.survey, test).await.unwrap();
        let words =
            |it: &quotas::QuotaCell| format!("{} {}+{}/{}", it.name, it.reserved, it.completes, it.target);
        cells.iter().map(words).collect::<Vec<_>>().join(", ")
    }

    /// Steps in the ledger that moved a place of respondent `n`, in order.
    pub async fn moves(&self, n: u128) -> String {
        let id = self.kept(n).await.id;
        let rows = store::fieldwork::ledger(&self.db, &self.survey, 10_000).await.unwrap();
        let own = rows.iter().rev().filter(|it| it.interview == Some(id));
        let words = own.map(|it| format!("{} {}", it.step, it.cell.as_ref().unwrap()));
        words.collect::<Vec<_>>().join(", ")
    }

    /// Nothing that `verify` finds.
    pub async fn agrees(&self) {
        assert_eq!(quotas::verify(&self.db).await.unwrap(), Vec::<String>::new());
    }

    /// A connection of one's own, for what the store itself never does.
    pub async fn sql(&self) -> sqlx::SqliteConnection {
        use sqlx::ConnectOptions;
        sqlx::sqlite::SqliteConnectOptions::new()
            .filename(self.dir.path().join("canvass.db"))
            .connect()
            .await
            .unwrap()
    }
}
