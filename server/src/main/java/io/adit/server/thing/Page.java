package io.adit.server.thing;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param nextToken asks for what follows; null: nothing does
 */
public record Page<T>(List<T> items, @Nullable String nextToken) {
  public Page {
    items = List.copyOf(items);
  }

  /**
   * @param found up to one more than the page may have, which tells whether another follows
   * @param position where an item stands in the list, for the token
   */
  static <T> Page<T> of(List<T> found, int size, String list, Function<T, String> position) {
    if (found.size() <= size) {
      return new Page<>(found, null);
    }
    String end = position.apply(found.get(size - 1));
    return new Page<>(found.subList(0, size), PageToken.encode(end, list));
  }
}
