/**
 * The audit log: who did what, from where, and how it ended, in files to which records are only
 * ever added.
 *
 * <p>Each record is one line of JSON with its number, the hash of the record before it and its own
 * ({@code AuditLine}). Who only has the files can compute hashes anew; so the server's {@code
 * AuditKey} signs where the chain begins and ends: in the database ({@code AuditHead}), at most a
 * second behind the files, and in the files themselves where one ends ({@link
 * io.adit.server.audit.AuditEvent#CHECKPOINT}). {@link io.adit.server.audit.AuditVerifier} compares
 * all of this.
 *
 * <p>{@link io.adit.server.audit.AuditLog} takes records ({@link io.adit.server.audit.AuditEntry})
 * from any thread; its one thread hands them to {@code AuditWriter}, many at a time. {@link
 * io.adit.server.audit.AuditReader} finds them again. docs/audit.md says what is proven, and what
 * is not.
 */
@NullMarked
package io.adit.server.audit;

import org.jspecify.annotations.NullMarked;
