-- Recent exchanges, one row each, the record as JSON. `kept` is 0 for those that went as planned and 1 for
-- those that did not, which are kept longer; `failing` is 1 when a score speaks against it or it failed.
CREATE TABLE scored_trace (
  request_id TEXT NOT NULL PRIMARY KEY,
  trace_id TEXT NOT NULL,
  started_micros BIGINT NOT NULL,
  route TEXT NOT NULL,
  target TEXT NOT NULL,
  tenant TEXT NOT NULL,
  session_id TEXT,
  user_id TEXT,
  failing BIGINT NOT NULL,
  kept BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  record TEXT NOT NULL
);
CREATE INDEX scored_trace_id ON scored_trace (trace_id);
CREATE INDEX scored_trace_started ON scored_trace (started_micros);
CREATE INDEX scored_trace_route ON scored_trace (route, started_micros);
CREATE INDEX scored_trace_session ON scored_trace (session_id, started_micros);
CREATE INDEX scored_trace_user ON scored_trace (user_id, started_micros);
CREATE INDEX scored_trace_kept ON scored_trace (kept, started_micros, bytes);

-- Their scores; without a request id, of every exchange of the trace.
CREATE TABLE score (
  trace_id TEXT NOT NULL,
  rubric TEXT NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  by_kind TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_version TEXT NOT NULL,
  probability DOUBLE PRECISION NOT NULL,
  at_micros BIGINT NOT NULL,
  reason TEXT,
  explanation TEXT,
  request_id TEXT
);
CREATE INDEX score_trace ON score (trace_id);
CREATE INDEX score_judge ON score (by_kind, by_id, by_version, at_micros);

-- Scores of one minute that may be compared with each other, summed up: what charts are drawn from. A score
-- weighs 1/probability.
CREATE TABLE score_minute (
  minute BIGINT NOT NULL,
  route TEXT NOT NULL,
  target TEXT NOT NULL,
  prompt_version TEXT NOT NULL,
  model TEXT NOT NULL,
  rubric TEXT NOT NULL,
  judge TEXT NOT NULL,
  scores BIGINT NOT NULL,
  failing BIGINT NOT NULL,
  weight DOUBLE PRECISION NOT NULL,
  weighted_sum DOUBLE PRECISION NOT NULL,
  weighted_squares DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (minute, route, target, prompt_version, model, rubric, judge)
);
CREATE INDEX score_minute_route ON score_minute (route, rubric, minute);

-- What judges have cost, in pico-dollars, by day in UTC (2026-11-27).
CREATE TABLE judge_spend (
  day TEXT NOT NULL PRIMARY KEY,
  pico_dollars BIGINT NOT NULL
);
