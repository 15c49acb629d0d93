//! Handovers: an interview goes on on another phone, by a code that works once, for a quarter of an hour.

use std::sync::Arc;

use sqlx::sqlite::SqliteConnection;
use survey::{InterviewId, Moment, Token};

use crate::hash::sha256;
use crate::interviews::{Kept, rows};
use crate::surveys::SurveyState;
use crate::{Db, Error};

/// How long a code works, in milliseconds.
pub const LASTS: i64 = 15 * 60_000;

/// What codes are made of. Nobody reads 0 for O or 1 for I or L where there is none of them; without U, words that
/// nobody wants to read out are rarer.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters of a code: 30⁶ codes, 729 million.
const LENGTH: usize = 6;

/// How often another code is drawn where somebody has the one drawn. With a thousand codes out, that is once in
/// 729,000 draws.
const DRAWS: usize = 8;

/// A code as it is shown: six characters. It has no `Debug`, so that none comes to stand in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// A code of these bits.
    pub fn draw(bits: u128) -> Code {
        let base = ALPHABET.len() as u128;
        let places = (0..LENGTH as u32).map(|it| bits / base.pow(it) % base);
        Code(places.map(|it| char::from(ALPHABET[it as usize])).collect())
    }

    /// The code that somebody means by a text: small letters, full-width ones, blanks, dashes and the rest of its
    /// address are forgiven. What codes have not is taken for what it looks like: a ring is Q, a stroke is 7, U is V.
    pub fn parse(text: &str) -> Option<Code> {
        let text = text.trim().trim_end_matches('/');
        let last = text.rsplit('/').next().unwrap_or(text);
        let signs = last.chars().map(narrow).filter(|it| it.is_alphanumeric());
        let code: String = signs.map(|it| meant(it.to_ascii_uppercase())).collect();
        let fits = code.len() == LENGTH && code.bytes().all(|it| ALPHABET.contains(&it));
        fits.then_some(Code(code))
    }

    /// Its six characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A full-width sign, as Chinese keyboards write it, in its usual width.
fn narrow(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        _ => sign,
    }
}

fn meant(sign: char) -> char {
    match sign {
        '0' | 'O' => 'Q',
        '1' | 'I' | 'L' => '7',
        'U' => 'V',
        _ => sign,
    }
}

/// Whether an interview may go on elsewhere: answers are taken, and it has neither ended nor waited for too long.
pub fn is_offered(kept: &Kept, now: Moment) -> bool {
    kept.state == SurveyState::Open && !kept.interview.disposition.is_end() && !kept.is_expired(now)
}

/// Makes a code for the interview with this token, in place of the one that it may have. Gives it with the moment
/// until which it works; none where the interview is not offered to go on elsewhere.
pub async fn make(
    db: &Db,
    token: &Token,
    random: fn() -> u128,
    now: Moment,
) -> Result<Option<(Code, Moment)>, Error> {
    let (cache, token) = (Arc::clone(&db.questionnaires), token.clone());
    db.write(move |conn| {
        Box::pin(async move {
            let kept = rows::load(conn, &cache, &token).await?;
            if !is_offered(&kept, now) {
                return Ok(None);
            }
            sweep(conn, now).await?;
            let code = free(conn, random).await?;
            let until = now.plus(LASTS);
            sqlx::query(
                "insert into handover (interview_id, code_hash, expires_at, form_hash)
                 values ($1, $2, $3, null)
                 on conflict (interview_id) do update
                 set code_hash = excluded.code_hash, expires_at = excluded.expires_at, form_hash = null",
            )
            .bind(kept.id.0)
            .bind(sha256(code.as_str()))
            .bind(until.0)
            .execute(conn)
            .await?;
            Ok(Some((code, until)))
        })
    })
    .await
}

/// Uses a code: gives the token of its interview; none where no code is like this, it is too old, or it was used.
///
/// `form` is the form by which it came. Sent twice, by a double tap or where the answer to the first was lost on its
/// way, it is one use.
pub async fn take(db: &Db, code: &Code, form: &Token, now: Moment) -> Result<Option<Token>, Error> {
    let (code, form) = (sha256(code.as_str()), sha256(form.as_str()));
    db.write(move |conn| {
        Box::pin(async move {
            let used: Option<(i64,)> = sqlx::query_as(
                "update handover
                 set form_hash = $2
                 where code_hash = $1 and expires_at > $3 and (form_hash is null or form_hash = $2)
                 returning interview_id",
            )
            .bind(code)
            .bind(form)
            .bind(now.0)
            .fetch_optional(&mut *conn)
            .await?;
            let Some((interview,)) = used else { return Ok(None) };
            let (token,): (String,) = sqlx::query_as("select token from interview where id = $1")
                .bind(interview)
                .fetch_one(conn)
                .await?;
            rows::parse_token(&token).map(Some)
        })
    })
    .await
}

/// Deletes the codes that are too old, used or not. How many it were.
pub async fn delete_expired(db: &Db, now: Moment) -> Result<u64, Error> {
    db.write(move |conn| Box::pin(sweep(conn, now))).await
}

/// Deletes the code of an interview.
pub(crate) async fn erase(conn: &mut SqliteConnection, interview: InterviewId) -> Result<(), Error> {
    sqlx::query("delete from handover where interview_id = $1").bind(interview.0).execute(conn).await?;
    Ok(())
}

async fn sweep(conn: &mut SqliteConnection, now: Moment) -> Result<u64, Error> {
    let done = sqlx::query("delete from handover where expires_at <= $1").bind(now.0).execute(conn).await?;
    Ok(done.rows_affected())
}

/// A code that nobody has.
async fn free(conn: &mut SqliteConnection, random: fn() -> u128) -> Result<Code, Error> {
    for _ in 0..DRAWS {
        let code = Code::draw(random());
        let has: Option<(i64,)> = sqlx::query_as("select interview_id from handover where code_hash = $1")
            .bind(sha256(code.as_str()))
            .fetch_optional(&mut *conn)
            .await?;
        if has.is_none() {
            return Ok(code);
        }
    }
    Err(Error::Busy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(text: &str) -> String {
        Code::parse(text).map_or("none".to_owned(), |it| it.0)
    }

    #[test]
    fn a_code_is_six_signs_that_nobody_confuses() {
        assert_eq!(Code::draw(0).as_str(), "222222");
        assert_eq!(Code::draw(30_u128.pow(6) - 1).as_str(), "ZZZZZZ");
        assert_eq!(Code::draw(31).as_str(), "332222");
        assert!(ALPHABET.iter().all(|it| !b"0O1ILU".contains(it)));
        for bits in [7, u128::MAX, 0x9e37_79b9_7f4a_7c15] {
            let code = Code::draw(bits);
            assert_eq!(meant(code.as_str()), code.as_str());
        }
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for typed in
            ["K7M2QX", " k7m 2qx ", "k7m-2qx", "K7M–2QX", "Ｋ７Ｍ　２ｑｘ", "https://a.test/go/K7M2QX/"]
        {
            assert_eq!(meant(typed), "K7M2QX", "{typed}");
        }
        assert_eq!(meant("k1m2ox"), "K7M2QX");
        assert_eq!(meant("Klm20x"), "K7M2QX");
        assert_eq!(meant("u23456"), "V23456");
    }

    #[test]
    fn what_is_no_code_is_none() {
        for typed in ["", "K7M2Q", "K7M2QXX", "K7M2Q好", "------", "K7M2Qé"] {
            assert_eq!(meant(typed), "none", "{typed}");
        }
    }
}
