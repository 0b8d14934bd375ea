package io.adit.server;

import io.adit.server.http.Readiness;
import io.adit.server.store.Database;
import java.util.Optional;

/** Whether the server can do its work: what {@code /readyz} says. */
record SelfCheck(Database database, DescriptorWatch descriptors) implements Readiness {

  /** Begins to watch what is not found out by asking; that ends with the parts. */
  static SelfCheck start(Database database, Parts parts) {
    return new SelfCheck(database, parts.add(DescriptorWatch.ofThisProcess().start()));
  }

  @Override
  public Optional<String> problem() {
    Optional<String> inStore = database.problem();
    return inStore.isPresent() ? inStore : descriptors.problem();
  }
}
