-- What a message is about; a batch holds messages of one kind.
ALTER TABLE delivery ADD COLUMN kind TEXT NOT NULL DEFAULT 'offline';
ALTER TABLE batch ADD COLUMN kind TEXT NOT NULL DEFAULT 'offline';

-- Events that could not be read and that nobody was told of yet, by reason; beyond some hundred reasons all others are ''.
CREATE TABLE untold (
  reason TEXT   PRIMARY KEY,
  events BIGINT NOT NULL,
  since  BIGINT NOT NULL
);

-- What is told once in a while at most, and when it was told last.
CREATE TABLE notice (
  kind    TEXT   PRIMARY KEY,
  told_at BIGINT NOT NULL
);
INSERT INTO notice (kind, told_at) VALUES ('unread', 0);
