-- The field room: how a field is opened, held and dated; buffers and pauses of cells; why something was changed.

alter table survey add column time_zone text not null default 'UTC';

-- Held: nobody new begins, who is inside goes on. A soft launch ends so.
alter table survey add column entry text not null default 'open' check (entry in ('open', 'held'));

-- A soft launch: so many completes, then the entry is held until a manager goes on.
alter table survey add column hold_after integer check (hold_after > 0);

-- Set at the desk and done by the server; each is emptied when its time has come.
alter table survey add column opens_at integer;

alter table survey add column closes_at integer;

-- How often one may be complete: as often as they like, once as a person of a source, once from a device.
alter table survey add column once text not null default 'person' check (once in ('any', 'person', 'device'));

-- Seconds of active time below which a complete is flagged; none for no such rule.
alter table survey add column minimum_seconds integer check (minimum_seconds > 0);

-- A field that no person sees: whoever fills it is flagged.
alter table survey add column honeypot integer not null default 1 check (honeypot in (0, 1));

-- A small sum for the browser to work out; whoever comes without is flagged.
alter table survey add column proof_of_work integer not null default 0 check (proof_of_work in (0, 1));

-- Days after the end of an interview until what identifies a person is erased; none for never.
alter table survey add column retention_days integer check (retention_days > 0);

-- Completes admitted beyond the target, for those that will be rejected later.
alter table quota_cell add column buffer integer not null default 0 check (buffer >= 0);

alter table quota_cell add column paused integer not null default 0 check (paused in (0, 1));

-- The page where it stands, or stood when it ended; none before this column was.
alter table interview add column page text;

-- phone, tablet, computer or other, by what the browser says of itself; none where it says nothing.
alter table interview add column device text;

-- What the link carried beside source and pid, as a JSON object of texts.
alter table interview add column variables text not null default '{}';

-- Whose personal link it was begun with. One person, one interview.
alter table interview add column invitation_id integer references invitation (id);

create unique index interview_invitation on interview (invitation_id) where invitation_id is not null;

-- Quality rules that flag it, between blanks; also what the server noticed, such as honeypot.
alter table interview add column flags text not null default '';

-- A manager has looked at its flags and let it stand, or took it out.
alter table interview add column reviewed text check (reviewed in ('accepted', 'rejected'));

-- When the server erased what identifies the respondent; none before.
alter table interview add column anonymised_at integer;

create index interview_review on interview (survey_id, test, id) where flags <> '';

-- One complete per person of a source.
create index interview_person on interview (survey_id, source, pid) where pid is not null;

-- The ledger again, with more steps, with a reason, and for interviews that may be withdrawn.
create table ledger_next (
    id integer not null primary key autoincrement,
    at integer not null,
    survey_id text not null references survey (id),
    -- No foreign key: of a withdrawn interview nothing but its number remains.
    interview_id integer,
    cell_id integer references quota_cell (id),
    step text not null check (
        step in (
            -- To the survey: a version published, its state, quality mode and plan.
            'publish', 'state', 'quality', 'plan',
            -- Who may enter; the soft launch; the dates; how often one may answer; what else the desk sets.
            'entry', 'hold_after', 'opens_at', 'closes_at', 'time_zone', 'once', 'minimum_seconds', 'honeypot',
            'proof_of_work', 'retention_days',
            -- To a cell: its target, its buffer, paused or open.
            'target', 'buffer', 'pause',
            -- To a source: made or changed, a key made or retired, a list of invitations taken in.
            'source', 'key', 'invitations',
            -- At the gate: a place reserved, or refused; idle too long; ended without counting; complete; rejected
            -- later; restored.
            'reserve', 'refuse', 'lapse', 'return', 'count', 'uncount', 'restore',
            -- Places moved to other cells, since the plan or the cells were changed.
            'recount',
            -- Looked at and let stand; withdrawn by the respondent; identifying fields erased; a rehearsal wiped.
            'accept', 'withdraw', 'retention', 'wipe'
        )
    ),
    reserved_delta integer not null default 0,
    completes_delta integer not null default 0,
    -- Who did it; none where the interview itself did.
    who text,
    before text,
    after text,
    -- In the words of whoever did it.
    why text,
    check (cell_id is not null or (reserved_delta = 0 and completes_delta = 0))
) strict;

insert into ledger_next (
    id, at, survey_id, interview_id, cell_id, step, reserved_delta, completes_delta, who, before, after
)
select id, at, survey_id, interview_id, cell_id, step, reserved_delta, completes_delta, who, before, after
from ledger
order by id;

drop table ledger;

alter table ledger_next rename to ledger;

create index ledger_survey on ledger (survey_id, id);

create index ledger_cell on ledger (cell_id, id) where cell_id is not null;

create index ledger_interview on ledger (interview_id) where interview_id is not null;

-- What people did, for the board's short list and the audit log, without a walk through all the places.
create index ledger_people on ledger (survey_id, id) where who is not null or interview_id is null;

create trigger ledger_stays before update on ledger
begin
    select raise(abort, 'the ledger is append-only');
end;

create trigger ledger_is_kept before delete on ledger
begin
    select raise(abort, 'the ledger is append-only');
end;

-- What the checks over all finished interviews found. They flag, and never reject by themselves.
create table cohort_flag (
    id integer not null primary key,
    interview_id integer not null references interview (id) on delete cascade,
    -- The word of the check, such as near_duplicate.
    name text not null,
    -- What was found, as JSON: measure, threshold, the other interviews.
    evidence text not null,
    found_at integer not null,
    unique (interview_id, name)
) strict;
