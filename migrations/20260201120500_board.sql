-- What the board counts, once a second while somebody watches: read from here alone, since a row of an
-- interview is long and most of it is its answers.
create index interview_board on interview (
    survey_id, test, disposition, code, page, device, lang, source, ended_at
);
