package io.adit.faults.history;

import io.adit.faults.history.Event.Admitted;
import io.adit.faults.history.Event.Answer;
import io.adit.faults.history.Event.Block;
import io.adit.faults.history.Event.Look;
import io.adit.faults.history.Event.Lost;
import io.adit.faults.history.Event.Refused;
import io.adit.wire.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A history made by hand. The tunnel T has the tokens S0 and D0 from the start, U has US and UD;
 * each thing that is told takes the time 10 · its number to 10 · its number + 5, unless it is told
 * when.
 */
final class Story {
  static final String BEARER = "bearer";

  private final List<Event> events = new ArrayList<>();
  private long time;

  Story() {
    events.add(new Event.Opened(next(), "T", Map.of(Side.SOURCE, "S0", Side.DESTINATION, "D0")));
    events.add(new Event.Opened(next(), "U", Map.of(Side.SOURCE, "US", Side.DESTINATION, "UD")));
  }

  private Span next() {
    time += 10;
    return new Span(time, time + 5);
  }

  Story and(Event event) {
    events.add(event);
    return this;
  }

  /** Links 1 and 2 are T's source and destination, 3 and 4 U's. */
  Story connected() {
    return admitted("S0", BEARER, 1)
        .admitted("D0", BEARER + 2, 2)
        .admitted("US", BEARER + 3, 3)
        .admitted("UD", BEARER + 4, 4);
  }

  Story admitted(String token, @Nullable String clientToken, long link) {
    return handshake(next(), token, clientToken, new Admitted(link));
  }

  Story refused(String token, @Nullable String clientToken) {
    return handshake(next(), token, clientToken, new Refused(403, "no"));
  }

  Story unavailable(String token) {
    return handshake(next(), token, null, new Refused(503, "later"));
  }

  Story lost(String token) {
    return handshake(Span.unanswered(next().from()), token, null, new Lost());
  }

  Story handshake(Span span, String token, @Nullable String clientToken, Answer answer) {
    Side side = token.contains("S") ? Side.SOURCE : Side.DESTINATION;
    String tunnel = token.startsWith("U") ? "U" : "T";
    return and(new Event.Handshake(span, tunnel, side, token, clientToken, answer));
  }

  /** The tunnel T gets a new token for its source. */
  Story rotated(String newToken) {
    return and(new Event.Rotated(next(), "T", Set.of(Side.SOURCE), Map.of(Side.SOURCE, newToken)));
  }

  Story rotationUnanswered() {
    return and(
        new Event.Rotated(Span.unanswered(next().from()), "T", Set.of(Side.SOURCE), Map.of()));
  }

  Story closed() {
    return and(new Event.Closed(next(), "T", false));
  }

  Story deleted() {
    return and(new Event.Closed(next(), "T", true));
  }

  Story closeUnanswered(boolean delete) {
    return and(new Event.Closed(Span.unanswered(next().from()), "T", delete));
  }

  Story tagged(long value) {
    return and(new Event.Tagged(next(), "T", value));
  }

  Story tagUnanswered(long value) {
    return and(new Event.Tagged(Span.unanswered(next().from()), "T", value));
  }

  Story looks(Look look, long tag) {
    return and(new Event.Described(next(), "T", look, tag));
  }

  /** Sends ten bytes of a stream. */
  Story sent(long link, long stream, long offset) {
    return and(new Event.Sent(next().from(), link, new Block(stream, offset, 10)));
  }

  /** They arrive, on the only connection of the link. */
  Story received(long link, long stream, long offset) {
    return received(link, link, stream, offset);
  }

  Story received(long link, long connection, long stream, long offset) {
    return and(
        new Event.Received(next().from(), link, connection, new Block(stream, offset, 10), true));
  }

  Story receivedGarbled(long link, long stream, long offset) {
    return and(new Event.Received(next().from(), link, link, new Block(stream, offset, 10), false));
  }

  /** The rules that it breaks. */
  List<Rule> broken() {
    return Rules.violations(new History(events)).stream().map(Violation::rule).distinct().toList();
  }
}
