-- What is worth counting of what was told last of a subject, and how urgent that was: JSON, null if nothing was told.
ALTER TABLE subject ADD COLUMN facets TEXT;
UPDATE subject SET facets = (
  SELECT json_set(m.facets, '$.severity', CASE m.priority WHEN 1 THEN 'notice' WHEN 2 THEN 'warning' ELSE 'critical' END)
  FROM (SELECT coalesce(past ->> '$.told.last.key', past ->> '$.told.last') || '@' AS told) AS t, message m
  WHERE m.key IN (substr(told, 1, instr(told, '@') - 1), substr(told, 1, instr(told, '@') - 1) || '-still-gone')
  ORDER BY m.id DESC LIMIT 1)
WHERE gone_at IS NOT NULL;

-- The ends of sessions that nobody was told of: whose, by which event, when, why, on which node, and what
-- became of it: blip, replaced, suppressed, quiet, duplicate or unaddressed; and when that was decided.
CREATE TABLE passed (
  id         INTEGER PRIMARY KEY,
  subject    TEXT    NOT NULL,
  key        TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  reason     TEXT    NOT NULL,
  node       TEXT    NOT NULL,
  outcome    TEXT    NOT NULL,
  decided_at INTEGER NOT NULL
);
CREATE INDEX passed_of ON passed (subject, id);
CREATE INDEX passed_as ON passed (outcome, id);
