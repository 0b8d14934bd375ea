package io.adit.server.store;

import io.adit.server.tunnel.ConnectionState;
import io.adit.server.tunnel.ConnectionState.Status;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.Tag;
import io.adit.server.tunnel.Tunnel;
import io.adit.server.tunnel.TunnelStatus;
import io.adit.server.tunnel.TunnelStore.TokenState;
import io.adit.wire.Side;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a tunnel is laid out in rows. */
final class TunnelRows {
  /** Between services in their column; no service has it in its name. */
  private static final String SEPARATOR = ",";

  private TunnelRows() {}

  /** A row of access_token. */
  record TokenRow(
      String tunnelId,
      Side side,
      boolean isUsed,
      boolean isRevoked,
      @Nullable String clientTokenHash) {
    TokenState of(Tunnel tunnel) {
      return new TokenState(tunnel, side, isUsed, isRevoked, clientTokenHash);
    }
  }

  static void insert(Transaction transaction, Tunnel tunnel, @Nullable String openedBy)
      throws SQLException {
    DestinationConfig config = tunnel.destinationConfig();
    transaction.update(
        """
        INSERT INTO tunnel (tunnel_id, tunnel_arn, description, thing_name, services,
          max_lifetime_minutes, created_at, expires_at, last_updated_at, opened_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        tunnel.tunnelId(),
        tunnel.tunnelArn(),
        tunnel.description(),
        config == null ? null : config.thingName(),
        config == null ? null : services(config),
        tunnel.maxLifetimeMinutes(),
        tunnel.createdAt(),
        tunnel.expiresAt(),
        tunnel.lastUpdatedAt(),
        openedBy);
    insertTags(transaction, tunnel.tunnelId(), tunnel.tags());
  }

  static String services(DestinationConfig config) {
    return String.join(SEPARATOR, config.services());
  }

  static List<String> services(String column) {
    return List.of(column.split(SEPARATOR));
  }

  static void insertTags(Transaction transaction, String tunnelId, List<Tag> tags)
      throws SQLException {
    for (int i = 0; i < tags.size(); i++) {
      transaction.update(
          "INSERT INTO tunnel_tag (tunnel_id, position, tag_key, tag_value) VALUES (?, ?, ?, ?)",
          tunnelId,
          i,
          tags.get(i).key(),
          tags.get(i).value());
    }
  }

  static Optional<Tunnel> find(Transaction transaction, String tunnelId) throws SQLException {
    return select(transaction, "WHERE tunnel_id = ?", tunnelId).stream().findFirst();
  }

  /** The tunnels that the rest of a query, from WHERE on, picks. */
  static List<Tunnel> select(Transaction transaction, String rest, @Nullable Object... parameters)
      throws SQLException {
    // The tags come by a query of their own: joined they would repeat each tunnel.
    Map<String, List<Tag>> tags = tags(transaction, rest, parameters);
    return transaction.rows(
        "SELECT * FROM tunnel " + rest,
        row -> tunnel(row, tags.getOrDefault(row.getString("tunnel_id"), List.of())),
        parameters);
  }

  static TokenRow token(ResultSet row) throws SQLException {
    return new TokenRow(
        row.getString("tunnel_id"),
        Side.valueOf(row.getString("side")),
        Transaction.time(row, "used_at") != null,
        Transaction.time(row, "revoked_at") != null,
        row.getString("client_token_hash"));
  }

  private static Map<String, List<Tag>> tags(
      Transaction transaction, String rest, @Nullable Object... parameters) throws SQLException {
    Map<String, List<Tag>> tags = new HashMap<>();
    transaction.rows(
        """
        SELECT tunnel_id, tag_key, tag_value FROM tunnel_tag
        WHERE tunnel_id IN (SELECT tunnel_id FROM tunnel %s)
        ORDER BY tunnel_id, position
        """
            .formatted(rest),
        row ->
            tags.computeIfAbsent(row.getString("tunnel_id"), id -> new ArrayList<>())
                .add(new Tag(row.getString("tag_key"), row.getString("tag_value"))),
        parameters);
    return tags;
  }

  private static Tunnel tunnel(ResultSet row, List<Tag> tags) throws SQLException {
    Instant closedAt = Transaction.time(row, "closed_at");
    return new Tunnel(
        row.getString("tunnel_id"),
        row.getString("tunnel_arn"),
        closedAt == null ? TunnelStatus.OPEN : TunnelStatus.CLOSED,
        connectionState(row, Side.SOURCE),
        connectionState(row, Side.DESTINATION),
        row.getString("description"),
        destinationConfig(row),
        row.getInt("max_lifetime_minutes"),
        tags,
        Objects.requireNonNull(Transaction.time(row, "created_at")),
        Objects.requireNonNull(Transaction.time(row, "last_updated_at")),
        closedAt);
  }

  private static ConnectionState connectionState(ResultSet row, Side side) throws SQLException {
    boolean connected = row.getString(side.mode() + "_link_id") != null;
    return new ConnectionState(
        connected ? Status.CONNECTED : Status.DISCONNECTED,
        Transaction.time(row, side.mode() + "_updated_at"));
  }

  private static @Nullable DestinationConfig destinationConfig(ResultSet row) throws SQLException {
    String services = row.getString("services");
    return services == null
        ? null
        : new DestinationConfig(row.getString("thing_name"), services(services));
  }
}
