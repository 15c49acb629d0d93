-- How a set of weights was made at the desk: margins, sources and years, bounds, snapshot, as JSON. None of a set that
-- was worked out elsewhere.

alter table weight_set add column made text;
