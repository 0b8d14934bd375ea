-- Who has opened a tunnel, by the user's name; null: opened by an older version.
ALTER TABLE tunnel ADD COLUMN opened_by TEXT;

CREATE INDEX tunnel_open_by_principal ON tunnel (opened_by) WHERE closed_at IS NULL;

-- What one principal or thing has in place of everybody's limit.
CREATE TABLE own_limit (
  subject_kind TEXT NOT NULL,
  subject_name TEXT NOT NULL,
  limit_name   TEXT NOT NULL,
  limit_value  TEXT NOT NULL,
  PRIMARY KEY (subject_kind, subject_name, limit_name)
);

-- What was carried for a thing in the period that began then.
CREATE TABLE thing_data_use (
  thing_name   TEXT   NOT NULL PRIMARY KEY,
  period       TEXT   NOT NULL,
  period_start BIGINT NOT NULL,
  used_bytes   BIGINT NOT NULL
);
