-- What an outbox told of a kind in one storm, until it was looked after: from its first digest to its last, in how many messages;
-- followed says how often.
CREATE TABLE storm (
  outbox   TEXT    NOT NULL,
  kind     TEXT    NOT NULL,
  began_at BIGINT  NOT NULL,
  last_at  BIGINT  NOT NULL,
  messages INTEGER NOT NULL,
  followed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (outbox, kind, began_at)
);
