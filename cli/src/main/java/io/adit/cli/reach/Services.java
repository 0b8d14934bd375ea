package io.adit.cli.reach;

import io.adit.cli.WrongUsageException;
import io.adit.peer.ServiceMap;

/** The name of a service, as users write it. */
public final class Services {
  /** What devices call their SSH server. */
  public static final String SSH = "SSH";

  private Services() {}

  /**
   * The text itself.
   *
   * @throws WrongUsageException where no service can have this name
   */
  public static String of(String text) {
    if (!ServiceMap.SERVICE_FORM.matcher(text).matches()) {
      throw new WrongUsageException(
          "'" + text + "' is no service: a name has 1 to 128 of letters, digits, ':', '_' and '-'");
    }
    return text;
  }
}
