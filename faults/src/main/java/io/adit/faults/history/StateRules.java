package io.adit.faults.history;

import io.adit.faults.history.Event.Closed;
import io.adit.faults.history.Event.Described;
import io.adit.faults.history.Event.Opened;
import io.adit.faults.history.Event.Tagged;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a tunnel may look like after what was answered, and after what may have happened. */
final class StateRules {
  private final History history;
  private final Map<String, List<Closed>> closings;
  private final Map<String, List<Tagged>> taggings;
  private final Map<String, List<Opened>> openings;

  StateRules(History history) {
    this.history = history;
    this.closings = history.by(Closed.class, Closed::tunnel);
    this.taggings = history.by(Tagged.class, Tagged::tunnel);
    this.openings = history.by(Opened.class, Opened::tunnel);
  }

  Stream<Violation> violations() {
    return history
        .of(Described.class)
        .filter(seen ->
            openings.getOrDefault(seen.tunnel(), List.of()).stream()
                .anyMatch(opening -> opening.span().isBefore(seen.span())))
        .flatMap(seen -> Stream.of(wrongLook(seen), wrongTag(seen)).flatMap(Optional::stream))
        .map(what -> new Violation(Rule.NOTHING_LOST, what));
  }

  private Optional<String> wrongLook(Described seen) {
    List<Closed> ofTunnel = closings.getOrDefault(seen.tunnel(), List.of());
    Stream<Closed> possible =
        ofTunnel.stream().filter(closing -> closing.span().mayPrecede(seen.span()));
    return switch (seen.look()) {
      case MISSING ->
          possible.anyMatch(Closed::delete)
              ? Optional.empty()
              : Optional.of(seen + ", and nobody deleted it");
      case CLOSED ->
          possible.findAny().isEmpty()
              ? Optional.of(seen + ", and nobody closed it")
              : settled(ofTunnel.stream().filter(Closed::delete), seen);
      case OPEN -> settled(ofTunnel.stream(), seen);
    };
  }

  private static Optional<String> settled(Stream<Closed> closings, Described seen) {
    return closings
        .filter(closing -> closing.span().isBefore(seen.span()))
        .findFirst()
        .map(closing -> seen + " after " + closing);
  }

  /** A call that nobody answered may still come to pass, also behind a later one. */
  private Optional<String> wrongTag(Described seen) {
    if (seen.look() == Event.Look.MISSING) {
      return Optional.empty();
    }
    List<Tagged> ofTunnel = taggings.getOrDefault(seen.tunnel(), List.of());
    long atLeast =
        ofTunnel.stream()
            .filter(tagging -> tagging.span().isBefore(seen.span()))
            .mapToLong(Tagged::value)
            .max()
            .orElse(0);
    boolean possible =
        seen.tag() == atLeast
            || ofTunnel.stream()
                .filter(tagging -> tagging.value() == seen.tag())
                .filter(tagging -> tagging.span().mayPrecede(seen.span()))
                .anyMatch(tagging -> seen.tag() > atLeast || !tagging.span().isAnswered());
    return possible
        ? Optional.empty()
        : Optional.of(seen + ", and tag " + atLeast + " was acknowledged");
  }
}
