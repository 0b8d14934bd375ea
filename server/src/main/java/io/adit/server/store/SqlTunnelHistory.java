package io.adit.server.store;

import io.adit.server.history.HistoryStore;
import io.adit.server.history.TunnelEvent;
import io.adit.wire.Side;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What happened to tunnels, in SQL. */
public final class SqlTunnelHistory implements HistoryStore {
  private final Database database;

  public SqlTunnelHistory(Database database) {
    this.database = database;
  }

  @Override
  public void add(List<TunnelEvent> events, int mostOfTunnel) {
    database.write(transaction -> {
      Set<String> tunnels = new LinkedHashSet<>();
      for (TunnelEvent event : events) {
        if (!countUp(transaction, event)) {
          insert(transaction, event);
          tunnels.add(event.tunnelId());
        }
      }
      for (String tunnelId : tunnels) {
        transaction.update(
            """
            DELETE FROM tunnel_event WHERE tunnel_id = ? AND event_id <=
              (SELECT max(event_id) FROM tunnel_event WHERE tunnel_id = ?) - ?
            """,
            tunnelId,
            tunnelId,
            mostOfTunnel);
      }
      return tunnels;
    });
  }

  @Override
  public List<TunnelEvent> of(String tunnelId) {
    return database.read(transaction ->
        transaction.rows(
            "SELECT * FROM tunnel_event WHERE tunnel_id = ? ORDER BY event_id",
            SqlTunnelHistory::event,
            tunnelId));
  }

  private static boolean countUp(Transaction transaction, TunnelEvent event) throws SQLException {
    return transaction.update(
            """
            UPDATE tunnel_event SET times = times + ?, last_at = ?
            WHERE tunnel_id = ? AND what = ? AND side = ? AND detail = ?
              AND event_id = (SELECT max(event_id) FROM tunnel_event WHERE tunnel_id = ?)
            """,
            event.times(),
            event.lastAt(),
            event.tunnelId(),
            event.what().name(),
            side(event),
            event.detail(),
            event.tunnelId())
        == 1;
  }

  private static void insert(Transaction transaction, TunnelEvent event) throws SQLException {
    transaction.update(
        """
        INSERT INTO tunnel_event
          (tunnel_id, event_id, first_at, last_at, times, what, side, detail)
        SELECT tunnel_id,
          (SELECT coalesce(max(event_id), 0) + 1 FROM tunnel_event WHERE tunnel_id = ?),
          ?, ?, ?, ?, ?, ?
        FROM tunnel WHERE tunnel_id = ?
        """,
        event.tunnelId(),
        event.at(),
        event.lastAt(),
        event.times(),
        event.what().name(),
        side(event),
        event.detail(),
        event.tunnelId());
  }

  private static String side(TunnelEvent event) {
    Side side = event.side();
    return side == null ? "" : side.name();
  }

  private static TunnelEvent event(ResultSet row) throws SQLException {
    String side = row.getString("side");
    return new TunnelEvent(
        row.getString("tunnel_id"),
        Objects.requireNonNull(Transaction.time(row, "first_at")),
        Objects.requireNonNull(Transaction.time(row, "last_at")),
        row.getInt("times"),
        TunnelEvent.What.valueOf(row.getString("what")),
        side.isEmpty() ? null : Side.valueOf(side),
        row.getString("detail"));
  }
}
