package io.adit.server.diagnosis;

import java.time.Instant;
import java.util.Optional;

/**
 * One service of a tunnel at one moment, as far as the source has used it.
 *
 * @param service the tunnel's name for it, empty in a tunnel without services
 * @param open connections
 * @param unanswered open connections in which the source sent something and the destination nothing
 *     yet
 * @param failure of the last connection that failed, if none was answered since
 */
public record ServiceView(
    String service, int open, int unanswered, Last last, Optional<Incident> failure) {

  /**
   * When things happened last.
   *
   * @param openedAt when the source asked for a connection
   * @param askedAt when the source sent something in a connection without an answer
   * @param answeredAt when the destination answered one first, of the last that it answered
   */
  public record Last(
      Optional<Instant> openedAt, Optional<Instant> askedAt, Optional<Instant> answeredAt) {}
}
