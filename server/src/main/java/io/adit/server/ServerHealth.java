package io.adit.server;

import io.adit.server.gateway.MqttGateway;
import io.adit.server.http.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the server can do its work, with what keeps it from that, a line each. Strangers may read
 * it: there are no names and paths in it; the log has those.
 *
 * @param parts what else must be able to work
 * @param certificateEnd of the one that ports show
 */
record ServerHealth(
    List<Readiness> parts,
    ThingNotices notices,
    Path data,
    Supplier<Instant> certificateEnd,
    InstantSource clock)
    implements Readiness {

  /** With less, the database may soon not be able to write. */
  static final long LEAST_FREE_BYTES = 64L << 20;

  @Override
  public Optional<String> problem() {
    List<String> problems = new ArrayList<>();
    Stream.concat(
            parts.stream().map(Readiness::problem), Stream.of(space(), certificate(), gateway()))
        .flatMap(Optional::stream)
        .forEach(problems::add);
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(withoutPaths(problems.stream().collect(Collectors.joining("\n"))));
  }

  /**
   * An outside broker that is away is told, but keeps the server from nothing but telling devices:
   * who takes it out of service for that ends tunnels that work.
   */
  @Override
  public String note() {
    return notices
        .brokerProblem()
        .map(_ ->
            "ready, but devices are not told of tunnels: the broker cannot be used; see the log")
        .orElse("ready");
  }

  /** What is left where the data are; 0 where that cannot be found out. */
  long freeBytes() {
    try {
      return Files.getFileStore(data).getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }

  private String withoutPaths(String problem) {
    String folder = data.toAbsolutePath().toString();
    return problem
        .replace(folder + data.getFileSystem().getSeparator(), "")
        .replace(folder, "the data folder");
  }

  private Optional<String> space() {
    long free = freeBytes();
    return free >= LEAST_FREE_BYTES
        ? Optional.empty()
        : Optional.of(
            "Only %d MiB are left where the data are; %d are needed"
                .formatted(free >> 20, LEAST_FREE_BYTES >> 20));
  }

  private Optional<String> certificate() {
    Instant end = certificateEnd.get();
    return clock.instant().isBefore(end)
        ? Optional.empty()
        : Optional.of("The certificate ended on %s: no client takes it any more".formatted(end));
  }

  private Optional<String> gateway() {
    try {
      notices.gateway().ifPresent(MqttGateway::connections);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of("The gateway for devices does not answer");
    }
  }
}
