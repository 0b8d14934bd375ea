-- Times are microseconds since 1970. A tunnel is open while closed_at is null and expires_at is ahead.
-- A side is connected while its link id is set.
CREATE TABLE tunnel (
  tunnel_id              TEXT    NOT NULL PRIMARY KEY,
  tunnel_arn             TEXT    NOT NULL,
  description            TEXT,
  thing_name             TEXT,
  services               TEXT,
  max_lifetime_minutes   INTEGER NOT NULL,
  created_at             BIGINT  NOT NULL,
  expires_at             BIGINT  NOT NULL,
  last_updated_at        BIGINT  NOT NULL,
  closed_at              BIGINT,
  source_link_id         TEXT,
  source_updated_at      BIGINT,
  destination_link_id    TEXT,
  destination_updated_at BIGINT
);

CREATE INDEX tunnel_by_creation ON tunnel (created_at, tunnel_id);
CREATE INDEX tunnel_by_thing ON tunnel (thing_name, created_at, tunnel_id);
CREATE INDEX tunnel_to_expire ON tunnel (expires_at) WHERE closed_at IS NULL;
CREATE INDEX tunnel_to_purge ON tunnel (closed_at) WHERE closed_at IS NOT NULL;

CREATE TABLE tunnel_tag (
  tunnel_id TEXT NOT NULL REFERENCES tunnel ON DELETE CASCADE,
  position  INTEGER NOT NULL,
  tag_key   TEXT NOT NULL,
  tag_value TEXT NOT NULL,
  PRIMARY KEY (tunnel_id, tag_key)
);

-- Only hashes: who reads this file cannot connect with it.
-- A revoked token and the tokens of a closed tunnel let go of their client token.
CREATE TABLE access_token (
  token_hash        TEXT NOT NULL PRIMARY KEY,
  tunnel_id         TEXT NOT NULL REFERENCES tunnel ON DELETE CASCADE,
  side              TEXT NOT NULL,
  used_at           BIGINT,
  revoked_at        BIGINT,
  client_token_hash TEXT UNIQUE
);

CREATE INDEX access_token_of_tunnel ON access_token (tunnel_id);
