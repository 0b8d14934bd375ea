/**
 * Things and what they run: {@link io.adit.conformance.devices.Things} are made with the AWS CLI or
 * all at once by an {@link io.adit.conformance.devices.Authority} of the operator's; mosquitto's
 * clients and AWS's IoT Device SDK listen for them, and {@link
 * io.adit.conformance.devices.MqttDevice} does where thousands are needed, or bytes that no program
 * sends.
 */
@NullMarked
package io.adit.conformance.devices;

import org.jspecify.annotations.NullMarked;
