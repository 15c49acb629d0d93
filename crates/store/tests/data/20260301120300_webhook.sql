insert into webhook (id, survey_id, url, secret, events, who, created_at, off_at) values
(1, 'tea-2026', 'https://hooks.example/canvass', '0123456789abcdef0123456789abcdef', ' interview.complete cell.full ', 'Li',
    1767225600000, null),
(2, 'coffee-2025', 'https://old.example/', '0123456789abcdef0123456789abcdef', ' survey.closed ', 'Li', 1735689600000,
    1735689700000);

insert into webhook_delivery (
    webhook_id, event, payload, created_at, attempts, next_at, delivered_at, given_up_at, last_status, last_answer, last_at
) values
(1, 'interview.complete', '{"interview":1}', 1767225900000, 2, 1767225910000, 1767225911000, null, 200, 'ok', 1767225911000),
(1, 'cell.full', '{"cell":"1","plan":"main","table":"sex"}', 1767225900000, 1, 1767225910000, null, null, null, 'timeout',
    1767225900000),
(2, 'survey.closed', '{}', 1735689600000, 8, 1735689600000, null, 1735789600000, 500, 'no', 1735789600000);
