package io.adit.cli.reach;

import io.adit.cli.WrongUsageException;
import java.util.regex.Pattern;

/** The name of a thing, as users write it. */
public final class ThingName {
  /**
   * What makes a host name of it, in {@code ~/.ssh/config} and {@code known_hosts}. No thing has a
   * dot in its name, so that nothing else can be meant.
   */
  public static final String HOST_SUFFIX = ".adit";

  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");

  private ThingName() {}

  /**
   * The thing's own name, of a text with the suffix of a host or without.
   *
   * @throws WrongUsageException where no thing can have this name
   */
  public static String of(String text) {
    String name =
        text.endsWith(HOST_SUFFIX) ? text.substring(0, text.length() - HOST_SUFFIX.length()) : text;
    if (!FORM.matcher(name).matches()) {
      throw new WrongUsageException(
          "'" + text + "' is no thing: a name has 1 to 128 of letters, digits, ':', '_' and '-'");
    }
    return name;
  }
}
