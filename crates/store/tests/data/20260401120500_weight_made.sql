insert into weight_set (id, survey_id, name, cases, least, most, who, created_at, ready_at, gone_at, made) values
(4, 'tea-2026', 'population', 1, 1, 1, 'Wang', 1767225600000, 1767225600001, null,
'{"margins":[{"by":["sex"],"shares":[[[1],51.2],[[2],48.8]],"source":"census","year":2020}],"cap":null,"snapshot":3,"rehearsal":false,"cases":1,"base":1.0,"iterations":1}');

insert into weight (set_id, interview_id, value) values (4, 1, 1);
