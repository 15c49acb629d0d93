-- Sessions by the hash of their id, like every other secret; and how long ago each was begun and used.

-- Those of before end, and people sign in once more: their ids stood here as they are.
drop table session;

-- Who is signed in. The desk writes what is in a session; here it is bytes.
create table session (
    -- SHA-256 of the id in the cookie: who reads the database, or a backup of it, is not signed in by that.
    hash text not null primary key check (length(hash) = 64),
    data blob not null,
    -- Signing in begins a session; it ends some days later, whatever is done.
    begun_at integer not null,
    -- When somebody did something, to within a few minutes: one that lies idle for hours ends.
    seen_at integer not null
) strict;

create index session_begun on session (begun_at);
create index session_seen on session (seen_at);
