package io.adit.cli.thing;

import io.adit.cli.ExitCode;
import io.adit.cli.api.Things;
import io.adit.cli.api.TunnelFacts;
import io.adit.cli.api.Tunnels;
import io.adit.cli.reach.ThingName;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code adit thing delete}. */
@Command(
    name = "delete",
    header = "Forget a thing and its certificates.",
    description = {
      "",
      "Its device is put out. A certificate that speaks for another thing too is only detached."
          + " Tunnels that are open stay open; 'adit tunnel close' closes them.",
      ""
    },
    mixinStandardHelpOptions = true)
final class DeleteCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The thing's name.")
  private String name = "";

  @Mixin private final Confirmation confirmation = new Confirmation();
  @Mixin private final ThingCall call = new ThingCall();

  DeleteCommand() {}

  @Override
  public Integer call() {
    String thing = ThingName.of(name);
    try (Things things = call.things();
        Tunnels tunnels = call.tunnels()) {
      var _ = things.describe(thing);
      List<String> certificates = things.certificatesOf(thing);
      confirmation.ask("Delete " + thing + " and its certificates?");
      for (String arn : certificates) {
        forget(things, thing, arn);
      }
      things.delete(thing);
      call.say("deleted " + thing);
      tunnels
          .list(thing, TunnelFacts.Summary::isOpen, Integer.MAX_VALUE)
          .forEach(open -> call.say("still open: tunnel " + open.id()));
    }
    return ExitCode.OK;
  }

  /** In the order that the API wants: one that counts, or speaks for something, is not deleted. */
  private static void forget(Things things, String thing, String arn) {
    boolean isShared = things.isShared(arn);
    if (!isShared && things.certificate(arn).isActive()) {
      things.deactivate(arn);
    }
    things.detach(thing, arn);
    if (!isShared) {
      things.deleteCertificate(arn);
    }
  }
}
