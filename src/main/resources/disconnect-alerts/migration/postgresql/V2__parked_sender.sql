-- Who sent what is parked, within its source: an MQTT topic, or an HTTP peer's address, at most 256 characters of it.
-- A flood pushes out only what its own sender parked, so it is counted by source and sender how much each holds.
ALTER TABLE parked ADD COLUMN sender TEXT NOT NULL DEFAULT '';
ALTER TABLE parked ADD COLUMN bytes BIGINT
  GENERATED ALWAYS AS (octet_length(payload) + octet_length(coalesce(topic, '')) + octet_length(reason)) STORED;
UPDATE parked SET sender = left(topic, 256) WHERE topic IS NOT NULL;
CREATE INDEX parked_held ON parked (source, sender, id) INCLUDE (bytes);
