package io.adit.server;

import io.adit.server.http.Readiness;
import io.adit.server.store.Database;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the server can do its work: what {@code /readyz} says. */
record SelfCheck(Database database, @Nullable DescriptorWatch descriptors) implements Readiness {

  /** Begins to watch what is not found out by asking; that ends with the parts. */
  static SelfCheck start(Database database, Parts parts) {
    DescriptorWatch descriptors = DescriptorWatch.ofThisProcess();
    if (descriptors != null) {
      parts.add(descriptors.start());
    }
    return new SelfCheck(database, descriptors);
  }

  @Override
  public Optional<String> problem() {
    Optional<String> inStore = database.problem();
    return inStore.isPresent() || descriptors == null ? inStore : descriptors.problem();
  }
}
