-- Codes that people give to what respondents typed: each coding has a code frame, and coders who give codes by it.
-- Nothing here is overwritten: what is changed is a row of a step, and what is undone is a step that counts no more.

-- Changes of codings so far, with those of withdrawals and erasures: by it others know when to read codes anew.
alter table survey add column coding_changes integer not null default 0;

create table coding (
    id integer not null primary key autoincrement,
    survey_id text not null references survey (id),
    -- The variable that its codes make.
    var text not null check (var <> ''),
    -- The question at which it was typed, and the choice beside which; none of an open question.
    source text not null,
    source_code integer,
    -- In each language of the questionnaire, as JSON.
    label text not null,
    who text not null,
    created_at integer not null,
    -- Deleted: its rows stay, its name is free.
    gone_at integer
) strict;

create unique index coding_var on coding (survey_id, var) where gone_at is null;

-- What somebody did at once, and what is undone at once.
create table coding_step (
    id integer not null primary key autoincrement,
    coding_id integer not null references coding (id),
    person_id integer not null references person (id),
    -- The name at that time.
    who text not null,
    kind text not null check (
        kind in (
            -- The frame that a coding begins with, which no one undoes; a change of it.
            'begin', 'frame',
            -- Codes given or taken away; codes settled where two coders differ.
            'mark', 'settle'
        )
    ),
    at integer not null,
    -- Interviews in it.
    texts integer not null default 0,
    -- Written a few rows at a time, so that respondents never wait; it counts from here on.
    ready_at integer,
    -- It counts no more.
    undone_at integer
) strict;

create index coding_step_person on coding_step (coding_id, person_id, id);

create index coding_step_open on coding_step (at) where ready_at is null;

-- A code as it was put into a frame, changed or deleted; the newest row of a code counts. The choices of the question
-- itself, into which texts of "other" are sorted as well, stand in its questionnaire alone.
create table coding_code (
    id integer not null primary key autoincrement,
    step_id integer not null references coding_step (id),
    coding_id integer not null references coding (id),
    code integer not null check (code >= 0),
    label text not null,
    -- The net that it belongs to, as JSON in each language; none for no net.
    net text,
    -- Deleted: its number is given to no other, and neither is that of one whose step is undone.
    gone integer not null check (gone in (0, 1))
) strict;

create index coding_code_frame on coding_code (coding_id, code, id);

-- A code given to a text (1) or taken away (0); the newest row of a text, coder and code counts. What was settled of a
-- text is what the newest step says that settled it, all of it.
create table coding_mark (
    id integer not null primary key autoincrement,
    step_id integer not null references coding_step (id),
    coding_id integer not null references coding (id),
    -- Who withdraws takes along what others made of the text.
    interview_id integer not null references interview (id) on delete cascade,
    code integer not null,
    given integer not null check (given in (0, 1))
) strict;

create index coding_mark_texts on coding_mark (coding_id, interview_id);

create index coding_mark_step on coding_mark (step_id);

create index coding_mark_interview on coding_mark (interview_id);

-- Not even a slip in our own statements may change who gave which code when.
create trigger coding_mark_stays before update on coding_mark
begin
    select raise(abort, 'what a coder gave never changes');
end;

create trigger coding_code_stays before update on coding_code
begin
    select raise(abort, 'what stood in a code frame never changes');
end;

create trigger coding_code_is_kept before delete on coding_code
begin
    select raise(abort, 'what stood in a code frame is never deleted');
end;

-- Also where an interview takes its rows along.
create trigger coding_mark_goes after delete on coding_mark
begin
    update survey set coding_changes = coding_changes + 1
    where id = (select survey_id from coding where id = old.coding_id);
end;
