-- The secret is sealed with the key file of the data folder, then base64: who reads this file cannot sign with it.
CREATE TABLE access_key (
  access_key_id TEXT   NOT NULL PRIMARY KEY,
  sealed_secret TEXT   NOT NULL,
  user_name     TEXT   NOT NULL,
  created_at    BIGINT NOT NULL,
  disabled_at   BIGINT
);
