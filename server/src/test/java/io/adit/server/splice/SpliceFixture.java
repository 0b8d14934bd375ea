package io.adit.server.splice;

import io.adit.wire.Message;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.util.ArrayList;
import java.util.List;

/** A splice with whatever links a test attaches to it. */
final class SpliceFixture {
  final Splice splice;
  Heard toSource = new Heard();
  Heard toDestination = new Heard();
  private final List<String> troubles = new ArrayList<>();
  private Leg source;
  private Leg destination;

  SpliceFixture(String... services) {
    this(SpliceLimits.DEFAULT, services);
  }

  SpliceFixture(SpliceLimits limits, String... services) {
    splice =
        new Splice(List.of(services), limits, (side, what) -> troubles.add(side + ": " + what));
    source = detached();
    destination = detached();
  }

  SpliceFixture withSource(Subprotocol subprotocol) {
    toSource = new Heard();
    source = splice.attach(Side.SOURCE, subprotocol, toSource);
    return this;
  }

  SpliceFixture withDestination(Subprotocol subprotocol) {
    toDestination = new Heard();
    destination = splice.attach(Side.DESTINATION, subprotocol, toDestination);
    return this;
  }

  /** Both links are there and have read the list of services, which later checks leave out. */
  SpliceFixture connected(Subprotocol source, Subprotocol destination) {
    withSource(source).withDestination(destination);
    toSource.take();
    toDestination.take();
    return this;
  }

  void fromSource(Message... messages) {
    for (Message message : messages) {
      source.onMessage(message);
    }
  }

  void fromDestination(Message... messages) {
    for (Message message : messages) {
      destination.onMessage(message);
    }
  }

  List<String> troubles() {
    return troubles;
  }

  Leg source() {
    return source;
  }

  Leg destination() {
    return destination;
  }

  private Leg detached() {
    Leg leg =
        new Splice(List.of(), SpliceLimits.DEFAULT).attach(Side.SOURCE, Subprotocol.V1, _ -> {});
    leg.detach();
    return leg;
  }
}
