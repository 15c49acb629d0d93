insert into interview_past (survey_id, changed, until, interview_id, questionnaire_id, document, disposition, variables, test)
select survey_id, 100, 101, id, questionnaire_id, document, 'complete', '{}', 0 from interview where id = 1;
