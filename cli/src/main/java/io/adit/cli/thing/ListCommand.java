package io.adit.cli.thing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.cli.ExitCode;
import io.adit.cli.answer.JsonText;
import io.adit.cli.answer.OutputFormat;
import io.adit.cli.answer.Table;
import io.adit.cli.answer.Width;
import io.adit.cli.api.ThingFacts;
import io.adit.cli.api.Things;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adit thing list}. */
@Command(
    name = "list",
    header = "List things by name.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  adit thing list --label site=tokyo"})
final class ListCommand implements Callable<Integer> {
  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "Only those that have this label.",
      converter = Label.Converter.class)
  private @Nullable Label label;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "text (default) or json.",
      converter = OutputFormat.Converter.class)
  private OutputFormat format = OutputFormat.TEXT;

  @Mixin private final ThingCall call = new ThingCall();

  ListCommand() {}

  @Override
  public Integer call() {
    try (Things things = call.things()) {
      List<ThingFacts> found =
          label == null ? things.list(null, null) : things.list(label.name(), label.value());
      switch (format) {
        case TEXT -> print(found);
        case JSON -> call.say(JsonText.of(json(found)));
      }
    }
    return ExitCode.OK;
  }

  private void print(List<ThingFacts> found) {
    if (found.isEmpty()) {
      call.say("There is no such thing. 'adit thing create NAME' registers one.");
      return;
    }
    var table = new Table(List.of("THING", "LABELS"));
    found.forEach(thing -> table.row(List.of(thing.name(), text(thing.labels()))));
    table.print(call.out(), Width.ofOutput());
    call.out().flush();
  }

  private static ObjectNode json(List<ThingFacts> found) {
    ObjectNode all = JsonText.object();
    ArrayNode things = all.putArray("things");
    for (ThingFacts thing : found) {
      ObjectNode one =
          things
              .addObject()
              .put("thingName", thing.name())
              .put("thingArn", thing.arn())
              .put("version", thing.version());
      ObjectNode attributes = one.putObject("attributes");
      new TreeMap<>(thing.labels()).forEach(attributes::put);
    }
    return all;
  }

  /** Labels in one line, by name. */
  static String text(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(", "));
  }
}
