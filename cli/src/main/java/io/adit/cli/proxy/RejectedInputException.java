package io.adit.cli.proxy;

/** One option's value is not of its form. The text never holds a token. */
final class RejectedInputException extends UsageException {
  private static final long serialVersionUID = 1L;

  private final String option;

  RejectedInputException(String option, String reason) {
    super(reason);
    this.option = option;
  }

  /** The option's long name, without hyphens. */
  String option() {
    return option;
  }
}
