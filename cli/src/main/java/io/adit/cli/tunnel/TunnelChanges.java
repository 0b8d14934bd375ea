package io.adit.cli.tunnel;

import io.adit.cli.api.TunnelFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** Finds out what is different from one look at tunnels to the next. */
final class TunnelChanges {
  private final BiConsumer<String, String> onChange;
  private Map<String, TunnelFacts> before = Map.of();
  private boolean hasLooked;

  /**
   * @param onChange told the tunnel's id and what happened to it
   */
  TunnelChanges(BiConsumer<String, String> onChange) {
    this.onChange = onChange;
  }

  boolean hasLooked() {
    return hasLooked;
  }

  /** Those that were open at the last look. */
  List<String> openIds() {
    return before.values().stream().filter(TunnelFacts::isOpen).map(TunnelFacts::id).toList();
  }

  /** What there is now, by id. */
  void onLook(Map<String, TunnelFacts> now) {
    now.forEach((id, tunnel) -> {
      TunnelFacts earlier = before.get(id);
      if (earlier == null) {
        onChange.accept(id, first(tunnel));
      } else {
        tell(earlier, tunnel);
      }
    });
    before.forEach((id, tunnel) -> {
      if (!now.containsKey(id) && tunnel.isOpen()) {
        onChange.accept(id, "closed and deleted");
      }
    });
    before = new LinkedHashMap<>(now);
    hasLooked = true;
  }

  private String first(TunnelFacts tunnel) {
    if (!tunnel.isOpen()) {
      return "is closed";
    }
    String to = tunnel.thing() == null ? "" : " to " + tunnel.thing();
    String services = tunnel.services().isEmpty() ? "" : " (" + services(tunnel) + ")";
    return (hasLooked ? "opened" : "is open")
        + to
        + services
        + ", source "
        + state(tunnel.sides().source())
        + ", destination "
        + state(tunnel.sides().destination());
  }

  private static String services(TunnelFacts tunnel) {
    return String.join(", ", tunnel.services());
  }

  private void tell(TunnelFacts earlier, TunnelFacts tunnel) {
    tell(tunnel.id(), "source", earlier.sides().source(), tunnel.sides().source());
    tell(tunnel.id(), "destination", earlier.sides().destination(), tunnel.sides().destination());
    if (earlier.isOpen() && !tunnel.isOpen()) {
      onChange.accept(tunnel.id(), "closed");
    }
  }

  private void tell(String id, String side, TunnelFacts.Link earlier, TunnelFacts.Link link) {
    if (earlier.isConnected() != link.isConnected()) {
      onChange.accept(id, side + " " + state(link));
    } else if (link.isConnected() && !Objects.equals(earlier.since(), link.since())) {
      onChange.accept(id, side + " connected anew");
    }
  }

  private static String state(TunnelFacts.Link link) {
    return link.isConnected() ? "connected" : "disconnected";
  }
}
