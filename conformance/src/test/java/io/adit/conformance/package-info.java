/**
 * Stories: what the issue of a feature promises, shown with outside programs against a running
 * Adit.
 *
 * <p>{@link io.adit.conformance.programs} starts and ends the programs, {@link
 * io.adit.conformance.devices} has things with certificates and the MQTT programs that they run,
 * {@link io.adit.conformance.sockets} speaks by hand where no program would. Nothing here uses a
 * class of Adit: the stories know it by its command line and its port only.
 */
@NullMarked
package io.adit.conformance;

import org.jspecify.annotations.NullMarked;
