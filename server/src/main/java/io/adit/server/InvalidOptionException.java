package io.adit.server;

/** A value that an option does not take. */
public final class InvalidOptionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String option;

  /**
   * @param option its name as in {@link ServerOptions}' documentation
   * @param problem the value and what it must be, to follow the option's name and a colon
   */
  public InvalidOptionException(String option, String problem) {
    super(problem);
    this.option = option;
  }

  public String option() {
    return option;
  }
}
