-- Webhooks: addresses that are told what happens in a field, and the outbox of what is told.

create table webhook (
    id integer not null primary key,
    survey_id text not null references survey (id),
    -- https, unless the server was started to allow more.
    url text not null check (url <> ''),
    -- Signs what is sent: both sides need it in clear.
    secret text not null check (length(secret) >= 32),
    -- Words between blanks, such as ' interview.complete survey.closed '.
    events text not null,
    who text not null,
    created_at integer not null,
    -- Nothing new is told since then, and what waits goes on waiting.
    off_at integer
) strict;

-- Asked at each complete.
create index webhook_survey on webhook (survey_id);

-- The outbox: written in the transaction of the event, so that none is told that did not happen, and none is lost.
create table webhook_delivery (
    -- Never used twice: receivers know a delivery by it.
    id integer not null primary key autoincrement,
    webhook_id integer not null references webhook (id) on delete cascade,
    event text not null check (event in ('interview.complete', 'cell.full', 'survey.closed', 'test')),
    -- Of what it happened to, as a JSON object: {"interview":118}. No answer is in it.
    payload text not null,
    created_at integer not null,
    attempts integer not null default 0,
    -- Tried then or later.
    next_at integer not null,
    delivered_at integer,
    given_up_at integer,
    -- What came back last: its HTTP status, none where nothing came; its first characters, or a word for what was wrong.
    last_status integer,
    last_answer text,
    last_at integer
) strict;

create index webhook_delivery_webhook on webhook_delivery (webhook_id, id);

-- What waits, and what a person may take up again; both are few.
create index webhook_delivery_due on webhook_delivery (webhook_id, next_at)
where delivered_at is null and given_up_at is null;

create index webhook_delivery_given_up on webhook_delivery (webhook_id) where given_up_at is not null;

-- What is old enough to be forgotten.
create index webhook_delivery_created on webhook_delivery (created_at);
