insert into export (survey_id, name, wanted, who, created_at)
select id, 'weekly', 'format=sav', 'Li', 1 from survey limit 1;
insert into export_run (survey_id, export_id, wanted, snapshot, since, taken_at, questionnaire_id, state, who)
select q.survey_id, e.id, 'format=sav', 1, 0, 1, q.id, 'waiting', 'Li'
from export e join questionnaire q on q.survey_id = e.survey_id limit 1;
