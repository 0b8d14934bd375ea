package io.adit.server.audit.record;

import java.util.regex.Pattern;

/** Which operations change nothing, by their names, as AWS and Adit give them. */
public final class Looks {
  private static final Pattern NAMES =
      Pattern.compile("(Describe|List|Get|Diagnose|Test)[A-Za-z]*");

  private Looks() {}

  /** Whether an operation of this name changes nothing. */
  public static boolean has(String operation) {
    return NAMES.matcher(operation).matches();
  }
}
