package io.adit.server.api.tunneling;

import io.adit.server.thing.RegistryException;
import io.adit.server.thing.Things;
import io.adit.server.tunnel.DestinationConfig;
import org.jspecify.annotations.Nullable;

/**
 * Which things a tunnel may lead to.
 *
 * @param things the registered ones only; null: any, as AWS has it
 */
record KnownThings(@Nullable Things things) {

  /** Throws RegistryException NOT_FOUND. */
  void require(@Nullable DestinationConfig config) {
    String thingName = config == null ? null : config.thingName();
    if (things != null && thingName != null && !things.isKnown(thingName)) {
      throw RegistryException.notFound(
          "Thing %s is not registered, and this server leads tunnels to registered things only (strict-things); create it first: adit thing create %s"
              .formatted(thingName, thingName));
    }
  }
}
