-- Times are microseconds since 1970. Policies that come with Adit are in no table.
CREATE TABLE policy (
  policy_name TEXT   NOT NULL PRIMARY KEY,
  document    TEXT   NOT NULL,
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL
);

-- Whose policy it is: a user's name, or @data-plane for connections to tunnels.
CREATE TABLE policy_attachment (
  attached_to TEXT   NOT NULL,
  policy_name TEXT   NOT NULL,
  attached_at BIGINT NOT NULL,
  PRIMARY KEY (attached_to, policy_name)
);

CREATE INDEX policy_attachment_by_policy ON policy_attachment (policy_name);

-- The keys that there are may do everything, as they could before. Later ones do what their users may.
ALTER TABLE access_key ADD COLUMN given_role TEXT;
ALTER TABLE access_key ADD COLUMN last_used_at BIGINT;
ALTER TABLE access_key ADD COLUMN last_used_from TEXT;
ALTER TABLE access_key ADD COLUMN last_used_for TEXT;

UPDATE access_key SET given_role = 'ADMINISTRATOR';

CREATE INDEX access_key_by_user ON access_key (user_name);

CREATE TABLE thing_group (
  group_name TEXT   NOT NULL PRIMARY KEY,
  group_id   TEXT   NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE thing_group_member (
  group_name TEXT NOT NULL REFERENCES thing_group ON DELETE CASCADE,
  thing_name TEXT NOT NULL REFERENCES thing ON DELETE CASCADE,
  PRIMARY KEY (group_name, thing_name)
);

CREATE INDEX thing_group_member_by_thing ON thing_group_member (thing_name, group_name);
