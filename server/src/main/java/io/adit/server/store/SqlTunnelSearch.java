package io.adit.server.store;

import io.adit.server.tunnel.Tunnel;
import io.adit.server.tunnel.TunnelSearch;
import io.adit.server.tunnel.TunnelStatus;
import io.adit.server.tunnel.TunnelStore;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds tunnels in SQL. */
public final class SqlTunnelSearch implements TunnelSearch {
  private final Database database;

  public SqlTunnelSearch(Database database) {
    this.database = database;
  }

  @Override
  public List<Tunnel> search(
      Filter filter, TunnelStore.@Nullable Position after, int limit, Instant now) {
    var query = new Conditions();
    status(query, filter.status(), now);
    query.andIf("thing_name = ?", filter.thingName());
    String service = filter.service();
    query.andIf(
        "',' || services || ',' LIKE ? ESCAPE '!'",
        service == null ? null : Conditions.like("," + service + ","));
    query.andNamed(
        "EXISTS (SELECT 1 FROM tunnel_tag t WHERE t.tunnel_id = tunnel.tunnel_id AND t.tag_key = ?%s)",
        " AND t.tag_value = ?", filter.tag());
    text(query, filter.text());
    if (after != null) {
      query.and("(created_at, tunnel_id) < (?, ?)", after.createdAt(), after.tunnelId());
    }
    query.parameter(limit);
    String rest = query.where() + " ORDER BY created_at DESC, tunnel_id DESC LIMIT ?";
    return database
        .read(transaction -> TunnelRows.select(transaction, rest, query.parameters()))
        .stream()
        .map(tunnel -> tunnel.asOf(now))
        .toList();
  }

  private static void status(Conditions query, @Nullable TunnelStatus status, Instant now) {
    if (status == TunnelStatus.OPEN) {
      query.and("closed_at IS NULL AND expires_at > ?", now);
    } else if (status == TunnelStatus.CLOSED) {
      query.and("(closed_at IS NOT NULL OR expires_at <= ?)", now);
    }
  }

  private static void text(Conditions query, @Nullable String text) {
    if (text == null) {
      return;
    }
    String like = Conditions.like(text.toLowerCase(Locale.ROOT));
    query.and(
        """
        (lower(tunnel_id) LIKE ? ESCAPE '!' OR lower(description) LIKE ? ESCAPE '!'
          OR lower(thing_name) LIKE ? ESCAPE '!' OR lower(services) LIKE ? ESCAPE '!'
          OR EXISTS (SELECT 1 FROM tunnel_tag t WHERE t.tunnel_id = tunnel.tunnel_id
            AND lower(t.tag_key || '=' || t.tag_value) LIKE ? ESCAPE '!'))
        """,
        like,
        like,
        like,
        like,
        like);
  }
}
