package io.adit.server.traffic;

import org.jspecify.annotations.Nullable;

/**
 * A tunnel.
 *
 * @param thing that it leads to; null: none is named, or it is not known
 */
public record TunnelName(String tunnelId, @Nullable String thing) {}
