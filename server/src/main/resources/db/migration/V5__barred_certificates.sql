-- Certificates of registered authorities that were taken away from their devices and then forgotten:
-- the authority's rule must not let them in again.
CREATE TABLE barred_certificate (
  certificate_id TEXT NOT NULL PRIMARY KEY,
  revoked_at     BIGINT -- null: deleted or detached only
);
