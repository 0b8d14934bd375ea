package io.adit.server.store;

import io.adit.server.tunnel.Opening;
import java.sql.SQLException;
import java.time.Instant;

/** Holds who opens tunnels to how many may be open, in the transaction that opens one more. */
final class OpenTunnelRows {
  private static final String OPEN =
      "SELECT 1 FROM tunnel WHERE closed_at IS NULL AND expires_at > ?";

  private OpenTunnelRows() {}

  /** Throws TunnelLimitException where as many are open already as may be. */
  static void check(Transaction transaction, Opening opening, Instant now) throws SQLException {
    Integer most = opening.most();
    if (most != null) {
      // No more are counted than it takes to know.
      opening.checkAll(transaction.rows(OPEN + " LIMIT ?", row -> true, now, most).size());
    }
    Integer mostOfPrincipal = opening.mostOfPrincipal();
    if (mostOfPrincipal != null) {
      opening.checkPrincipal(
          transaction
              .rows(
                  OPEN + " AND opened_by = ? LIMIT ?",
                  row -> true,
                  now,
                  opening.principal(),
                  mostOfPrincipal)
              .size());
    }
  }
}
