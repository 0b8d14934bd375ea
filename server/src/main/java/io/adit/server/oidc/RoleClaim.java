package io.adit.server.oidc;

import io.adit.server.auth.Role;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a token's claims make of somebody here. */
final class RoleClaim {
  private static final Pattern DOT = Pattern.compile("\\.");

  private RoleClaim() {}

  /** The role that includes most of those that the claims give. */
  static Optional<Role> role(Map<String, @Nullable Object> claims, OidcOptions options) {
    List<String> values = values(claims, options.roleClaim());
    return Arrays.stream(Role.values())
        .filter(role ->
            options.roles().getOrDefault(role, List.of()).stream()
                .anyMatch(value -> value.equals(OidcOptions.ANYBODY) || values.contains(value)))
        .findFirst();
  }

  private static List<String> values(Map<String, @Nullable Object> claims, String path) {
    // A claim's own name may have dots, as those that are URLs do.
    @Nullable Object value = claims.containsKey(path) ? claims.get(path) : at(claims, path);
    return switch (value) {
      case Collection<?> all ->
          all.stream()
              .flatMap(each -> each instanceof String text ? Stream.of(text) : Stream.empty())
              .toList();
      case String text -> List.of(text);
      case null, default -> List.of();
    };
  }

  private static @Nullable Object at(Map<String, @Nullable Object> claims, String path) {
    @Nullable Object value = claims;
    for (String step : DOT.split(path, -1)) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return value;
  }
}
