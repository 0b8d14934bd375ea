package io.adit.cli.proxy.options;

/** One option's value is not of its form. The text never holds a token. */
public final class RejectedInputException extends UsageException {
  private static final long serialVersionUID = 1L;

  private final ProxyOption option;

  public RejectedInputException(ProxyOption option, String reason) {
    super(reason);
    this.option = option;
  }

  public ProxyOption option() {
    return option;
  }
}
