-- What somebody wants quiet for a while, and the times of recurring windows in which something was kept quiet. recurring is the
-- window as it stands in the settings, else ''; matchers is JSON, {} for everything. over_at says since when nothing more is kept in
-- it, told_at when its end was told; null until then.
CREATE TABLE silence (
  id        TEXT    PRIMARY KEY,
  recurring TEXT    NOT NULL,
  matchers  TEXT    NOT NULL,
  from_at   INTEGER  NOT NULL,
  until_at  INTEGER  NOT NULL,
  author    TEXT    NOT NULL,
  why       TEXT    NOT NULL,
  over_at   INTEGER,
  told_at   INTEGER
);
CREATE INDEX silence_untold ON silence (until_at) WHERE told_at IS NULL;

-- What was kept from whom, until the silence's end is told: how many events of a subject, and the key of the last by which it is
-- gone. gone says whether it was when the silence was over; null until then.
CREATE TABLE silenced (
  silence   TEXT    NOT NULL,
  outbox    TEXT    NOT NULL,
  subject   TEXT    NOT NULL,
  losses    INTEGER NOT NULL,
  loss      TEXT,
  gone      INTEGER,
  PRIMARY KEY (silence, outbox, subject)
) WITHOUT ROWID;

-- The silence of a batch whose outcome is silenced: nobody was told of it.
ALTER TABLE batch ADD COLUMN silence TEXT;
