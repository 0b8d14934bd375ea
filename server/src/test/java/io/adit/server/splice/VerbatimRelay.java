package io.adit.server.splice;

import io.adit.wire.Dialect;
import io.adit.wire.Message;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A relay that copies: what official clients were once measured with, pair by pair. */
final class VerbatimRelay implements ModelTunnel.Relay {
  private final List<String> services;
  private final Map<Side, Outbox> outboxes = new EnumMap<>(Side.class);

  VerbatimRelay(List<String> services) {
    this.services = services;
  }

  @Override
  public Leg attach(Side side, Subprotocol subprotocol, Outbox outbox) {
    outboxes.put(side, outbox);
    if (subprotocol.announcesServices()) {
      outbox.send(new Message.ServiceIds(services));
    }
    return new Leg() {
      @Override
      public void onMessage(Message message) {
        Outbox other = outboxes.get(side.opposite());
        if (other != null) {
          other.send(message);
        }
      }

      @Override
      public void detach() {
        outboxes.remove(side);
      }

      @Override
      public Optional<Dialect> dialect() {
        return Optional.empty();
      }
    };
  }
}
