insert into interview (
    id, survey_id, questionnaire_id, token, document, disposition, code, lang, source, pid, device_hash, test, plan,
    started_at, last_at, ended_at, lease_until, millis
) values
(1, 'tea-2026', 1, '00000000000000000000000000000001', '{}', 'complete', '', 'zh', 'panel', 'p1', 'd1', 0, 'main',
    1767225600000, 1767225900000, 1767225900000, null, 300000),
(2, 'tea-2026', 2, '00000000000000000000000000000002', '{}', 'started', '', 'en', null, null, 'd2', 0, 'main',
    1767312000000, 1767312060000, null, 1767315660000, 60000),
(3, 'tea-2026', 2, '00000000000000000000000000000003', '{}', 'screened_out', 'S_AGE', 'en', null, null, null, 0, null,
    1767312000000, 1767312060000, 1767312060000, null, 60000),
(4, 'tea-2026', 2, '00000000000000000000000000000004', '{}', 'broken_off', '', 'en', null, null, null, 1, 'main',
    1767312000000, 1767312060000, null, null, 60000),
(5, 'coffee-2025', 3, '00000000000000000000000000000005', '{}', 'rejected', 'Q_DUP', 'en', null, null, 'd1', 0, null,
    1735689600000, 1735689660000, 1735689660000, null, 60000);

insert into quota_cell (id, survey_id, plan, table_name, key, test, target, reserved, completes) values
(1, 'tea-2026', 'main', 'sex', '1', 0, 50, 1, 1),
(2, 'tea-2026', 'main', 'sex', '1', 1, 50, 0, 0);

insert into ledger (id, at, survey_id, interview_id, cell_id, step, reserved_delta, completes_delta, who, before, after)
values
(1, 1767225600000, 'tea-2026', null, null, 'publish', 0, 0, null, null, '1.0.0'),
(2, 1767225700000, 'tea-2026', 1, 1, 'reserve', 1, 0, null, null, null),
(3, 1767225900000, 'tea-2026', 1, 1, 'count', -1, 1, null, null, null),
(4, 1767312060000, 'tea-2026', 2, 1, 'reserve', 1, 0, null, null, null),
(5, 1767312060000, 'tea-2026', 4, 2, 'reserve', 1, 0, null, null, null),
(6, 1767315660001, 'tea-2026', 4, 2, 'lapse', -1, 0, null, null, null),
(7, 1767315660002, 'coffee-2025', null, null, 'state', 0, 0, 'Li', 'open', 'closed');
