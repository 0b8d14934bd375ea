package io.adit.server.console;

import io.adit.server.api.CallOrigin;
import io.adit.server.api.Json;
import io.adit.server.auth.Caller;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.PercentEncoding;
import io.adit.server.principal.Principals;
import io.adit.server.user.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a page asks.
 *
 * @param names those in the path, decoded
 * @param signedIn null: nobody is
 * @param principals who knows what those who are signed in may do
 */
record Asked(
    ApiRequest request, List<String> names, @Nullable Session signedIn, Principals principals) {
  private static final int HTTPS_PORT = 443;

  String name(int index) {
    return names.get(index);
  }

  /** Who is signed in; endpoints that need somebody are not asked otherwise. */
  Session session() {
    if (signedIn == null) {
      throw new IllegalStateException("nobody is signed in");
    }
    return signedIn;
  }

  Caller caller() {
    return caller(session(), request.remoteAddress());
  }

  private Caller caller(Session session, String address) {
    return principals.atConsole(session.user(), session.given(), address);
  }

  /** The caller as of now, for what goes on while rights may change. */
  Supplier<Caller> callerLater() {
    Session session = session();
    String address = request.remoteAddress();
    return () -> caller(session, address);
  }

  CallOrigin origin() {
    return CallOrigin.of(request);
  }

  <T> T body(Class<T> type) {
    return Json.read(request.body(), type);
  }

  /** A parameter of the query; null where it is missing or empty. */
  @Nullable String parameter(String name) {
    return Arrays.stream(request.query().split("&", -1))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1).replace('+', ' '))
        .map(PercentEncoding::decodeText)
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse(null);
  }

  /** The host that the browser reached this server by, without its port. */
  String host() {
    String host = hostHeader();
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  /** The same with its port. */
  String endpoint() {
    String host = hostHeader();
    return host.equals(host()) ? host + ":" + HTTPS_PORT : host;
  }

  private String hostHeader() {
    return Optional.ofNullable(request.headers().get("host")).map(List::getFirst).orElse("");
  }
}
