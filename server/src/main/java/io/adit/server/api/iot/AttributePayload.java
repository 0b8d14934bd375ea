package io.adit.server.api.iot;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Attributes of a thing as they are sent. */
record AttributePayload(
    @Nullable Map<String, @Nullable String> attributes, @Nullable Boolean merge) {

  static @Nullable Map<String, @Nullable String> attributesOf(@Nullable AttributePayload payload) {
    return payload == null ? null : payload.attributes;
  }

  static boolean isMerge(@Nullable AttributePayload payload) {
    return payload != null && Boolean.TRUE.equals(payload.merge);
  }

  /** Those that were checked to have values; null where none were sent. */
  static @Nullable Map<String, String> checked(@Nullable AttributePayload payload) {
    Map<String, @Nullable String> attributes = attributesOf(payload);
    if (attributes == null) {
      return null;
    }
    Map<String, String> checked = new HashMap<>();
    attributes.forEach((name, value) -> checked.put(name, Objects.requireNonNull(value)));
    return checked;
  }
}
