package io.adit.conformance.programs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The command {@code adit doctor}, led to a server by {@code adit env}. */
public final class Doctor {
  /** A tunnel, or all, has a problem. */
  public static final int PROBLEM = 3;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long CALL_SECONDS = 60;

  private final AditProcess server;

  public Doctor(AditProcess server) {
    this.server = server;
  }

  /** Runs it to the end. */
  public Finished run(String... arguments) {
    return run(server.environment(), arguments);
  }

  /** Runs it with these variables only. */
  public static Finished run(Map<String, String> variables, String... arguments) {
    var environment = Adit.environment();
    environment.putAll(variables);
    var command = new ArrayList<>(List.of("doctor"));
    command.addAll(List.of(arguments));
    return Finished.run(
        Adit.root(),
        environment,
        Within.seconds(CALL_SECONDS),
        Adit.command(command.toArray(String[]::new)));
  }

  /** The whole answer about a tunnel. */
  public JsonNode examine(String tunnel) {
    var finished = run("--output", "json", tunnel);
    try {
      return JSON.readTree(finished.out());
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + finished, e);
    }
  }

  /** Waits until the findings are these, by their codes, in this order. */
  public JsonNode awaitFindings(String tunnel, String codes) {
    var last = new ArrayList<JsonNode>();
    return Within.seconds(CALL_SECONDS)
        .await(
            "the findings are " + codes,
            () -> {
              var answer = examine(tunnel);
              last.clear();
              last.add(answer);
              return Optional.of(answer).filter(it -> codes(it).equals(codes));
            },
            last::toString);
  }

  private static String codes(JsonNode answer) {
    return answer.get("findings").findValuesAsText("code").stream()
        .collect(Collectors.joining(" "));
  }
}
