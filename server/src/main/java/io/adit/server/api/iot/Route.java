package io.adit.server.api.iot;

import io.adit.server.http.ApiRequest;
import io.adit.server.http.PercentEncoding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an operation is called.
 *
 * @param path with names in braces where a call has its own values
 */
record Route(String operation, String method, List<String> path) {

  static Route of(String operation, String method, String path) {
    return new Route(operation, method, segments(path));
  }

  /** The values in a call's path, decoded once; empty: it is a call of another operation. */
  Optional<Map<String, String>> match(ApiRequest request) {
    List<String> segments = segments(request.path());
    if (!method.equals(request.method()) || segments.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String wanted = path.get(i);
      if (isName(wanted)) {
        values.put(name(wanted), PercentEncoding.decodeText(segments.get(i)));
      } else if (!wanted.equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /** The names in the path. */
  List<String> names() {
    return path.stream().filter(Route::isName).map(Route::name).toList();
  }

  private static boolean isName(String segment) {
    return segment.startsWith("{");
  }

  private static String name(String segment) {
    return segment.substring(1, segment.length() - 1);
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}
