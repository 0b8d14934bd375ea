package io.adit.server.store;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/** The steps from an older schema to the one that this program knows; the only user of Flyway. */
final class Migrations {
  /** The table in which Flyway writes down what it did. */
  static final String HISTORY = "flyway_schema_history";

  private final Path file;
  private final Flyway flyway;

  Migrations(Path file, DataSource connections) {
    this.file = file;
    this.flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(connections)
            .table(HISTORY)
            .locations("classpath:db/migration")
            .load();
  }

  void run() {
    try {
      refuseNewer(flyway.info());
      flyway.migrate();
    } catch (FlywayException e) {
      throw new DatabaseException(
          "%s cannot be brought to this version's schema: put back a copy of it, or choose another data folder (%s)"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** For who looks in beside a server, which may be of an older version: it would not know. */
  void requireNoneDue() {
    try {
      MigrationInfoService info = flyway.info();
      refuseNewer(info);
      if (info.pending().length > 0) {
        throw new DatabaseException(
            "%s was written by an older Adit, whose server may be running: use the adit command of that version, or start this version's server on the data folder first"
                .formatted(file));
      }
    } catch (FlywayException e) {
      throw new DatabaseException("%s cannot be read (%s)".formatted(file, e.getMessage()), e);
    }
  }

  private void refuseNewer(MigrationInfoService info) {
    MigrationInfo current = info.current();
    if (current != null && current.getState() == MigrationState.FUTURE_SUCCESS) {
      throw new DatabaseException(
          "%s was written by a newer Adit (schema %s): start that version, or choose another data folder"
              .formatted(file, current.getVersion()));
    }
  }
}
