package io.adit.server.tunnel;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * On whose behalf the registry is called, for the listeners that write it down. It holds for the
 * thread that calls, while it does.
 */
public final class Initiator {
  private static final ScopedValue<String> USER = ScopedValue.newInstance();

  private Initiator() {}

  /** Does something for a user. */
  public static <T> T as(String user, Supplier<T> work) {
    return ScopedValue.where(USER, user).call(work::get);
  }

  /** Whose doing this is; empty: the server's own. */
  public static Optional<String> current() {
    return USER.isBound() ? Optional.of(USER.get()) : Optional.empty();
  }
}
