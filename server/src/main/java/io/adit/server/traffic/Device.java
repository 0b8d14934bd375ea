package io.adit.server.traffic;

/**
 * A device's connection to the MQTT port.
 *
 * @param thing that it is; one of them, where its certificate is attached to several
 * @param clientId as it called itself, fit to print
 * @param address and port that it came from
 * @param protocol such as {@code MQTT 5}
 */
public record Device(
    String thing, String clientId, String certificateId, String address, String protocol) {}
