/**
 * Brings the records of the audit log elsewhere. A {@link io.adit.server.audit.deliver.Delivery}
 * reads them from the files, at its own pace and from the place that the database remembers, so
 * that nothing is lost while a {@link io.adit.server.audit.deliver.Receiver} is away; what it keeps
 * in memory is one batch. Receivers are a web hook and syslog. {@link
 * io.adit.server.audit.deliver.CloudTrail} is the form that tools for AWS read.
 */
@NullMarked
package io.adit.server.audit.deliver;

import org.jspecify.annotations.NullMarked;
