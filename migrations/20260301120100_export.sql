-- Data files: exports with a name, and each time one was made.

create table export (
    id integer not null primary key,
    survey_id text not null references survey (id),
    -- As its analyst calls it, to be run again.
    name text not null check (name <> ''),
    -- What is wanted: the words of the form, as in an address (format=sav&rows=complete).
    wanted text not null,
    who text not null,
    created_at integer not null,
    unique (survey_id, name)
) strict;

create table export_run (
    id integer not null primary key autoincrement,
    survey_id text not null references survey (id),
    -- None where it was made without a name.
    export_id integer references export (id) on delete set null,
    -- As it was then.
    wanted text not null,
    -- The survey's change up to which it shows the interviews, and the one after which it begins: 0 for all.
    snapshot integer not null,
    since integer not null,
    -- When the snapshot was taken; it stands in files that want a date.
    taken_at integer not null,
    -- The newest version of the questionnaire then.
    questionnaire_id integer not null references questionnaire (id),
    state text not null check (state in ('waiting', 'running', 'done', 'failed')),
    -- Interviews to look at, and looked at so far.
    total integer not null default 0,
    seen integer not null default 0,
    -- The manifest: the file's name, its cases, bytes and SHA-256 in hexadecimal digits; none before it is done.
    file text,
    cases integer,
    bytes integer,
    sha256 text,
    -- A word for why it failed.
    why text,
    who text not null,
    -- When the file that is kept was begun: who withdraws later is still in it.
    began_at integer,
    ended_at integer,
    -- Since when the file is no longer kept: it can be made again.
    gone_at integer
) strict;

create index export_run_survey on export_run (survey_id, id);

-- Asked twice a second while a file is kept: has somebody in it withdrawn, or been made anonymous?
create index ledger_erasure on ledger (survey_id, at) where step in ('withdraw', 'retention');
