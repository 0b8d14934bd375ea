package io.adit.conformance.devices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.conformance.programs.Running;
import io.adit.conformance.programs.Within;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A running {@code mosquitto_sub}: a device that shows what it is told. */
public final class MosquittoListener implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TOLD =
      Pattern.compile("^told (?<qos>\\d) (?<retained>\\d) (?<topic>\\S+) (?<payload>.*)$");
  private static final long PATIENCE_SECONDS = 20;

  private final Running running;

  MosquittoListener(Running running) {
    this.running = running;
  }

  /** A message that came. */
  public record Told(int qos, boolean retained, String topic, JsonNode payload) {

    /** What a thing is told: exactly these four keys. */
    public static JsonNode payload(String token, String... services) {
      var payload = JSON.createObjectNode();
      payload.put("clientAccessToken", token);
      payload.put("clientMode", "destination");
      payload.put("region", "us-east-1");
      List.of(services).forEach(payload.putArray("services")::add);
      return payload;
    }

    /** The destination's access token in it. */
    public String token() {
      return payload.path("clientAccessToken").asText();
    }
  }

  /** Its subscription is granted with this QoS; 128 and 135 are refusals. */
  public void awaitSubscribed(int answer) {
    running.awaitLine("^Subscribed \\(mid: \\d+\\): " + answer + "$", patience());
  }

  /** All that came, when there are so many messages. */
  public List<Told> awaitTold(int count) {
    return patience()
        .await(
            count + " messages have come",
            () -> Optional.of(told()).filter(all -> all.size() >= count),
            running::text);
  }

  /** What came so far. */
  public List<Told> told() {
    return running.lines().stream()
        .map(TOLD::matcher)
        .filter(matcher -> matcher.find())
        .map(matcher ->
            new Told(
                Integer.parseInt(matcher.group("qos")),
                !matcher.group("retained").equals("0"),
                matcher.group("topic"),
                parse(matcher.group("payload"))))
        .toList();
  }

  private static JsonNode parse(String payload) {
    try {
      return JSON.readTree(payload);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + payload, e);
    }
  }

  public void awaitLine(String regex) {
    running.awaitLine(regex, patience());
  }

  /** Waits until it has ended by itself, and returns what it printed. */
  public String awaitEnd() {
    running.awaitExit(patience());
    return running.text();
  }

  private static Within patience() {
    return Within.seconds(PATIENCE_SECONDS);
  }

  /** Ends it at once, as a power cut does. */
  @Override
  public void close() {
    running.close();
  }
}
