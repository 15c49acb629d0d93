//! Coding of what people typed: texts that are alike, what their likes were coded as, and how far two coders agree.

pub mod agreement;
pub mod alike;
pub mod folded;
mod grams;
#[cfg(test)]
mod tests;

use survey::questionnaire::Code;

/// What a respondent chose, with "other" replaced by the codes that its text was given.
///
/// Codes stand in the order in which they were chosen, those given after them, none twice. Who did not choose "other",
/// or whose text has no code yet, keeps what was chosen.
///
/// ```
/// use analysis::coding::merged;
/// assert_eq!(merged(&[2, 98], 98, Some(&[2, 101])), [2, 101]);
/// assert_eq!(merged(&[2, 98], 98, None), [2, 98]);
/// ```
pub fn merged(own: &[Code], other: Code, given: Option<&[Code]>) -> Vec<Code> {
    let given = given.filter(|it| !it.is_empty() && own.contains(&other));
    let Some(given) = given else { return own.to_vec() };
    let mut codes: Vec<Code> = own.iter().copied().filter(|it| *it != other).collect();
    for code in given {
        if !codes.contains(code) {
            codes.push(*code);
        }
    }
    codes
}
