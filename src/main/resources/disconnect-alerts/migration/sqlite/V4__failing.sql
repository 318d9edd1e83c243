-- While an outbox fails: since when, and how its last send ended (back-off, retry-after, ...); blocked_why says why.
ALTER TABLE outbox ADD COLUMN failing_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN failed_how TEXT;
