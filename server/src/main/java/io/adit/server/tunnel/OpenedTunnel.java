package io.adit.server.tunnel;

import io.adit.wire.AccessToken;

/** A new tunnel and, this once, its two tokens. */
public record OpenedTunnel(Tunnel tunnel, AccessToken source, AccessToken destination) {}
