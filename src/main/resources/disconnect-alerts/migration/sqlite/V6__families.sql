-- The family of events that a message tells of, and what it is about: client:<clientid>, alarm:<node>/<name>, or nothing in
-- particular. A kind is an event's name, unread or test. 0.1.0 told of disconnects only.
ALTER TABLE message ADD COLUMN family TEXT NOT NULL DEFAULT 'client';
ALTER TABLE message ADD COLUMN subject TEXT NOT NULL DEFAULT '';
UPDATE message SET subject = 'client:' || json_extract(body, '$.clientid')
  WHERE json_valid(body) AND json_extract(body, '$.clientid') IS NOT NULL;
DROP INDEX delivery_pending;
UPDATE delivery SET kind = 'client.disconnected' WHERE kind = 'offline';
UPDATE batch SET kind = 'client.disconnected' WHERE kind = 'offline';

-- What waits is counted and claimed by kind.
CREATE INDEX delivery_pending ON delivery (outbox, kind, priority DESC, message) WHERE batch IS NULL;

-- Where the writer tries whether there is room for a row again; always empty.
CREATE TABLE probe (
  filler BLOB NOT NULL
);
