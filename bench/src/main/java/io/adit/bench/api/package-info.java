/**
 * {@code adit bench api}: calls of the tunneling API. {@link io.adit.bench.api.ApiLoad} has {@code
 * SignedRequests} made, which {@code ApiClients} take from an {@code ApiQueue} and send over TLS;
 * what a {@code ApiRound} took goes into an {@code ApiReport}.
 */
@NullMarked
package io.adit.bench.api;

import org.jspecify.annotations.NullMarked;
