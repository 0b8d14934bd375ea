package io.adit.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a request's head must keep to beyond what the library looks at: where its body ends and whom
 * it is for must be the same to everybody who reads it (RFC 9112, sections 3.2, 6.1 and 11.2), or
 * somebody before this server could be made to see other requests than it does.
 */
final class RequestRules {
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[\\w.~!$&'()*+,;=%-]+)(:[0-9]{0,5})?");

  private static final Pattern ABSOLUTE =
      Pattern.compile("https?://([^/?#]*)([/?#].*)?", Pattern.CASE_INSENSITIVE);

  private RequestRules() {}

  /** What is wrong with a request, for who sent it; empty: it may be answered. */
  static Optional<String> problem(HttpServerRequest request) {
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    if (!codings.isEmpty() && !isChunked(codings)) {
      return Optional.of("Invalid Transfer-Encoding: Only 'chunked' is supported, once");
    }
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    boolean mayLack = request.version() == HttpVersion.HTTP_1_0;
    if (hosts.size() > 1 || (hosts.isEmpty() && !mayLack)) {
      return Optional.of("Invalid Host: Exactly one is needed");
    }
    if (!hosts.isEmpty() && !HOST.matcher(hosts.getFirst()).matches()) {
      return Optional.of("Invalid Host: A name or an address is needed, and a port may follow");
    }
    return isTarget(request.uri(), hosts)
        ? Optional.empty()
        : Optional.of("Invalid request target: A path is needed, or the URL of this host");
  }

  private static boolean isChunked(List<String> codings) {
    return codings.size() == 1
        && codings.getFirst().strip().toLowerCase(Locale.ROOT).equals("chunked");
  }

  private static boolean isTarget(String target, List<String> hosts) {
    if (target.startsWith("/") || target.equals("*")) {
      return true;
    }
    var absolute = ABSOLUTE.matcher(target);
    return absolute.matches()
        && hosts.stream().allMatch(host -> host.equalsIgnoreCase(absolute.group(1)));
  }
}
