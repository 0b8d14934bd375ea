package io.adit.server.splice;

/**
 * The open connections of one service.
 *
 * @param service the tunnel's name for it, empty only in a tunnel without services
 * @param open at the source, held ones included
 * @param unanswered in which the source has sent something, and the destination nothing yet
 */
public record ServiceState(String service, int open, int unanswered) {}
