-- Which files somebody stands in who has withdrawn, or was made anonymous, since they were begun: by the order in which
-- it was written. Clocks are read before that, and one sweep erases many at one moment.

alter table export_run add column begun_after integer not null default 0;

alter table export_run drop column began_at;

drop index ledger_erasure;

create index ledger_erasure on ledger (survey_id, id) where step in ('withdraw', 'retention');
