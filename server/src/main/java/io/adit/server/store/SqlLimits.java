package io.adit.server.store;

import io.adit.server.limit.DataBudget;
import io.adit.server.limit.LimitHolder;
import io.adit.server.limit.LimitName;
import io.adit.server.limit.LimitStore;
import io.adit.server.limit.OwnLimit;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Limits and what was used in SQL. */
public final class SqlLimits implements LimitStore {
  /** So many things in one transaction, since others wait for it. */
  private static final int AT_ONCE = 500;

  private final Database database;

  public SqlLimits(Database database) {
    this.database = database;
  }

  @Override
  public List<OwnLimit> ownLimits() {
    return database.read(transaction ->
        transaction.rows(
            "SELECT * FROM own_limit",
            row ->
                new OwnLimit(
                    new LimitHolder(
                        LimitHolder.Kind.valueOf(row.getString("subject_kind")),
                        row.getString("subject_name")),
                    LimitName.valueOf(row.getString("limit_name")),
                    row.getString("limit_value"))));
  }

  @Override
  public void put(OwnLimit limit) {
    database.write(transaction ->
        transaction.update(
            """
            INSERT INTO own_limit (subject_kind, subject_name, limit_name, limit_value)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (subject_kind, subject_name, limit_name)
            DO UPDATE SET limit_value = excluded.limit_value
            """,
            limit.subject().kind().name(),
            limit.subject().name(),
            limit.limit().name(),
            limit.value()));
  }

  @Override
  public boolean remove(LimitHolder subject, LimitName limit) {
    return database.write(transaction ->
        transaction.update(
                """
                DELETE FROM own_limit
                WHERE subject_kind = ? AND subject_name = ? AND limit_name = ?
                """,
                subject.kind().name(),
                subject.name(),
                limit.name())
            == 1);
  }

  @Override
  public List<Used> used() {
    return database.read(transaction ->
        transaction.rows(
            "SELECT * FROM thing_data_use",
            row ->
                new Used(
                    row.getString("thing_name"),
                    DataBudget.Period.valueOf(row.getString("period")),
                    Objects.requireNonNull(Transaction.time(row, "period_start")),
                    row.getLong("used_bytes"))));
  }

  @Override
  public void keep(Collection<Used> used) {
    List<Used> all = List.copyOf(used);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      keepTogether(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
    }
  }

  private void keepTogether(List<Used> used) {
    database.write(transaction -> {
      for (Used each : used) {
        transaction.update(
            """
            INSERT INTO thing_data_use (thing_name, period, period_start, used_bytes)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (thing_name) DO UPDATE SET
              period = excluded.period,
              period_start = excluded.period_start,
              used_bytes = excluded.used_bytes
            """,
            each.thing(),
            each.period().name(),
            each.periodStart(),
            each.bytes());
      }
      return used;
    });
  }

  @Override
  public Map<String, Integer> openTunnels(Instant now) {
    Map<String, Integer> byPrincipal = new HashMap<>();
    database.read(transaction ->
        transaction.rows(
            """
            SELECT coalesce(opened_by, '') AS principal, count(*) AS tunnels FROM tunnel
            WHERE closed_at IS NULL AND expires_at > ? GROUP BY 1
            """,
            row -> byPrincipal.put(row.getString("principal"), row.getInt("tunnels")) == null,
            now));
    return byPrincipal;
  }
}
