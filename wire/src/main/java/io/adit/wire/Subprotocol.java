package io.adit.wire;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A value of {@code Sec-WebSocket-Protocol} that a tunnel link may use. */
public enum Subprotocol {
  V1("aws.iot.securetunneling-1.0", Dialect.V1),
  /** The spelling, with one more d, that AWS's browser demo sends. */
  V1_BROWSER("aws.iot.securedtunneling-1.0", Dialect.V1),
  V2("aws.iot.securetunneling-2.0", Dialect.V2),
  V3("aws.iot.securetunneling-3.0", Dialect.V3);

  private final String wireName;
  private final Dialect newestDialect;

  Subprotocol(String wireName, Dialect newestDialect) {
    this.wireName = wireName;
    this.newestDialect = newestDialect;
  }

  /** The name to echo in the response. */
  public String wireName() {
    return wireName;
  }

  /** The richest dialect that may be spoken under this subprotocol. */
  public Dialect newestDialect() {
    return newestDialect;
  }

  /**
   * Whether the service announces itself with SERVICE_IDS. An active 1.0 client dies on that type
   * (observed client 1.1.0), the others wait for it.
   */
  public boolean announcesServices() {
    return newestDialect != Dialect.V1;
  }

  /** The newest of the offered names that is known; empty when none is. */
  public static Optional<Subprotocol> choose(List<String> offered) {
    return Arrays.stream(values())
        .filter(known -> offered.contains(known.wireName))
        .max(Comparator.comparing(Subprotocol::newestDialect));
  }
}
