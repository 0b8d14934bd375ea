package io.adit.bench.proxy;

import io.adit.bench.carry.Direction;
import io.adit.bench.path.ProxyPair;
import io.adit.bench.process.Child;
import java.util.Locale;

/** Which side of a tunnel a proxy is on. */
enum Place {
  SOURCE,
  DESTINATION;

  /** The one of a pair that is in this place. */
  Child of(ProxyPair pair) {
    return this == SOURCE ? pair.source() : pair.destination();
  }

  /** What bytes that go this way are to a proxy in this place. */
  Flow flow(Direction direction) {
    return (this == SOURCE) == (direction == Direction.TO_DESTINATION) ? Flow.UP : Flow.DOWN;
  }

  String inWords() {
    return name().toLowerCase(Locale.ROOT);
  }
}
