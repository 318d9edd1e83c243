-- The file under brokers by which an input was tried; null if it is no JSON, or a message that was refused.
ALTER TABLE parked ADD COLUMN broker TEXT;
