package io.adit.cli.thing;

import io.adit.cli.CommandFailedException;
import io.adit.cli.ExitCode;
import io.adit.cli.api.Things;
import io.adit.cli.reach.ThingName;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code adit thing revoke}. */
@Command(
    name = "revoke",
    header = "Put a thing's device out for good, or one of its certificates.",
    description = {
      "",
      "A revoked certificate never counts again. The thing stays registered;"
          + " 'adit thing rotate-certificate' gives it a new one.",
      ""
    },
    mixinStandardHelpOptions = true)
final class RevokeCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "NAME", description = "The thing's name.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "CERTIFICATE",
      description = "Its certificate's id, as 'adit thing show' has it. Default: all.")
  private @Nullable String certificate;

  @Mixin private final Confirmation confirmation = new Confirmation();
  @Mixin private final ThingCall call = new ThingCall();

  RevokeCommand() {}

  @Override
  public Integer call() {
    String thing = ThingName.of(name);
    try (Things things = call.things()) {
      var _ = things.describe(thing);
      List<String> chosen = chosen(things.certificatesOf(thing), thing);
      confirmation.ask(
          chosen.size() == 1
              ? "Revoke certificate "
                  + Things.idOf(chosen.getFirst())
                  + " of "
                  + thing
                  + " for good?"
              : "Revoke the " + chosen.size() + " certificates of " + thing + " for good?");
      for (String arn : chosen) {
        things.revoke(arn);
        call.say("revoked " + Things.idOf(arn));
      }
    }
    return ExitCode.OK;
  }

  private List<String> chosen(List<String> arns, String thing) {
    String wanted = certificate;
    List<String> chosen =
        wanted == null
            ? arns
            : arns.stream().filter(arn -> Things.idOf(arn).equals(Things.idOf(wanted))).toList();
    if (chosen.isEmpty()) {
      throw new CommandFailedException(
          wanted == null
              ? thing + " has no certificate"
              : thing + " has no certificate " + wanted + "; see: adit thing show " + thing);
    }
    return chosen;
  }
}
