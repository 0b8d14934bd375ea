package io.adit.faults.load;

import java.io.IOException;

/** The server that is struck. It stays where it is: the same data, on the same port. */
public interface Subject {
  /** How to call it; the same through all restarts. */
  Access access();

  /** Its process now. */
  long pid();

  /** As {@code kill -9} does; returns when it is gone. */
  void kill() throws IOException;

  /** Starts it again; returns when it serves. */
  void start() throws IOException;
}
