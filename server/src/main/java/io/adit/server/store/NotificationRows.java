package io.adit.server.store;

import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.TunnelStore.Replaced;
import io.adit.server.tunnel.Unclaimed;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which thing is to be told the token of a tunnel's destination. */
final class NotificationRows {
  /** SQLite takes 32,766 parameters, PostgreSQL 65,535. */
  private static final int THINGS_AT_ONCE = 500;

  /** Open, and nobody has used the token that the thing was to be told. */
  private static final String UNCLAIMED =
      """
      notified_thing IS NOT NULL AND closed_at IS NULL AND expires_at > ?
        AND destination_link_id IS NULL
        AND EXISTS (SELECT 1 FROM access_token
          WHERE access_token.tunnel_id = tunnel.tunnel_id
            AND side = 'DESTINATION' AND revoked_at IS NULL AND used_at IS NULL)
      """;

  private NotificationRows() {}

  /** Sets who is to be told; null, or no thing: nobody. */
  static void set(
      Transaction transaction, String tunnelId, @Nullable DestinationConfig notified, Instant now)
      throws SQLException {
    String thing = notified == null ? null : notified.thingName();
    String services = notified == null ? null : TunnelRows.services(notified);
    transaction.update(
        """
        UPDATE tunnel SET
          notified_thing = ?, notified_services = ?, notification_pending_since = ?
        WHERE tunnel_id = ?
        """,
        thing,
        thing == null ? null : services,
        thing == null ? null : now,
        tunnelId);
  }

  static Optional<Replaced> unclaimed(Transaction transaction, String tunnelId, Instant now)
      throws SQLException {
    Optional<DestinationConfig> notified =
        transaction.row(
            "SELECT notified_thing, notified_services FROM tunnel WHERE tunnel_id = ? AND "
                + UNCLAIMED,
            row ->
                new DestinationConfig(
                    row.getString("notified_thing"),
                    TunnelRows.services(row.getString("notified_services"))),
            tunnelId,
            now);
    if (notified.isEmpty()) {
      return Optional.empty();
    }
    return TunnelRows.find(transaction, tunnelId)
        .map(tunnel -> new Replaced(tunnel, notified.get()));
  }

  static List<Unclaimed> ofThings(
      Transaction transaction, Collection<String> thingNames, Instant now) throws SQLException {
    List<String> names = List.copyOf(thingNames);
    List<Unclaimed> found = new ArrayList<>();
    for (int from = 0; from < names.size(); from += THINGS_AT_ONCE) {
      List<String> some = names.subList(from, Math.min(names.size(), from + THINGS_AT_ONCE));
      List<@Nullable Object> parameters = new ArrayList<>(some);
      parameters.add(now);
      found.addAll(
          select(
              transaction,
              "notified_thing IN (%s) AND %s ORDER BY created_at, tunnel_id"
                  .formatted(String.join(", ", Collections.nCopies(some.size(), "?")), UNCLAIMED),
              parameters));
    }
    return found;
  }

  static List<Unclaimed> unpublished(Transaction transaction, int limit, Instant now)
      throws SQLException {
    return select(
        transaction,
        "notification_pending_since IS NOT NULL AND "
            + UNCLAIMED
            + " ORDER BY notification_pending_since, tunnel_id LIMIT ?",
        List.of(now, limit));
  }

  static void published(Transaction transaction, String tunnelId, String tokenHash)
      throws SQLException {
    transaction.update(
        """
        UPDATE tunnel SET notification_pending_since = NULL
        WHERE tunnel_id = ? AND EXISTS (SELECT 1 FROM access_token
          WHERE access_token.tunnel_id = tunnel.tunnel_id
            AND token_hash = ? AND revoked_at IS NULL)
        """,
        tunnelId,
        tokenHash);
  }

  private static List<Unclaimed> select(
      Transaction transaction, String where, List<? extends @Nullable Object> parameters)
      throws SQLException {
    return transaction.rows(
        "SELECT tunnel_id, notified_thing FROM tunnel WHERE " + where,
        row -> new Unclaimed(row.getString("tunnel_id"), row.getString("notified_thing")),
        parameters.toArray());
  }
}
