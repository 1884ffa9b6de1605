-- Both databases run this file: TEXT, BIGINT and ON CONFLICT only; times are milliseconds since the epoch.

-- What detection remembers of a stream of scores, as base64.
CREATE TABLE detector_state (
  stream TEXT NOT NULL PRIMARY KEY,
  saved_millis BIGINT NOT NULL,
  body TEXT NOT NULL
);

-- One minute of one node: how often each score came in each stream, as base64 of a compressed form.
CREATE TABLE detector_minute (
  minute BIGINT NOT NULL,
  node TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (minute, node)
);
