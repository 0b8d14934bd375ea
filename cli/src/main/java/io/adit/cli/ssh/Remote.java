package io.adit.cli.ssh;

import io.adit.cli.WrongUsageException;
import io.adit.cli.reach.ThingName;

/**
 * A place on a thing, as users write it for ssh, scp and sftp.
 *
 * @param login {@code user@}, or empty
 * @param path what follows the thing's name: empty, or a colon and the path
 */
record Remote(String login, String thing, String path) {

  /** Of {@code [user@]THING}. */
  static Remote host(String text) {
    if (text.startsWith("ssh://")) {
      throw new WrongUsageException("'" + text + "': write [USER@]THING");
    }
    // As ssh does: a user's name may have an @ in it.
    int at = text.lastIndexOf('@');
    return new Remote(
        text.substring(0, at + 1), ThingName.of(unbracketed(text.substring(at + 1))), "");
  }

  /** Of {@code [user@]THING:path}, where a thing whose name has a colon stands in brackets. */
  static Remote path(String text) {
    int colon = colon(text);
    Remote host = host(text.substring(0, colon));
    return new Remote(host.login, host.thing, text.substring(colon));
  }

  /**
   * Where the host of a path on another machine ends, as scp finds it; -1 for a path on this one.
   */
  static int colon(String text) {
    if (text.startsWith(":")) {
      return -1;
    }
    boolean inBrackets = text.startsWith("[");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '@' && text.startsWith("[", i + 1)) {
        inBrackets = true;
      } else if (c == ']' && inBrackets) {
        inBrackets = false;
      } else if (c == ':' && !inBrackets) {
        return i;
      } else if (c == '/' && !inBrackets) {
        return -1;
      }
    }
    return -1;
  }

  /** The host for ssh. */
  String host() {
    return login + hostName();
  }

  /** The place for scp and sftp. */
  String place() {
    boolean needsBrackets = thing.indexOf(':') >= 0;
    return login + (needsBrackets ? "[" + hostName() + "]" : hostName()) + path;
  }

  private String hostName() {
    return thing + ThingName.HOST_SUFFIX;
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
