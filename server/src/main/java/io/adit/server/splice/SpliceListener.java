package io.adit.server.splice;

/**
 * Hears what becomes of the connections that the source asks for, on the splice's thread. It may be
 * told the same often, must return soon, and must not call back.
 */
public interface SpliceListener {
  /** Hears nothing. */
  SpliceListener NONE = new SpliceListener() {};

  /**
   * The source asked for a connection of this service.
   *
   * @param number among all connections of the splice, from 1
   */
  default void onOpened(String service, long number) {}

  /** A connection is over: told once of each that was opened. */
  default void onEnded(EndedConnection ended) {}

  /** The source sent something in a connection of this service that has no answer yet. */
  default void onAsked(String service) {}

  /** The destination sent something in a connection of this service, for the first time. */
  default void onAnswered(String service) {}

  default void onTrouble(Trouble trouble) {}
}
