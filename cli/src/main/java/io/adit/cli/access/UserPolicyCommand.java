package io.adit.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.cli.WrongUsageException;
import io.adit.cli.answer.JsonText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code adit user policy}. */
@Command(
    name = "policy",
    header = "Say which policies count for a user, beside the role.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit user policy attach ann pumps",
      "  adit user policy list ann"
    })
public final class UserPolicyCommand implements Runnable {
  /** A public constructor, because picocli makes it. */
  public UserPolicyCommand() {}

  @Override
  public void run() {
    throw new WrongUsageException("say what: attach, detach or list");
  }

  @Command(name = "attach", header = "Attach a policy to a user.", mixinStandardHelpOptions = true)
  void attach(
      @Mixin AccessApi api,
      @Parameters(paramLabel = "USER", description = "The user's name.") String user,
      @Parameters(paramLabel = "POLICY", description = "The policy's name.") String policy) {
    var _ = api.call("AttachPolicy", attachment(policy, user));
  }

  @Command(name = "detach", header = "Detach a policy.", mixinStandardHelpOptions = true)
  void detach(
      @Mixin AccessApi api,
      @Parameters(paramLabel = "USER", description = "The user's name.") String user,
      @Parameters(paramLabel = "POLICY", description = "The policy's name.") String policy) {
    var _ = api.call("DetachPolicy", attachment(policy, user));
  }

  @Command(
      name = "list",
      header = "Print the policies that are attached to a user.",
      mixinStandardHelpOptions = true)
  void list(
      @Mixin AccessApi api,
      @Parameters(paramLabel = "USER", description = "The user's name.") String user) {
    JsonNode answer = api.call("ListAttachedPolicies", JsonText.object().put("attachedTo", user));
    if (api.isJson()) {
      api.print(answer);
    } else {
      answer.path("policyNames").forEach(name -> api.say(name.asText()));
    }
  }

  static ObjectNode attachment(String policy, String to) {
    return JsonText.object().put("policyName", policy).put("attachedTo", to);
  }
}
