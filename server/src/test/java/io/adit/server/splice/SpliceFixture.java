package io.adit.server.splice;

import io.adit.wire.Extensions;
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
  private final List<EndedConnection> ended = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private Extensions extensions = Extensions.NONE;
  private Leg source;
  private Leg destination;

  SpliceFixture(String... services) {
    this(SpliceLimits.DEFAULT, services);
  }

  SpliceFixture(SpliceLimits limits, String... services) {
    splice = new Splice(List.of(services), limits, new Listener());
    source = detached();
    destination = detached();
  }

  /** From now on links come that agreed to these. */
  SpliceFixture agreeing(Extensions agreed) {
    extensions = agreed;
    return this;
  }

  SpliceFixture withSource(Subprotocol subprotocol) {
    toSource = new Heard();
    source = splice.attach(Side.SOURCE, subprotocol, extensions, toSource);
    return this;
  }

  SpliceFixture withDestination(Subprotocol subprotocol) {
    toDestination = new Heard();
    destination = splice.attach(Side.DESTINATION, subprotocol, extensions, toDestination);
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

  /** What the listener heard of connections, in order. */
  List<String> events() {
    return events;
  }

  /** What the listener heard of connections that are over, in order. */
  List<EndedConnection> ended() {
    return ended;
  }

  Leg source() {
    return source;
  }

  Leg destination() {
    return destination;
  }

  private final class Listener implements SpliceListener {
    @Override
    public void onOpened(String service, long number) {
      events.add("opened " + service);
    }

    @Override
    public void onEnded(EndedConnection connection) {
      ended.add(connection);
    }

    @Override
    public void onAnswered(String service) {
      events.add("answered " + service);
    }

    @Override
    public void onAsked(String service) {
      events.add("asked " + service);
    }

    @Override
    public void onTrouble(Trouble trouble) {
      troubles.add(trouble.kind() + " " + trouble.side() + ": " + trouble.what());
    }
  }

  private Leg detached() {
    Leg leg =
        new Splice(List.of(), SpliceLimits.DEFAULT)
            .attach(Side.SOURCE, Subprotocol.V1, Extensions.NONE, _ -> {});
    leg.detach();
    return leg;
  }
}
