-- What people did: the audit log, and what the ledger says of them; the newest first.
select at, origin, id, who, survey_id, deed, subject, before, after, why
from (
    select at, 0 as origin, id, who, survey_id, deed, subject, before, after, '' as why
    from audit
    union all
    select
        l.at,
        1 as origin,
        l.id,
        l.who,
        l.survey_id,
        l.step as deed,
        -- The cell, the interview, or neither.
        coalesce(c.table_name || ' ' || c.key, '')
        || case when l.cell_id is not null and l.interview_id is not null then ', ' else '' end
        || coalesce('#' || cast(l.interview_id as text), '') as subject,
        l.before,
        l.after,
        coalesce(l.why, '') as why
    from ledger l
    left join quota_cell c on c.id = l.cell_id
    -- What is done to a cell is done to its shadow as well, and is told once.
    where l.who is not null and coalesce(c.test, 0) = 0
) deeds
where ($1 = '' or survey_id = $1)
and ($2 = '' or deed = $2)
and lower(who) like $3 escape '\'
and lower(
    who || ' ' || coalesce(survey_id, '') || ' ' || deed || ' ' || subject || ' ' || coalesce(before, '') || ' '
    || coalesce(after, '') || ' ' || why
) like $4 escape '\'
and at >= $5
and at < $6
and (at, origin, id) < ($7, $8, $9)
order by at desc, origin desc, id desc
limit $10
