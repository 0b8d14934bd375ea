package io.adit.server.api.iot;

import io.adit.server.api.Json;
import io.adit.server.api.Violations;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.PercentEncoding;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The members of a call, wherever they stand: in the path, the query, a header or the body. */
final class IotCall {
  /** What the model calls the members that stand in headers. */
  private static final Map<String, String> HEADER_MEMBERS = Map.of("x-amzn-principal", "principal");

  private final Map<String, String> path;
  private final Map<String, String> query;
  private final Function<String, Optional<String>> headers;
  private final byte[] body;

  IotCall(ApiRequest request, Map<String, String> path) {
    this.path = path;
    this.query = parsed(request.query());
    this.headers = request::header;
    this.body = request.body();
  }

  private IotCall(Map<String, String> members, byte[] body) {
    this.path = members;
    this.query = members;
    this.headers = name -> Optional.ofNullable(members.get(HEADER_MEMBERS.get(name)));
    this.body = body;
  }

  /**
   * A call whose members are all in one JSON object.
   *
   * @param route whose path needs some of them
   */
  static IotCall named(Route route, byte[] body, Violations violations) {
    Map<String, String> members = Json.scalars(body);
    for (String name : route.names()) {
      violations.required(name, members.get(name));
    }
    return new IotCall(members, body);
  }

  /** A member that the operation's path names. */
  String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the path has no " + name);
    }
    return value;
  }

  @Nullable String query(String name) {
    return query.get(name);
  }

  @Nullable String header(String lowerCaseName) {
    return headers.apply(lowerCaseName).orElse(null);
  }

  <T> T body(Class<T> type) {
    return Json.read(body, type);
  }

  /** A boolean of the query; false where it was not sent. */
  boolean flag(String name, Violations violations) {
    String value = query(name);
    if (value != null && !value.equals("true") && !value.equals("false")) {
      violations.add(name, value, "Member must be true or false");
    }
    return "true".equals(value);
  }

  /** A whole number of the query. */
  @Nullable Long number(String name, Violations violations) {
    String value = query(name);
    try {
      return value == null ? null : Long.valueOf(value);
    } catch (NumberFormatException e) {
      violations.add(name, value, "Member must be a whole number");
      return null;
    }
  }

  /** All members, for those who write down what was asked. */
  Map<String, @Nullable Object> members() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>(query);
    members.putAll(path);
    HEADER_MEMBERS.forEach(
        (header, member) -> headers.apply(header).ifPresent(value -> members.put(member, value)));
    if (body.length > 0) {
      members.putAll(Json.members(Json.tree(body)));
    }
    members.remove("");
    return members;
  }

  private static Map<String, String> parsed(String text) {
    Map<String, String> query = new HashMap<>();
    for (String part : text.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      query.putIfAbsent(PercentEncoding.decodeText(name), PercentEncoding.decodeText(value));
    }
    return query;
  }
}
