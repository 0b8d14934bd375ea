package io.adit.models.client;

/** How a client's life on one link ended, or that it goes on. */
public sealed interface Fate {

  /** It lives. */
  record Running() implements Fate {}

  /** The program ends with this code; 134 is an abort. */
  record Exited(int code) implements Fate {}

  /** It drops the link and comes back with the same tokens. */
  record Reconnecting() implements Fate {}

  /** It keeps the link and goes on to ping, and never reads again. */
  record DeafForEver() implements Fate {}
}
