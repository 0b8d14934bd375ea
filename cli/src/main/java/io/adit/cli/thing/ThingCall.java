package io.adit.cli.thing;

import io.adit.cli.api.ApiAccess;
import io.adit.cli.api.ApiOptions;
import io.adit.cli.api.Things;
import io.adit.cli.api.Tunnels;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands have in common: where they call, and where they print. */
final class ThingCall {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Mixin private final ApiOptions api = new ApiOptions();

  ThingCall() {}

  Things things() {
    return new Things(access(), System.getenv());
  }

  Tunnels tunnels() {
    return new Tunnels(access());
  }

  private ApiAccess access() {
    return ApiAccess.findAny(api.chosen(), System.getenv());
  }

  /** Prints lines at once. */
  void say(String text) {
    PrintWriter out = out();
    out.println(text);
    out.flush();
  }

  PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    return spec.commandLine().getOut();
  }
}
