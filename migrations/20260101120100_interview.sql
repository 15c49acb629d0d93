-- Interviews, the quota cells that they fill, and the ledger of every step.

create table interview (
    -- Never given twice, also after a withdrawal: it is the id in the data that people have downloaded.
    id integer not null primary key autoincrement,
    survey_id text not null references survey (id),
    -- The version that it was begun with, on which it ends.
    questionnaire_id integer not null references questionnaire (id),
    -- Who has it may go on with the interview; 128 random bits.
    token text not null unique check (length(token) = 32),
    -- The interview itself, as JSON. The columns below repeat what statements must find or count.
    document text not null,
    disposition text not null check (
        disposition in
        ('started', 'complete', 'refused', 'screened_out', 'quota_full', 'broken_off', 'rejected')
    ),
    -- Of the screen-out, the first full cell, the rules broken; empty for the others.
    code text not null,
    lang text not null,
    -- Where the respondent came from, as the link said.
    source text,
    -- The panel's id of the respondent, as the link said.
    pid text,
    -- The device cookie, hashed together with the survey, so that nobody can be followed from one to another.
    device_hash text,
    -- Made by a rehearsal.
    test integer not null check (test in (0, 1)),
    -- The quota plan whose places it took at the gate; none before.
    plan text,
    started_at integer not null,
    last_at integer not null,
    ended_at integer,
    -- Until when one under way is waited for: then it breaks off, and its places go back.
    lease_until integer,
    -- Time spent, pauses capped; kept apart from the document for the median.
    millis integer not null check (millis >= 0),
    check ((disposition = 'started') = (lease_until is not null))
) strict;

-- The sweep asks every minute and mostly finds nothing.
create index interview_idle on interview (lease_until) where disposition = 'started' and test = 0;

-- Exports go through a survey in order of id.
create index interview_export on interview (survey_id, test, id);

-- Counts by disposition and the median length are read from here alone.
create index interview_counts on interview (survey_id, test, disposition, code, millis);

-- Another complete from the same device?
create index interview_device on interview (survey_id, device_hash)
where disposition = 'complete' and test = 0 and device_hash is not null;

create table quota_cell (
    id integer not null primary key,
    survey_id text not null references survey (id),
    plan text not null,
    table_name text not null,
    -- The codes joined by dots, such as 6.3.
    key text not null,
    -- Rehearsals fill a shadow of each cell: the same rules and target, counters of their own.
    test integer not null check (test in (0, 1)),
    target integer not null check (target >= 0),
    -- Places held by interviews in progress.
    reserved integer not null default 0 check (reserved >= 0),
    -- May exceed the target only where the target was lowered later: nobody is thrown out.
    completes integer not null default 0 check (completes >= 0),
    unique (survey_id, plan, table_name, key, test)
) strict;

-- Append-only: the counters in quota_cell are a cache of it, and `verify` recomputes them.
create table ledger (
    id integer not null primary key autoincrement,
    at integer not null,
    survey_id text not null references survey (id),
    interview_id integer references interview (id),
    cell_id integer references quota_cell (id),
    step text not null check (
        step in (
            -- To the survey: a version published, its state, quality mode and plan; a cell's target.
            'publish', 'state', 'quality', 'plan', 'target',
            -- At the gate; idle too long; ended without counting; complete; rejected later.
            'reserve', 'lapse', 'return', 'count', 'uncount'
        )
    ),
    reserved_delta integer not null default 0,
    completes_delta integer not null default 0,
    -- Who did it; none where the interview itself did.
    who text,
    before text,
    after text,
    check (cell_id is not null or (reserved_delta = 0 and completes_delta = 0))
) strict;

create index ledger_survey on ledger (survey_id, id);

create index ledger_cell on ledger (cell_id) where cell_id is not null;

create trigger ledger_stays before update on ledger
begin
    select raise(abort, 'the ledger is append-only');
end;

create trigger ledger_is_kept before delete on ledger
begin
    select raise(abort, 'the ledger is append-only');
end;
