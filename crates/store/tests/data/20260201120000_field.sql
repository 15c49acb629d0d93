update survey set hold_after = 50, opens_at = 1767225600000, time_zone = 'Asia/Shanghai', retention_days = 90
where id = 'tea-2026';

update quota_cell set buffer = 2, paused = 1 where id = 1;

update interview
set page = 'about', device = 'phone', variables = '{"wave":"2"}', flags = 'Q_TRAP honeypot', reviewed = 'accepted'
where id = 1;

insert into ledger (at, survey_id, interview_id, cell_id, step, who, before, after, why) values
(1767400000000, 'tea-2026', null, 1, 'target', '李 Anna', '50', '60', '客户要求'),
(1767400000000, 'tea-2026', 3, 1, 'refuse', null, null, null, null);

insert into cohort_flag (interview_id, name, evidence, found_at) values (1, 'near_duplicate', '{}', 1767400000000);
