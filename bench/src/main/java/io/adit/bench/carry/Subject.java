package io.adit.bench.carry;

import io.adit.bench.measure.ProcessUsage;
import java.io.IOException;

/** A running program, or several, that carry bytes and are measured. */
public interface Subject extends AutoCloseable {
  String name();

  /** What all its processes have used up to now. */
  ProcessUsage usage() throws IOException;

  /** How many bytes may be under way at once on a circuit; as many as go where nobody says more. */
  default long mayBeUnderWay(Direction direction) {
    return Circuits.AS_MANY_AS_GO;
  }

  /** What its program said last, where that has ended; empty where it runs, or is not known. */
  default String lastWords() {
    return "";
  }

  /** Connects so many sources and destinations through it. */
  Circuits connect(int count) throws IOException;

  @Override
  void close();
}
