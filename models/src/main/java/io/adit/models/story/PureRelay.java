package io.adit.models.story;

import io.adit.wire.Message;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.util.function.Consumer;

/** What joins the links of a tunnel, without sockets: messages in, messages out. */
public interface PureRelay {

  /** One link as the relay knows it. */
  interface Leg {
    /** A message came on this link. */
    void onMessage(Message message);

    /** The link is gone. */
    void detach();
  }

  /**
   * A link came for this side, in the place of one that is there.
   *
   * @param toLink its way out; payloads are views that do not outlive the call
   */
  Leg attach(Side side, Subprotocol subprotocol, Consumer<Message> toLink);
}
