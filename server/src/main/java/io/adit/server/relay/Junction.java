package io.adit.server.relay;

import io.adit.server.allowance.Allowance;
import io.adit.server.diagnosis.TunnelView;
import io.adit.server.flow.Lane;
import io.adit.server.flow.SharedRate;
import io.adit.server.http.RawSocket;
import io.adit.server.splice.Leg;
import io.adit.server.splice.Splice;
import io.adit.server.traffic.TunnelName;
import io.adit.server.tunnel.Tunnel;
import io.adit.wire.Side;
import io.adit.wire.WireViolation;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the two links of one tunnel meet. One event loop owns it: the loop of the link that came
 * first. All methods run there, but for {@link #execute}, {@link #isOverdue} and {@link
 * #isLookDue}.
 *
 * <pre>
 *  source link ──► Splice ──► destination link
 *       ▲                          │ is full
 *       └────── is not read ◄──────┘
 * </pre>
 */
final class Junction implements Lane.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(Junction.class);
  private static final long NOT_WAITING = 0;
  private static final long LOOK_NANOS = Duration.ofSeconds(10).toNanos();

  private final String tunnelId;
  private final @Nullable String thingName;
  private final ScheduledExecutorService loop;
  private final Surroundings around;
  private final Runnable onLeft;
  private final Journal journal;
  private final Splice splice;
  private final RegistryCalls registryCalls;
  private final Set<Arrival> arrivals = new HashSet<>();

  /** At most one for each side; all of them open. */
  private final Map<Side, Link> links = new EnumMap<>(Side.class);

  /** Of all links; there while a link or an arrival is. */
  private Allowance allowance = Allowance.FREE;

  private boolean destinationIsFirst;

  /** Written on the event loop, read by the sweep as well. */
  private volatile long waitsSince = NOT_WAITING;

  /** Written on the event loop, read by the sweep as well. */
  private volatile long lookedAt;

  /**
   * @param onLeft told each time an arrival or link is no longer part of the junction
   */
  Junction(Tunnel tunnel, ScheduledExecutorService loop, Surroundings around, Runnable onLeft) {
    this.tunnelId = tunnel.tunnelId();
    this.thingName = tunnel.thingName();
    this.loop = loop;
    this.around = around;
    this.onLeft = onLeft;
    this.journal = new Journal(name(tunnel), around.time(), around.incidents(), around.traffic());
    this.splice = new Splice(tunnel.services(), around.options().limits(), journal);
    this.lookedAt = now();
    this.registryCalls = new RegistryCalls(around.virtualThreads());
  }

  /** A tunnel as those know it who write down what is carried. */
  static TunnelName name(Tunnel tunnel) {
    return new TunnelName(tunnel.tunnelId(), tunnel.thingName());
  }

  String tunnelId() {
    return tunnelId;
  }

  /** Runs a task on the junction's event loop, after those that were given before. */
  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  /** Whether the source has waited too long for a destination. */
  boolean isOverdue() {
    long since = waitsSince;
    return since != NOT_WAITING && now() - since >= around.options().destinationWait().toNanos();
  }

  /** Whether it is time to look whether the clients are still there. */
  boolean isLookDue() {
    return now() - lookedAt >= LOOK_NANOS;
  }

  /** Runs a task on the junction's event loop after so many nanoseconds. */
  @Override
  public void alarm(long nanos, Runnable task) {
    around.time().alarm().set(loop, nanos, task);
  }

  /** From now on a rotation or close ends this arrival. */
  void expect(Arrival arrival) {
    if (isEmpty()) {
      holdToLimits();
    }
    arrivals.add(arrival);
  }

  /** Whether the tunnel leads to this thing. */
  boolean leadsTo(String thing) {
    return thing.equals(thingName);
  }

  /** The limits may be others by now. */
  void onLimitsChanged() {
    if (!isEmpty()) {
      allowance.close();
      holdToLimits();
      settle();
    }
  }

  /** So many bytes of a link's client go on. */
  void onCarried(Link link, int bytes) {
    destinationIsFirst = link.side() == Side.SOURCE;
    allowance.onCarried(bytes);
  }

  /** The arrival is not to become a link. */
  void refuse(Arrival arrival, HandshakeRefusal refusal) {
    if (arrivals.remove(arrival)) {
      onLeft();
      around.refusedHandshakes().refuse(arrival, tunnelId, refusal);
    }
  }

  /** The arrival becomes a link, unless it was ended meanwhile. */
  void admit(Arrival arrival) {
    if (arrivals.contains(arrival)) {
      arrival.onAccepted();
      arrival
          .request()
          .accept(
              arrival.handshake().acceptance(arrival.linkId()),
              loop,
              arrival.facts().highWaterBytes(around.options().links()),
              socket -> attach(arrival, socket));
    }
  }

  /** Ends links and arrivals of these sides. */
  void end(Predicate<Side> sides, Ending ending) {
    for (Arrival arrival : List.copyOf(arrivals)) {
      if (!sides.test(arrival.side())) {
        continue;
      }
      if (arrival.isAccepted()) {
        arrival.end();
      } else {
        refuse(arrival, ending.refusal());
      }
    }
    for (Link link : List.copyOf(links.values())) {
      if (sides.test(link.side())) {
        link.close(ending.closeCode(), ending.reason());
        onGone(link, ending.reason());
      }
    }
  }

  /** The server stops: links end without a close frame, so that their clients come back. */
  void stop() {
    for (Link link : List.copyOf(links.values())) {
      link.drop();
      onGone(link, "the server stops");
    }
  }

  /** The source has waited long enough, if it still waits. */
  void onWaitOver() {
    if (isOverdue()) {
      LOG.info("Tunnel {}: no destination came; the source's connections are reset", tunnelId);
      waitsSince = NOT_WAITING;
      splice.onDestinationWaitOver();
      settle();
    }
  }

  /** Ends links whose clients are gone, without a close frame: one that is not comes back. */
  void look() {
    lookedAt = now();
    for (Link link : List.copyOf(links.values())) {
      if (!link.isAlive()) {
        String why = "nothing came from it for " + link.silence().toSeconds() + " s";
        link.drop();
        onGone(link, why);
      }
    }
    links.values().forEach(Link::flush);
  }

  /** The client broke a rule; its link is closing. */
  void onViolation(Link link, WireViolation violation) {
    String rule = violation.rule();
    journal.onRuleBroken(link, rule);
    remove(link, "it broke a rule of the wire: " + rule);
  }

  /** An open link is open no longer. */
  void onGone(Link link, String why) {
    journal.onLinkEnded(link, why);
    remove(link, why);
  }

  private void remove(Link link, String why) {
    LOG.atInfo()
        .addKeyValue("tunnelId", tunnelId)
        .addKeyValue("channelId", link.linkId())
        .log("Tunnel {}: {} link {} ended: {}", tunnelId, link.side().mode(), link.linkId(), why);
    links.remove(link.side(), link);
    registryCalls.add(() -> around.registry().disconnected(tunnelId, link.side(), link.linkId()));
    onLeft();
    link.detach();
    journal.onLinkGone(link, why);
    settle();
  }

  /** Whether the link's messages have no place to go now. */
  boolean mustWait(Link link) {
    Link other = links.get(link.side().opposite());
    return (other != null && other.isFull())
        || (link.side() == Side.SOURCE && splice.holdIsFull())
        || link.isChoked()
        || !allowance.mayGo();
  }

  /** Puts all in order after something happened: who is read, who waits, and that all is sent. */
  void settle() {
    for (Link link : inTurn()) {
      if (mustWait(link)) {
        link.pause();
      } else {
        link.resume();
      }
    }
    if (!splice.holdsForDestination()) {
      waitsSince = NOT_WAITING;
    } else if (waitsSince == NOT_WAITING) {
      // The lowest bit keeps it apart from NOT_WAITING.
      waitsSince = now() | 1;
    }
    links.values().forEach(Link::flush);
  }

  TunnelView view() {
    return new TunnelView(
        Optional.ofNullable(links.get(Side.SOURCE)).map(Link::view),
        Optional.ofNullable(links.get(Side.DESTINATION)).map(Link::view),
        journal.services(splice.serviceStates()),
        splice.heldBytes(),
        splice.bytesFrom(Side.SOURCE),
        splice.bytesFrom(Side.DESTINATION),
        journal.incidents(),
        allowance.waitsFor().map(SharedRate::inWords));
  }

  private void attach(Arrival arrival, RawSocket socket) {
    arrivals.remove(arrival);
    if (arrival.isEnded()) {
      // A close frame before SERVICE_IDS aborts an official client. It comes back, and is refused.
      socket.drop();
      onLeft();
      return;
    }
    Link link = new Link(arrival.facts(), this, socket, around);
    Link former = links.put(link.side(), link);
    if (former != null) {
      former.detach();
    }
    journal.onLinkCame(link);
    Leg leg =
        splice.attach(
            link.side(), arrival.handshake().subprotocol(), arrival.handshake().extensions(), link);
    logAttached(link, arrival.handshake());
    journal.onLinkOpened(link);
    registryCalls.add(() -> around.registry().connected(tunnelId, link.side(), link.linkId()));
    if (former != null) {
      former.close(Ending.REPLACED.closeCode(), Ending.REPLACED.reason());
      onGone(former, Ending.REPLACED.reason());
    }
    // Last: it may read at once what came with the handshake.
    link.start(leg);
    // It may have been used up between the check of the token and now.
    allowance.usedUp().ifPresent(use -> end(_ -> true, Ending.usedUp(use)));
    settle();
  }

  private void logAttached(Link link, Handshake handshake) {
    LOG.atInfo()
        .addKeyValue("tunnelId", tunnelId)
        .addKeyValue("channelId", link.linkId())
        .log(
            "Tunnel {}: {} link {} from {} offers {}",
            tunnelId,
            link.side().mode(),
            link.linkId(),
            link.client().address(),
            handshake.subprotocol().wireName());
  }

  private boolean isEmpty() {
    return links.isEmpty() && arrivals.isEmpty();
  }

  /** An arrival or a link is no longer part of it. */
  private void onLeft() {
    onLeft.run();
    if (isEmpty()) {
      allowance.close();
      allowance = Allowance.FREE;
    }
  }

  private void holdToLimits() {
    allowance = around.limits().allowances().open(thingName, this);
  }

  /** Both links go by one allowance: the one that took of it last comes second. */
  private List<Link> inTurn() {
    List<Link> all = List.copyOf(links.values());
    return destinationIsFirst ? all.reversed() : all;
  }

  /** Something was granted that a link waits for. */
  @Override
  public void onMayGo() {
    settle();
  }

  private long now() {
    return around.time().nanoTime().getAsLong();
  }
}
