-- Handovers: an interview goes on on another phone, by a code that works once, for a quarter of an hour.

create table handover (
    -- One each: a new code replaces the one before. It goes with its interview when that is withdrawn.
    interview_id integer not null primary key references interview (id) on delete cascade,
    -- The code itself stands nowhere. With 729 million codes a hash only slows down who has the database, and the
    -- quarter of an hour is over soon; but nobody reads a code in passing.
    code_hash text not null unique check (length(code_hash) = 64),
    -- From then on it does not work, and is deleted.
    expires_at integer not null,
    -- The form that used it, hashed: sent twice, by a double tap or a network that broke, it is one use, and no other
    -- form can use it any more. None while nobody has used it.
    form_hash text check (length(form_hash) = 64)
) strict;
