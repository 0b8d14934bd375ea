package io.adit.server.splice;

/**
 * One connection of the canonical model: what the two legs mean when they speak of the same one.
 * Each leg knows by its own table whether it is still open on that side.
 */
final class Connection {
  private final long number;
  private final String service;
  private final int sourceStreamId;
  private final int sourceConnectionId;
  private int destinationConnectionId;
  private boolean asked;
  private boolean answered;
  private boolean sourceReports;
  private long bytesFromSource;
  private long bytesFromDestination;

  /**
   * @param number among all connections of the splice
   * @param service the tunnel's name for it, empty only in a tunnel without services
   * @param sourceConnectionId 0 where the source names no connections
   */
  Connection(long number, String service, int sourceStreamId, int sourceConnectionId) {
    this.number = number;
    this.service = service;
    this.sourceStreamId = sourceStreamId;
    this.sourceConnectionId = sourceConnectionId;
  }

  long number() {
    return number;
  }

  String service() {
    return service;
  }

  int sourceStreamId() {
    return sourceStreamId;
  }

  int sourceConnectionId() {
    return sourceConnectionId;
  }

  /** The number that the relay gave it towards the destination; 0 before that. */
  int destinationConnectionId() {
    return destinationConnectionId;
  }

  /** Whether the destination has sent anything in it. */
  boolean isAnswered() {
    return answered;
  }

  /** Whether the source has sent something in it and the destination nothing yet. */
  boolean isUnanswered() {
    return asked && !answered;
  }

  void onAsked() {
    asked = true;
  }

  void onAnswer() {
    answered = true;
  }

  /** Whether the source has said that it reports deliveries. */
  boolean sourceReports() {
    return sourceReports;
  }

  void onSourceReports() {
    sourceReports = true;
  }

  void countFromSource(int bytes) {
    bytesFromSource += bytes;
  }

  void countFromDestination(int bytes) {
    bytesFromDestination += bytes;
  }

  /** It is over, for this reason. */
  EndedConnection ended(String why) {
    return new EndedConnection(number, service, bytesFromSource, bytesFromDestination, why);
  }

  void nameForDestination(int connectionId) {
    destinationConnectionId = connectionId;
  }
}
