-- Ended interviews as rows of data: worked out once, when they have ended, so that a data file of a million cases need
-- not read a million documents.

create table interview_row (
    interview_id integer not null primary key references interview (id) on delete cascade,
    survey_id text not null references survey (id),
    questionnaire_id integer not null references questionnaire (id),
    test integer not null check (test in (0, 1)),
    changed integer not null,
    disposition text not null,
    -- When it ended; of one that was broken off, its last post.
    ended_at integer not null,
    -- How the row is packed; 0 while it is not.
    layout integer not null default 0,
    packed blob,
    -- Counts what happens to the interview, so that a row worked out before is not kept after.
    revision integer not null default 0,
    check ((layout = 0) = (packed is null))
) strict;

insert into interview_row (interview_id, survey_id, questionnaire_id, test, changed, disposition, ended_at)
select id, survey_id, questionnaire_id, test, changed, disposition, coalesce(ended_at, last_at)
from interview
where changed is not null;

create index interview_row_export on interview_row (survey_id, test, interview_id);

-- What waits to be packed.
create index interview_row_layout on interview_row (layout, interview_id);

-- Whatever a row of data is made of: once it changes, also where a name or an answer is erased, the packed one is gone.
create trigger interview_row_changes
after update of document, disposition, source, pid, device_hash, device, variables, test, plan, last_at, ended_at, changed
on interview
when new.changed is not null
begin
    insert into interview_row (interview_id, survey_id, questionnaire_id, test, changed, disposition, ended_at)
    values (
        new.id, new.survey_id, new.questionnaire_id, new.test, new.changed, new.disposition,
        coalesce(new.ended_at, new.last_at)
    )
    on conflict (interview_id) do update
    set test = excluded.test, changed = excluded.changed, disposition = excluded.disposition,
        ended_at = excluded.ended_at, layout = 0, packed = null, revision = revision + 1;
end;

create trigger interview_row_goes
after update of changed
on interview
when new.changed is null and old.changed is not null
begin
    delete from interview_row where interview_id = new.id;
end;

-- A snapshot looks for what was superseded after it, which is little.
create index interview_past_until on interview_past (survey_id, until);
