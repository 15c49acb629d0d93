-- Snapshots: whatever ends an interview, or changes one that has ended, is a change of its survey, counted from 1.
-- A snapshot is the number of changes so far: it shows each interview as it stood then, however often it is taken.

-- Changes so far.
alter table survey add column changes integer not null default 0;

-- The change that its row came with; none while it is in progress.
alter table interview add column changed integer;

update interview
set changed = ranked.changed
from (
    select id, row_number() over (partition by survey_id order by id) as changed
    from interview
    where disposition <> 'started'
) as ranked
where ranked.id = interview.id;

update survey
set changes = (select coalesce(max(changed), 0) from interview where survey_id = survey.id);

-- In the order of their changes: what is new since a snapshot.
create unique index interview_changed on interview (survey_id, changed) where changed is not null;

-- A row as it stood before it changed again: a snapshot taken between the two shows this one.
-- Erased with the interview, and without what retention erases.
create table interview_past (
    survey_id text not null references survey (id),
    -- From this change on, and not from that one.
    changed integer not null,
    until integer not null,
    interview_id integer not null references interview (id) on delete cascade,
    questionnaire_id integer not null references questionnaire (id),
    document text not null,
    disposition text not null,
    source text,
    pid text,
    device_hash text,
    device text,
    variables text not null,
    test integer not null check (test in (0, 1)),
    plan text,
    -- When it ended; of one that was broken off, its last post.
    ended_at integer,
    primary key (survey_id, changed)
) strict;

create index interview_past_interview on interview_past (interview_id);
