package io.adit.faults.history;

import io.adit.faults.history.Event.Block;
import io.adit.faults.history.Event.Closed;
import io.adit.faults.history.Event.Handshake;
import io.adit.faults.history.Event.Received;
import io.adit.faults.history.Event.Rotated;
import io.adit.faults.history.Event.Sent;
import io.adit.faults.history.History.Passage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which bytes may arrive where. */
final class CarryRules {
  private final History history;

  CarryRules(History history) {
    this.history = history;
  }

  Stream<Violation> violations() {
    return Stream.of(crossing(), lateBytes(), brokenStreams(), brokenWire()).flatMap(each -> each);
  }

  private Stream<Violation> brokenWire() {
    return history
        .of(Event.RuleBroken.class)
        .map(broken ->
            new Violation(Rule.WIRE, broken.what() + ", to " + history.link(broken.link())));
  }

  private Stream<Violation> crossing() {
    return history.of(Received.class).flatMap(this::crossing);
  }

  private Stream<Violation> crossing(Received received) {
    List<Sent> sent = history.sent(received.block().stream());
    if (sent.isEmpty()) {
      return Stream.of(new Violation(Rule.PREFIX, "nobody sent " + received));
    }
    Handshake sender = history.link(sent.getFirst().link());
    Handshake receiver = history.link(received.link());
    boolean right = sender.tunnel().equals(receiver.tunnel()) && sender.side() != receiver.side();
    return right
        ? Stream.empty()
        : Stream.of(
            new Violation(
                Rule.NOTHING_CROSSES,
                received + " came to " + receiver + ", and " + sender + " sent it"));
  }

  /** What was sent when it was settled already that it must not pass. */
  private Stream<Violation> lateBytes() {
    Map<String, Closed> closings = firstClosings();
    return history
        .passages()
        .flatMap(passage -> Stream.concat(afterClose(passage, closings), afterRotation(passage)));
  }

  private Map<String, Closed> firstClosings() {
    Map<String, Closed> first = new HashMap<>();
    history
        .of(Closed.class)
        .filter(closing -> closing.span().isAnswered())
        .forEach(closing ->
            first.merge(
                closing.tunnel(),
                closing,
                (one, other) -> one.span().to() <= other.span().to() ? one : other));
    return first;
  }

  private Stream<Violation> afterClose(Passage passage, Map<String, Closed> closings) {
    Handshake sender = history.link(passage.sent().link());
    return Stream.ofNullable(closings.get(sender.tunnel()))
        .filter(closing -> closing.span().to() < passage.sent().at())
        .map(closing -> new Violation(Rule.NOTHING_AFTER_CLOSE, passage + " after " + closing));
  }

  private Stream<Violation> afterRotation(Passage passage) {
    Handshake sender = history.link(passage.sent().link());
    Handshake receiver = history.link(passage.received().link());
    return Stream.of(sender, receiver)
        .flatMap(end -> revoker(end, passage.sent().at()).stream())
        .map(rotation -> new Violation(Rule.NOTHING_REVOKED, passage + " after " + rotation));
  }

  /** A rotation of the link's token that had been answered by then. */
  private Optional<Rotated> revoker(Handshake link, long at) {
    return history.revokers(link).filter(rotation -> rotation.span().to() < at).findFirst();
  }

  /** A connection of a link. */
  private record Place(long link, long connection) {}

  private Stream<Violation> brokenStreams() {
    Map<Place, List<Received>> places =
        history.by(Received.class, each -> new Place(each.link(), each.connection()));
    Map<Long, Long> placesOfStream =
        places.values().stream()
            .flatMap(all -> all.stream().map(each -> each.block().stream()).distinct())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    Stream<Violation> doubled =
        placesOfStream.entrySet().stream()
            .filter(each -> each.getValue() > 1)
            .map(each ->
                new Violation(
                    Rule.PREFIX,
                    "stream " + each.getKey() + " arrived on " + each.getValue() + " connections"));
    return Stream.concat(doubled, places.values().stream().flatMap(this::broken));
  }

  private Stream<Violation> broken(List<Received> onOneConnection) {
    long stream = onOneConnection.getFirst().block().stream();
    long offset = 0;
    for (Received received : onOneConnection) {
      Block block = received.block();
      if (block.stream() != stream || block.offset() != offset || !received.intact()) {
        return Stream.of(
            new Violation(
                Rule.PREFIX, received + " where byte " + offset + " of " + stream + " was due"));
      }
      offset = block.end();
    }
    return sentBytes(stream) < offset
        ? Stream.of(new Violation(Rule.PREFIX, onOneConnection.getLast() + " was never sent"))
        : Stream.empty();
  }

  private long sentBytes(long stream) {
    List<Sent> sent = history.sent(stream);
    return sent.isEmpty() ? 0 : sent.getLast().block().end();
  }
}
