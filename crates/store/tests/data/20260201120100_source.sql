insert into source (id, survey_id, name, kind, title, cap, return_complete, variables, signed_arrival, signed_return,
    created_at) values
(1, 'tea-2026', 'panel', 'panel', '样本库 A', 200, 'https://panel.example/done?pid={pid}', 'wave', 1, 1, 1767225600000),
(2, 'tea-2026', 'members', 'list', '会员', null, null, '', 0, 0, 1767225600000);

insert into source_key (source_id, secret, created_at, retired_at) values
(1, '00000000000000000000000000000000', 1767225600000, 1767312000000),
(1, '11111111111111111111111111111111', 1767312000000, null);

insert into arrival (source_id, signature, token, at) values
(1, 'abc', '00000000000000000000000000000001', 1767225600000);

insert into invitation (id, survey_id, source_id, token, pid, lang, details, created_at) values
(1, 'tea-2026', 2, '0000000000000000000000000000000a', 'm1', 'zh', '{"email":"a@example.org"}', 1767225600000);

update interview set invitation_id = 1 where id = 2;
