insert into survey (id, state, quality, plan, created_at) values
('tea-2026', 'open', 'on', 'main', 1767225600000),
('coffee-2025', 'closed', 'flag', null, 1735689600000);

insert into questionnaire (id, survey_id, version, text, published_at) values
(1, 'tea-2026', '1.0.0', 'survey: tea-2026', 1767225600000),
(2, 'tea-2026', '1.1.0', 'survey: tea-2026 # 第二版', 1767312000000),
(3, 'coffee-2025', '1', 'survey: coffee-2025', 1735689600000);
