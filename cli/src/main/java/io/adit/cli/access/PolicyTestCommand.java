package io.adit.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.cli.CommandFailedException;
import io.adit.cli.ExitCode;
import io.adit.cli.OwnUsageCode;
import io.adit.cli.answer.JsonText;
import io.adit.server.policy.Facts;
import io.adit.server.policy.Policies;
import io.adit.server.policy.PolicyDocument;
import io.adit.server.policy.PolicyException;
import io.adit.server.policy.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adit policy test}. */
@Command(
    name = "test",
    header = "Say what policies would say to a call, and which statement decides.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes:",
      "  0  it is allowed",
      "  1  it is denied",
      "  2  the command line or a policy is wrong, or the server cannot be asked",
      "",
      "Examples:",
      "  adit policy test --file pumps.json --action iot:CloseTunnel --resource '*' \\",
      "    --context iot:Delete=true --context aws:ResourceTag/Owner=QATeam",
      "  adit policy test --user ann --action iot:OpenTunnel \\",
      "    --resource 'arn:aws:iot:us-east-1:000000000000:tunnel/*' \\",
      "    --resource arn:aws:iot:us-east-1:000000000000:thing/pump-7"
    })
final class PolicyTestCommand implements Callable<Integer>, OwnUsageCode {

  /** Whose policies. */
  static final class Tested {
    @Option(
        names = "--user",
        paramLabel = "USER",
        description = "All that counts for this user: the role and the attached policies.")
    @Nullable String user;

    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "The policy documents in these files; - reads standard input.")
    @Nullable List<String> files;

    Tested() {}
  }

  @ArgGroup(multiplicity = "1")
  private Tested tested = new Tested();

  @Option(
      names = "--action",
      required = true,
      paramLabel = "ACTION",
      description = "What is done, such as iot:OpenTunnel.")
  private String action = "";

  @Option(
      names = "--resource",
      paramLabel = "ARN",
      description = "What it is done to; of several, all must be allowed. Default: *.")
  private List<String> resources = List.of("*");

  @Option(
      names = "--context",
      paramLabel = "KEY=VALUE",
      description = "A condition key of the call; several times for several values.")
  private List<String> context = List.of();

  @Mixin private final AccessApi api = new AccessApi();

  PolicyTestCommand() {}

  @Override
  public Integer call() {
    JsonNode trial = tested.files == null ? ofUser() : ofFiles(tested.files);
    if (api.isJson()) {
      api.print(trial);
    } else {
      show(trial);
    }
    return trial.path("allowed").asBoolean() ? ExitCode.OK : ExitCode.DENIED;
  }

  @Override
  public int usageCode() {
    return ExitCode.FAILED;
  }

  private JsonNode ofUser() {
    ObjectNode input = JsonText.object().put("userName", tested.user).put("action", action);
    ArrayNode wanted = input.putArray("resources");
    resources.forEach(wanted::add);
    ObjectNode keys = input.putObject("context");
    asked()
        .context()
        .forEach((key, values) -> values.forEach(keys.withArray("/" + pointer(key))::add));
    return api.call("TestPolicies", input);
  }

  /** As JSON pointers write a name. */
  private static String pointer(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  /** Needs no server and no data folder. */
  private JsonNode ofFiles(List<String> files) {
    List<Policies.Named> policies = new ArrayList<>();
    try {
      for (String file : files) {
        policies.add(new Policies.Named(file, PolicyDocument.read(PolicyCommand.read(file))));
      }
      return json(Trial.of(new Policies(policies), asked(), Facts.NONE));
    } catch (PolicyException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  private static JsonNode json(Trial trial) {
    ObjectNode json =
        JsonText.object().put("allowed", trial.allowed()).put("because", trial.because());
    ArrayNode steps = json.putArray("steps");
    for (Policies.Step step : trial.steps()) {
      ObjectNode each = steps.addObject().put("resource", step.resource());
      each.putObject("statement")
          .put("policy", step.statement().policy())
          .put("statement", step.statement().statement());
      each.put("verdict", step.verdict());
    }
    return json;
  }

  private Trial.Asked asked() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (String each : context) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw new CommandFailedException(
            "'" + each + "' is no KEY=VALUE, such as iot:ClientMode=SOURCE");
      }
      keys.computeIfAbsent(each.substring(0, equals), _ -> new ArrayList<>())
          .add(each.substring(equals + 1));
    }
    return new Trial.Asked(action, resources, keys);
  }

  private void show(JsonNode trial) {
    api.say(trial.path("because").asText());
    String resource = "";
    for (JsonNode step : trial.path("steps")) {
      if (!step.path("resource").asText().equals(resource)) {
        resource = step.path("resource").asText();
        api.say("on " + resource + ":");
      }
      JsonNode statement = step.path("statement");
      api.say(
          "  %s, statement %s: %s"
              .formatted(
                  statement.path("policy").asText(),
                  statement.path("statement").asText(),
                  step.path("verdict").asText()));
    }
  }
}
