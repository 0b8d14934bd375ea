package io.adit.server.relay;

import io.adit.server.flow.Rate;
import io.adit.wire.Dialect;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A link as it is at one moment.
 *
 * @param dialect what it was seen to speak; empty for a source that has started nothing yet
 * @param userAgent as the client called itself
 * @param unsentBytes written to it and not yet taken by the network
 * @param isRead whether the relay reads from it now, and does not wait for the other side
 * @param pacedTo how fast the relay sends to it at most; empty for as fast as it goes
 * @param silence how long nothing has come from it; zero while it is not read
 */
public record LinkView(
    String linkId,
    Side side,
    Subprotocol subprotocol,
    Optional<Dialect> dialect,
    String remoteAddress,
    String userAgent,
    Instant since,
    long bytesReceived,
    long bytesSent,
    int unsentBytes,
    boolean isRead,
    Optional<Rate> pacedTo,
    Duration silence) {}
