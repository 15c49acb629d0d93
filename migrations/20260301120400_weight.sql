-- Weights that were worked out elsewhere: a number for each interview, uploaded as a whole set under a name.

create table weight_set (
    id integer not null primary key autoincrement,
    survey_id text not null references survey (id),
    name text not null check (name <> ''),
    -- Cases in the file, and the least and the largest weight.
    cases integer not null,
    least real not null,
    most real not null,
    who text not null,
    created_at integer not null,
    -- Written a few rows at a time, so that respondents never wait; it counts from here on.
    ready_at integer,
    -- Replaced or deleted: its rows go a few at a time as well.
    gone_at integer
) strict;

create unique index weight_set_name on weight_set (survey_id, name) where ready_at is not null and gone_at is null;

create table weight (
    set_id integer not null references weight_set (id) on delete cascade,
    -- Who withdraws has no weight either.
    interview_id integer not null references interview (id) on delete cascade,
    value real not null check (value > 0),
    primary key (set_id, interview_id)
) strict;

create index weight_interview on weight (interview_id);
