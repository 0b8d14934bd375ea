package io.adit.cli.tunnel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.cli.answer.JsonText;
import io.adit.cli.answer.OutputFormat;
import io.adit.cli.answer.Table;
import io.adit.cli.api.TunnelFacts;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints answers, as text or as JSON with the names of the AWS CLI. */
final class Answer {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final PrintWriter out;
  private final OutputFormat format;

  Answer(PrintWriter out, OutputFormat format) {
    this.out = out;
    this.format = format;
  }

  /** Names and values; one that is empty is left out. */
  void fields(Map<String, String> fields) {
    switch (format) {
      case TEXT -> {
        int widest = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
        fields.forEach((name, value) -> {
          if (!value.isEmpty()) {
            out.println(name + " ".repeat(widest - name.length() + 2) + value);
          }
        });
      }
      case JSON -> {
        ObjectNode node = JsonText.object();
        fields.forEach((name, value) -> {
          if (!value.isEmpty()) {
            node.put(name, value);
          }
        });
        print(node);
      }
    }
    out.flush();
  }

  /** All that is known of a tunnel. */
  void tunnel(TunnelFacts tunnel) {
    switch (format) {
      case TEXT -> fields(text(tunnel));
      case JSON -> {
        print(JsonText.object().set("tunnel", json(tunnel)));
        out.flush();
      }
    }
  }

  /** A list of tunnels, in as many characters as there are. */
  void tunnels(List<TunnelFacts.Summary> tunnels, int width) {
    switch (format) {
      case TEXT -> {
        Table table = new Table(List.of("TUNNEL", "STATUS", "OPENED", "DESCRIPTION"));
        tunnels.forEach(tunnel ->
            table.row(
                List.of(
                    tunnel.id(),
                    status(tunnel.isOpen()),
                    time(tunnel.createdAt()),
                    tunnel.description())));
        table.print(out, width);
      }
      case JSON -> {
        ObjectNode node = JsonText.object();
        var list = node.putArray("tunnelSummaries");
        tunnels.forEach(tunnel -> list.add(json(tunnel)));
        print(node);
      }
    }
    out.flush();
  }

  private static Map<String, String> text(TunnelFacts tunnel) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("tunnel", tunnel.id());
    fields.put("arn", tunnel.summary().arn());
    fields.put("status", status(tunnel.isOpen()));
    fields.put("description", tunnel.summary().description());
    fields.put("thing", tunnel.thing() == null ? "" : tunnel.thing());
    fields.put("services", String.join(", ", tunnel.services()));
    fields.put("source", text(tunnel.sides().source()));
    fields.put("destination", text(tunnel.sides().destination()));
    fields.put("opened", time(tunnel.summary().createdAt()));
    if (tunnel.isOpen()) {
      fields.put("closes", time(tunnel.expiresAt()));
    } else {
      fields.put("closed", time(tunnel.summary().lastUpdatedAt()));
    }
    tunnel.tags().forEach((key, value) -> fields.put("tag " + key, value));
    return fields;
  }

  private static String text(TunnelFacts.Link link) {
    Instant since = link.since();
    return link.status() + (since == null ? "" : " since " + time(since));
  }

  private static ObjectNode json(TunnelFacts.Summary tunnel) {
    ObjectNode node =
        JsonText.object()
            .put("tunnelId", tunnel.id())
            .put("tunnelArn", tunnel.arn())
            .put("status", status(tunnel.isOpen()));
    if (!tunnel.description().isEmpty()) {
      node.put("description", tunnel.description());
    }
    return node.put("createdAt", tunnel.createdAt().toString())
        .put("lastUpdatedAt", tunnel.lastUpdatedAt().toString());
  }

  private static ObjectNode json(TunnelFacts tunnel) {
    ObjectNode node = json(tunnel.summary());
    node.set("sourceConnectionState", json(tunnel.sides().source()));
    node.set("destinationConnectionState", json(tunnel.sides().destination()));
    if (!tunnel.services().isEmpty()) {
      ObjectNode destination = node.putObject("destinationConfig");
      if (tunnel.thing() != null) {
        destination.put("thingName", tunnel.thing());
      }
      var services = destination.putArray("services");
      tunnel.services().forEach(services::add);
    }
    node.putObject("timeoutConfig").put("maxLifetimeTimeoutMinutes", tunnel.lifetime().toMinutes());
    var tags = node.putArray("tags");
    tunnel.tags().forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
    return node;
  }

  private static ObjectNode json(TunnelFacts.Link link) {
    ObjectNode node = JsonText.object().put("status", link.status());
    @Nullable Instant since = link.since();
    return since == null ? node : node.put("lastUpdatedAt", since.toString());
  }

  private static String status(boolean isOpen) {
    return isOpen ? "OPEN" : "CLOSED";
  }

  static String time(Instant instant) {
    return TIME.format(instant.atZone(ZoneId.systemDefault()));
  }

  private void print(JsonNode node) {
    out.println(JsonText.of(node));
  }
}
