package io.adit.conformance.pairs;

import io.adit.models.link.Monitor;
import io.adit.models.story.ConnectionsAtOnce;
import io.adit.models.story.Story;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import software.amazon.awssdk.services.iotsecuretunneling.model.ClientMode;

/**
 * A tunnel in which pairs meet one after the other. Models are new for each play; {@code adit
 * proxy}, which costs more to start, stays for all of them, as it would for its user.
 */
final class Lane implements AutoCloseable {
  private final PairServer server;
  private final List<String> services;
  private final SideTokens tokens;
  private final Monitor monitor = new Monitor();
  private final AtomicLong seeds = new AtomicLong();
  private final Map<ClientMode, TunnelEnd> staying = new HashMap<>();

  Lane(PairServer server, List<String> services) {
    this.server = server;
    this.services = services;
    this.tokens = SideTokens.open(server.client(), services);
  }

  /** Says what did not come about, or nothing. */
  Optional<String> play(Story story, Participant source, Participant destination) {
    return between(source, destination, story::play);
  }

  int connectionsAtOnce(Participant source, Participant destination) {
    return between(
        source,
        destination,
        tunnel ->
            ConnectionsAtOnce.count(tunnel, services.getFirst(), source.like().manyConnections()));
  }

  private <T> T between(Participant source, Participant destination, Function<PairTunnel, T> play) {
    Deque<TunnelEnd> leaving = new ArrayDeque<>();
    try {
      var to = end(ClientMode.DESTINATION, destination, leaving);
      var from = end(ClientMode.SOURCE, source, leaving);
      return play.apply(new PairTunnel(from, to, monitor));
    } finally {
      leaving.forEach(TunnelEnd::close);
    }
  }

  private TunnelEnd end(ClientMode mode, Participant who, Deque<TunnelEnd> leaving) {
    var there = staying.get(mode);
    if (who.kind() == Participant.Kind.ADIT_PROXY && there != null) {
      return there;
    }
    var end =
        server.connect(
            who,
            new Place(mode, services, tokens, monitor, seeds::incrementAndGet),
            OptionalInt.empty());
    if (who.kind() == Participant.Kind.ADIT_PROXY) {
      staying.put(mode, end);
    } else {
      leaving.push(end);
    }
    return end;
  }

  @Override
  public void close() {
    staying.values().forEach(TunnelEnd::close);
  }
}
