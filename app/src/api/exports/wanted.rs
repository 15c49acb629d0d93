//! What a program wants of a data file, in a body or in an address.

#[cfg(test)]
mod tests;

use axum::http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::surveys::Survey;
use store::{Db, exports};
use utoipa::ToSchema;

use crate::api::problem::Problem;
use crate::export::{Wanted, weight_names};
use crate::pages::desk::form::Faults;
use crate::variables::with_added;

/// What is wanted of a data file. What is not said is as by default.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewExport {
    /// The name of an export that is kept on the data page. It is made as it was kept, and nothing else may be said.
    name: Option<String>,
    /// `csv` (the default), `xlsx`, `sav`, `zsav`, `r`, `stata`, `parquet`, `jsonl`, `triple-s`.
    format: Option<String>,
    /// The language of labels; the questionnaire's own by default.
    labels_lang: Option<String>,
    /// Labels instead of codes, in CSV, XLSX and JSON Lines.
    labels: Option<bool>,
    /// CSV for Excel.
    excel: Option<bool>,
    /// CSV with semicolons.
    semicolon: Option<bool>,
    /// How interviews ended: `complete` (the default), `screened_out`, `quota_full`, `broken_off`, `refused`,
    /// `rejected`.
    rows: Option<Vec<String>>,
    /// The name of a saved filter, as the page Variables has it.
    among: Option<String>,
    /// A condition in the language of questionnaires, such as `age >= 18 and region == 1`.
    filter: Option<String>,
    /// The first day on which interviews ended, in the survey's time zone, such as `2026-01-12`.
    from: Option<String>,
    /// The last day on which interviews ended.
    to: Option<String>,
    /// Groups of columns: `answers`, `texts`, `orders`, `derived`, `paradata`; all but the last by default.
    columns: Option<Vec<String>>,
    /// Questions and derived variables; all of them by default.
    only: Option<Vec<String>>,
    /// The name of a weight.
    weight: Option<String>,
    /// The test interviews of rehearsals instead of the real ones.
    rehearsal: Option<bool>,
}

/// The same names, for whoever says them in the address.
const PARAMETERS: [&str; 15] = [
    "name",
    "format",
    "labels_lang",
    "labels",
    "excel",
    "semicolon",
    "rows",
    "among",
    "filter",
    "from",
    "to",
    "columns",
    "only",
    "weight",
    "rehearsal",
];

/// Names and values, in order.
pub type Pairs = Vec<(String, String)>;

/// What is said in the body, else in the address; as the pairs of a form.
pub fn said(headers: &HeaderMap, query: &str, body: &[u8]) -> Result<Pairs, Problem> {
    let of_query: Pairs = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let strange = of_query.iter().filter(|(name, _)| !PARAMETERS.contains(&name.as_str()));
    let strange: Pairs =
        strange.map(|(name, _)| (name.clone(), "There is no such parameter.".to_owned())).collect();
    if !strange.is_empty() {
        return Err(Problem::faults(strange));
    }
    if body.is_empty() {
        return Ok(of_query);
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        let detail = "Send JSON with the header `Content-Type: application/json`, or say all in the address.";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
    }
    if !of_query.is_empty() {
        let detail = "Say what is wanted in the body or in the address, not in both.";
        return Err(Problem::new(StatusCode::BAD_REQUEST, detail));
    }
    let wrong = |err: serde_json::Error| match err.is_data() {
        true => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, format!("The body does not fit: {err}.")),
        false => Problem::new(StatusCode::BAD_REQUEST, format!("The body is no JSON: {err}.")),
    };
    // The derived reader takes a list for an object whose names are left out.
    let _: Option<Map<String, Value>> = serde_json::from_slice(body).map_err(wrong)?;
    let body: Option<NewExport> = serde_json::from_slice(body).map_err(wrong)?;
    serde_json::to_value(body.unwrap_or_default()).map(|it| pairs(&it)).map_err(wrong)
}

/// The fields of an object, lists as one pair for each of their words.
fn pairs(object: &Value) -> Pairs {
    use Value::{Array, Bool, String};
    let mut pairs = Pairs::new();
    for (name, value) in object.as_object().into_iter().flatten() {
        match value {
            String(text) => pairs.push((name.clone(), text.clone())),
            Bool(true) => pairs.push((name.clone(), "1".to_owned())),
            // A list of nothing is not the same as nothing said.
            Array(list) if list.is_empty() => pairs.push((name.clone(), std::string::String::new())),
            Array(list) => {
                pairs.extend(list.iter().filter_map(|it| Some((name.clone(), it.as_str()?.to_owned()))))
            }
            _ => {}
        }
    }
    pairs
}

/// What is wanted, and the name under which it is kept; or all that is wrong with it.
pub(super) async fn wanted(
    db: &Db,
    survey: &Survey,
    pairs: &Pairs,
) -> Result<(Wanted, Option<String>), Problem> {
    let survey = &with_added(db, survey.clone()).await?;
    let weights = weight_names(db, &survey.id).await?;
    let Some((_, name)) = pairs.iter().find(|(it, _)| it == "name") else {
        let wanted = Wanted::read(pairs);
        return checked(wanted.faults(survey, &weights)).map(|()| (wanted, None));
    };
    let one = |field: &str, detail: &str| Problem::faults(vec![(field.to_owned(), detail.to_owned())]);
    if let Some((other, _)) = pairs.iter().find(|(it, _)| it != "name") {
        return Err(one(other, "An export with a name is made as it was kept: say its name alone."));
    }
    let kept = exports::saved(db, &survey.id).await?.into_iter().find(|it| it.name == *name);
    let kept = kept.ok_or_else(|| one("name", "No export of this name is kept on the data page."))?;
    let wanted = Wanted::parse(&kept.wanted);
    // A later version of the questionnaire may have lost what was wanted, and weights may be gone.
    checked(wanted.faults(survey, &weights)).map(|()| (wanted, Some(kept.name)))
}

fn checked(faults: Faults) -> Result<(), Problem> {
    if faults.0.is_empty() { Ok(()) } else { Err(faults.into()) }
}
