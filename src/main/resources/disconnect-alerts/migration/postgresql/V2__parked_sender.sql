-- Who sent what is parked, within its source: an MQTT topic, or an HTTP peer's address, at most 256 characters of it.
-- A flood pushes out only what its own sender parked, so it is counted by source and sender how much each holds.
ALTER TABLE parked ADD COLUMN sender TEXT NOT NULL DEFAULT '';
ALTER TABLE parked ADD COLUMN bytes BIGINT
  GENERATED ALWAYS AS (octet_length(payload) + octet_length(coalesce(topic, '')) + octet_length(reason)) STORED;
UPDATE parked SET sender = left(topic, 256) WHERE topic IS NOT NULL;
CREATE INDEX parked_held ON parked (source, sender, id) INCLUDE (bytes);

-- Two retries of one message at the same time could take away the batch it was sent in by then: whatever else was in it is
-- pending again, and a batch of nothing kept its outbox from telling anything.
UPDATE delivery SET batch = NULL WHERE batch IS NOT NULL AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = delivery.batch);
DELETE FROM batch WHERE settled_at IS NULL AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.batch = batch.id);
