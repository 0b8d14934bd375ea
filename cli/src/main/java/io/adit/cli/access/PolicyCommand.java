package io.adit.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.cli.CommandFailedException;
import io.adit.cli.WrongUsageException;
import io.adit.cli.answer.JsonText;
import io.adit.cli.answer.Table;
import io.adit.server.policy.PolicyTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adit policy}. */
@Command(
    name = "policy",
    header = "Say who may do what, in AWS's policy language.",
    description = {
      "",
      "A user may do what the role and the attached policies allow and none of them denies. Where"
          + " a server is named (--endpoint-url, AWS_ENDPOINT_URL) it is asked; otherwise the data"
          + " folder is worked on, whether its server runs or not.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = PolicyTestCommand.class,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 2 it could not be done; the text says why. 'adit policy test' has its own.",
      "",
      "Examples:",
      "  adit policy create pumps --operator-of-group pumps",
      "  adit user policy attach ann pumps",
      "  adit policy create office office.json",
      "  adit policy attach office --data-plane",
      "  adit policy test --user ann --action iot:OpenTunnel \\",
      "    --resource 'arn:aws:iot:us-east-1:000000000000:tunnel/*'"
    })
public final class PolicyCommand implements Runnable {
  private static final String STANDARD_INPUT = "-";

  /** Where a new policy comes from, if not from a file. */
  static final class Template {
    @Option(
        names = "--operator-of-group",
        paramLabel = "GROUP",
        description = "One for tunnels to the things of a thing group, instead of FILE.")
    private @Nullable String group;

    @Option(
        names = "--operator-of-things",
        paramLabel = "PATTERN",
        description = "One for tunnels to things of such names, as 'pump-*', instead of FILE.")
    private @Nullable String things;

    Template() {}

    String document(@Nullable String file) {
      int given = (file == null ? 0 : 1) + (group == null ? 0 : 1) + (things == null ? 0 : 1);
      if (given != 1) {
        throw new WrongUsageException(
            "give one of FILE, --operator-of-group and --operator-of-things");
      }
      if (file != null) {
        return read(file);
      }
      return group == null
          ? PolicyTemplate.operatorOfThings(plain(String.valueOf(things)))
          : PolicyTemplate.operatorOfGroup(plain(group));
    }

    private static String plain(String name) {
      if (!name.matches("[a-zA-Z0-9:_*?-]{1,128}")) {
        throw new CommandFailedException(
            "'%s' is no name of things or groups: those have letters, digits, ':', '_' and '-'"
                .formatted(name));
      }
      return name;
    }
  }

  /** A public constructor, because picocli makes it. */
  public PolicyCommand() {}

  @Override
  public void run() {
    throw new WrongUsageException("say what: create, list, show, delete, attach, detach or test");
  }

  @Command(name = "create", header = "Keep a policy.", mixinStandardHelpOptions = true)
  void create(
      @Mixin AccessApi api,
      @Parameters(index = "0", paramLabel = "NAME", description = "The policy's name.") String name,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "FILE",
              description = "The policy document in JSON; - reads standard input.")
          @Nullable String file,
      @Mixin Template template,
      @Option(names = "--replace", description = "Put it in the place of the one of this name.")
          boolean replace) {
    JsonNode answer =
        api.call(
            "CreatePolicy",
            named(name).put("policyDocument", template.document(file)).put("replace", replace));
    if (api.isJson()) {
      api.print(answer);
    }
  }

  @Command(
      name = "list",
      header = "List the policies, and to whom they are attached.",
      mixinStandardHelpOptions = true)
  void list(@Mixin AccessApi api) {
    JsonNode answer = api.call("ListPolicies", JsonText.object());
    if (api.isJson()) {
      api.print(answer);
      return;
    }
    Table table = new Table(List.of("POLICY", "ATTACHED TO"));
    answer
        .path("policies")
        .forEach(each ->
            table.row(List.of(each.path("policyName").asText(), words(each.path("attachedTo")))));
    api.print(table);
  }

  private static String words(JsonNode names) {
    Stream<JsonNode> all = StreamSupport.stream(names.spliterator(), false);
    return String.join(", ", all.map(JsonNode::asText).toList());
  }

  @Command(
      name = "show",
      header = "Print a policy as it was written.",
      mixinStandardHelpOptions = true)
  void show(
      @Mixin AccessApi api,
      @Parameters(paramLabel = "NAME", description = "The policy's name.") String name) {
    JsonNode answer = api.call("GetPolicy", named(name));
    if (api.isJson()) {
      api.print(answer);
    } else {
      api.say(answer.path("policyDocument").asText().strip());
    }
  }

  @Command(
      name = "delete",
      header = "Forget a policy that is attached to nobody.",
      mixinStandardHelpOptions = true)
  void delete(
      @Mixin AccessApi api,
      @Parameters(paramLabel = "NAME", description = "The policy's name.") String name) {
    var _ = api.call("DeletePolicy", named(name));
  }

  @Command(
      name = "attach",
      header = "Attach a policy to a user, or to the data plane.",
      mixinStandardHelpOptions = true)
  void attach(@Mixin AccessApi api, @Mixin Attachment attachment) {
    var _ = api.call("AttachPolicy", attachment.input());
  }

  @Command(
      name = "detach",
      header = "Detach a policy from a user, or from the data plane.",
      mixinStandardHelpOptions = true)
  void detach(@Mixin AccessApi api, @Mixin Attachment attachment) {
    var _ = api.call("DetachPolicy", attachment.input());
  }

  private static ObjectNode named(String name) {
    return JsonText.object().put("policyName", name);
  }

  static String read(String file) {
    try {
      return file.equals(STANDARD_INPUT)
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new CommandFailedException("there is no file " + file);
    } catch (IOException | UncheckedIOException e) {
      throw new CommandFailedException(file + " cannot be read: " + e);
    }
  }
}
