package io.adit.models.story;

import io.adit.models.App;
import io.adit.wire.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plays a script in a tunnel and says what did not come about. */
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

    boolean isOpen() {
      return !cut && closedBy == null;
    }
  }

  private final StoryTunnel tunnel;
  private final Map<String, Pair> pairs = new LinkedHashMap<>();
  private final Map<String, Integer> arrivalsBefore = new HashMap<>();

  ScriptPlayer(StoryTunnel tunnel) {
    this.tunnel = tunnel;
  }

  /** Empty when all came about. */
  Optional<String> play(TunnelScript script) {
    for (TunnelScript.Action action : script.actions()) {
      List<String> failures = new ArrayList<>(perform(action));
      if (failures.isEmpty()) {
        failures.addAll(tunnel.settle(this::unmet));
      }
      failures.addAll(tunnel.harm());
      if (!failures.isEmpty()) {
        return Optional.of("after " + action + ": " + failures);
      }
    }
    return Optional.empty();
  }

  /** Returns what could not be done. */
  private List<String> perform(TunnelScript.Action action) {
    switch (action) {
      case TunnelScript.Action.Open open -> {
        return open(open);
      }
      case TunnelScript.Action.Send send -> end(send.connection(), send.from()).send(send.bytes());
      case TunnelScript.Action.Close close -> {
        pair(close.connection()).closedBy = close.by();
        end(close.connection(), close.by()).close();
      }
      case TunnelScript.Action.Replace replace -> replace(replace.side());
      case TunnelScript.Action.Together together -> {
        return together.actions().stream().flatMap(each -> perform(each).stream()).toList();
      }
    }
    return List.of();
  }

  private List<String> open(TunnelScript.Action.Open open) {
    arrivalsBefore.computeIfAbsent(open.service(), service -> tunnel.arrived(service).size());
    Optional<App> app = tunnel.open(open.service());
    app.ifPresent(opened -> pairs.put(open.connection(), new Pair(opened)));
    return app.isPresent() ? List.of() : List.of("the source did not accept " + open.connection());
  }

  private void replace(Side side) {
    pairs.values().stream().filter(Pair::isOpen).forEach(pair -> pair.cut = true);
    switch (side) {
      case SOURCE -> tunnel.replaceSource();
      case DESTINATION -> tunnel.replaceDestination();
    }
  }

  private List<String> unmet() {
    List<String> unmet = new ArrayList<>();
    arrivalsBefore.keySet().forEach(service -> unmet.addAll(matchArrivals(service)));
    pairs.forEach((name, pair) -> check(name, pair, unmet));
    return unmet;
  }

  /** Connections of a service arrive in the order in which they were opened. */
  private List<String> matchArrivals(String service) {
    int before = arrivalsBefore.getOrDefault(service, 0);
    List<App> arrived = tunnel.arrived(service).stream().skip(before).toList();
    List<Pair> opened =
        pairs.values().stream().filter(pair -> pair.atSource.service().equals(service)).toList();
    for (int i = 0; i < Math.min(opened.size(), arrived.size()); i++) {
      opened.get(i).atDestination = arrived.get(i);
    }
    return arrived.size() == opened.size()
        ? List.of()
        : List.of(opened.size() + " connections opened, " + arrived.size() + " arrived");
  }

  private static void check(String name, Pair pair, List<String> unmet) {
    App atSource = pair.atSource;
    App atDestination = pair.atDestination;
    if (atDestination == null) {
      return;
    }
    boolean allToDestination = !pair.cut && pair.closedBy != Side.DESTINATION;
    boolean allToSource = !pair.cut && pair.closedBy != Side.SOURCE;
    if (!received(atDestination, atSource, allToDestination)) {
      unmet.add(name + " at the destination: " + atDestination + " from " + atSource);
    }
    if (!received(atSource, atDestination, allToSource)) {
      unmet.add(name + " at the source: " + atSource + " from " + atDestination);
    }
    if (atSource.isOpen() != pair.isOpen()) {
      unmet.add(name + " open at the source should be " + pair.isOpen());
    }
    if (atDestination.isOpen() != pair.isOpen()) {
      unmet.add(name + " open at the destination should be " + pair.isOpen());
    }
  }

  private static boolean received(App receiver, App sender, boolean all) {
    return all
        ? receiver.traffic().isAllOf(sender.traffic())
        : receiver.traffic().isPrefixOf(sender.traffic());
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
