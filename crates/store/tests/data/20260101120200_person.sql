insert into person (id, name, folded_name, password_hash, created_at) values
(1, '李 Anna', '李 anna', '$argon2id$v=19$sample', 1767225600000),
(2, 'Otto', 'otto', null, 1767225600000);

insert into person_role (person_id, role) values (1, 'manager'), (1, 'analyst'), (2, 'author');

insert into one_time_link (hash, person_id, created_at, expires_at, used_at) values
('0000000000000000000000000000000000000000000000000000000000000000', 1, 1, 2, 1),
('1111111111111111111111111111111111111111111111111111111111111111', 2, 1767225600000, 1767312000000, null);

insert into session (id, data, expires_at) values ('s1', x'00ff', 1767312000000);
