-- 1 for what quiet hours do not keep although its priority is not critical: the end of something critical.
ALTER TABLE delivery ADD COLUMN hurries INTEGER NOT NULL DEFAULT 0;
CREATE INDEX delivery_hurries ON delivery (outbox, kind, batch, priority DESC, message) WHERE hurries = 1;
