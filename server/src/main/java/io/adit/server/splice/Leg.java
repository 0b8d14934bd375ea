package io.adit.server.splice;

import io.adit.wire.Dialect;
import io.adit.wire.Message;
import io.adit.wire.WireViolation;
import java.util.Optional;

/**
 * One link as its splice knows it, from {@link Splice#attach} until {@link #detach} or until
 * another link of the same side takes its place. From then on every call does nothing.
 */
public interface Leg {
  /**
   * A message came on this link.
   *
   * @throws WireViolation when this link must not send it, or not now: close the link, then detach
   */
  void onMessage(Message message);

  /** The link is gone. The other side is told, in the way its version survives. */
  void detach();

  /** What this link speaks, as far as it has shown; empty for a source that started nothing yet. */
  Optional<Dialect> dialect();
}
