package io.adit.server.console;

import io.adit.server.http.ApiRequest;
import io.adit.server.http.OwnOrigin;
import java.util.List;
import java.util.Locale;

/**
 * Sees that a request that changes something comes from a page of this server, and not from another
 * site's that a person happens to look at: such a page can neither set the header nor lie about its
 * origin.
 */
final class PageGuard {
  private static final String HEADER = "x-adit-console";

  private PageGuard() {}

  static void check(ApiRequest request) {
    List<String> origins = request.headers().getOrDefault("origin", List.of());
    List<String> hosts = request.headers().getOrDefault("host", List.of());
    boolean isOwn =
        origins.size() == 1
            && hosts.size() == 1
            && OwnOrigin.matches(origins.getFirst(), hosts.getFirst());
    if (!isOwn || !request.headers().getOrDefault(HEADER, List.of()).equals(List.of("1"))) {
      throw new ConsoleException(
          403,
          "ForeignPage",
          "Only pages of this server may ask for this: it needs their Origin and the header"
              + " X-Adit-Console");
    }
    if (request.method().equals("POST") && !isJson(request)) {
      throw new ConsoleException(
          415, "UnsupportedMediaType", "The body must be of Content-Type application/json");
    }
  }

  private static boolean isJson(ApiRequest request) {
    String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters))
        .strip()
        .equals("application/json");
  }
}
