/**
 * The parts of AWS IoT's registry that scripts call which provision devices: one file for each
 * operation, named as the operation.
 *
 * <p>{@link io.adit.server.api.iot.IotService} finds the operation of a call by method and path and
 * has the table of errors; {@code IotCall} gives it the call's members.
 */
@NullMarked
package io.adit.server.api.iot;

import org.jspecify.annotations.NullMarked;
