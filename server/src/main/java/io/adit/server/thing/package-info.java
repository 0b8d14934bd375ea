/**
 * The registry of devices: things, the certificates by which they prove who they are, and the
 * authorities that may sign those. No HTTP, no MQTT, no SQL; calls block.
 *
 * <p>{@link io.adit.server.thing.DeviceRegistry} holds the four doors: {@link
 * io.adit.server.thing.Things} and what is attached to them, {@link
 * io.adit.server.thing.DeviceCertificates}, {@link io.adit.server.thing.DeviceTrust} in
 * authorities, and {@link io.adit.server.thing.DeviceIdentities}, which says of a certificate whose
 * it is. What ended is told to {@link io.adit.server.thing.ThingListener}s.
 *
 * <pre>
 *   authority (registered) ──signs──┐
 *   Adit's own ─────────────signs───┴─► certificate ──attached to──► thing
 *                                       ACTIVE ⇄ INACTIVE
 *                                          └──► REVOKED, for good
 * </pre>
 */
@NullMarked
package io.adit.server.thing;

import org.jspecify.annotations.NullMarked;
