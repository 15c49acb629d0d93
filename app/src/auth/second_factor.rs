//! The second factor: codes of six digits that change every half minute, as RFC 6238 has them.

use survey::{Moment, PersonId};
use totp_rs::{Builder, Secret, Totp};

use crate::error::AppError;
use crate::state::AppState;

/// What stands above the code in the person's app.
const ISSUER: &str = "Canvass";

/// A fresh secret of 160 random bits, in base 32.
pub fn secret(random: fn() -> u128) -> String {
    let bits: Vec<u8> = [random(), random()].iter().flat_map(|it| it.to_be_bytes()).take(20).collect();
    Secret::from(bits).to_base32()
}

/// The time step whose code this is: this one, the one before or the one after. None where it is nobody's.
///
/// Whoever calls takes each step once.
pub fn step(secret: &str, code: &str, now: Moment) -> Option<i64> {
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    let seconds = u64::try_from(now.0 / 1000).ok()?;
    let step = totp(secret, "-")?.check(&code, seconds)?;
    i64::try_from(step).ok()
}

/// Whether a code is right and was not used before; it is used then.
pub async fn takes(state: &AppState, person: PersonId, code: &str) -> Result<bool, AppError> {
    let kept = store::people::second_factor::load(&state.db, person).await?;
    let Some(step) = kept.secret.and_then(|it| step(&it, code, (state.now)())) else { return Ok(false) };
    Ok(store::people::second_factor::take(&state.db, person, step).await?)
}

/// The name under which misses of somebody's codes are counted: none that a person can have.
pub fn throttle_key(person: PersonId) -> String {
    format!("\0code of {}", person.0)
}

/// The address that an app on the phone understands.
pub fn address(secret: &str, name: &str) -> Option<String> {
    totp(secret, name)?.to_url().ok()
}

fn totp(secret: &str, name: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    // A colon would end the issuer's name.
    let name = name.replace(':', " ");
    Builder::new().with_secret(secret).with_account_name(name).with_issuer(Some(ISSUER)).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qr;

    /// The secret of the RFC's appendix B.
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        let vectors = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (seconds, code) in vectors {
            assert_eq!(step(RFC, code, Moment(seconds * 1000)), Some(seconds / 30), "at {seconds}");
        }
    }

    #[test]
    fn a_code_is_good_half_a_minute_early_or_late_and_no_longer() {
        let at = |seconds: i64| step(RFC, "005924", Moment(seconds * 1000));
        let right = 1_234_567_890;
        assert_eq!(
            [-31, -30, 0, 59, 60].map(|it| at(right + it).is_some()),
            [false, true, true, true, false]
        );
        assert_eq!(step(RFC, "005 924", Moment(right * 1000)), Some(right / 30), "as apps show it");
        assert!(["", "005925", "05924", "x"].iter().all(|it| step(RFC, it, Moment(right * 1000)).is_none()));
    }

    #[test]
    fn an_app_learns_the_secret_from_the_address() {
        let secret = secret(|| 0x1234_5678_9abc_def0_1234_5678_9abc_def0);
        assert_eq!(secret.len(), 32);
        let address = address(&secret, "林: Lin").unwrap();
        assert!(address.starts_with("otpauth://totp/Canvass:"), "{address}");
        assert!(address.contains(&format!("secret={secret}")), "{address}");
        assert!(qr::svg(&address).is_some());
    }
}
