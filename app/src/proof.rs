//! Proofs of work: a small sum that a browser works out once in an interview. The protocol is altcha's, version 2.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

use altcha::{CreateChallengeOptions, Payload, VerifySolutionOptions};
use survey::Moment;

use crate::state::random;

/// How long a sum may be worked at: somebody may read a page over lunch. In milliseconds.
const LASTS: i64 = 2 * 3_600_000;

/// What a solution begins with: one try in 4,096 does, and each try is ten hashes. A telephone takes a second at
/// most, a farm of fillers as long for every interview.
const PREFIX: &str = "000";
const HASHES: u32 = 10;

/// The name under which a challenge carries its end. The library has one of its own, but reads its own clock for it.
const UNTIL: &str = "until";

/// The sums that this server has set. They are forgotten when it stops: an interview under way is then asked anew.
pub struct Proofs {
    secret: String,
    /// Signatures of what was solved, until it would be too old anyway: nobody solves one sum for many interviews.
    solved: Mutex<HashMap<String, Moment>>,
}

impl Default for Proofs {
    fn default() -> Self {
        Proofs { secret: format!("{:032x}{:032x}", random(), random()), solved: Mutex::default() }
    }
}

impl Proofs {
    /// A new sum, as JSON for the browser.
    pub fn challenge(&self, now: Moment) -> Option<String> {
        let options = CreateChallengeOptions {
            algorithm: "SHA-256".to_owned(),
            cost: HASHES,
            key_prefix: PREFIX.to_owned(),
            data: Some(BTreeMap::from([(UNTIL.to_owned(), now.plus(LASTS).0.into())])),
            hmac_signature_secret: Some(self.secret.clone()),
            ..CreateChallengeOptions::default()
        };
        serde_json::to_string(&altcha::create_challenge(options).ok()?).ok()
    }

    /// Whether this is the solution of a sum of ours that is not too old and was not handed in before.
    pub fn accepts(&self, payload: &str, now: Moment) -> bool {
        let Ok(Payload { challenge, solution }) = serde_json::from_str(payload) else { return false };
        let until = challenge.parameters.data.as_ref().and_then(|it| it.get(UNTIL)?.as_i64());
        let Some(until) = until.map(Moment).filter(|it| now <= *it) else { return false };
        let options = VerifySolutionOptions::new(&challenge, &solution, &self.secret);
        if !altcha::verify_solution(options).is_ok_and(|it| it.verified) {
            return false;
        }
        let Some(signature) = challenge.signature else { return false };
        let mut solved = self.solved.lock().unwrap_or_else(|it| it.into_inner());
        solved.retain(|_, until| now <= *until);
        solved.insert(signature, until).is_none()
    }
}

#[cfg(test)]
mod tests {
    use altcha::{Challenge, Solution, SolveChallengeOptions};

    use super::*;

    const NOW: Moment = Moment(1_768_200_000_000);

    /// What the browser hands in.
    fn solved(challenge: &str) -> (Challenge, Solution) {
        let challenge: Challenge = serde_json::from_str(challenge).unwrap();
        let solution = altcha::solve_challenge(SolveChallengeOptions::new(&challenge)).unwrap().unwrap();
        (challenge, solution)
    }

    fn payload(challenge: Challenge, solution: Solution) -> String {
        serde_json::to_string(&Payload { challenge, solution }).unwrap()
    }

    #[test]
    fn a_sum_is_taken_once_and_not_when_it_is_too_old() {
        let proofs = Proofs::default();
        let (challenge, solution) = solved(&proofs.challenge(NOW).unwrap());
        let handed_in = payload(challenge, solution);
        assert!(!proofs.accepts(&handed_in, NOW.plus(LASTS + 1)));
        assert!(proofs.accepts(&handed_in, NOW.plus(LASTS)));
        assert!(!proofs.accepts(&handed_in, NOW.plus(LASTS)));
    }

    #[test]
    fn guesses_altered_sums_and_those_of_another_server_are_refused() {
        let proofs = Proofs::default();
        let (challenge, solution) = solved(&proofs.challenge(NOW).unwrap());
        let guess = Solution { counter: solution.counter + 1, ..solution.clone() };
        assert!(!proofs.accepts(&payload(challenge.clone(), guess), NOW));
        let mut easy = challenge.clone();
        easy.parameters.key_prefix = String::new();
        assert!(!proofs.accepts(&payload(easy, solution.clone()), NOW));
        assert!(!Proofs::default().accepts(&payload(challenge, solution), NOW));
        assert!(!proofs.accepts("", NOW) && !proofs.accepts("{}", NOW));
    }
}
