-- Where respondents come from: sources, the keys they sign with, and personal invitations.

create table source (
    id integer not null primary key,
    survey_id text not null references survey (id),
    -- Stands in the link: ?source=name.
    name text not null check (name <> ''),
    kind text not null check (kind in ('open', 'panel', 'list')),
    title text not null,
    -- Completes wanted from it at most; none for no limit. Its places are a quota cell of the table `source`.
    cap integer check (cap >= 0),
    -- Where people are sent back to, with {pid} and other variables; none for our own end page.
    return_complete text,
    return_screened_out text,
    return_quota_full text,
    return_rejected text,
    -- Names of variables of the link that are kept and exported, between blanks.
    variables text not null default '',
    -- Whether whoever arrives must bring a signature, and whether we sign when we send back.
    signed_arrival integer not null check (signed_arrival in (0, 1)),
    signed_return integer not null check (signed_return in (0, 1)),
    -- Nobody new begins through it since then.
    closed_at integer,
    created_at integer not null,
    unique (survey_id, name)
) strict;

-- Secrets shared with a source. The newest one that is not retired signs; all that are not retired are believed.
create table source_key (
    id integer not null primary key,
    source_id integer not null references source (id),
    -- As it is given to the source: both sides need it in clear.
    secret text not null check (length(secret) >= 32),
    created_at integer not null,
    retired_at integer
) strict;

create index source_key_source on source_key (source_id);

-- Signatures that were used, so that none is used twice. Kept until the time they name is too old anyway.
create table arrival (
    source_id integer not null references source (id),
    signature text not null,
    -- The interview that was begun with it.
    token text not null,
    at integer not null,
    primary key (source_id, signature)
) strict;

create index arrival_at on arrival (at);

-- One person of a list, with an unguessable link.
create table invitation (
    id integer not null primary key,
    survey_id text not null references survey (id),
    source_id integer not null references source (id),
    token text not null unique check (length(token) = 32),
    -- The list's own id of the person; the same person is not invited twice.
    pid text not null,
    lang text,
    -- The other columns of the list, as a JSON object of texts: what the house's mailer needs.
    details text not null default '{}',
    created_at integer not null,
    -- The person withdrew: no reminder.
    withdrawn_at integer,
    unique (source_id, pid)
) strict;
