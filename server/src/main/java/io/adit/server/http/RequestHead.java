package io.adit.server.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A request's first line and headers as they came; nobody changes them. */
public final class RequestHead {
  private final String method;
  private final String uri;
  private final boolean isHttp11;
  private final MultiMap headers;

  private RequestHead(String method, String uri, boolean isHttp11, MultiMap headers) {
    this.method = method;
    this.uri = uri;
    this.isHttp11 = isHttp11;
    this.headers = headers;
  }

  static RequestHead of(HttpServerRequest request) {
    return new RequestHead(
        request.method().name(),
        request.uri(),
        request.version() == HttpVersion.HTTP_1_1,
        request.headers());
  }

  /**
   * One that was taken apart by somebody else.
   *
   * @param headers a name and a value for each line, without the space around them
   */
  public static RequestHead of(
      String method, String uri, boolean isHttp11, List<Map.Entry<String, String>> headers) {
    MultiMap copy = MultiMap.caseInsensitiveMultiMap();
    headers.forEach(line -> copy.add(line.getKey(), line.getValue()));
    return new RequestHead(method, uri, isHttp11, copy);
  }

  public String method() {
    return method;
  }

  /** Whether it is HTTP/1.1: older versions know no upgrade. */
  public boolean isHttp11() {
    return isHttp11;
  }

  /** The values of a query parameter as they stand there, undecoded. */
  public List<String> parameters(String name) {
    return Arrays.stream(query().split("&", -1))
        .filter(pair -> pair.equals(name) || pair.startsWith(name + "="))
        .map(pair -> pair.substring(Math.min(pair.length(), name.length() + 1)))
        .toList();
  }

  private String query() {
    int start = uri.indexOf('?');
    int end = uri.indexOf('#', Math.max(start, 0));
    return start < 0 ? "" : uri.substring(start + 1, end < 0 ? uri.length() : end);
  }

  /** The values of a header, one for each line that has it; its name in any case. */
  public List<String> headers(String name) {
    return headers.getAll(name);
  }

  /** Whether a header that is a list of words has this one, in any case. */
  public boolean headerHas(String name, String token) {
    return headers.getAll(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .anyMatch(word -> word.strip().toLowerCase(Locale.ROOT).equals(token));
  }

  /** Bytes from the request line to the empty line, as they were on the wire. */
  public int bytes() {
    int bytes = method.length() + uri.length() + "  HTTP/1.1\r\n".length();
    for (Map.Entry<String, String> header : headers) {
      bytes += header.getKey().length() + header.getValue().length() + ": \r\n".length();
    }
    return bytes + "\r\n".length();
  }
}
