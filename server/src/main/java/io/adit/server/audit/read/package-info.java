/**
 * Reads the files of the audit log: {@link io.adit.server.audit.read.AuditReader} the newest first,
 * {@link io.adit.server.audit.read.AuditFollower} the oldest first and then what comes, {@link
 * io.adit.server.audit.read.AuditVerifier} to see whether they are what was written.
 */
@NullMarked
package io.adit.server.audit.read;

import org.jspecify.annotations.NullMarked;
