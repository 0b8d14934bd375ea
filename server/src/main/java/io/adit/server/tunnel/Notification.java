package io.adit.server.tunnel;

import io.adit.wire.AccessToken;
import io.adit.wire.NotifyMessage;
import io.adit.wire.Side;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a thing is to be told about a tunnel. {@code toString} hides the token. */
public record Notification(String tunnelId, String thingName, NotifyMessage message) {

  /**
   * Empty where no thing is named, or there is no new token for its side.
   *
   * @param region what the message names
   */
  public static Optional<Notification> of(
      String tunnelId,
      @Nullable AccessToken destination,
      @Nullable DestinationConfig notified,
      String region) {
    String thing = notified == null ? null : notified.thingName();
    if (destination == null || notified == null || thing == null) {
      return Optional.empty();
    }
    var message = new NotifyMessage(destination, Side.DESTINATION, region, notified.services());
    return Optional.of(new Notification(tunnelId, thing, message));
  }

  /** AWS's. */
  public String topic() {
    return NotifyMessage.topic(thingName);
  }

  /** The same below another word than AWS's. */
  public String topic(String prefix) {
    return NotifyMessage.topic(prefix, thingName);
  }
}
