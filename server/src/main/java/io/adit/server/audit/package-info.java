/**
 * The audit log: who did what, from where, and how it ended, in files to which records are only
 * ever added.
 *
 * <p>{@link io.adit.server.audit.AuditLog} takes records from any thread; its one thread hands them
 * to {@code AuditWriter}, many at a time, and does the {@code Upkeep}. At a start {@code AuditEnd}
 * finds where to go on. {@link io.adit.server.audit.AuditStore} is what the database keeps of it.
 * docs/audit.md says what is proven, and what is not.
 *
 * <p>Below: {@link io.adit.server.audit.chain}, what a record is, and how they hang together;
 * {@link io.adit.server.audit.read}, who finds and who verifies them; {@link
 * io.adit.server.audit.record}, what becomes one; {@link io.adit.server.audit.deliver}, who brings
 * them elsewhere.
 */
@NullMarked
package io.adit.server.audit;

import org.jspecify.annotations.NullMarked;
