-- What analysts write about a survey beside its questionnaire, as the text that they wrote. The newest of a kind counts;
-- older ones stay, so that it can be said what a table showed before.

create table survey_text (
    id integer not null primary key autoincrement,
    survey_id text not null references survey (id),
    -- Variables that are added to those of the questionnaire; published statements that the data must bear out.
    kind text not null check (kind in ('variables', 'claims')),
    -- Empty where all of it was taken out.
    text text not null,
    who text not null,
    created_at integer not null
) strict;

create index survey_text_newest on survey_text (survey_id, kind, id);
