/**
 * What a record is and how records hang together; no threads, no clock, no database.
 *
 * <p>An {@link io.adit.server.audit.chain.AuditEntry} becomes an {@link
 * io.adit.server.audit.chain.AuditLine}: JSON with its number, the hash of the record before it and
 * its own, without secrets ({@code Redaction}). Who only has the files can compute hashes anew; so
 * the server's {@link io.adit.server.audit.chain.AuditKey} signs where the chain begins and ends
 * ({@link io.adit.server.audit.chain.AuditHead}), and in the files themselves where one of them
 * ends ({@link io.adit.server.audit.chain.AuditEvent#CHECKPOINT}). {@link
 * io.adit.server.audit.chain.AuditFolder} knows the files.
 */
@NullMarked
package io.adit.server.audit.chain;

import org.jspecify.annotations.NullMarked;
