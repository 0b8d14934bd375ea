package io.adit.faults.history;

import io.adit.faults.history.Event.Admitted;
import io.adit.faults.history.Event.Handshake;
import io.adit.faults.history.Event.Received;
import io.adit.faults.history.Event.Rotated;
import io.adit.faults.history.Event.Sent;
import io.adit.wire.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that was recorded, found by what it is about. */
public final class History {
  private final List<Event> events;
  private final Map<Long, Handshake> links = new HashMap<>();
  private final Map<Long, List<Sent>> sent = new HashMap<>();
  private final Map<String, List<Rotated>> rotations;
  private final Map<String, Issued> tokens;

  public History(List<Event> events) {
    this.events = List.copyOf(events);
    of(Handshake.class)
        .forEach(handshake -> {
          if (handshake.answer() instanceof Admitted admitted) {
            links.put(admitted.link(), handshake);
          }
        });
    of(Sent.class)
        .forEach(
            each -> sent.computeIfAbsent(each.block().stream(), _ -> new ArrayList<>()).add(each));
    this.rotations = by(Rotated.class, Rotated::tunnel);
    this.tokens = issued().collect(Collectors.toMap(Issued::token, Function.identity()));
  }

  /** Events of a kind, in the order they were recorded. */
  <E extends Event> Stream<E> of(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast);
  }

  /** The same by what they have in common. */
  <E extends Event, K> Map<K, List<E>> by(Class<E> kind, Function<E, K> common) {
    return of(kind).collect(Collectors.groupingBy(common, LinkedHashMap::new, Collectors.toList()));
  }

  /** The handshake of a link. */
  Handshake link(long link) {
    return Optional.ofNullable(links.get(link))
        .orElseThrow(() -> new IllegalStateException("nobody let link " + link + " in"));
  }

  /** The token that a handshake was made with. */
  Issued token(Handshake handshake) {
    return Optional.ofNullable(tokens.get(handshake.token()))
        .orElseThrow(
            () -> new IllegalStateException("no call was answered with the token of " + handshake));
  }

  /** The rotations of a handshake's side. */
  Stream<Rotated> rotations(Handshake handshake) {
    return rotations.getOrDefault(handshake.tunnel(), List.of()).stream()
        .filter(rotation -> rotation.sides().contains(handshake.side()));
  }

  /** Those that began when the handshake's token was there already. */
  Stream<Rotated> revokers(Handshake handshake) {
    return rotations(handshake)
        .filter(rotation -> token(handshake).by().span().isBefore(rotation.span()));
  }

  /** All of a stream that was sent, in order. */
  List<Sent> sent(long stream) {
    return sent.getOrDefault(stream, List.of());
  }

  /** What arrived, each with the sending of the same block; what nobody sent is left out. */
  Stream<Passage> passages() {
    Map<Event.Block, Sent> blocks = new HashMap<>();
    sent.values().forEach(all -> all.forEach(each -> blocks.put(each.block(), each)));
    return of(Received.class)
        .flatMap(received ->
            Stream.ofNullable(blocks.get(received.block()))
                .map(sending -> new Passage(sending, received)));
  }

  /** A block's way from one link to another. */
  record Passage(Sent sent, Received received) {}

  /** The tokens of one side that an answer brought, with the call that did. */
  private Stream<Issued> issued() {
    return Stream.concat(
        of(Event.Opened.class).flatMap(call -> issued(call, call.tokens())),
        of(Rotated.class).flatMap(call -> issued(call, call.tokens())));
  }

  private static Stream<Issued> issued(Event.Call by, Map<Side, String> tokens) {
    return tokens.entrySet().stream().map(each -> new Issued(each.getValue(), each.getKey(), by));
  }

  /** A token and the call whose answer had it. */
  record Issued(String token, Side side, Event.Call by) {}

  /** How many events of a kind there are. */
  public long count(Class<? extends Event> kind) {
    return of(kind).count();
  }

  /** How many handshakes were let in. */
  public long admitted() {
    return links.size();
  }

  /** How many handshakes were refused for good. */
  public long refused() {
    return of(Handshake.class)
        .filter(each -> each.answer() instanceof Event.Refused refused && refused.isFinal())
        .count();
  }

  /** How many bytes arrived. */
  public long receivedBytes() {
    return of(Received.class).mapToLong(each -> each.block().length()).sum();
  }

  /** How many calls got no answer, so that nobody knows whether they happened. */
  public long unanswered() {
    return of(Event.Call.class).filter(call -> !call.span().isAnswered()).count();
  }
}
