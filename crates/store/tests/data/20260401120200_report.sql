insert into report (id, survey_id, title, lang, rehearsal, weight, who, created_at)
values (1, (select min(id) from survey), 'What we found', 'en', 0, null, 'Wang', 1);
insert into report_section (id, report_id, place, kind, heading, body, who, changed_at)
values (1, 1, 1, 'text', 'Who', 'Women are {{pct sex == 2}}.', 'Wang', 1);
