package io.adit.server.api.iot;

import io.adit.server.api.Violations;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The constraints of members that several operations have. */
final class Members {
  private static final int LARGEST_PAGE = 250;

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9:_-]+");
  private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[a-zA-Z0-9_.,@/:#-]+");
  private static final Pattern ATTRIBUTE_VALUE = Pattern.compile("[a-zA-Z0-9_.,@/:#=\\[\\]-]*");
  private static final Pattern CERTIFICATE_ID = Pattern.compile("(0x)?[a-fA-F0-9]+");

  private Members() {}

  static String thingName(IotCall call, Violations violations) {
    String thingName = call.path("thingName");
    name("thingName", thingName, violations);
    return thingName;
  }

  /** A name of a thing, a type or a group. */
  static void name(String path, @Nullable String name, Violations violations) {
    violations.length(path, name, 1, 128);
    violations.matches(path, name, NAME);
  }

  /** In lower case, as ids are kept. */
  static String certificateId(IotCall call, Violations violations) {
    String id = call.path("certificateId");
    violations.length("certificateId", id, 64, 64);
    violations.matches("certificateId", id, CERTIFICATE_ID);
    return id.toLowerCase(Locale.ROOT);
  }

  static void attributes(
      String path, @Nullable Map<String, @Nullable String> attributes, Violations violations) {
    if (attributes != null) {
      attributes.forEach((name, value) -> {
        attributeName(path, name, violations);
        violations.required(path + "." + name, value);
        attributeValue(path + "." + name, value, violations);
      });
    }
  }

  static void attributeName(String path, @Nullable String name, Violations violations) {
    violations.length(path, name, 0, 128);
    violations.matches(path, name, ATTRIBUTE_NAME);
  }

  static void attributeValue(String path, @Nullable String value, Violations violations) {
    violations.length(path, value, 0, 800);
    violations.matches(path, value, ATTRIBUTE_VALUE);
  }

  /** How many results are asked for under this name, by default the most. */
  static int pageSize(IotCall call, String member, Violations violations) {
    Long size = call.number(member, violations);
    violations.range(member, size, 1, LARGEST_PAGE);
    return size == null ? LARGEST_PAGE : size.intValue();
  }
}
