/**
 * {@code adit bench path}: what it costs to carry bytes from application to application, through
 * two proxies and what joins them. {@link io.adit.bench.path.Paths} starts Adit's way and that of
 * OpenSSH, each over a {@code DelayingForwarder} where the way shall be long.
 */
@NullMarked
package io.adit.bench.path;

import org.jspecify.annotations.NullMarked;
