package io.adit.cli.limits;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.cli.answer.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose limits are meant: a principal's or a thing's. */
final class SubjectOptions {
  @Option(names = "--principal", paramLabel = "USER", description = "A user, with all its keys.")
  private @Nullable String principal;

  @Option(names = "--thing", paramLabel = "THING", description = "A thing, with all its tunnels.")
  private @Nullable String thing;

  SubjectOptions() {}

  /** An input that names it. */
  ObjectNode input() {
    return thing == null
        ? JsonText.object().put("principal", principal)
        : JsonText.object().put("thing", thing);
  }

  /** The limits that it can have. */
  List<String> limits() {
    return thing == null ? List.of("open-tunnels", "call-rate") : List.of("bandwidth", "data");
  }

  @Override
  public String toString() {
    return thing == null ? "principal " + principal : "thing " + thing;
  }
}
