package io.adit.server.relay;

import io.adit.server.diagnosis.LinkView;
import io.adit.server.flow.Pacer;
import io.adit.server.flow.Rate;
import io.adit.wire.Side;
import org.jspecify.annotations.Nullable;

/** What a link keeps of its handshake: neither the token nor the request. */
record LinkFacts(String linkId, Side side, LinkView.Client client) {
  private static final String OFFICIAL = "localproxy";

  /** How fast it is sent to; null is as fast as it goes. */
  @Nullable Rate rate(RelayOptions.Links options) {
    return isOfficialClient() ? options.officialClientRate() : null;
  }

  /** As many unsent bytes in its socket keep more from being written there. */
  int highWaterBytes(RelayOptions.Links options) {
    return rate(options) == null ? options.highWaterBytes() : Pacer.BURST_BYTES;
  }

  /**
   * Whether it is AWS's local proxy, of any version: its User-Agent is {@code localproxy linux
   * 64-bit/…}.
   */
  private boolean isOfficialClient() {
    String userAgent = client.userAgent();
    return userAgent.equals(OFFICIAL) || userAgent.startsWith(OFFICIAL + " ");
  }
}
