package io.adit.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.wire.PlainText;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** A record as people read it: one line, who and what first. */
final class RecordText {
  private static final int TIME_CHARS = 19;

  /** What strangers sent stands in records, too. */
  private static final int MOST_BYTES = 2_000;

  private RecordText() {}

  static String of(JsonNode record) {
    List<String> parts = new ArrayList<>();
    String at = record.path("at").asText();
    parts.add(at.length() < TIME_CHARS ? at : at.substring(0, TIME_CHARS) + "Z");
    parts.add(or(record.path("user").asText(), "-"));
    String operation = record.path("operation").asText();
    parts.add(record.path("event").asText() + (operation.isEmpty() ? "" : " " + operation));
    named(parts, record, "tunnel", "tunnelId");
    named(parts, record, "thing", "thing");
    named(parts, record, "side", "side");
    if (record.path("event").asText().startsWith("Connection")) {
      named(parts, record, "service", "service");
    }
    from(parts, record);
    bytes(parts, record);
    outcome(parts, record);
    return PlainText.of(String.join("  ", parts), MOST_BYTES);
  }

  private static void named(List<String> parts, JsonNode record, String word, String member) {
    String value = record.path(member).asText();
    if (!value.isEmpty()) {
      parts.add(word + " " + value);
    }
  }

  private static void from(List<String> parts, JsonNode record) {
    String source = record.at("/source/address").asText();
    String destination = record.at("/destination/address").asText();
    if (!source.isEmpty() || !destination.isEmpty()) {
      parts.add(or(source, "(gone)") + " -> " + or(destination, "(not there)"));
    } else {
      named(parts, record, "from", "address");
    }
  }

  private static void bytes(List<String> parts, JsonNode record) {
    if (record.has("bytesFromSource")) {
      parts.add(
          record.path("bytesFromSource").asText()
              + " bytes to, "
              + record.path("bytesFromDestination").asText()
              + " from the device");
    } else if (record.has("bytesFromClient")) {
      parts.add(
          record.path("bytesFromClient").asText()
              + " bytes in, "
              + record.path("bytesToClient").asText()
              + " out");
    }
    if (record.has("micros")) {
      Duration took = Duration.of(record.path("micros").asLong(), ChronoUnit.MICROS);
      parts.add(took.toSeconds() > 0 ? took.toSeconds() + " s" : took.toMillis() + " ms");
    }
  }

  private static void outcome(List<String> parts, JsonNode record) {
    String error = record.path("error").asText();
    if (!error.isEmpty()) {
      parts.add("refused: " + error);
    }
    String reason = record.path("reason").asText();
    if (!reason.isEmpty()) {
      parts.add(reason);
    }
    if (record.has("times")) {
      parts.add(record.path("times").asText() + " times more: " + record.path("of").asText());
    }
  }

  private static String or(String text, String other) {
    return text.isEmpty() ? other : text;
  }
}
