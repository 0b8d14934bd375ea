package io.adit.bench.carry;

import io.adit.bench.measure.ProcessUsage;
import java.io.IOException;

/** A running program, or several, that carry bytes and are measured. */
public interface Subject extends AutoCloseable {
  String name();

  /** What all its processes have used up to now. */
  ProcessUsage usage() throws IOException;

  /** Connects so many sources and destinations through it. */
  Circuits connect(int count) throws IOException;

  @Override
  void close();
}
