-- What is known of a subject whose past matters: it is gone, waits to be told, flaps, or was well a short time ago. A subject
-- that is well has no row. past is JSON; due_at says when something has to be decided, forget_at when the row may go, gone_at
-- since when it is gone, with the node that said so and the reason; each is null where there is none.
CREATE TABLE subject (
  name      TEXT PRIMARY KEY,
  due_at    BIGINT,
  forget_at BIGINT,
  gone_at   BIGINT,
  node      TEXT,
  reason    TEXT,
  past      TEXT NOT NULL
);
CREATE INDEX subject_due ON subject (due_at, name) WHERE due_at IS NOT NULL;
CREATE INDEX subject_forget ON subject (forget_at) WHERE forget_at IS NOT NULL;
CREATE INDEX subject_gone ON subject (gone_at, name) WHERE gone_at IS NOT NULL;

-- What is to be told of a loss, by its key, until it is known whether it is told, and to whom.
CREATE TABLE held (
  key  TEXT PRIMARY KEY,
  body TEXT NOT NULL
);
