insert into weight_set (id, survey_id, name, cases, least, most, who, created_at, ready_at, gone_at) values
(1, 'tea-2026', 'rim', 2, 0.5, 1.5, 'Wang', 1767225600000, 1767225600001, null),
(2, 'tea-2026', 'rim', 1, 1, 1, 'Wang', 1767225500000, 1767225500001, 1767225600001),
(3, 'coffee-2025', 'rim', 1, 2, 2, 'Wang', 1767225500000, null, null);

insert into weight (set_id, interview_id, value) values (1, 1, 0.5), (1, 2, 1.5), (3, 5, 2);
