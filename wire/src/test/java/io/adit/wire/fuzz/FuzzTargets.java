package io.adit.wire.fuzz;

import io.adit.fuzz.FuzzTarget;
import io.adit.wire.websocket.WebSocketReader.Role;
import java.util.List;

/**
 * All that in this module reads strangers' bytes. Jazzer calls it too: a target's name is its
 * argument (fuzz/jazzer).
 */
public final class FuzzTargets {
  private static FuzzTarget chosen = new FramesTarget();

  private FuzzTargets() {}

  /** Jazzer's first call. */
  public static void fuzzerInitialize(String[] arguments) {
    chosen = named(arguments[0]);
  }

  /** Jazzer's call for each input. */
  public static void fuzzerTestOneInput(byte[] input) {
    var _ = chosen.run(input);
  }

  static List<FuzzTarget> all() {
    return List.of(
        new WebSocketTarget(Role.SERVER),
        new WebSocketTarget(Role.CLIENT),
        new FramesTarget(),
        new CodecTarget(),
        new SendRulesTarget(),
        new TextsTarget(),
        new ControlFramesTarget(),
        new ReceivePathTarget());
  }

  static FuzzTarget named(String name) {
    return all().stream()
        .filter(target -> target.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no target '"
                    + name
                    + "'; there are "
                    + all().stream().map(FuzzTarget::name).toList()));
  }
}
