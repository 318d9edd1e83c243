-- What is worth counting of what was told last of a subject, and how urgent that was: JSON, null if nothing was told.
ALTER TABLE subject ADD COLUMN facets JSONB;
UPDATE subject SET facets = (
  SELECT m.facets || jsonb_build_object('severity', CASE m.priority WHEN 1 THEN 'notice' WHEN 2 THEN 'warning' ELSE 'critical' END)
  FROM (SELECT split_part(coalesce(past::jsonb #>> '{told,last,key}', past::jsonb #>> '{told,last}'), '@', 1) AS told) AS t, message m
  WHERE m.key IN (told, told || '-still-gone')
  ORDER BY m.id DESC LIMIT 1)
WHERE gone_at IS NOT NULL;

-- The ends of sessions that nobody was told of: whose, by which event, when, why, on which node, and what
-- became of it: blip, replaced, suppressed, quiet, duplicate or unaddressed; and when that was decided.
CREATE TABLE passed (
  id         BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject    TEXT    NOT NULL,
  key        TEXT    NOT NULL,
  at         BIGINT  NOT NULL,
  reason     TEXT    NOT NULL,
  node       TEXT    NOT NULL,
  outcome    TEXT    NOT NULL,
  decided_at BIGINT  NOT NULL
);
CREATE INDEX passed_of ON passed (subject, id);
CREATE INDEX passed_as ON passed (outcome, id);
