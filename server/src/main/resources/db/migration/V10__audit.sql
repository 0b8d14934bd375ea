-- What the server vouches for: where the audit log's chain begins and ends. At most one row. Times
-- are microseconds since 1970, hashes SHA-256 in hex; the signature is the audit key's.
CREATE TABLE audit_head (
  one         INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  before_seq  BIGINT  NOT NULL,
  before_hash TEXT    NOT NULL,
  last_seq    BIGINT  NOT NULL,
  last_hash   TEXT    NOT NULL,
  is_final    INTEGER NOT NULL,
  at          BIGINT  NOT NULL,
  signature   TEXT    NOT NULL
);

-- What commands did on the data folder, until the server takes it into the log.
CREATE TABLE audit_note (
  note_id BIGINT NOT NULL PRIMARY KEY,
  entry   TEXT   NOT NULL
);

-- How far those who get all records have them.
CREATE TABLE audit_delivered (
  receiver TEXT   NOT NULL PRIMARY KEY,
  seq      BIGINT NOT NULL
);
