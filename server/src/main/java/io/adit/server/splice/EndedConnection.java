package io.adit.server.splice;

/**
 * A connection that is over.
 *
 * @param number among all connections of the splice, from 1
 * @param service the tunnel's name for it, empty only in a tunnel without services
 * @param bytesFromSource what the source sent in it
 * @param bytesFromDestination what the destination sent in it
 * @param why in words for the operator
 */
public record EndedConnection(
    long number, String service, long bytesFromSource, long bytesFromDestination, String why) {}
