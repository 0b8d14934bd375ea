package io.adit.server.splice;

import io.adit.wire.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plays a script with a pair of model clients and says what did not come about. */
final class ScriptPlayer {

  /** Both ends of a connection, and how it ended. */
  private static final class Pair {
    final App atSource;
    @Nullable App atDestination;
    @Nullable Side closedBy;
    boolean cut;

    Pair(App atSource) {
      this.atSource = atSource;
    }
  }

  private final ClientVersion source;
  private final ClientVersion destination;
  private final ModelTunnel tunnel;
  private final Map<String, Pair> pairs = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();
  private int destinationAppsSeen;

  ScriptPlayer(ClientVersion source, ClientVersion destination, List<String> services) {
    this.source = source;
    this.destination = destination;
    tunnel = new ModelTunnel(services, new Splice(services, SpliceLimits.DEFAULT)::attach);
    tunnel.connectDestination(destination);
    tunnel.connectSource(source);
    tunnel.settle();
  }

  /** Empty when all came about. */
  Optional<String> play(TunnelScript script) {
    for (TunnelScript.Action action : script.actions()) {
      perform(action);
      tunnel.settle();
      pairOpened();
      pairs.forEach(this::check);
      failures.addAll(tunnel.harm());
      if (!failures.isEmpty()) {
        return Optional.of("after " + action + ": " + failures);
      }
    }
    return Optional.empty();
  }

  private void perform(TunnelScript.Action action) {
    switch (action) {
      case TunnelScript.Action.Open open ->
          tunnel
              .open(open.service())
              .ifPresentOrElse(
                  app -> pairs.put(open.connection(), new Pair(app)),
                  () -> failures.add("the source did not accept " + open.connection()));
      case TunnelScript.Action.Send send -> send(send);
      case TunnelScript.Action.Close close -> close(close);
      case TunnelScript.Action.Replace replace -> replace(replace.side());
      case TunnelScript.Action.Together together -> together.actions().forEach(this::perform);
    }
  }

  private void send(TunnelScript.Action.Send send) {
    for (int i = 0; i < send.times(); i++) {
      client(send.from()).send(end(send.connection(), send.from()));
    }
  }

  private void close(TunnelScript.Action.Close close) {
    pair(close.connection()).closedBy = close.by();
    client(close.by()).close(end(close.connection(), close.by()));
  }

  private void replace(Side side) {
    pairs.values().stream().filter(pair -> pair.closedBy == null).forEach(pair -> pair.cut = true);
    switch (side) {
      case SOURCE -> tunnel.connectSource(source);
      case DESTINATION -> tunnel.connectDestination(destination);
    }
  }

  /** Connections arrive in the order in which they were opened. */
  private void pairOpened() {
    List<App> arrived = tunnel.destinationApps().stream().skip(destinationAppsSeen).toList();
    destinationAppsSeen += arrived.size();
    List<Pair> waiting =
        pairs.values().stream().filter(pair -> pair.atDestination == null).toList();
    if (arrived.size() != waiting.size()) {
      failures.add(waiting.size() + " connections opened, " + arrived.size() + " arrived");
      return;
    }
    for (int i = 0; i < arrived.size(); i++) {
      waiting.get(i).atDestination = arrived.get(i);
    }
  }

  private void check(String name, Pair pair) {
    App atDestination = pair.atDestination;
    if (atDestination == null) {
      return;
    }
    App atSource = pair.atSource;
    boolean allToDestination = !pair.cut && pair.closedBy != Side.DESTINATION;
    boolean allToSource = !pair.cut && pair.closedBy != Side.SOURCE;
    expect(received(atDestination, atSource, allToDestination), name + " at the destination");
    expect(received(atSource, atDestination, allToSource), name + " at the source");
    boolean open = !pair.cut && pair.closedBy == null;
    expect(atSource.isOpen() == open, name + " open at the source should be " + open);
    expect(atDestination.isOpen() == open, name + " open at the destination should be " + open);
  }

  private static boolean received(App receiver, App sender, boolean all) {
    return all
        ? receiver.received().equals(sender.sent())
        : sender.sent().startsWith(receiver.received());
  }

  private void expect(boolean came, String what) {
    if (!came) {
      failures.add(what);
    }
  }

  private ModelClient client(Side side) {
    return side == Side.SOURCE
        ? tunnel.source().orElseThrow().client()
        : tunnel.destination().orElseThrow().client();
  }

  private App end(String connection, Side side) {
    Pair pair = pair(connection);
    return side == Side.SOURCE
        ? pair.atSource
        : Optional.ofNullable(pair.atDestination).orElseThrow();
  }

  private Pair pair(String connection) {
    return Optional.ofNullable(pairs.get(connection)).orElseThrow();
  }
}
