/**
 * {@code adit thing}: registers devices and makes what they need to dial out.
 *
 * <p>{@code Enrolment} registers a thing and has a certificate signed for a {@code DeviceKey} that
 * was made here, or for a request that a device made; {@code Bundle} is the folder that the device
 * gets, with an {@code AgentFile} in it. Certificates are changed by {@code CertificateChange}.
 */
@NullMarked
package io.adit.cli.thing;

import org.jspecify.annotations.NullMarked;
