package io.adit.server.api.tunneling;

import io.adit.server.api.Violations;
import io.adit.server.tunnel.Tag;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A tag as it is sent. */
record TagInput(@Nullable String key, @Nullable String value) {
  private static final Pattern TEXT = Pattern.compile("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$");
  private static final String RESERVED = "aws:";

  static void check(String path, @Nullable List<@Nullable TagInput> tags, Violations violations) {
    if (tags == null) {
      return;
    }
    violations.size(path, tags, 1, 200);
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < tags.size(); i++) {
      String member = path + "." + (i + 1) + ".member";
      TagInput tag = tags.get(i);
      violations.required(member, tag);
      if (tag != null) {
        tag.check(member, violations);
        if (tag.key != null && !keys.add(tag.key)) {
          violations.add(member + ".key", tag.key, "Member must not repeat a key of this request");
        }
      }
    }
  }

  /** A key that is to be set or removed. */
  static void checkKey(String path, @Nullable String key, Violations violations) {
    violations.required(path, key);
    violations.length(path, key, 1, 128);
    violations.matches(path, key, TEXT);
    if (key != null && key.regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
      violations.add(path, key, "Member must not begin with 'aws:', which AWS reserves");
    }
  }

  private void check(String path, Violations violations) {
    checkKey(path + ".key", key, violations);
    violations.required(path + ".value", value);
    violations.length(path + ".value", value, 0, 256);
    violations.matches(path + ".value", value, TEXT);
  }

  static List<Tag> toTags(@Nullable List<@Nullable TagInput> checked) {
    return checked == null ? List.of() : checked.stream().map(TagInput::toTag).toList();
  }

  private static Tag toTag(@Nullable TagInput checked) {
    TagInput tag = Objects.requireNonNull(checked);
    return new Tag(Objects.requireNonNull(tag.key), Objects.requireNonNull(tag.value));
  }
}
