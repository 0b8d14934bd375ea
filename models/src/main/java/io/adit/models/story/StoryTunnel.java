package io.adit.models.story;

import io.adit.models.App;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A tunnel with a client on each side, seen from the applications at its two ends. */
public interface StoryTunnel {
  /** An application connects at the source; empty where the source does not take it now. */
  Optional<App> open(String service);

  /** All connections of a service that ever came to the destination, in order. */
  List<App> arrived(String service);

  /** The source's link breaks, and it, or another of its version, takes its place. */
  void replaceSource();

  void replaceDestination();

  /** What any client was sent that no service should send it. */
  List<String> harm();

  /**
   * Lets what is under way come about.
   *
   * @param unmet what has not come about yet; asked again when something has happened
   * @return what had not come about in the end
   */
  List<String> settle(Supplier<List<String>> unmet);
}
