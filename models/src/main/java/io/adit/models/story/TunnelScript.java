package io.adit.models.story;

import io.adit.wire.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A story of applications and links, told from outside: it says nothing of messages, so that every
 * pair of clients can play it. What each action must bring about at the other side follows from the
 * action.
 */
record TunnelScript(List<Action> actions) {
  /** Bytes: more than a fragment of official clients. */
  private static final int LINE = 5_000;

  /** What happens; the next one happens when all is still, unless they happen together. */
  sealed interface Action {
    /** An application at the source connects; one at the destination is connected to. */
    record Open(String connection, String service) implements Action {}

    /** The application of that side sends; the other receives all of it, in order. */
    record Send(Side from, String connection, int bytes) implements Action {}

    /** The application of that side closes; the other receives all that was sent, then the end. */
    record Close(Side by, String connection) implements Action {}

    /** That side's link breaks and one of the same version takes its place; connections end. */
    record Replace(Side side) implements Action {}

    /** These happen with nothing arriving in between. */
    record Together(List<Action> actions) implements Action {}
  }

  static TunnelScript of(Action... actions) {
    return new TunnelScript(List.of(actions));
  }

  static Action open(String connection, String service) {
    return new Action.Open(connection, service);
  }

  static Action send(Side from, String connection, int bytes) {
    return new Action.Send(from, connection, bytes);
  }

  static Action close(Side by, String connection) {
    return new Action.Close(by, connection);
  }

  static Action replace(Side side) {
    return new Action.Replace(side);
  }

  static Action together(Action... actions) {
    return new Action.Together(List.of(actions));
  }

  /** A connection that lives a whole life: opened, asked and answered, closed by that side. */
  static TunnelScript life(String connection, String service, Side closedBy) {
    return of(
        open(connection, service),
        send(Side.SOURCE, connection, 1),
        send(Side.SOURCE, connection, LINE),
        send(Side.DESTINATION, connection, LINE),
        close(closedBy, connection));
  }

  TunnelScript then(TunnelScript... others) {
    List<Action> all = new ArrayList<>(actions);
    Arrays.stream(others).forEach(other -> all.addAll(other.actions()));
    return new TunnelScript(List.copyOf(all));
  }

  /** Lives one after the other. */
  static TunnelScript lives(int count, String service, Side closedBy) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> life(closedBy.mode() + " closes " + i, service, closedBy))
        .reduce(of(), (before, life) -> before.then(life));
  }
}
