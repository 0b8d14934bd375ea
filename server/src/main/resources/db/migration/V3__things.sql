-- Times are microseconds since 1970.
CREATE TABLE thing (
  thing_name TEXT   NOT NULL PRIMARY KEY,
  thing_id   TEXT   NOT NULL,
  thing_type TEXT,
  version    BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE INDEX thing_by_type ON thing (thing_type, thing_name) WHERE thing_type IS NOT NULL;

CREATE TABLE thing_attribute (
  thing_name      TEXT NOT NULL REFERENCES thing ON DELETE CASCADE,
  attribute_name  TEXT NOT NULL,
  attribute_value TEXT NOT NULL,
  PRIMARY KEY (thing_name, attribute_name)
);

CREATE INDEX thing_by_attribute ON thing_attribute (attribute_name, attribute_value, thing_name);

-- The authorities that the operator registered; Adit's own is in the data folder.
CREATE TABLE device_authority (
  authority_id    TEXT    NOT NULL PRIMARY KEY,
  certificate_pem TEXT    NOT NULL,
  thing_name_rule TEXT    NOT NULL,
  makes_things    INTEGER NOT NULL,
  registered_at   BIGINT  NOT NULL
);

CREATE TABLE device_certificate (
  certificate_id  TEXT   NOT NULL PRIMARY KEY,
  certificate_pem TEXT   NOT NULL,
  status          TEXT   NOT NULL,
  authority_id    TEXT   REFERENCES device_authority ON DELETE CASCADE,
  not_before      BIGINT NOT NULL,
  not_after       BIGINT NOT NULL,
  created_at      BIGINT NOT NULL,
  last_updated_at BIGINT NOT NULL
);

CREATE INDEX device_certificate_by_creation ON device_certificate (created_at, certificate_id);
CREATE INDEX device_certificate_of_authority ON device_certificate (authority_id)
  WHERE authority_id IS NOT NULL;

CREATE TABLE thing_certificate (
  thing_name     TEXT    NOT NULL REFERENCES thing,
  certificate_id TEXT    NOT NULL REFERENCES device_certificate ON DELETE CASCADE,
  exclusive      INTEGER NOT NULL,
  PRIMARY KEY (thing_name, certificate_id)
);

CREATE INDEX thing_certificate_by_certificate ON thing_certificate (certificate_id, thing_name);
