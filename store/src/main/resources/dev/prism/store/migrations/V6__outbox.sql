-- Notices on their way to people's tools: one row for each notice and sink. A row that is done stays for a
-- while, so that the same notice is not sent again.
CREATE TABLE outbox (
  id BIGINT PRIMARY KEY,
  sink VARCHAR(64) NOT NULL,
  notice_key VARCHAR(255) NOT NULL,
  incident VARCHAR(255) NOT NULL,
  notice TEXT NOT NULL,
  attempts INT NOT NULL,
  created_millis BIGINT NOT NULL,
  due_millis BIGINT NOT NULL,
  ended_millis BIGINT,
  state VARCHAR(16) NOT NULL,
  error VARCHAR(255),
  UNIQUE (sink, notice_key)
);

CREATE INDEX outbox_due ON outbox (sink, state, due_millis);
CREATE INDEX outbox_incident ON outbox (sink, incident, id);

-- Up to where the incidents' log has been read; one row.
CREATE TABLE outbox_position (
  position BIGINT NOT NULL
);

INSERT INTO outbox_position (position) VALUES (0);
