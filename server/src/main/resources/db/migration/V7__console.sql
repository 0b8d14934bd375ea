-- Times are microseconds since 1970. Names are in small letters; passwords are kept as Argon2id.
CREATE TABLE console_user (
  user_name     TEXT   NOT NULL PRIMARY KEY,
  role          TEXT   NOT NULL,
  password_hash TEXT   NOT NULL,
  created_at    BIGINT NOT NULL
);

-- Only hashes: who reads this file is not signed in with it. The role is set for users of a
-- provider of identities, who are in no table; for others console_user has it.
CREATE TABLE console_session (
  session_hash TEXT   NOT NULL PRIMARY KEY,
  user_name    TEXT   NOT NULL,
  given_role   TEXT,
  created_at   BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL
);

CREATE INDEX console_session_of_user ON console_session (user_name);

-- At most one: what the first administrator is made with.
CREATE TABLE console_code (
  code_hash  TEXT   NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL
);

-- What happened to a tunnel, the oldest first; the same again and again is one row.
CREATE TABLE tunnel_event (
  tunnel_id TEXT    NOT NULL REFERENCES tunnel ON DELETE CASCADE,
  event_id  BIGINT  NOT NULL,
  first_at  BIGINT  NOT NULL,
  last_at   BIGINT  NOT NULL,
  times     INTEGER NOT NULL,
  what      TEXT    NOT NULL,
  side      TEXT    NOT NULL,
  detail    TEXT    NOT NULL,
  PRIMARY KEY (tunnel_id, event_id)
);
