-- A survey and the published versions of its questionnaire.
-- Times are Unix milliseconds in UTC; a true-or-false column is 1 or 0.

create table survey (
    -- The id that its questionnaire gives it: it stands in links, so people can read it.
    id text not null primary key check (id <> ''),
    -- Paused is for the moment, closed is the end of the field; both keep what was answered.
    state text not null check (state in ('open', 'paused', 'closed')),
    -- How the quality rules are applied: with them on, no impatient tester can complete.
    quality text not null check (quality in ('on', 'flag', 'off')),
    -- The quota plan in force; none where the questionnaire has no quotas.
    plan text,
    created_at integer not null
) strict;

create table questionnaire (
    id integer not null primary key,
    survey_id text not null references survey (id),
    -- As the author wrote it; the newest version is the one with the highest id, not the highest number.
    version text not null,
    -- The file as it was added, comments and all: what was fielded can always be shown.
    text text not null,
    published_at integer not null,
    -- Also finds the newest version of a survey.
    unique (survey_id, version)
) strict;

create index questionnaire_newest on questionnaire (survey_id, id);

-- Interviews hang on what was asked, so not even a slip in our own statements may change it.
create trigger questionnaire_stays before update on questionnaire
begin
    select raise(abort, 'a published questionnaire never changes');
end;

create trigger questionnaire_is_kept before delete on questionnaire
begin
    select raise(abort, 'a published questionnaire is never deleted');
end;
