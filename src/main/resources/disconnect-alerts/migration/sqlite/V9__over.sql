-- What is over before its outbox told it: the message that says so, and what kind that is of. over_late is 1 if that came while a
-- send was telling it: if the send succeeds, that it is over is told by itself; else it is in what is told instead.
ALTER TABLE delivery ADD COLUMN over_by   INTEGER;
ALTER TABLE delivery ADD COLUMN over_kind TEXT;
ALTER TABLE delivery ADD COLUMN over_late INTEGER NOT NULL DEFAULT 0;
CREATE INDEX delivery_over ON delivery (over_by) WHERE over_by IS NOT NULL;
CREATE INDEX delivery_late ON delivery (batch) WHERE over_late = 1;
