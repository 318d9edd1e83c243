-- Since when people know that a subject comes and goes; null while it does not.
ALTER TABLE subject ADD COLUMN flaps_since BIGINT;
CREATE INDEX subject_flaps ON subject (flaps_since) WHERE flaps_since IS NOT NULL;
