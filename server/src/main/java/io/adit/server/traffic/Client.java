package io.adit.server.traffic;

/**
 * A client of the data plane.
 *
 * @param channelId as its answer carries it, and the log
 * @param address and port that it came from
 * @param userAgent as it called itself, fit to print; empty where it did not
 */
public record Client(String channelId, String address, String userAgent) {}
