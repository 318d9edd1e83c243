-- While an outbox fails: since when it has been blocked, also if other failures came between; 0 if it has not.
ALTER TABLE outbox ADD COLUMN blocked_since BIGINT NOT NULL DEFAULT 0;
