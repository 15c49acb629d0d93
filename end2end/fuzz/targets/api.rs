//! What programs say to the API, in an address or a body: it is understood, or told what is wrong with it.
#![no_main]

use std::sync::LazyLock;

use app::api::exports::wanted::{Pairs, said};
use app::api::problem::Problem;
use app::api::responses::Cursor;
use app::export::Wanted;
use app::variables::condition;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use libfuzzer_sys::fuzz_target;
use store::surveys::{Entry, Once, Settings, Survey, SurveyState};
use survey::SurveyId;
use survey::interview::QualityMode;

static SURVEY: LazyLock<Survey> = LazyLock::new(|| {
    let questionnaire = fuzz::QUESTIONNAIRES[0].clone();
    Survey {
        id: SurveyId(questionnaire.survey.clone()),
        state: SurveyState::Open,
        quality: QualityMode::On,
        plan: None,
        entry: Entry::Open,
        settings: settings(),
        version: questionnaire.version.clone(),
        questionnaire: questionnaire.into(),
    }
});

fn settings() -> Settings {
    Settings {
        time_zone: "Asia/Shanghai".to_owned(),
        hold_after: None,
        opens_at: None,
        closes_at: None,
        once: Once::Person,
        minimum_seconds: None,
        honeypot: false,
        proof_of_work: false,
        retention_days: None,
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((kind, rest)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    match kind {
        b'r' => refused(Cursor::read(&text).map(drop)),
        b'q' => order(said(&HeaderMap::new(), &text, b"")),
        b'j' => {
            let json = HeaderValue::from_static("application/json; charset=utf-8");
            order(said(&HeaderMap::from_iter([(header::CONTENT_TYPE, json)]), "", rest));
        }
        _ => {}
    }
});

/// What is wanted of a data file: what fits is kept as an address, and read again when the file is made.
fn order(said: Result<Pairs, Problem>) {
    let pairs = match said {
        Ok(pairs) => pairs,
        Err(problem) => return refused(Err(problem)),
    };
    let wanted = Wanted::read(&pairs);
    let faults = wanted.faults(&SURVEY, &["pop".to_owned()]);
    if !faults.0.is_empty() {
        return refused(Err(faults.into()));
    }
    let kept = wanted.query();
    assert_eq!(Wanted::parse(&kept), wanted, "{kept}");
    let filter = condition(&SURVEY.questionnaire, &wanted.among, &wanted.filter);
    assert!(filter.is_ok(), "a filter without faults cannot be used: {kept}");
}

/// What does not fit is the caller's fault, and is said.
fn refused(answer: Result<(), Problem>) {
    if let Err(problem) = answer {
        let status = problem.into_response().status();
        assert!(status.is_client_error() && status != StatusCode::NOT_FOUND, "{status}");
    }
}
