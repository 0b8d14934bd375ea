-- Whom the last OpenTunnel or RotateTunnelAccessToken asked to tell the destination's token, and
-- which services to name; null where nobody is told. The token itself is kept nowhere: what must be
-- told again is told with a new one.
ALTER TABLE tunnel ADD COLUMN notified_thing TEXT;
ALTER TABLE tunnel ADD COLUMN notified_services TEXT;
-- Set until an outside broker has taken the message.
ALTER TABLE tunnel ADD COLUMN notification_pending_since BIGINT;

UPDATE tunnel SET notified_thing = thing_name, notified_services = services
WHERE thing_name IS NOT NULL;

CREATE INDEX tunnel_by_notified_thing ON tunnel (notified_thing)
WHERE closed_at IS NULL AND notified_thing IS NOT NULL;
CREATE INDEX tunnel_to_notify ON tunnel (notification_pending_since)
WHERE closed_at IS NULL AND notification_pending_since IS NOT NULL;
