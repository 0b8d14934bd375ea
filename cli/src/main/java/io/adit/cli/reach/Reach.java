package io.adit.cli.reach;

import io.adit.cli.CommandFailedException;
import io.adit.cli.Logging;
import io.adit.cli.api.ApiAccess;
import io.adit.cli.api.TunnelFacts;
import io.adit.cli.api.Tunnels;
import io.adit.cli.proxy.ProxyExit;
import io.adit.peer.ProxyOutcome;
import io.adit.peer.link.RelayAccess;
import io.adit.peer.socket.Channels;
import io.adit.peer.socket.Endpoint;
import io.adit.peer.socket.EventLoops;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * The way to one thing's services, for one run of a command.
 *
 * <pre>
 *   find or open a tunnel ──► open the source's link ──┬──► ready
 *            ▲           └──► wait for the device ─────┘
 *            └── somebody took the tunnel that was found: open one of our own
 * </pre>
 *
 * What it opened is closed when its {@link Farewell} comes.
 */
public final class Reach {
  private final ReachOptions options;
  private final Wanted wanted;
  private final Progress progress;
  private final Farewell farewell;
  private final Tunnels tunnels;
  private final OpenedTunnels opened;
  private final TunnelPicker picker;
  private final CompletableFuture<SourceLink.Base> base;

  private Reach(
      ReachOptions options,
      Wanted wanted,
      Progress progress,
      Farewell farewell,
      Map<String, String> environment) {
    this.options = options;
    this.wanted = wanted;
    this.progress = progress;
    this.farewell = farewell;
    ApiAccess access = ApiAccess.findAny(options.api().chosen(), environment);
    // Both take their time to start; a third thread would not make it faster.
    this.base = inBackground(() -> base(access, environment));
    this.tunnels = new Tunnels(access);
    this.opened = new OpenedTunnels(tunnels, problem -> System.err.println("adit: " + problem));
    farewell.add(opened::close);
    farewell.add(progress::done);
    TunnelPicker.Manner manner =
        new TunnelPicker.Manner(
            !options.isNew(), options.keep(), options.lifetime(), ReuseLock.file(environment));
    this.picker = new TunnelPicker(tunnels, opened, manner, progress, Clock.systemUTC());
  }

  /**
   * Begins.
   *
   * @param thing as {@link ThingName#of} reads it
   * @param farewell ends what is begun here
   */
  public static Reach begin(
      ReachOptions options,
      String thing,
      Collection<String> services,
      Progress progress,
      Farewell farewell) {
    Logging.silent();
    return begin(options, new Wanted(thing, services), progress, farewell, System.getenv());
  }

  /**
   * Begins, with other variables than those of the process.
   *
   * @param environment where the server and the access key are found
   */
  public static Reach begin(
      ReachOptions options,
      Wanted wanted,
      Progress progress,
      Farewell farewell,
      Map<String, String> environment) {
    return new Reach(options, wanted, progress, farewell, environment);
  }

  private static <T> CompletableFuture<T> inBackground(Supplier<T> start) {
    CompletableFuture<T> started = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("loops")
        .start(() -> {
          try {
            started.complete(start.get());
          } catch (RuntimeException | Error e) {
            started.completeExceptionally(e);
          }
        });
    return started;
  }

  private SourceLink.Base base(ApiAccess access, Map<String, String> environment) {
    RelayAccess relay =
        DataPlane.find(access, options.api().chosen().endpointUrl() != null, environment);
    return new SourceLink.Base(EventLoops.vertx(2), relay, options.dialect());
  }

  private SourceLink.Base base() {
    try {
      return base.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof CommandFailedException failed ? failed : e;
    }
  }

  /**
   * Listens for the services, the device being there; when nobody can get there, it fails with
   * words for the user.
   */
  public SourceLink listen(SequencedMap<String, Endpoint> endpoints) throws InterruptedException {
    Deadline deadline = Deadline.in(options.timeout());
    HeldTunnel held = picker.pick(wanted);
    while (true) {
      tellThatItWaits(held);
      SourceLink link = SourceLink.listen(base(), held.token(), endpoints);
      farewell.add(link::stop);
      Optional<ProxyOutcome> ended = awaitDevice(held, link, deadline);
      held.release();
      if (ended.isEmpty()) {
        progress.step("ready");
        progress.done();
        return link;
      }
      held = another(held, ended.get());
    }
  }

  /** Carries one connection to its end, over these channels. */
  public ProxyOutcome carry(String service, Channels channels) throws InterruptedException {
    Deadline deadline = Deadline.in(options.timeout());
    HeldTunnel held = picker.pick(wanted);
    while (true) {
      tellThatItWaits(held);
      awaitDevice(held, deadline);
      SourceLink link = SourceLink.carry(base(), held.token(), service, channels);
      farewell.add(link::stop);
      if (!link.isDecidedWithin(deadline.left())) {
        throw late(held, Optional.of(link));
      }
      held.release();
      progress.done();
      if (link.hasServed()) {
        return link.awaitEnd();
      }
      held = another(held, link.awaitEnd());
    }
  }

  private void tellThatItWaits(HeldTunnel held) {
    progress.step((held.isOurs() ? "notified; " : "") + "waiting for " + wanted.thing());
  }

  /** What to do when the link ended before anything went through it. */
  private HeldTunnel another(HeldTunnel lost, ProxyOutcome ended) {
    boolean isRace =
        switch (ended) {
          case ProxyOutcome.Refused _, ProxyOutcome.Dismissed _, ProxyOutcome.Closed _ -> true;
          case ProxyOutcome.ServiceMismatch _,
              ProxyOutcome.CannotListen _,
              ProxyOutcome.GaveUp _,
              ProxyOutcome.Ended _,
              ProxyOutcome.Broken _,
              ProxyOutcome.Defect _,
              ProxyOutcome.Stopped _ ->
              false;
        };
    if (isRace && !lost.isOurs()) {
      progress.step("somebody else uses that tunnel now");
      return picker.open(wanted);
    }
    throw new CommandFailedException(ProxyExit.sentence(ended));
  }

  /** Waits until the device and the link are there; or says how the link has ended before. */
  private Optional<ProxyOutcome> awaitDevice(HeldTunnel held, SourceLink link, Deadline deadline)
      throws InterruptedException {
    Gaps gaps = new Gaps();
    while (!isDeviceThere(held)) {
      if (deadline.isOver()) {
        throw late(held, Optional.of(link));
      }
      Optional<ProxyOutcome> ended = link.endedWithin(deadline.atMost(gaps.next()));
      if (ended.isPresent()) {
        return ended;
      }
    }
    progress.step("device connected");
    if (!link.isDecidedWithin(deadline.left())) {
      throw late(held, Optional.of(link));
    }
    return link.ended();
  }

  private void awaitDevice(HeldTunnel held, Deadline deadline) throws InterruptedException {
    Gaps gaps = new Gaps();
    while (!isDeviceThere(held)) {
      if (deadline.isOver()) {
        throw late(held, Optional.empty());
      }
      Thread.sleep(deadline.atMost(gaps.next()));
    }
    progress.step("device connected");
  }

  private boolean isDeviceThere(HeldTunnel held) {
    TunnelFacts tunnel = tunnels.describe(held.id());
    if (!tunnel.isOpen()) {
      throw new CommandFailedException(
          "the tunnel " + held.id() + " was closed before " + wanted.thing() + " connected");
    }
    return tunnel.sides().destination().isConnected();
  }

  private CommandFailedException late(HeldTunnel held, Optional<SourceLink> link) {
    String time = options.timeout().toSeconds() + " s";
    opened.keepOnRecord();
    String hint = tunnels.access().isAws() ? "" : ". What is known of it: adit doctor " + held.id();
    boolean isDeviceThere = isDeviceThere(held);
    if (isDeviceThere && link.isPresent()) {
      return new CommandFailedException(
          "the relay " + base().relay().uri() + " could not be reached within " + time + hint);
    }
    return new CommandFailedException(
        wanted.thing()
            + " has not connected within "
            + time
            + ": there may be no such thing, it may be off or offline, its agent may not run or"
            + " not allow "
            + String.join(", ", wanted.services())
            + hint);
  }

  /** The gaps between two looks: short at first, when a device that is there may answer. */
  private static final class Gaps {
    private static final long LONGEST_MILLIS = 1_000;

    private long millis = 20;

    Duration next() {
      long gap = millis;
      millis = Math.min(LONGEST_MILLIS, millis * 3 / 2);
      return Duration.ofMillis(gap);
    }
  }

  /** A moment by which all must be done. */
  private record Deadline(long nanoTime) {
    static Deadline in(Duration time) {
      return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean isOver() {
      return nanoTime - System.nanoTime() <= 0;
    }

    Duration left() {
      return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    Duration atMost(Duration gap) {
      Duration left = left();
      return left.compareTo(gap) < 0 ? left : gap;
    }
  }
}
