package io.adit.cli;

/** A setting that cannot be; the text says where it stands and what it must be. */
final class InvalidSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidSettingException(String message) {
    super(message);
  }
}
