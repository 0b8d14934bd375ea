package io.adit.agent.health;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.adit.agent.tunnel.TunnelView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small JSON file that says how the agent is: written anew on every change and now and again,
 * each time as a whole, and removed at its end.
 */
public final class HealthFile {
  /** How often it is written where nothing changes, so that it shows whether the agent lives. */
  public static final Duration PERIOD = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(HealthFile.class);
  private static final Duration TOO_OLD = PERIOD.multipliedBy(3);
  private static final JsonFactory JSON = new JsonFactory();

  private final Path path;
  private boolean broken;

  public HealthFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Writes it. What fails is said once, and is no reason for the agent to stop. */
  public void write(Health health, Instant now) {
    Path next = path.resolveSibling(path.getFileName() + ".new");
    try {
      try (JsonGenerator json = JSON.createGenerator(Files.newOutputStream(next))) {
        write(json.useDefaultPrettyPrinter(), health, now);
      }
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      broken = false;
    } catch (IOException e) {
      if (!broken) {
        log.warn("The health file {} cannot be written: {}", path, e.toString());
      }
      broken = true;
    }
  }

  /** The agent is no more. */
  public void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.warn("The health file {} cannot be removed: {}", path, e.toString());
    }
  }

  private static void write(JsonGenerator json, Health health, Instant now) throws IOException {
    json.writeStartObject();
    json.writeStringField("state", lower(health.state()));
    json.writeStringField("thing", health.thing());
    json.writeNumberField("pid", ProcessHandle.current().pid());
    json.writeStringField("writtenAt", now.toString());
    writeInstant(json, "connectedSince", health.connectedSince());
    json.writeArrayFieldStart("tunnels");
    for (TunnelView tunnel : health.tunnels()) {
      write(json, tunnel);
    }
    json.writeEndArray();
    Health.Problem problem = health.lastError();
    if (problem != null) {
      json.writeObjectFieldStart("lastError");
      json.writeStringField("at", problem.at().toString());
      json.writeStringField("text", problem.text());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private static void write(JsonGenerator json, TunnelView tunnel) throws IOException {
    json.writeStartObject();
    json.writeNumberField("number", tunnel.number());
    json.writeArrayFieldStart("services");
    for (String service : tunnel.services()) {
      json.writeString(service);
    }
    json.writeEndArray();
    json.writeBooleanField("connected", tunnel.isConnected());
    json.writeStringField("since", tunnel.since().toString());
    json.writeEndObject();
  }

  private static void writeInstant(JsonGenerator json, String key, @Nullable Instant at)
      throws IOException {
    if (at != null) {
      json.writeStringField(key, at.toString());
    }
  }

  private static String lower(Health.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Why the agent that writes the file is not well; empty where it is connected.
   *
   * @param now against which the file's age is counted
   */
  public Optional<String> check(Instant now) {
    var read = new Facts();
    try (JsonParser json = JSON.createParser(Files.readAllBytes(path))) {
      read.read(json);
    } catch (NoSuchFileException e) {
      return Optional.of(path + " is not there: the agent does not run, or has just begun");
    } catch (IOException | DateTimeParseException e) {
      return Optional.of(path + " cannot be read: " + e.getClass().getSimpleName());
    }
    Duration age = Duration.between(read.writtenAt, now);
    if (age.compareTo(TOO_OLD) > 0) {
      return Optional.of(
          path + " was written " + age.toSeconds() + " seconds ago: the agent hangs, or is gone");
    }
    return read.state.equals(lower(Health.State.CONNECTED))
        ? Optional.empty()
        : Optional.of("the agent is " + read.state + (read.error == null ? "" : ": " + read.error));
  }

  /** What counts of a file. */
  private static final class Facts {
    private String state = "unknown";
    private Instant writtenAt = Instant.EPOCH;
    private @Nullable String error;

    void read(JsonParser json) throws IOException {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is no JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT && json.currentToken() != null) {
        String key = json.currentName();
        json.nextToken();
        switch (key) {
          case "state" -> state = json.getText();
          case "writtenAt" -> writtenAt = Instant.parse(json.getText());
          case "lastError" -> error = text(json);
          default -> json.skipChildren();
        }
      }
    }

    private static @Nullable String text(JsonParser json) throws IOException {
      String found = null;
      while (json.nextToken() != JsonToken.END_OBJECT && json.currentToken() != null) {
        boolean isText = json.currentName().equals("text");
        json.nextToken();
        found = isText ? json.getText() : found;
      }
      return found;
    }
  }
}
