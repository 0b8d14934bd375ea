package io.adit.conformance.pairs;

import io.adit.models.App;
import java.util.List;
import java.util.Optional;

/** A client at one side of a tunnel, connected, with its applications. */
interface TunnelEnd extends AutoCloseable {
  /** An application connects at a source; empty where it has to wait for that. */
  Optional<App> open(String service);

  /** All connections of a service that ever came to a destination, in order. */
  List<App> arrived(String service);

  /** Its link breaks; returns when it, or another run of it, is connected in its place. */
  void replace();

  /** What it met that no service should do to it. */
  List<String> harm();

  @Override
  void close();
}
