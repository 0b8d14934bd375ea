package io.adit.models.story;

import io.adit.wire.Message;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A relay that copies: what official clients were once measured with, pair by pair. */
final class VerbatimRelay implements PureRelay {
  private final List<String> services;
  private final Map<Side, Consumer<Message>> links = new EnumMap<>(Side.class);

  VerbatimRelay(List<String> services) {
    this.services = services;
  }

  @Override
  public Leg attach(Side side, Subprotocol subprotocol, Consumer<Message> toLink) {
    links.put(side, toLink);
    if (subprotocol.announcesServices()) {
      toLink.accept(new Message.ServiceIds(services));
    }
    return new Leg() {
      @Override
      public void onMessage(Message message) {
        Consumer<Message> other = links.get(side.opposite());
        if (other != null) {
          other.accept(message);
        }
      }

      @Override
      public void detach() {
        links.remove(side);
      }
    };
  }
}
