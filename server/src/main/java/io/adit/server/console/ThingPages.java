package io.adit.server.console;

import io.adit.server.api.Json;
import io.adit.server.api.NamedCalls;
import io.adit.server.api.Subjects;
import io.adit.server.auth.Actions;
import io.adit.server.http.ApiResponse;
import io.adit.server.http.Reply;
import io.adit.server.thing.Presence;
import io.adit.server.thing.ThingSearch;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The list of things, and what a new device needs. */
final class ThingPages {
  private static final int PAGE_SIZE = 100;

  private final ThingSearch search;
  private final @Nullable Presence presence;
  private final NamedCalls calls;
  private final ConsoleFacts facts;
  private final InstantSource clock;

  private record Created(
      @Nullable String certificateArn,
      @Nullable String certificatePem,
      @Nullable Map<String, String> keyPair) {}

  ThingPages(
      ConsoleParts.Things things, NamedCalls calls, ConsoleFacts facts, InstantSource clock) {
    this.search = things.search();
    this.presence = things.presence();
    this.calls = calls;
    this.facts = facts;
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "things", this::list),
        Endpoint.of("POST", "things/*/enrol", this::enrol));
  }

  private Reply list(Asked asked) {
    asked.caller().require(Actions.LIST_THINGS, Subjects::all);
    var filter = new ThingSearch.Filter(asked.parameter("label"), asked.parameter("text"));
    List<ThingSearch.Found> found =
        search.search(filter, asked.parameter("from"), PAGE_SIZE + 1, clock.instant());
    Set<String> connected = presence == null ? null : presence.connectedThings();
    boolean isMore = found.size() > PAGE_SIZE;
    List<ThingSearch.Found> page = isMore ? found.subList(0, PAGE_SIZE) : found;
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("things", page.stream().map(thing -> row(thing, connected)).toList());
    body.put("next", isMore ? page.getLast().thingName() : null);
    return Answers.ok(body);
  }

  private static Map<String, @Nullable Object> row(
      ThingSearch.Found thing, @Nullable Set<String> connected) {
    Map<String, @Nullable Object> row = Json.members(thing);
    row.put("connected", connected == null ? null : connected.contains(thing.thingName()));
    return row;
  }

  /** Each step is a call of its own that the caller must be allowed to make. */
  private Reply enrol(Asked asked) {
    String thingName = asked.name(0);
    ApiResponse there = call(asked, "DescribeThing", Map.of("thingName", thingName));
    ApiResponse thing =
        there.status() == 404 ? call(asked, "CreateThing", Map.of("thingName", thingName)) : there;
    if (thing.status() != 200) {
      return failed(thing);
    }
    ApiResponse answer = call(asked, "CreateKeysAndCertificate", Map.of("setAsActive", "true"));
    if (answer.status() != 200) {
      return failed(answer);
    }
    var created = Json.read(answer.body(), Created.class);
    ApiResponse attached =
        call(
            asked,
            "AttachThingPrincipal",
            Map.of("thingName", thingName, "principal", given(created.certificateArn())));
    if (attached.status() != 200) {
      return failed(attached);
    }
    return Answers.ok(Map.of("files", files(asked, thingName, created)));
  }

  private Map<String, String> files(Asked asked, String thingName, Created created) {
    Map<String, String> keys = created.keyPair();
    Map<String, String> files = new LinkedHashMap<>();
    files.put("device.pem", given(created.certificatePem()));
    files.put("device.key", given(keys == null ? null : keys.get("PrivateKey")));
    String ca = facts.caPem();
    if (ca != null) {
      files.put("ca.pem", ca);
    }
    files.put("agent.yaml", agentFile(asked, thingName));
    return files;
  }

  private String agentFile(Asked asked, String thingName) {
    StringBuilder text = new StringBuilder();
    // Quoted: YAML takes some names for numbers or mappings, and an IPv6 address for a list.
    text.append("thing: \"%s\"\nendpoint: \"%s\"\n".formatted(thingName, asked.endpoint()));
    Integer mqttPort = facts.mqttPort();
    text.append(
        mqttPort == null
            ? "# mqtt: HOST:PORT of the broker that this server publishes to\n"
            : "mqtt: \"%s:%d\"\n".formatted(asked.host(), mqttPort));
    text.append("certificate: device.pem\nkey: device.key\n");
    if (facts.caPem() != null) {
      text.append("ca: ca.pem\n");
    }
    return text.toString();
  }

  private static String given(@Nullable String member) {
    if (member == null) {
      throw new IllegalStateException("a certificate without all its parts");
    }
    return member;
  }

  private ApiResponse call(Asked asked, String operation, Map<String, String> input) {
    return calls.run(
        new NamedCalls.Call("iot", operation, Json.write(input), asked.origin()), asked.caller());
  }

  private static Reply failed(ApiResponse answer) {
    return Answers.json(answer.status(), answer.headers(), answer.body());
  }
}
