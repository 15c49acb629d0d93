insert into survey_text (id, survey_id, kind, text, who, created_at) values
(1, 'tea-2026', 'variables', 'young: {label: {zh: 年轻, en: Young}, calc: age < 30}', 'Wang', 1767225600000),
(2, 'tea-2026', 'variables', '', 'Wang', 1767225600001);
