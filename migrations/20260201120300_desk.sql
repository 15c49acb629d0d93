-- People of the desk: roles per survey, second factor, sessions that can be ended, and who did what.

-- Beside the roles for the whole house (person_role): the same for one survey.
create table survey_role (
    person_id integer not null references person (id),
    survey_id text not null references survey (id),
    role text not null check (role in ('owner', 'manager', 'analyst', 'author')),
    primary key (person_id, survey_id, role)
) strict;

create index survey_role_survey on survey_role (survey_id);

-- An owner gives roles: of a survey, or of the whole house.
create table person_role_next (
    person_id integer not null references person (id),
    role text not null check (role in ('owner', 'manager', 'analyst', 'author')),
    primary key (person_id, role)
) strict;

insert into person_role_next (person_id, role) select person_id, role from person_role;

-- Until now there were no owners; whoever has every role is the one who set up the house.
insert into person_role_next (person_id, role)
select person_id, 'owner' from person_role group by person_id having count(*) = 3;

drop table person_role;

alter table person_role_next rename to person_role;

-- The secret of the second factor, in clear: it must be, to check a code. None where there is no second factor.
alter table person add column totp_secret text;

-- Not yet confirmed by a first code.
alter table person add column totp_pending text;

-- The time step of the last code that was taken: no code is taken twice.
alter table person add column totp_step integer not null default 0;

-- Sessions that began with a smaller number have ended.
alter table person add column session_round integer not null default 0;

-- No longer works here: cannot sign in.
alter table person add column left_at integer;

-- Who did what at the desk, beside what the ledger says of a survey: signing in, roles, downloads, links.
create table audit (
    id integer not null primary key autoincrement,
    at integer not null,
    who text not null,
    -- None where it is about the house.
    survey_id text,
    -- A word, such as sign_in, roles, download.
    deed text not null,
    -- About what or whom.
    subject text not null default '',
    before text,
    after text
) strict;

create index audit_survey on audit (survey_id, id);

create trigger audit_stays before update on audit
begin
    select raise(abort, 'the audit log is append-only');
end;

create trigger audit_is_kept before delete on audit
begin
    select raise(abort, 'the audit log is append-only');
end;
