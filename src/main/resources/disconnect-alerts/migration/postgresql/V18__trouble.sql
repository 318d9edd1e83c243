-- The outboxes that are blocked, and through which others, by name with commas between, that was told; since says when it began.
CREATE TABLE trouble (
  outbox TEXT   PRIMARY KEY,
  since  BIGINT NOT NULL,
  told   TEXT   NOT NULL
);
