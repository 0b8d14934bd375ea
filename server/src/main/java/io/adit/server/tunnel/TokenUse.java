package io.adit.server.tunnel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of the token that a side has now.
 *
 * @param usedAt when it first let a client in; null: not yet
 * @param isBound whether that client brought a client token, with which the token may be used again
 */
public record TokenUse(@Nullable Instant usedAt, boolean isBound) {}
