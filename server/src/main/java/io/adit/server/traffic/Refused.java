package io.adit.server.traffic;

/**
 * Why a handshake was refused.
 *
 * @param status of the answer
 * @param reason as the client was told
 */
public record Refused(int status, String reason) {}
