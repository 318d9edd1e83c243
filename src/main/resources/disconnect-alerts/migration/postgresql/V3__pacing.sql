-- The storm an outbox is in: storm_began_at and digest_at are when its first and its last digest started, digest_size what the
-- last one told, 0 without a storm. last_sent_at is from now on when the last send started. storm_sends is read no more; it stays
-- for a process of 0.1.0 that still shares the database.
ALTER TABLE outbox ADD COLUMN digest_at   BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN digest_size INTEGER NOT NULL DEFAULT 0;
