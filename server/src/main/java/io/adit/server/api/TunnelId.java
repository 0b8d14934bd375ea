package io.adit.server.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code tunnelId} member that the operations on one tunnel need. */
public final class TunnelId {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_\\-+=:]{1,128}");

  private TunnelId() {}

  public static void check(@Nullable String tunnelId, Violations violations) {
    violations.required("tunnelId", tunnelId);
    violations.matches("tunnelId", tunnelId, FORM);
  }
}
