package io.adit.wire.fuzz;

import io.adit.wire.SendRules;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.util.List;

/**
 * Which link the bytes come from, chosen by an input's first byte: bit 0 the side, bits 1 and 2 the
 * subprotocol, bits 3 and 4 how many services the tunnel has.
 */
record LinkSetting(Side sender, Subprotocol subprotocol, List<String> services) {
  private static final List<Subprotocol> SUBPROTOCOLS =
      List.of(Subprotocol.V3, Subprotocol.V2, Subprotocol.V1, Subprotocol.V1_BROWSER);
  private static final List<List<String>> SERVICES =
      List.of(List.of("SSH"), List.of("SSH", "HTTP"), List.of(), List.of("SSH", "HTTP", "サービス"));

  static LinkSetting of(byte bits) {
    return new LinkSetting(
        (bits & 1) == 0 ? Side.SOURCE : Side.DESTINATION,
        SUBPROTOCOLS.get(bits >> 1 & 3),
        SERVICES.get(bits >> 3 & 3));
  }

  /** The byte that chooses it. */
  byte bits() {
    return (byte)
        ((sender == Side.SOURCE ? 0 : 1)
            | SUBPROTOCOLS.indexOf(subprotocol) << 1
            | SERVICES.indexOf(services) << 3);
  }

  SendRules rules() {
    return new SendRules(sender, subprotocol, services);
  }
}
