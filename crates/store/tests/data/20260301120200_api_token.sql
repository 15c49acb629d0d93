insert into api_token (hash, name, person_id, survey_id, rights, created_at, expires_at, revoked_at, last_used_at)
select '2222222222222222222222222222222222222222222222222222222222222222', 'warehouse', p.id, s.id, 'data field', 1, 2,
null, 1
from person p, survey s limit 1;
insert into api_token (hash, name, person_id, survey_id, rights, created_at, expires_at, revoked_at)
select '3333333333333333333333333333333333333333333333333333333333333333', 'wall board', p.id, null, 'field', 1, 2, 1
from person p limit 1;
