-- People who work at the desk, and how they sign in.

create table person (
    id integer not null primary key,
    -- As it was given.
    name text not null check (name <> ''),
    -- In small letters of any script, which no database does alike: Anna and ANNA are one name.
    folded_name text not null unique,
    -- None until a password is chosen through a one-time link.
    password_hash text,
    created_at integer not null
) strict;

create table person_role (
    person_id integer not null references person (id),
    role text not null check (role in ('manager', 'analyst', 'author')),
    primary key (person_id, role)
) strict;

-- A link to choose a password, once. Only its hash is kept: who reads the database cannot use it.
create table one_time_link (
    hash text not null primary key check (length(hash) = 64),
    person_id integer not null references person (id),
    created_at integer not null,
    expires_at integer not null,
    -- Also set on links that a newer one has replaced.
    used_at integer
) strict;

create index one_time_link_person on one_time_link (person_id);

-- Who is signed in. The desk writes what is in a session; here it is bytes.
create table session (
    id text not null primary key,
    data blob not null,
    expires_at integer not null
) strict;

create index session_expiry on session (expires_at);
