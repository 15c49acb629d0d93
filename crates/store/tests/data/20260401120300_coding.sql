insert into coding (id, survey_id, var, source, source_code, label, who, created_at, gone_at) values
(1, 'tea-2026', 'why_coded', 'why', null, '[["zh","原因"],["en","Reason"]]', '李 Anna', 1767225600000, null),
(2, 'tea-2026', 'why_coded', 'why', null, '[["en","Reason"]]', '李 Anna', 1767225500000, 1767225600000);

insert into coding_step (id, coding_id, person_id, who, kind, at, texts, ready_at, undone_at) values
(1, 1, 1, '李 Anna', 'begin', 1767225600000, 0, 1767225600000, null),
(2, 1, 1, '李 Anna', 'mark', 1767225600001, 1, 1767225600001, 1767225600002);

insert into coding_code (id, step_id, coding_id, code, label, net, gone) values
(1, 1, 1, 1, '[["zh","价格"],["en","Price"]]', '[["en","Money"]]', 0);

insert into coding_mark (id, step_id, coding_id, interview_id, code, given) values (1, 2, 1, 1, 1, 1);
