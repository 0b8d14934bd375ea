package io.adit.server.principal;

import io.adit.server.auth.Actions;
import io.adit.server.policy.Ask;
import io.adit.server.policy.Decision;
import io.adit.server.policy.Facts;
import io.adit.server.policy.Policies;
import io.adit.server.policy.Subject;
import io.adit.server.tunnel.ConnectGate;
import io.adit.server.tunnel.Tunnel;
import io.adit.wire.Side;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the policies of the data plane who may connect to a tunnel. As long as none is attached,
 * everybody with a token may.
 */
public final class DataPlaneGuard implements ConnectGate {
  private static final Logger LOG = LoggerFactory.getLogger(DataPlaneGuard.class);

  private final PolicyBook book;
  private final BiFunction<Tunnel, Side, Subject> about;
  private final String region;
  private final InstantSource clock;

  /**
   * @param about what a connection of a side is about
   */
  public DataPlaneGuard(
      PolicyBook book,
      BiFunction<Tunnel, Side, Subject> about,
      String region,
      InstantSource clock) {
    this.book = book;
    this.about = about;
    this.region = region;
    this.clock = clock;
  }

  @Override
  public boolean admits(Tunnel tunnel, Side side, String address) {
    List<Policies.Named> attached = book.standing(PolicyBook.DATA_PLANE).attached();
    if (attached.isEmpty()) {
      return true;
    }
    Facts facts = Principals.surroundings(region, address, clock.instant());
    Ask ask = Ask.of(Actions.CONNECT, about.apply(tunnel, side), facts);
    Decision decision = new Policies(attached).decide(ask);
    if (!decision.isAllowed()) {
      LOG.info(
          "Tunnel {}: a {} from {} may not connect: {}",
          tunnel.tunnelId(),
          side.mode(),
          address,
          decision);
    }
    return decision.isAllowed();
  }
}
