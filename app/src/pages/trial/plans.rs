//! The rehearsal plans that come with Canvass, for its reference questionnaires.

/// File names and texts.
pub const PLANS: [(&str, &str); 2] = [
    ("mini-program-2026.sim.yaml", include_str!("../../../../questionnaires/mini-program-2026.sim.yaml")),
    ("second-hand-2025.sim.yaml", include_str!("../../../../questionnaires/second-hand-2025.sim.yaml")),
];

/// The plan for a survey, if one comes with Canvass.
pub fn of(survey: &survey::SurveyId) -> Option<&'static str> {
    PLANS.iter().find(|(name, _)| name.strip_suffix(".sim.yaml") == Some(&survey.0)).map(|(_, text)| *text)
}
