-- The family of events that a message tells of, and what it is about: client:<clientid>, alarm:<node>/<name>, or nothing in
-- particular. A kind is an event's name, unread or test. 0.1.0 told of disconnects only, as a process of it that still shares
-- the database does: what that writes without these columns is one, too.
ALTER TABLE message ADD COLUMN family TEXT NOT NULL DEFAULT 'client';
ALTER TABLE message ADD COLUMN subject TEXT NOT NULL DEFAULT '';
UPDATE message SET subject = 'client:' || (replace(body, '\u0000', '\ufffd')::jsonb ->> 'clientid')
  WHERE body LIKE '{%}' AND replace(body, '\u0000', '\ufffd')::jsonb ->> 'clientid' IS NOT NULL;
DROP INDEX delivery_pending;
ALTER TABLE delivery ALTER COLUMN kind SET DEFAULT 'client.disconnected';
ALTER TABLE batch ALTER COLUMN kind SET DEFAULT 'client.disconnected';
UPDATE delivery SET kind = 'client.disconnected' WHERE kind = 'offline';
UPDATE batch SET kind = 'client.disconnected' WHERE kind = 'offline';

-- What waits is counted and claimed by kind.
CREATE INDEX delivery_pending ON delivery (outbox, kind, priority DESC, message) WHERE batch IS NULL;

-- Where the writer tries whether there is room for a row again; always empty.
CREATE TABLE probe (
  filler BYTEA NOT NULL
);
