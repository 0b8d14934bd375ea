package io.adit.server.store;

import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.Opening;
import io.adit.server.tunnel.Tag;
import io.adit.server.tunnel.TokenUse;
import io.adit.server.tunnel.Tunnel;
import io.adit.server.tunnel.TunnelStore;
import io.adit.server.tunnel.Unclaimed;
import io.adit.wire.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tunnels in SQL. */
public final class SqlTunnels implements TunnelStore {
  /** The gap takes the time of closing. */
  private static final String CLOSE =
      """
      UPDATE tunnel SET
        closed_at = %1$s,
        last_updated_at = %1$s,
        source_updated_at =
          CASE WHEN source_link_id IS NULL THEN source_updated_at ELSE %1$s END,
        destination_updated_at =
          CASE WHEN destination_link_id IS NULL THEN destination_updated_at ELSE %1$s END,
        source_link_id = NULL,
        destination_link_id = NULL
      WHERE closed_at IS NULL
      """;

  private static final String CLOSE_OVERDUE =
      """
      AND tunnel_id IN
        (SELECT tunnel_id FROM tunnel WHERE closed_at IS NULL AND expires_at <= ? LIMIT ?)
      RETURNING tunnel_id
      """;

  /** So many tunnels in one sweeping transaction, since others wait for it. */
  private static final int AT_ONCE = 500;

  private final Database database;

  public SqlTunnels(Database database) {
    this.database = database;
  }

  @Override
  public void insert(Tunnel tunnel, Map<Side, String> tokenHashes, Opening opening) {
    database.write(transaction -> {
      OpenTunnelRows.check(transaction, opening, tunnel.createdAt());
      TunnelRows.insert(transaction, tunnel, opening.principal());
      TokenRows.insert(transaction, tunnel.tunnelId(), tokenHashes);
      NotificationRows.set(
          transaction, tunnel.tunnelId(), tunnel.destinationConfig(), tunnel.createdAt());
      return tunnel;
    });
  }

  @Override
  public Optional<Tunnel> find(String tunnelId) {
    return database.read(transaction -> TunnelRows.find(transaction, tunnelId));
  }

  @Override
  public List<Tunnel> newest(@Nullable String thingName, @Nullable Position after, int limit) {
    List<String> conditions = new ArrayList<>();
    List<@Nullable Object> parameters = new ArrayList<>();
    if (thingName != null) {
      conditions.add("thing_name = ?");
      parameters.add(thingName);
    }
    if (after != null) {
      conditions.add("(created_at, tunnel_id) < (?, ?)");
      parameters.add(after.createdAt());
      parameters.add(after.tunnelId());
    }
    parameters.add(limit);
    String where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    return database.read(transaction ->
        TunnelRows.select(
            transaction,
            where + " ORDER BY created_at DESC, tunnel_id DESC LIMIT ?",
            parameters.toArray()));
  }

  @Override
  public Optional<Tunnel> replaceTokens(
      String tunnelId,
      Map<Side, String> tokenHashes,
      @Nullable DestinationConfig notified,
      Instant now) {
    return database.write(transaction -> {
      Optional<Tunnel> tunnel =
          TunnelRows.select(
                  transaction,
                  "WHERE tunnel_id = ? AND closed_at IS NULL AND expires_at > ?",
                  tunnelId,
                  now)
              .stream()
              .findFirst();
      if (tunnel.isPresent()) {
        TokenRows.replace(transaction, tunnelId, tokenHashes, now);
        if (tokenHashes.containsKey(Side.DESTINATION)) {
          NotificationRows.set(transaction, tunnelId, notified, now);
        }
      }
      return tunnel;
    });
  }

  @Override
  public Optional<Replaced> replaceUnusedToken(String tunnelId, String tokenHash, Instant now) {
    return database.write(transaction -> {
      Optional<Replaced> unclaimed = NotificationRows.unclaimed(transaction, tunnelId, now);
      if (unclaimed.isPresent()) {
        TokenRows.replace(transaction, tunnelId, Map.of(Side.DESTINATION, tokenHash), now);
      }
      return unclaimed;
    });
  }

  @Override
  public List<Unclaimed> unclaimed(Collection<String> thingNames, Instant now) {
    return database.read(transaction -> NotificationRows.ofThings(transaction, thingNames, now));
  }

  @Override
  public List<Unclaimed> unpublished(int limit, Instant now) {
    return database.read(transaction -> NotificationRows.unpublished(transaction, limit, now));
  }

  @Override
  public void published(String tunnelId, String tokenHash) {
    database.write(transaction -> {
      NotificationRows.published(transaction, tunnelId, tokenHash);
      return tunnelId;
    });
  }

  @Override
  public boolean close(String tunnelId, Instant end) {
    return database.write(transaction -> {
      int closed =
          transaction.update(
              CLOSE.formatted("?") + "AND tunnel_id = ?", end, end, end, end, tunnelId);
      TokenRows.releaseClientTokens(transaction, tunnelId);
      return closed == 1;
    });
  }

  /** Closes every tunnel that is open; returns how many were. */
  int closeAll(Instant now) {
    return database.write(transaction -> {
      transaction.update(
          "UPDATE access_token SET client_token_hash = NULL WHERE client_token_hash IS NOT NULL");
      return transaction.update(CLOSE.formatted("min(expires_at, ?)"), now, now, now, now);
    });
  }

  @Override
  public boolean delete(String tunnelId) {
    return database.write(transaction ->
        transaction
            .row(
                "DELETE FROM tunnel WHERE tunnel_id = ? RETURNING closed_at IS NULL AS open",
                row -> row.getBoolean("open"),
                tunnelId)
            .orElse(false));
  }

  @Override
  public boolean changeTags(String tunnelId, UnaryOperator<List<Tag>> change, Instant now) {
    return database.write(transaction -> {
      Optional<Tunnel> tunnel = TunnelRows.find(transaction, tunnelId);
      if (tunnel.isEmpty()) {
        return false;
      }
      List<Tag> changed = change.apply(tunnel.get().tags());
      if (!changed.equals(tunnel.get().tags())) {
        transaction.update("DELETE FROM tunnel_tag WHERE tunnel_id = ?", tunnelId);
        TunnelRows.insertTags(transaction, tunnelId, changed);
        transaction.update(
            "UPDATE tunnel SET last_updated_at = ? WHERE tunnel_id = ?", now, tunnelId);
      }
      return true;
    });
  }

  @Override
  public Optional<TokenState> token(String tokenHash) {
    return database.read(transaction -> {
      Optional<TunnelRows.TokenRow> token =
          transaction.row(
              """
              SELECT tunnel_id, side, used_at, revoked_at, client_token_hash
              FROM access_token WHERE token_hash = ?
              """,
              TunnelRows::token,
              tokenHash);
      if (token.isEmpty()) {
        return Optional.empty();
      }
      return TunnelRows.find(transaction, token.get().tunnelId()).map(token.get()::of);
    });
  }

  @Override
  public Map<Side, TokenUse> tokenUse(String tunnelId) {
    Map<Side, TokenUse> uses = new EnumMap<>(Side.class);
    database.read(transaction ->
        transaction.rows(
            """
            SELECT side, used_at, client_token_hash IS NOT NULL AS bound
            FROM access_token WHERE tunnel_id = ? AND revoked_at IS NULL
            """,
            row ->
                uses.put(
                    Side.valueOf(row.getString("side")),
                    new TokenUse(Transaction.time(row, "used_at"), row.getBoolean("bound"))),
            tunnelId));
    return uses;
  }

  @Override
  public FirstUse use(String tokenHash, @Nullable String clientTokenHash, Instant now) {
    return database.write(transaction -> {
      TokenRows.releaseFromOverdue(transaction, clientTokenHash, now);
      int used =
          transaction.update(
              """
              UPDATE access_token SET used_at = ?, client_token_hash = ?
              WHERE token_hash = ? AND used_at IS NULL AND revoked_at IS NULL
                AND EXISTS (SELECT 1 FROM tunnel
                  WHERE tunnel.tunnel_id = access_token.tunnel_id
                    AND closed_at IS NULL AND expires_at > ?)
                AND NOT EXISTS (SELECT 1 FROM access_token other
                  WHERE other.client_token_hash = ?)
              """,
              now,
              clientTokenHash,
              tokenHash,
              now,
              clientTokenHash);
      if (used == 1) {
        return FirstUse.DONE;
      }
      return TokenRows.isTaken(transaction, clientTokenHash, tokenHash)
          ? FirstUse.CLIENT_TOKEN_TAKEN
          : FirstUse.TOO_LATE;
    });
  }

  @Override
  public void connect(String tunnelId, Side side, String linkId, Instant now) {
    String sql =
        """
        UPDATE tunnel SET %1$s_link_id = ?, %1$s_updated_at = ?, last_updated_at = ?
        WHERE tunnel_id = ? AND closed_at IS NULL AND expires_at > ?
        """
            .formatted(side.mode());
    database.write(transaction -> transaction.update(sql, linkId, now, now, tunnelId, now));
  }

  @Override
  public void disconnect(String tunnelId, Side side, String linkId, Instant now) {
    String sql =
        """
        UPDATE tunnel SET %1$s_link_id = NULL, %1$s_updated_at = ?, last_updated_at = ?
        WHERE tunnel_id = ? AND %1$s_link_id = ? AND expires_at > ?
        """
            .formatted(side.mode());
    database.write(transaction -> transaction.update(sql, now, now, tunnelId, linkId, now));
  }

  @Override
  public void disconnectAll(Instant now) {
    database.write(transaction -> {
      for (Side side : Side.values()) {
        transaction.update(
            """
            UPDATE tunnel SET %1$s_link_id = NULL, %1$s_updated_at = ?, last_updated_at = ?
            WHERE %1$s_link_id IS NOT NULL AND expires_at > ?
            """
                .formatted(side.mode()),
            now,
            now,
            now);
      }
      return Side.values();
    });
  }

  @Override
  public Optional<Instant> firstEnd() {
    return first("SELECT min(expires_at) AS first FROM tunnel WHERE closed_at IS NULL");
  }

  @Override
  public Optional<Instant> firstClosed() {
    return first("SELECT min(closed_at) AS first FROM tunnel WHERE closed_at IS NOT NULL");
  }

  @Override
  public List<String> closeOverdue(Instant now) {
    return database.write(transaction -> {
      List<String> closed =
          transaction.rows(
              CLOSE.formatted("expires_at") + CLOSE_OVERDUE,
              row -> row.getString("tunnel_id"),
              now,
              AT_ONCE);
      for (String tunnelId : closed) {
        TokenRows.releaseClientTokens(transaction, tunnelId);
      }
      return closed;
    });
  }

  @Override
  public List<String> purgeClosed(Instant until) {
    return database.write(transaction ->
        transaction.rows(
            """
            DELETE FROM tunnel WHERE tunnel_id IN
              (SELECT tunnel_id FROM tunnel WHERE closed_at <= ? LIMIT ?)
            RETURNING tunnel_id
            """,
            row -> row.getString("tunnel_id"),
            until,
            AT_ONCE));
  }

  private Optional<Instant> first(String sql) {
    return database
        .read(transaction ->
            transaction.rows(sql, row -> Optional.ofNullable(Transaction.time(row, "first"))))
        .getFirst();
  }
}
