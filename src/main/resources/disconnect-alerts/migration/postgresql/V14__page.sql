-- What the outboxes told last, word for word: some hundred of each.
CREATE TABLE last_text (
  id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  outbox  TEXT    NOT NULL,
  told_at BIGINT  NOT NULL,
  kind    TEXT    NOT NULL,
  size    INTEGER NOT NULL,
  text    TEXT    NOT NULL
);
CREATE INDEX last_text_of ON last_text (outbox, id);

-- A day, a minute a row: how many clients were told as gone in it, how many came back, and how many were gone at its end.
CREATE TABLE minute (
  began_at BIGINT  PRIMARY KEY,
  lost     INTEGER NOT NULL,
  back     INTEGER NOT NULL,
  gone     INTEGER NOT NULL
);
