package io.adit.bench.relay;

import java.io.IOException;

/** A running relay that is measured. */
interface Subject extends AutoCloseable {
  String name();

  long pid();

  /** Connects so many sources and destinations through it. */
  Circuits connect(int count) throws IOException;

  @Override
  void close();
}
