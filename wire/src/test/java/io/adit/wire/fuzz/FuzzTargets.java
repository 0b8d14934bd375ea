package io.adit.wire.fuzz;

import io.adit.fuzz.FuzzTarget;
import io.adit.wire.websocket.WebSocketReader.Role;
import java.util.List;

/** All that in this module reads strangers' bytes. */
final class FuzzTargets {
  private FuzzTargets() {}

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
