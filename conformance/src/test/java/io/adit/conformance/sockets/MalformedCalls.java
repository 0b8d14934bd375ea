package io.adit.conformance.sockets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** API calls whose signature is good and whose body is not. */
public final class MalformedCalls {
  private static final List<String> OPERATIONS =
      List.of(
          "DescribeTunnel",
          "CloseTunnel",
          "RotateTunnelAccessToken",
          "TagResource",
          "UntagResource",
          "ListTagsForResource");

  private static final List<String> NO_OBJECTS =
      List.of("", " ", "{", "}", "[]", "1", "\"text\"", "{\"tunnelId\":}", "{'tunnelId':'a'}");

  /** By member of OpenTunnel: a value of each type that it has not. */
  private static final Map<String, List<String>> WRONG_TYPES =
      Map.of(
          "description", List.of("1", "true", "[]", "{}", "1e999"),
          "tags", List.of("1", "\"a\"", "{}", "[1]", "[[]]", "[{\"key\":1}]", "[null]"),
          "destinationConfig",
              List.of("1", "\"a\"", "[]", "{\"services\":\"a\"}", "{\"services\":[1]}"),
          "timeoutConfig",
              List.of(
                  "1",
                  "[]",
                  "{\"maxLifetimeTimeoutMinutes\":\"ten\"}",
                  "{\"maxLifetimeTimeoutMinutes\":1e99}",
                  "{\"maxLifetimeTimeoutMinutes\":99999999999999999999}"));

  private MalformedCalls() {}

  public static List<Malformed> all(SignedCall calls) {
    var all = new ArrayList<Malformed>();
    for (var operation : OPERATIONS) {
      for (var body : NO_OBJECTS) {
        all.add(of(calls, operation, body));
      }
    }
    WRONG_TYPES.forEach((member, values) ->
        values.forEach(
            value -> all.add(of(calls, "OpenTunnel", "{\"%s\":%s}".formatted(member, value)))));
    for (var operation :
        List.of("", "OpenTunnels", "opentunnel", "../OpenTunnel", "x".repeat(500))) {
      all.add(of(calls, operation, "{}"));
    }
    all.add(of(calls, "DescribeTunnel", "[".repeat(20_000)));
    all.add(of(calls, "DescribeTunnel", "{\"tunnelId\":".repeat(5_000)));
    all.add(of(calls, "DescribeTunnel", "{\"tunnelId\":\"" + "a".repeat(500_000) + "\"}"));
    all.add(of(calls, "DescribeTunnel", "{\"tunnelId\":\"\\ud800\"}"));
    all.add(
        new Malformed(
            "bytes that are no UTF-8",
            calls.bytes(
                "DescribeTunnel",
                "{\"tunnelId\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1))));
    return all;
  }

  private static Malformed of(SignedCall calls, String operation, String body) {
    var shown = body.length() > 80 ? body.substring(0, 80) + "…" : body;
    return new Malformed(operation + " " + shown, calls.bytes(operation, body));
  }
}
