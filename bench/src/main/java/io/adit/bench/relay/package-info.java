/**
 * {@code adit bench relay}: what it costs to carry bytes between two TLS connections. {@link
 * io.adit.bench.relay.RelayCommand} has {@code AditRelay} carry them, whose links are {@code
 * TunnelEnd}s, and the public proxies that {@code ProxyPrograms} starts.
 */
@NullMarked
package io.adit.bench.relay;

import org.jspecify.annotations.NullMarked;
