package io.adit.cli.reach;

import io.adit.cli.api.NewTunnel;
import io.adit.cli.api.TunnelFacts;
import io.adit.cli.api.TunnelTokens;
import io.adit.cli.api.Tunnels;
import io.adit.wire.AccessToken;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds a tunnel that may be used, or opens one. */
final class TunnelPicker {
  /** Of how many is asked more than a list says. */
  private static final int MOST_LOOKED_AT = 5;

  /**
   * How to pick.
   *
   * @param reuse whether a tunnel that is there will do
   * @param keep whether what is opened stays open
   * @param lifetime of what is opened; null for the service's own
   * @param lockFile shared by the runs of one user
   */
  record Manner(boolean reuse, boolean keep, @Nullable Duration lifetime, Path lockFile) {}

  private final Tunnels tunnels;
  private final OpenedTunnels opened;
  private final Manner manner;
  private final Progress progress;
  private final Clock clock;

  TunnelPicker(
      Tunnels tunnels, OpenedTunnels opened, Manner manner, Progress progress, Clock clock) {
    this.tunnels = tunnels;
    this.opened = opened;
    this.manner = manner;
    this.progress = progress;
    this.clock = clock;
  }

  /** One that is there, or else a new one. */
  HeldTunnel pick(Wanted wanted) {
    return (manner.reuse() ? find(wanted) : Optional.<HeldTunnel>empty())
        .orElseGet(() -> open(wanted));
  }

  /** A new one. */
  HeldTunnel open(Wanted wanted) {
    String services = String.join(", ", wanted.services());
    progress.step("opening a tunnel to " + wanted.thing() + " (" + services + ")");
    NewTunnel asked =
        new NewTunnel(
            wanted.thing(),
            List.copyOf(wanted.services()),
            manner.keep() ? "adit: kept" : ReuseRule.PASSING,
            manner.lifetime(),
            Map.of());
    TunnelTokens tokens = manner.keep() ? tunnels.open(asked) : opened.open(asked);
    return new HeldTunnel(tokens.tunnelId(), new AccessToken(tokens.requireSource()), true, null);
  }

  private Optional<HeldTunnel> find(Wanted wanted) {
    progress.step("looking for an open tunnel to " + wanted.thing());
    for (TunnelFacts.Summary tunnel :
        tunnels.list(wanted.thing(), ReuseRule::mayDo, MOST_LOOKED_AT)) {
      Optional<HeldTunnel> taken = tryToTake(tunnel.id(), wanted);
      if (taken.isPresent()) {
        return taken;
      }
    }
    return Optional.empty();
  }

  /** The lock comes before the look: what is seen then holds until the source is connected. */
  private Optional<HeldTunnel> tryToTake(String id, Wanted wanted) {
    Optional<ReuseLock> lock = ReuseLock.tryLock(manner.lockFile(), id);
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    Optional<TunnelFacts> found =
        tunnels.find(id).filter(tunnel -> ReuseRule.suits(tunnel, wanted, clock.instant()));
    if (found.isEmpty()) {
      lock.get().close();
      return Optional.empty();
    }
    try {
      AccessToken token = new AccessToken(rotate(found.get()).requireSource());
      return Optional.of(new HeldTunnel(id, token, false, lock.get()));
    } catch (RuntimeException e) {
      lock.get().close();
      throw e;
    }
  }

  /** A device that is not there may have lost its token, and is told of a new one. */
  private TunnelTokens rotate(TunnelFacts tunnel) {
    progress.step("using the open tunnel " + tunnel.id());
    return tunnel.sides().destination().isConnected()
        ? tunnels.rotate(tunnel.id(), Tunnels.Sides.SOURCE, null)
        : tunnels.rotate(tunnel.id(), Tunnels.Sides.ALL, tunnel);
  }
}
