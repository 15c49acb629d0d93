insert into preview (person_id, questionnaire_id, document, at) values (1, 2, '{}', 1767400000000);

insert into rehearsal (survey_id, questionnaire_id, robots, pace, seed, state, who, created_at) values
('tea-2026', 2, 500, 20.0, 1, 'done', '李 Anna', 1767400000000);

insert into launch_report (questionnaire_id, at, who, passed, report) values (2, 1767400000000, '李 Anna', 1, '{}');
