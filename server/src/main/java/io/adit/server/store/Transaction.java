package io.adit.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SQL statements that see one state of the database and count together. Parameters are texts,
 * numbers, {@link Instant}s and nulls.
 */
final class Transaction {
  /** What is to be done in a transaction. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T in(Transaction transaction) throws SQLException;
  }

  /** Reads the row that a result set stands on. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Connection connection;

  Transaction(Connection connection) {
    this.connection = connection;
  }

  /** Runs a statement that changes rows and returns how many. */
  int update(String sql, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /** All rows of a query or of a change with RETURNING. */
  <T> List<T> rows(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet result = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row.read(result));
      }
      return rows;
    }
  }

  /** The only row, if there is one. */
  <T> Optional<T> row(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
    return rows(sql, row, parameters).stream().findFirst();
  }

  /** The time in a column; null where the column is. */
  static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private PreparedStatement prepare(String sql, @Nullable Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, column(parameters[i]));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private static @Nullable Object column(@Nullable Object parameter) {
    return parameter instanceof Instant time
        ? ChronoUnit.MICROS.between(Instant.EPOCH, time)
        : parameter;
  }
}
