package io.adit.server.store;

import io.adit.server.thing.ThingGroup;
import io.adit.server.thing.ThingGroupStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Groups of things in SQL. */
public final class SqlThingGroups implements ThingGroupStore {
  private final Database database;

  public SqlThingGroups(Database database) {
    this.database = database;
  }

  @Override
  public Optional<ThingGroup> insert(ThingGroup group) {
    return database.write(transaction -> {
      int inserted =
          transaction.update(
              """
              INSERT INTO thing_group (group_name, group_id, created_at)
              VALUES (?, ?, ?) ON CONFLICT DO NOTHING
              """,
              group.groupName(),
              group.groupId(),
              group.createdAt());
      return inserted == 1 ? Optional.empty() : find(transaction, group.groupName());
    });
  }

  @Override
  public Optional<ThingGroup> find(String groupName) {
    return database.read(transaction -> find(transaction, groupName));
  }

  private static Optional<ThingGroup> find(Transaction transaction, String groupName)
      throws SQLException {
    return transaction.row(
        "SELECT * FROM thing_group WHERE group_name = ?",
        row ->
            new ThingGroup(
                row.getString("group_name"),
                row.getString("group_id"),
                Objects.requireNonNull(Transaction.time(row, "created_at"))),
        groupName);
  }

  @Override
  public void delete(String groupName) {
    database.write(transaction ->
        transaction.update("DELETE FROM thing_group WHERE group_name = ?", groupName));
  }

  @Override
  public List<String> page(String prefix, @Nullable String after, int limit) {
    return names(
        """
        SELECT group_name AS name FROM thing_group
        WHERE substr(group_name, 1, length(?)) = ? AND group_name > ? ORDER BY group_name LIMIT ?
        """,
        prefix,
        prefix,
        Objects.requireNonNullElse(after, ""),
        limit);
  }

  @Override
  public Membership add(String groupName, String thingName) {
    return change(
        groupName,
        thingName,
        """
        INSERT INTO thing_group_member (group_name, thing_name) VALUES (?, ?) ON CONFLICT DO NOTHING
        """);
  }

  @Override
  public Membership remove(String groupName, String thingName) {
    return change(
        groupName,
        thingName,
        "DELETE FROM thing_group_member WHERE group_name = ? AND thing_name = ?");
  }

  private Membership change(String groupName, String thingName, String sql) {
    return database.write(transaction -> {
      if (!SqlThings.isAny(transaction, "thing_group", "group_name", groupName)) {
        return Membership.NO_GROUP;
      }
      if (!SqlThings.isAny(transaction, "thing", "thing_name", thingName)) {
        return Membership.NO_THING;
      }
      transaction.update(sql, groupName, thingName);
      return Membership.DONE;
    });
  }

  @Override
  public List<String> groupsOf(String thingName, @Nullable String after, int limit) {
    return names(
        """
        SELECT group_name AS name FROM thing_group_member
        WHERE thing_name = ? AND group_name > ? ORDER BY group_name LIMIT ?
        """,
        thingName,
        Objects.requireNonNullElse(after, ""),
        limit);
  }

  @Override
  public List<String> thingsIn(String groupName, @Nullable String after, int limit) {
    return names(
        """
        SELECT thing_name AS name FROM thing_group_member
        WHERE group_name = ? AND thing_name > ? ORDER BY thing_name LIMIT ?
        """,
        groupName,
        Objects.requireNonNullElse(after, ""),
        limit);
  }

  private List<String> names(String sql, Object... parameters) {
    return database.read(
        transaction -> transaction.rows(sql, row -> row.getString("name"), parameters));
  }
}
