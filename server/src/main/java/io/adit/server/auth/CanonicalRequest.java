package io.adit.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.http.ApiRequest;
import io.adit.server.http.PercentEncoding;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A request in the one form that both ends of Signature Version 4 hash. */
final class CanonicalRequest {
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private record Parameter(String name, String value) {}

  private CanonicalRequest() {}

  static String of(ApiRequest request, List<String> signedHeaders, String bodyHash) {
    return Stream.of(
            request.method(),
            path(request.path()),
            query(request.query()),
            headers(request, signedHeaders),
            String.join(";", signedHeaders),
            bodyHash)
        .collect(Collectors.joining("\n"));
  }

  /**
   * Without empty, {@code .} and {@code ..} segments, then encoded. What was encoded on the request
   * line is encoded again: so do all services but S3.
   */
  static String path(String path) {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(encode(segment.getBytes(UTF_8)));
      }
    }
    String end = path.endsWith("/") && !segments.isEmpty() ? "/" : "";
    return "/" + String.join("/", segments) + end;
  }

  /** Sorted by name, then value, both in their encoded form. */
  static String query(String query) {
    return Stream.of(query.split("&", -1))
        .filter(part -> !part.isEmpty())
        .map(CanonicalRequest::parameter)
        .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
        .map(parameter -> parameter.name() + "=" + parameter.value())
        .collect(Collectors.joining("&"));
  }

  private static Parameter parameter(String part) {
    int equals = part.indexOf('=');
    String name = equals < 0 ? part : part.substring(0, equals);
    String value = equals < 0 ? "" : part.substring(equals + 1);
    return new Parameter(
        encode(PercentEncoding.decode(name)), encode(PercentEncoding.decode(value)));
  }

  private static String headers(ApiRequest request, List<String> signedHeaders) {
    return signedHeaders.stream()
        .map(name -> name + ":" + headerValue(request, name) + "\n")
        .collect(Collectors.joining());
  }

  private static String headerValue(ApiRequest request, String name) {
    return request.headers().getOrDefault(name, List.of()).stream()
        .map(value -> SPACES.matcher(value.strip()).replaceAll(" "))
        .collect(Collectors.joining(","));
  }

  private static String encode(byte[] bytes) {
    StringBuilder encoded = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      if (UNRESERVED.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(hexDigit(b >> 4)).append(hexDigit(b));
      }
    }
    return encoded.toString();
  }

  private static char hexDigit(int halfByte) {
    return Character.toUpperCase(Character.forDigit(halfByte & 0xF, 16));
  }
}
