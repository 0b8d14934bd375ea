package io.adit.agent.config;

/**
 * The configuration cannot be used; the message names the file, the key, the value and the cure.
 */
public final class InvalidConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidConfigException(String message) {
    super(message);
  }

  /** What is wrong, for people. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
