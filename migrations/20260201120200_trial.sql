-- Trying before fielding: previews, rehearsals from the desk, and the report of the launch gate.

-- One person's walk through a questionnaire that counts for nothing.
create table preview (
    person_id integer not null references person (id),
    questionnaire_id integer not null references questionnaire (id),
    -- The interview, as JSON.
    document text not null,
    at integer not null,
    primary key (person_id, questionnaire_id)
) strict;

create table rehearsal (
    id integer not null primary key,
    survey_id text not null references survey (id),
    questionnaire_id integer not null references questionnaire (id),
    -- Robots to send; none to go on until every cell is full.
    robots integer check (robots > 0),
    -- Robots a second; none for as fast as they go.
    pace real check (pace > 0),
    seed integer not null,
    -- The text of a rehearsal plan; none to draw answers from the questionnaire alone.
    plan text,
    state text not null check (state in ('waiting', 'running', 'done', 'stopped', 'failed')),
    sent integer not null default 0,
    completes integer not null default 0,
    -- What it came to, in words for the desk; as JSON.
    report text not null default '{}',
    who text not null,
    created_at integer not null,
    ended_at integer
) strict;

create index rehearsal_survey on rehearsal (survey_id, id);

-- The launch gate's report on one version; the newest one counts.
create table launch_report (
    id integer not null primary key,
    questionnaire_id integer not null references questionnaire (id),
    at integer not null,
    who text not null,
    passed integer not null check (passed in (0, 1)),
    -- As JSON.
    report text not null
) strict;

create index launch_report_questionnaire on launch_report (questionnaire_id, id);
