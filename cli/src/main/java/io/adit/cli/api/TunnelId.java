package io.adit.cli.api;

import io.adit.cli.WrongUsageException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id of a tunnel, as users write it. */
public final class TunnelId {
  private static final Pattern FORM =
      Pattern.compile("(?:arn:[a-z-]+:iot:[^:]*:[^:]*:tunnel/)?(?<id>[a-zA-Z0-9_\\-+=:]{1,128})");

  private TunnelId() {}

  /**
   * Of an id or an ARN.
   *
   * @throws WrongUsageException where it is neither
   */
  public static String of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new WrongUsageException("'" + text + "' is neither a tunnel's id nor its ARN");
    }
    return matcher.group("id");
  }
}
