package io.adit.server.store;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How many tunnels are open. */
public record SqlOpenTunnels(Database database, InstantSource clock) implements LongSupplier {
  @Override
  public long getAsLong() {
    Optional<Long> count =
        database.read(transaction ->
            transaction.row(
                "SELECT count(*) FROM tunnel WHERE closed_at IS NULL AND expires_at > ?",
                row -> row.getLong(1),
                clock.instant()));
    return count.orElse(0L);
  }
}
