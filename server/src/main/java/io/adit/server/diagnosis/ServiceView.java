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
 * @param lastOpenedAt when the source asked for a connection last
 * @param lastAnsweredAt when the destination answered one first, of the last that it answered
 * @param failure of the last connection that failed, if none was answered since
 */
public record ServiceView(
    String service,
    int open,
    int unanswered,
    Optional<Instant> lastOpenedAt,
    Optional<Instant> lastAnsweredAt,
    Optional<Incident> failure) {}
