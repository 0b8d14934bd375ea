package io.adit.server.splice;

import io.adit.models.story.PureRelay;
import io.adit.wire.Message;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.util.List;
import java.util.function.Consumer;

/**
 * The relay's translation, without its sockets, between two model clients, none of which asks for
 * extensions.
 */
final class SpliceRelay implements PureRelay {
  private final Splice splice;

  SpliceRelay(List<String> services) {
    this(new Splice(services, SpliceLimits.DEFAULT));
  }

  SpliceRelay(Splice splice) {
    this.splice = splice;
  }

  @Override
  public Leg attach(Side side, Subprotocol subprotocol, Consumer<Message> toLink) {
    io.adit.server.splice.Leg leg = splice.attach(side, subprotocol, toLink::accept);
    return new Leg() {
      @Override
      public void onMessage(Message message) {
        leg.onMessage(message);
      }

      @Override
      public void detach() {
        leg.detach();
      }
    };
  }
}
