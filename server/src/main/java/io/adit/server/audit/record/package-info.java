/**
 * What becomes a record, and of which form: calls of the API ({@link
 * io.adit.server.audit.record.CallRecords}), who signs in and out and what else pages change
 * ({@link io.adit.server.audit.record.AccountRecords}), the data plane ({@link
 * io.adit.server.audit.record.TrafficRecords}).
 */
@NullMarked
package io.adit.server.audit.record;

import org.jspecify.annotations.NullMarked;
