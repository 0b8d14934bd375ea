/**
 * The API of AWS IoT Secure Tunneling: one file for each operation, named as the operation.
 *
 * <p>{@link io.adit.server.api.tunneling.TunnelingService} finds the operation of a call and has
 * the table of errors.
 */
@NullMarked
package io.adit.server.api.tunneling;

import org.jspecify.annotations.NullMarked;
