package io.adit.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.cli.WrongUsageException;
import io.adit.cli.answer.JsonText;
import io.adit.cli.answer.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code adit key}. */
@Command(
    name = "key",
    header = "See to the access keys that users and programs sign with.",
    description = {
      "",
      "A key may do what its user may. Where a server is named (--endpoint-url,"
          + " AWS_ENDPOINT_URL) it is asked; otherwise the data folder is worked on, whether its"
          + " server runs or not.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 2 it could not be done; the text says why.",
      "",
      "Examples:",
      "  eval \"$$(adit key create backup)\"",
      "  adit key list",
      "  adit key rotate ADITABCDEFGHIJKLMNOP"
    })
public final class KeyCommand implements Runnable {
  /** A public constructor, because picocli makes it. */
  public KeyCommand() {}

  @Override
  public void run() {
    throw new WrongUsageException("say what: create, list, rotate, disable, enable or delete");
  }

  @Command(
      name = "create",
      header = "Make a key of a user, and print it this once.",
      mixinStandardHelpOptions = true)
  void create(
      @Mixin AccessApi api,
      @Parameters(paramLabel = "USER", description = "Whose key it is.") String user) {
    show(api, api.call("CreateAccessKey", JsonText.object().put("userName", user)));
  }

  @Command(
      name = "rotate",
      header = "Make a key in the place of another, which is disabled.",
      mixinStandardHelpOptions = true)
  void rotate(
      @Mixin AccessApi api,
      @Parameters(paramLabel = "KEY", description = "The old key's id.") String id) {
    show(api, api.call("RotateAccessKey", key(id)));
  }

  @Command(
      name = "list",
      header = "List keys, and when they were last used.",
      mixinStandardHelpOptions = true)
  void list(
      @Mixin AccessApi api,
      @Parameters(paramLabel = "USER", arity = "0..1", description = "Whose keys; default: all.")
          @Nullable String user) {
    ObjectNode input = JsonText.object();
    if (user != null) {
      input.put("userName", user);
    }
    JsonNode answer = api.call("ListAccessKeys", input);
    if (api.isJson()) {
      api.print(answer);
      return;
    }
    Table table = new Table(List.of("KEY", "USER", "STATUS", "CREATED", "LAST USED"));
    answer.path("accessKeys").forEach(each -> table.row(row(each)));
    api.print(table);
  }

  private static List<String> row(JsonNode key) {
    JsonNode role = key.path("role");
    return List.of(
        key.path("accessKeyId").asText(),
        key.path("userName").asText() + (role.isMissingNode() ? "" : " (" + role.asText() + ")"),
        key.path("status").asText(),
        time(key.path("createDate")),
        lastUse(key.path("lastUsed")));
  }

  private static String lastUse(JsonNode use) {
    return use.isMissingNode()
        ? "never"
        : "%s from %s, %s"
            .formatted(
                time(use.path("at")),
                use.path("address").asText(),
                use.path("serviceName").asText());
  }

  private static String time(JsonNode seconds) {
    return Instant.ofEpochSecond(seconds.asLong()).toString();
  }

  @Command(
      name = "disable",
      header = "Refuse a key's requests from now on.",
      mixinStandardHelpOptions = true)
  void disable(
      @Mixin AccessApi api,
      @Parameters(paramLabel = "KEY", description = "The key's id.") String id) {
    var _ = api.call("UpdateAccessKey", key(id).put("status", "Inactive"));
  }

  @Command(
      name = "enable",
      header = "Take a key's requests again.",
      mixinStandardHelpOptions = true)
  void enable(
      @Mixin AccessApi api,
      @Parameters(paramLabel = "KEY", description = "The key's id.") String id) {
    var _ = api.call("UpdateAccessKey", key(id).put("status", "Active"));
  }

  @Command(name = "delete", header = "Forget a key.", mixinStandardHelpOptions = true)
  void delete(
      @Mixin AccessApi api,
      @Parameters(paramLabel = "KEY", description = "The key's id.") String id) {
    var _ = api.call("DeleteAccessKey", key(id));
  }

  private static ObjectNode key(String id) {
    return JsonText.object().put("accessKeyId", id);
  }

  /** In the form that {@code eval} takes, so that it needs to stand in no file. */
  private static void show(AccessApi api, JsonNode answer) {
    if (api.isJson()) {
      api.print(answer);
      return;
    }
    JsonNode key = answer.path("accessKey");
    api.say("export AWS_ACCESS_KEY_ID=" + key.path("accessKeyId").asText());
    api.say("export AWS_SECRET_ACCESS_KEY=" + key.path("secretAccessKey").asText());
    api.note("The secret is shown this once: keep it where the program finds it.");
  }
}
