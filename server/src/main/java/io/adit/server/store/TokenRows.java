package io.adit.server.store;

import io.adit.wire.Side;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of access tokens, which holds their hashes. */
final class TokenRows {
  private TokenRows() {}

  static void replace(
      Transaction transaction, String tunnelId, Map<Side, String> tokenHashes, Instant now)
      throws SQLException {
    for (Side side : tokenHashes.keySet()) {
      transaction.update(
          """
          UPDATE access_token SET revoked_at = ?, client_token_hash = NULL
          WHERE tunnel_id = ? AND side = ? AND revoked_at IS NULL
          """,
          now,
          tunnelId,
          side.name());
    }
    insert(transaction, tunnelId, tokenHashes);
  }

  static void insert(Transaction transaction, String tunnelId, Map<Side, String> tokenHashes)
      throws SQLException {
    for (Map.Entry<Side, String> token : tokenHashes.entrySet()) {
      transaction.update(
          "INSERT INTO access_token (token_hash, tunnel_id, side) VALUES (?, ?, ?)",
          token.getValue(),
          tunnelId,
          token.getKey().name());
    }
  }

  static void releaseClientTokens(Transaction transaction, String tunnelId) throws SQLException {
    transaction.update(
        """
        UPDATE access_token SET client_token_hash = NULL
        WHERE tunnel_id = ? AND client_token_hash IS NOT NULL
        """,
        tunnelId);
  }

  static void releaseFromOverdue(
      Transaction transaction, @Nullable String clientTokenHash, Instant now) throws SQLException {
    transaction.update(
        """
        UPDATE access_token SET client_token_hash = NULL
        WHERE client_token_hash = ?
          AND tunnel_id IN (SELECT tunnel_id FROM tunnel WHERE expires_at <= ?)
        """,
        clientTokenHash,
        now);
  }

  static boolean isTaken(
      Transaction transaction, @Nullable String clientTokenHash, String tokenHash)
      throws SQLException {
    return transaction
        .row(
            "SELECT 1 FROM access_token WHERE client_token_hash = ? AND token_hash <> ?",
            row -> true,
            clientTokenHash,
            tokenHash)
        .isPresent();
  }
}
