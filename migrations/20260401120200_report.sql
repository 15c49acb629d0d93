-- Reports: sections of text, tables and charts in an order, kept with the survey. What the numbers come to is kept
-- nowhere: it is worked out from the snapshot of whoever looks.

create table report (
    id integer not null primary key autoincrement,
    survey_id text not null references survey (id),
    title text not null check (title <> ''),
    lang text not null check (lang <> ''),
    -- Whether it is of the interviews of rehearsals.
    rehearsal integer not null default 0 check (rehearsal in (0, 1)),
    -- The name of a set of weights; none for figures that are not weighted.
    weight text,
    who text not null,
    created_at integer not null
) strict;

create index report_survey on report (survey_id);

create table report_section (
    id integer not null primary key autoincrement,
    report_id integer not null references report (id) on delete cascade,
    -- The order of reading; without gaps, but for deleted sections.
    place integer not null,
    kind text not null check (kind in ('text', 'table', 'chart', 'question', 'claims', 'method')),
    heading text not null,
    -- Markdown; of a table or a chart the query of its link; of a question its name.
    body text not null,
    who text not null,
    changed_at integer not null
) strict;

create index report_section_place on report_section (report_id, place);
