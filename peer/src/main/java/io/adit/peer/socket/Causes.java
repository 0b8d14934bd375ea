package io.adit.peer.socket;

import org.jspecify.annotations.Nullable;

/** Looks for what is worth saying in a failure and the failures behind it. */
public final class Causes {
  private Causes() {}

  /** The first of a type; null where there is none. */
  public static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    return null;
  }

  /** What the last one says, or its name where it says nothing. */
  public static String deepestText(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String text = deepest.getMessage();
    return text == null || text.isBlank() ? deepest.getClass().getSimpleName() : text;
  }
}
