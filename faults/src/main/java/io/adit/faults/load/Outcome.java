package io.adit.faults.load;

import io.adit.faults.history.Violation;
import java.util.List;

/**
 * What a run tried, and what it found.
 *
 * @param calls to the API that were answered, and handshakes
 * @param unanswered of both, so that they may or may not have happened
 * @param admitted handshakes that were let in
 * @param refused handshakes that were refused for good
 * @param bytes that arrived at the other side
 * @param throughProxies of those, what came through Adit's own proxies
 */
public record Outcome(
    long seed,
    int kills,
    int pauses,
    int drops,
    long calls,
    long unanswered,
    long admitted,
    long refused,
    long bytes,
    long throughProxies,
    List<Violation> violations) {
  public Outcome {
    violations = List.copyOf(violations);
  }
}
