package io.adit.server.tunnel;

import io.adit.wire.AccessToken;
import io.adit.wire.ClientToken;
import io.adit.wire.Side;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All tunnels and their tokens. Calls block on the store; run them on virtual threads. Safe for use
 * by many threads.
 */
public final class TunnelRegistry {
  private final TunnelStore store;
  private final InstantSource clock;
  private final CreationClock creationClock;
  private final SecureRandom random;
  private final TunnelArns arns;
  private final TunnelLimits limits;
  private final Admissions admissions;
  private final TunnelListeners listeners = new TunnelListeners();
  private final Turns turns = new Turns();

  public TunnelRegistry(
      TunnelStore store,
      InstantSource clock,
      SecureRandom random,
      TunnelArns arns,
      TunnelLimits limits) {
    this.store = store;
    this.clock = clock;
    this.creationClock = new CreationClock(clock);
    this.random = random;
    this.arns = arns;
    this.limits = limits;
    this.admissions = new Admissions(store, limits.guard(), this::now);
  }

  /** Opens a tunnel; both sides are disconnected. Throws TunnelLimitException over the limits. */
  public OpenedTunnel open(OpenRequest request) {
    List<Tag> tags = merged(List.of(), request.tags());
    checkServices(request);
    Tunnel tunnel = newTunnel(request, tags);
    AccessToken source = AccessToken.mint(random);
    AccessToken destination = AccessToken.mint(random);
    var hashes = Map.of(Side.SOURCE, source.hash(), Side.DESTINATION, destination.hash());
    // In turn, so that who is told of a redelivery has been told of the opening before.
    return turns.take(
        tunnel.tunnelId(),
        () -> {
          store.insert(tunnel, hashes, limits.guard().opening(Initiator.current().orElse(null)));
          OpenedTunnel opened = new OpenedTunnel(tunnel, source, destination);
          listeners.onOpened(opened);
          return opened;
        });
  }

  /** Open or closed, as long as it is kept. */
  public Optional<Tunnel> find(String tunnelId) {
    return store.find(tunnelId).map(tunnel -> tunnel.asOf(now()));
  }

  /** The same. Throws TunnelNotFoundException. */
  public Tunnel describe(String tunnelId) {
    return find(tunnelId).orElseThrow(() -> TunnelNotFoundException.of(tunnelId));
  }

  /**
   * @param maxResults 1 to 100
   * @throws InvalidNextTokenException for a token that is not ours
   */
  public TunnelPage list(@Nullable String thingName, int maxResults, @Nullable String nextToken) {
    TunnelStore.Position after = nextToken == null ? null : PageToken.decode(nextToken, thingName);
    Instant now = now();
    // One more than asked for tells whether another page follows.
    List<Tunnel> found =
        store.newest(thingName, after, maxResults + 1).stream()
            .map(tunnel -> tunnel.asOf(now))
            .toList();
    if (found.size() <= maxResults) {
      return new TunnelPage(found, null);
    }
    Tunnel last = found.get(maxResults - 1);
    TunnelStore.Position end = new TunnelStore.Position(last.createdAt(), last.tunnelId());
    return new TunnelPage(found.subList(0, maxResults), PageToken.encode(end, thingName));
  }

  /** Revokes and replaces tokens of an open tunnel. */
  public RotatedTokens rotate(
      String tunnelId, ClientMode mode, @Nullable DestinationConfig notified) {
    Map<Side, AccessToken> tokens = mint(mode);
    return turns.take(
        tunnelId,
        () -> {
          Tunnel tunnel =
              store
                  .replaceTokens(tunnelId, hashes(tokens), notified, now())
                  .orElseThrow(() -> notOpen(tunnelId));
          RotatedTokens rotated =
              new RotatedTokens(tunnel, tokens.get(Side.SOURCE), tokens.get(Side.DESTINATION));
          listeners.onRotated(rotated, mode, notified);
          return rotated;
        });
  }

  /**
   * Rotates the destination's token and has its thing told the new one, if the thing was to be told
   * the old one and nobody has used that. Whoever connects with the old one at the same time is
   * either admitted, and nothing is rotated, or refused.
   *
   * @return whether it was rotated; {@code onRotated} was called then
   */
  public boolean redeliver(String tunnelId) {
    AccessToken token = AccessToken.mint(random);
    return turns.take(
        tunnelId,
        () -> {
          Optional<TunnelStore.Replaced> replaced =
              store.replaceUnusedToken(tunnelId, token.hash(), now());
          replaced.ifPresent(done ->
              listeners.onRotated(
                  new RotatedTokens(done.tunnel(), null, token),
                  ClientMode.DESTINATION,
                  done.notified()));
          return replaced.isPresent();
        });
  }

  /**
   * What {@link #redeliver} would rotate of these things' tunnels. On return listeners have been
   * told of every opening and rotation that led to it.
   */
  public List<Unclaimed> unclaimed(Collection<String> thingNames) {
    return told(store.unclaimed(thingNames, now()));
  }

  /** The same of those that no outside broker has taken; the oldest first. */
  public List<Unclaimed> unpublished(int limit) {
    return told(store.unpublished(limit, now()));
  }

  /** Whoever is telling has a turn. */
  private List<Unclaimed> told(List<Unclaimed> found) {
    found.forEach(each -> turns.take(each.tunnelId(), () -> each));
    return found;
  }

  /** Records that an outside broker has taken the message with this token. */
  public void published(String tunnelId, AccessToken token) {
    store.published(tunnelId, token.hash());
  }

  /** Closes, or does nothing when closed; with {@code delete} the record goes at once. */
  public void close(String tunnelId, boolean delete) {
    turns.take(
        tunnelId,
        () -> {
          Tunnel tunnel =
              store.find(tunnelId).orElseThrow(() -> TunnelNotFoundException.of(tunnelId));
          Instant now = now();
          boolean overdue = tunnel.isOverdue(now);
          Instant end = overdue ? tunnel.expiresAt() : now;
          boolean closed = delete ? store.delete(tunnelId) : store.close(tunnelId, end);
          if (closed) {
            listeners.onClosed(tunnelId, overdue ? CloseCause.EXPIRED : CloseCause.REQUESTED);
          } else if (delete) {
            listeners.onChanged(tunnelId);
          }
          return closed;
        });
  }

  /** Sets tags, replacing values of keys that are there. */
  public void tag(String tunnelId, List<Tag> tags) {
    if (!store.changeTags(tunnelId, present -> merged(present, tags), now())) {
      throw TunnelNotFoundException.of(tunnelId);
    }
    listeners.onChanged(tunnelId);
  }

  public void untag(String tunnelId, List<String> keys) {
    boolean found =
        store.changeTags(
            tunnelId,
            present -> present.stream().filter(tag -> !keys.contains(tag.key())).toList(),
            now());
    if (!found) {
      throw TunnelNotFoundException.of(tunnelId);
    }
    listeners.onChanged(tunnelId);
  }

  /**
   * Lets a token's bearer in, once: of many that race with one token, one is admitted. With a
   * client token the pair may come again and again.
   */
  public Admission admit(Side side, AccessToken token, @Nullable ClientToken clientToken) {
    return admit(side, token, clientToken, _ -> true);
  }

  /** The same where a gate lets it: it is asked of good tokens only, before they are spent. */
  public Admission admit(
      Side side, AccessToken token, @Nullable ClientToken clientToken, Predicate<Tunnel> gate) {
    return admissions.admit(side, token, clientToken, gate);
  }

  /**
   * Whether the tunnel is still open and the token not rotated since. The relay asks after it made
   * a link known to its listener and before it answers 101: so a rotation or close either sees the
   * link or is seen here.
   */
  public boolean isCurrent(Admission.Admitted admitted) {
    return admissions.isCurrent(admitted);
  }

  /** Why no side of a tunnel may be let in now, whatever its token; empty: it may. */
  public Optional<String> bar(Tunnel tunnel) {
    return limits.guard().bar(tunnel.thingName());
  }

  /** What became of the token that each side has now. */
  public Map<Side, TokenUse> tokenUse(String tunnelId) {
    return store.tokenUse(tunnelId);
  }

  /** Records that a link serves this side. */
  public void connected(String tunnelId, Side side, String linkId) {
    store.connect(tunnelId, side, linkId, now());
    listeners.onChanged(tunnelId);
  }

  /** Records that the side has no link, unless another than {@code linkId} serves it by now. */
  public void disconnected(String tunnelId, Side side, String linkId) {
    store.disconnect(tunnelId, side, linkId, now());
    listeners.onChanged(tunnelId);
  }

  /** Records that no side has a link: at start nobody has, whatever a killed server left behind. */
  public void disconnectAll() {
    store.disconnectAll(now());
  }

  /**
   * Closes tunnels that are past their end and forgets those that were closed long ago.
   *
   * @return when there will be something to do next; empty when no tunnel is there
   */
  public Optional<Instant> sweep() {
    Instant now = now();
    while (isDue(store.firstEnd(), now)) {
      store.closeOverdue(now).forEach(this::tellExpired);
    }
    while (isDue(firstPurge(), now)) {
      store.purgeClosed(now.minus(limits.closedRetention())).forEach(listeners::onChanged);
    }
    return Stream.of(store.firstEnd(), firstPurge())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  public void addListener(TunnelListener listener) {
    listeners.add(listener);
  }

  private void tellExpired(String tunnelId) {
    turns.take(
        tunnelId,
        () -> {
          listeners.onClosed(tunnelId, CloseCause.EXPIRED);
          return tunnelId;
        });
  }

  private Optional<Instant> firstPurge() {
    return store.firstClosed().map(closedAt -> closedAt.plus(limits.closedRetention()));
  }

  private static boolean isDue(Optional<Instant> time, Instant now) {
    return time.isPresent() && !time.get().isAfter(now);
  }

  private Tunnel newTunnel(OpenRequest request, List<Tag> tags) {
    String tunnelId = newId();
    Instant createdAt = creationClock.next();
    return new Tunnel(
        tunnelId,
        arns.of(tunnelId),
        TunnelStatus.OPEN,
        ConnectionState.NEVER,
        ConnectionState.NEVER,
        request.description(),
        request.destinationConfig(),
        request.maxLifetimeMinutes(),
        tags,
        createdAt,
        createdAt,
        null);
  }

  /** A random UUID, version 4. */
  private String newId() {
    long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  private Map<Side, AccessToken> mint(ClientMode mode) {
    Map<Side, AccessToken> tokens = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      if (mode.includes(side)) {
        tokens.put(side, AccessToken.mint(random));
      }
    }
    return tokens;
  }

  private static Map<Side, String> hashes(Map<Side, AccessToken> tokens) {
    Map<Side, String> hashes = new EnumMap<>(Side.class);
    tokens.forEach((side, token) -> hashes.put(side, token.hash()));
    return hashes;
  }

  private void checkServices(OpenRequest request) {
    DestinationConfig config = request.destinationConfig();
    int services = config == null ? 0 : config.services().size();
    if (services > limits.servicesPerTunnel()) {
      throw new TunnelLimitException(
          "A tunnel can have at most %d services, and the request names %d; name fewer or open a second tunnel"
              .formatted(limits.servicesPerTunnel(), services));
    }
    limits.guard().require(config == null ? null : config.thingName());
  }

  private List<Tag> merged(List<Tag> present, List<Tag> added) {
    Map<String, Tag> tags = new LinkedHashMap<>();
    present.forEach(tag -> tags.put(tag.key(), tag));
    added.forEach(tag -> tags.put(tag.key(), tag));
    if (tags.size() > limits.tagsPerTunnel()) {
      throw new TunnelLimitException(
          "A tunnel can have at most %d tags, and would have %d; remove some first"
              .formatted(limits.tagsPerTunnel(), tags.size()));
    }
    return List.copyOf(tags.values());
  }

  private TunnelNotFoundException notOpen(String tunnelId) {
    return store.find(tunnelId).isPresent()
        ? new TunnelNotFoundException(
            "Tunnel %s is closed and cannot be used again; open a new one".formatted(tunnelId))
        : TunnelNotFoundException.of(tunnelId);
  }

  /** What the store keeps of the time. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
