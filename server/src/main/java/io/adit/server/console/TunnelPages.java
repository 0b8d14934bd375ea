package io.adit.server.console;

import io.adit.server.api.Json;
import io.adit.server.api.NamedCalls;
import io.adit.server.auth.Actions;
import io.adit.server.auth.Caller;
import io.adit.server.history.TunnelEvent;
import io.adit.server.http.ApiResponse;
import io.adit.server.http.Reply;
import io.adit.server.policy.ConditionKey;
import io.adit.server.policy.Facts;
import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.Tunnel;
import io.adit.server.tunnel.TunnelNotFoundException;
import io.adit.server.tunnel.TunnelSearch;
import io.adit.server.tunnel.TunnelStatus;
import io.adit.server.tunnel.TunnelStore;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The list of tunnels, one tunnel, and connecting to it from the page. */
final class TunnelPages {
  private static final int PAGE_SIZE = 100;

  /** Later times exist in Java, but not in what the store can count to. */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private final ConsoleParts.Tunnels tunnels;
  private final NamedCalls calls;
  private final InstantSource clock;

  private record ConnectInput(@Nullable String service, @Nullable Boolean takeOver) {}

  private record Rotated(@Nullable String sourceAccessToken) {}

  TunnelPages(ConsoleParts.Tunnels tunnels, NamedCalls calls, InstantSource clock) {
    this.tunnels = tunnels;
    this.calls = calls;
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "tunnels", this::list),
        Endpoint.of("GET", "tunnels/*", this::show),
        Endpoint.of("POST", "tunnels/*/connect", this::connect));
  }

  private Reply list(Asked asked) {
    String thing = asked.parameter("thing");
    Caller caller = asked.caller();
    caller.require(Actions.LIST_TUNNELS, () -> List.of(tunnels.subjects().tunnels(thing)));
    var filter =
        new TunnelSearch.Filter(
            status(asked.parameter("status")),
            thing,
            asked.parameter("service"),
            asked.parameter("tag"),
            asked.parameter("text"));
    List<Tunnel> found =
        tunnels
            .search()
            .search(filter, position(asked.parameter("from")), PAGE_SIZE + 1, clock.instant());
    boolean isMore = found.size() > PAGE_SIZE;
    List<Tunnel> page = isMore ? found.subList(0, PAGE_SIZE) : found;
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(
        "tunnels",
        page.stream()
            .filter(tunnel -> caller.may(Actions.LIST_TUNNELS, tunnels.subjects().listed(tunnel)))
            .map(tunnel -> TunnelRow.of(tunnel, tunnels.live()))
            .toList());
    body.put("next", isMore ? from(page.getLast()) : null);
    return Answers.ok(body);
  }

  private Reply show(Asked asked) {
    String tunnelId = asked.name(0);
    asked
        .caller()
        .require(Actions.DESCRIBE_TUNNEL, () -> List.of(tunnels.subjects().tunnel(tunnelId)));
    Tunnel tunnel = tunnel(tunnelId);
    ApiResponse diagnosis =
        call(asked, "Adit", "DiagnoseTunnel", Map.of("tunnelId", tunnel.tunnelId()));
    Map<String, @Nullable Object> body = Json.members(TunnelRow.of(tunnel, tunnels.live()));
    body.put("diagnosis", diagnosis.status() == 200 ? Json.tree(diagnosis.body()) : null);
    body.put(
        "history",
        tunnels.history().of(tunnel.tunnelId()).stream().map(TunnelPages::entry).toList());
    return Answers.ok(body);
  }

  private Reply connect(Asked asked) {
    Facts source = Facts.of(ConditionKey.CLIENT_MODE.word(), ClientMode.SOURCE.name());
    asked
        .caller()
        .require(
            Actions.ROTATE_TOKENS,
            () ->
                tunnels.subjects().rotated(asked.name(0), null).stream()
                    .map(subject -> subject.with(source))
                    .toList());
    Tunnel tunnel = tunnel(asked.name(0));
    var input = asked.body(ConnectInput.class);
    requireUsable(tunnel, input);
    ApiResponse rotated =
        call(
            asked,
            "IoTSecuredTunneling",
            "RotateTunnelAccessToken",
            Map.of("tunnelId", tunnel.tunnelId(), "clientMode", "SOURCE"));
    if (rotated.status() != 200) {
      return Answers.json(rotated.status(), rotated.headers(), rotated.body());
    }
    String token = Json.read(rotated.body(), Rotated.class).sourceAccessToken();
    if (token == null) {
      throw new IllegalStateException("a rotation without a token");
    }
    return Answers.with(
        Answers.ok(Map.of("subprotocol", Subprotocol.V3.wireName())), Cookies.tunnelToken(token));
  }

  private void requireUsable(Tunnel tunnel, ConnectInput input) {
    String service = input.service();
    if (service != null && !tunnel.services().isEmpty() && !tunnel.services().contains(service)) {
      throw ConsoleException.badInput(
          "The tunnel has no service '%s'; it has %s".formatted(service, tunnel.services()));
    }
    TunnelRow.SideState source = TunnelRow.of(tunnel, tunnels.live()).source();
    String client = source.client();
    if (client != null && !Boolean.TRUE.equals(input.takeOver())) {
      throw new ConsoleException(
          409,
          "SourceInUse",
          "The tunnel's source is in use, by %s since %s. To connect here ends that connection and all that goes through it."
              .formatted(client, source.since()));
    }
  }

  private ApiResponse call(
      Asked asked, String service, String operation, Map<String, String> input) {
    return calls.run(
        new NamedCalls.Call(service, operation, Json.write(input), asked.origin()), asked.caller());
  }

  private Tunnel tunnel(String tunnelId) {
    try {
      return tunnels.registry().describe(tunnelId);
    } catch (TunnelNotFoundException e) {
      throw new ConsoleException(404, "ResourceNotFoundException", String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, @Nullable Object> entry(TunnelEvent event) {
    Side side = event.side();
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("at", event.at());
    entry.put("lastAt", event.lastAt());
    entry.put("times", event.times());
    entry.put("what", event.what().name().toLowerCase(Locale.ROOT));
    entry.put("side", side == null ? null : side.mode());
    entry.put("detail", event.detail());
    return entry;
  }

  private static @Nullable TunnelStatus status(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return Arrays.stream(TunnelStatus.values())
        .filter(status -> status.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () -> ConsoleException.badInput("'status' must be OPEN or CLOSED, not '" + text + "'"));
  }

  /** Where a page ended; a place in the list, so that it stays right while others come and go. */
  private static String from(Tunnel last) {
    return last.createdAt() + "~" + last.tunnelId();
  }

  private static TunnelStore.@Nullable Position position(@Nullable String from) {
    if (from == null) {
      return null;
    }
    int end = from.indexOf('~');
    try {
      Instant createdAt = Instant.parse(from.substring(0, Math.max(0, end)));
      if (createdAt.isBefore(Instant.EPOCH) || createdAt.isAfter(LAST)) {
        throw badFrom();
      }
      return new TunnelStore.Position(createdAt, from.substring(end + 1));
    } catch (DateTimeException e) {
      throw badFrom();
    }
  }

  private static ConsoleException badFrom() {
    return ConsoleException.badInput(
        "'from' is not what a list returned as 'next'; ask again without it");
  }
}
