package io.adit.conformance.pairs;

import io.adit.models.client.ClientVersion;

/**
 * Who may sit at an end of a tunnel.
 *
 * @param like what it can do, and how it is called
 */
public record Participant(Kind kind, ClientVersion like) {

  /** What it is made of. */
  public enum Kind {
    /** A model of it, in this process. */
    MODEL,
    /** {@code adit proxy}, started through the launcher. */
    ADIT_PROXY,
    /** The program that {@code ADIT_LOCALPROXY} names. */
    OFFICIAL
  }

  /** Ours as the program that it is, all others as models. */
  public static Participant of(ClientVersion version) {
    return new Participant(version == ClientVersion.ADIT ? Kind.ADIT_PROXY : Kind.MODEL, version);
  }

  /** The official client of the reader, which is taken to be able to do what 3.3.1 is. */
  public static Participant official() {
    return new Participant(Kind.OFFICIAL, ClientVersion.LOCALPROXY_3_3_1);
  }

  @Override
  public String toString() {
    return kind == Kind.OFFICIAL ? "the official client" : like.toString();
  }
}
