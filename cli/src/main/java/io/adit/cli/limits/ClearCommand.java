package io.adit.cli.limits;

import io.adit.cli.ExitCode;
import io.adit.cli.api.OwnCall;
import io.adit.cli.api.SignedCalls;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code adit limits clear}. */
@Command(
    name = "clear",
    header = "Let everybody's limits hold again for one principal or thing.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit limits clear --thing pump-7 bandwidth",
      "  adit limits clear --principal ann"
    })
final class ClearCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private @Nullable SubjectOptions subject;

  @Parameters(arity = "0..*", paramLabel = "LIMIT", description = "Which; all of them by default.")
  private List<String> limits = List.of();

  @Mixin private final OwnCall call = new OwnCall();

  ClearCommand() {}

  @Override
  public Integer call() {
    if (subject == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    try (SignedCalls calls = call.calls()) {
      if (limits.isEmpty()) {
        subject.limits().forEach(limit -> clearIfSet(calls, subject, limit));
        call.say("%s: everybody's limits hold from now on".formatted(subject));
      }
      for (String limit : limits) {
        var _ = calls.call("Adit.DeleteLimit", subject.input().put("limit", limit));
        call.say("%s: everybody's %s holds from now on".formatted(subject, limit));
      }
    }
    return ExitCode.OK;
  }

  private static void clearIfSet(SignedCalls calls, SubjectOptions subject, String limit) {
    var _ = calls.find("Adit.DeleteLimit", subject.input().put("limit", limit));
  }
}
