-- Times are milliseconds since 1970. On SQLite the writer is one thread, so no row is ever locked for long.

-- What is to be told, once, however many outboxes it is addressed to.
CREATE TABLE message (
  id          INTEGER PRIMARY KEY,
  key         TEXT    NOT NULL UNIQUE,
  priority    INTEGER NOT NULL,
  time        INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  committed_at INTEGER NOT NULL,
  facets      TEXT    NOT NULL,
  body        TEXT    NOT NULL
);

-- One message addressed to one outbox; pending while it is in no batch.
CREATE TABLE delivery (
  message     INTEGER NOT NULL REFERENCES message,
  outbox      TEXT    NOT NULL,
  priority    INTEGER NOT NULL,
  batch       INTEGER,
  PRIMARY KEY (message, outbox)
) WITHOUT ROWID;
CREATE INDEX delivery_pending ON delivery (outbox, priority DESC, message) WHERE batch IS NULL;
CREATE INDEX delivery_batch ON delivery (batch, priority DESC, message) WHERE batch IS NOT NULL;

-- What one send tells; open while it is not settled. Its lease says until when somebody is at it, attempts who that is.
-- The outcome of a settled one: told, parked, or dropped once the message is parked no longer.
CREATE TABLE batch (
  id          INTEGER PRIMARY KEY,
  outbox      TEXT    NOT NULL,
  size        INTEGER NOT NULL,
  attempts    INTEGER NOT NULL,
  refusals    INTEGER NOT NULL DEFAULT 0,
  plain       INTEGER NOT NULL DEFAULT 0,
  claimed_at  INTEGER NOT NULL,
  lease_until INTEGER NOT NULL,
  settled_at  INTEGER,
  outcome     TEXT
);
CREATE INDEX batch_open ON batch (outbox, id) WHERE settled_at IS NULL;
CREATE INDEX batch_settled ON batch (settled_at) WHERE settled_at IS NOT NULL AND outcome <> 'parked';

-- Every send of the last minutes: answered_at is when it was answered, or, until then, the end of its lease.
CREATE TABLE permit (
  id          INTEGER PRIMARY KEY,
  outbox      TEXT    NOT NULL,
  answered_at INTEGER NOT NULL
);
CREATE INDEX permit_recent ON permit (outbox, answered_at);

-- How an outbox stands: its pause, what blocks it, and the storm it is in.
CREATE TABLE outbox (
  name            TEXT    PRIMARY KEY,
  paused_until    INTEGER NOT NULL DEFAULT 0,
  failures        INTEGER NOT NULL DEFAULT 0,
  blocked_setting TEXT,
  blocked_why     TEXT,
  storm_began_at  INTEGER NOT NULL DEFAULT 0,
  storm_sends     INTEGER NOT NULL DEFAULT 0,
  last_sent_at    INTEGER NOT NULL DEFAULT 0,
  last_priority   INTEGER NOT NULL DEFAULT 0
);

-- What could not be read, and what a receiver refused for good; message is set for the latter.
CREATE TABLE parked (
  id          INTEGER PRIMARY KEY,
  key         TEXT    NOT NULL UNIQUE,
  parked_at   INTEGER NOT NULL,
  source      TEXT    NOT NULL,
  topic       TEXT,
  reason      TEXT    NOT NULL,
  payload     BLOB    NOT NULL,
  message     INTEGER
);

-- Which message told which group about which client, and when; the client is the clientid of a body that is JSON.
CREATE VIEW told AS
SELECT b.id AS batch, b.outbox AS robot, b.size AS count,
       datetime(b.settled_at / 1000, 'unixepoch') AS told_at_utc, b.settled_at AS told_at_ms,
       CASE WHEN json_valid(m.body) THEN json_extract(m.body, '$.clientid') END AS clientid, m.key AS message_key, m.time AS time_ms
FROM batch b JOIN delivery d ON d.batch = b.id JOIN message m ON m.id = d.message
WHERE b.outcome = 'told';
