-- Interviews by source: counts for the page of links, and the file for a source's invoice in order of id.

create index interview_source on interview (survey_id, source, id, disposition) where test = 0;
