insert into survey_role (person_id, survey_id, role) values (2, 'tea-2026', 'author');

update person set totp_secret = 'JBSWY3DPEHPK3PXP', totp_step = 1, session_round = 2 where id = 1;

insert into audit (at, who, survey_id, deed, subject) values (1767400000000, '李 Anna', 'tea-2026', 'download', 'data.csv');
