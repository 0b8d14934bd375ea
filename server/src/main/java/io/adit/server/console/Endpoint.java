package io.adit.server.console;

import io.adit.server.http.PercentEncoding;
import io.adit.server.http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that pages can ask.
 *
 * @param path below {@code /console/api/}; a star stands for a name
 * @param isOpen whether it answers those who are not signed in
 */
record Endpoint(String method, List<String> path, boolean isOpen, Function<Asked, Reply> answer) {
  private static final String NAME = "*";

  /** For those who are signed in. */
  static Endpoint of(String method, String path, Function<Asked, Reply> answer) {
    return new Endpoint(method, segments(path), false, answer);
  }

  /** For everybody. */
  static Endpoint open(String method, String path, Function<Asked, Reply> answer) {
    return new Endpoint(method, segments(path), true, answer);
  }

  static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }

  /** The names in a path, decoded once; empty: it is another's. */
  Optional<List<String>> match(List<String> segments) {
    if (segments.size() != path.size()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      if (path.get(i).equals(NAME)) {
        names.add(PercentEncoding.decodeText(segments.get(i)));
      } else if (!path.get(i).equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(names);
  }
}
