-- Tokens for programs that read the data over HTTP. Only their hashes are kept: who reads the database can use none.

create table api_token (
    id integer not null primary key,
    hash text not null unique check (length(hash) = 64),
    -- What it is for, in the words of whoever made it.
    name text not null check (name <> ''),
    -- Who made it: it may do no more than this person may.
    person_id integer not null references person (id),
    -- The one survey that it opens; none for every survey of the house.
    survey_id text references survey (id),
    -- What it may do: words between blanks.
    rights text not null check (rights <> ''),
    created_at integer not null,
    expires_at integer not null check (expires_at > created_at),
    revoked_at integer,
    -- To the minute: not every request writes.
    last_used_at integer
) strict;

create index api_token_survey on api_token (survey_id);
create index api_token_person on api_token (person_id);
