package io.adit.server.tunnel;

/**
 * An open tunnel whose thing was to be told the destination's token, which nobody has used so far.
 */
public record Unclaimed(String tunnelId, String thingName) {}
