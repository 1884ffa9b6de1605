-- How likely an exchange with its scores was to be kept, above 0 to 1: what a mean weighs it by. What was there
-- before was kept as if it were all.
ALTER TABLE scored_trace ADD COLUMN chance DOUBLE PRECISION NOT NULL DEFAULT 1;
-- The entries of `x-prism-metadata` as a JSON object, null for none: what cohorts are told apart by.
ALTER TABLE scored_trace ADD COLUMN metadata TEXT;
-- All that means of one target need, so that no record, with its texts, is touched for them.
CREATE INDEX scored_trace_target ON scored_trace
  (route, target, started_micros, failing, tenant, chance, trace_id, request_id);

-- One row: before that time some exchanges have been deleted, those that went as planned first, so what is left
-- tells nothing of how things were. Microseconds since the epoch.
CREATE TABLE trace_whole (
  since_micros BIGINT NOT NULL
);
INSERT INTO trace_whole (since_micros) VALUES (0);
