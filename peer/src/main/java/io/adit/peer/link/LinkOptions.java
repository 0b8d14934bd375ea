package io.adit.peer.link;

import io.adit.wire.Side;
import io.adit.wire.Subprotocol;

/** All that opening a link takes, the same for every attempt. */
public record LinkOptions(
    RelayAccess relay,
    Side side,
    Subprotocol subprotocol,
    Credentials credentials,
    LinkTuning tuning) {}
