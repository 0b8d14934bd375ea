package io.adit.server.diagnosis;

import io.adit.wire.Dialect;
import io.adit.wire.Extensions;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A link as it is at one moment.
 *
 * @param dialect what it was seen to speak; empty for a source that has started nothing yet
 * @param since when it came
 */
public record LinkView(
    String linkId,
    Side side,
    Client client,
    Optional<Dialect> dialect,
    Instant since,
    Traffic traffic) {

  /**
   * What the client's handshake told.
   *
   * @param address and port that it came from
   * @param userAgent as it called itself, fit to print; empty where it did not
   */
  public record Client(
      String address, String userAgent, Subprotocol subprotocol, Extensions extensions) {

    /** The client in words, for a line of text. */
    public String inWords() {
      return userAgent.isEmpty() ? address : address + " (" + userAgent + ")";
    }
  }

  /**
   * What goes over the link.
   *
   * @param bytesReceived from the client, with all that frames add
   * @param bytesSent to the client, with all that frames add
   * @param unsentBytes for it, and not yet taken by the network
   * @param pacedBytesPerSecond how fast it is sent to at most; 0: as fast as it goes
   * @param unreadSince since when the relay does not read from it, and waits for the other side;
   *     empty where it reads
   * @param silence how long nothing has come from it; zero while it is not read
   */
  public record Traffic(
      long bytesReceived,
      long bytesSent,
      int unsentBytes,
      long pacedBytesPerSecond,
      Optional<Instant> unreadSince,
      Duration silence) {

    /** Whether the relay reads from it now, and does not wait for the other side. */
    public boolean isRead() {
      return unreadSince.isEmpty();
    }
  }
}
