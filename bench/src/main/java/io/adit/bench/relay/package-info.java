/**
 * {@code adit bench relay}: what it costs to carry bytes between two TLS connections. {@link
 * io.adit.bench.relay.RelayCommand} reads the options; {@code RelayBench} has each {@code Subject}
 * (Adit's server, and public proxies by {@code ProxyPrograms}) carry the same bytes in turns, over
 * {@code Circuits} that a {@code Generator} makes; {@code RelayReport} is what came of it.
 */
@NullMarked
package io.adit.bench.relay;

import org.jspecify.annotations.NullMarked;
