package io.adit.server.tunnel;

import io.adit.wire.AccessToken;
import org.jspecify.annotations.Nullable;

/** The new tokens of a rotation; null for a side that was not rotated. */
public record RotatedTokens(
    Tunnel tunnel, @Nullable AccessToken source, @Nullable AccessToken destination) {}
